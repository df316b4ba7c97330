;;; Input and output: the functions of Erlang's module `io`.
;;;
;;; A device is a pid or a registered name of a process that answers requests of the I/O protocol, or
;;; one of the atoms `standard_io`, the group leader, `user`, the standard streams, and
;;; `standard_error`. The default group leader is the standard streams; they are written to
;;; without messages. Text is UTF-8.

(defmodule io
  "Formatted input and output, as in Erlang."
  (export
   (format 1) (format 2) (format 3) (fwrite 1) (fwrite 2) (fwrite 3)
   (put_chars 1) (put_chars 2) (nl 0) (nl 1) (write 1) (write 2)
   (get_line 1) (get_line 2) (fread 2) (fread 3) (columns 0) (columns 1) (rows 0) (rows 1)
   (printable_range 0) (setopts 1) (setopts 2) (getopts 0) (getopts 1)))

(defun format (format)
  "Write `format`, whose control sequences take no arguments."
  (put-formatted 'standard_io format ()))

(defun format (format arguments)
  "Write `format` with its control sequences replaced by the arguments."
  (put-formatted 'standard_io format arguments))

(defun format (device format arguments)
  "format/2 on a device."
  (put-formatted device format arguments))

(defun fwrite (format)
  "format/1."
  (format format))

(defun fwrite (format arguments)
  "format/2."
  (format format arguments))

(defun fwrite (device format arguments)
  "format/3."
  (format device format arguments))

(defun put_chars (text)
  "Write text."
  (put-text 'standard_io text))

(defun put_chars (device text)
  "Write text on a device."
  (put-text device text))

(defun nl ()
  "Write a line break."
  (put-text 'standard_io #"\n"))

(defun nl (device)
  "Write a line break on a device."
  (put-text device #"\n"))

(defun write (term)
  "Write a term on one line."
  (put-call 'standard_io 'io_lib 'write (list term)))

(defun write (device term)
  "write/1 on a device."
  (put-call device 'io_lib 'write (list term)))

;; A process is asked to format by itself, as the protocol has it: what cannot be formatted is its
;; error then, which is raised here like one of our own.
(defun put-formatted (device format arguments)
  (case (target device)
    ('leader
     (let ((bytes (bytes-of (io_lib_format:format format arguments))))
       (written (alate:output bytes)
                (tuple 'put_chars 'unicode 'io_lib 'format (list format arguments)))))
    ((tuple 'descriptor fd)
     (alate:write fd (bytes-of (io_lib_format:format format arguments))))
    (to
     (io_device:put to (tuple 'put_chars 'unicode 'io_lib 'format (list format arguments))))))

(defun put-call (device module name arguments)
  (case (target device)
    ('leader
     (written (alate:output (bytes-of (apply module name arguments)))
              (tuple 'put_chars 'unicode module name arguments)))
    ((tuple 'descriptor fd) (alate:write fd (bytes-of (apply module name arguments))))
    (to (io_device:put to (tuple 'put_chars 'unicode module name arguments)))))

(defun put-text (device text)
  (case (target device)
    ('leader
     (let ((bytes (bytes-of text)))
       (written (alate:output bytes) (tuple 'put_chars 'unicode bytes))))
    ((tuple 'descriptor fd) (alate:write fd (bytes-of text)))
    (to (io_device:put to (tuple 'put_chars 'unicode (bytes-of text))))))

;; The group leader is not the default one: the request goes to it.
(defun written
  (('ok _) 'ok)
  ((leader request) (io_device:put leader request)))

(defun bytes-of (text)
  (case (unicode:characters_to_binary text)
    (bytes (when (is_binary bytes)) bytes)
    (_ (error 'badarg))))

(defun target
  (('standard_io) 'leader)
  (('standard_error) #(descriptor 2))
  (('user)
   (case (whereis 'user)
     ('undefined #(descriptor 1))
     (pid (target pid))))
  ((pid) (when (is_pid pid))
   (if (io_device:is-standard pid) #(descriptor 1) pid))
  ((name) (when (is_atom name)) (target (io_device:named name)))
  ((_) (error 'badarg)))

(defun get_line (prompt)
  "The next line of standard input with its line break, or eof."
  (get_line 'standard_io prompt))

(defun get_line (device prompt)
  "get_line/1 of a device."
  (case (target (if (=:= device 'standard_io) (group_leader) device))
    ((tuple 'descriptor _) (read-line prompt))
    (to (io_device:request to (tuple 'get_line 'unicode prompt)))))

(defun read-line (prompt)
  (put-prompt prompt)
  (case (alate:read_line)
    (reference (when (is_reference reference))
     ;; Nothing has been read yet: other processes run meanwhile.
     (receive
       ((tuple r answer) (when (=:= r reference)) (line answer))))
    (answer (line answer))))

(defun line
  ((bytes) (when (is_binary bytes)) (line-chars bytes))
  ((other) other))

;; A line that is not UTF-8 is taken as Latin-1.
(defun line-chars (line)
  (case (unicode:characters_to_list line)
    (chars (when (is_list chars)) chars)
    (_ (binary_to_list line))))

(defun put-prompt
  ((prompt) (when (is_atom prompt)) (alate:write 1 (bytes-of (atom_to_list prompt))))
  ((prompt) (alate:write 1 (bytes-of prompt))))

;; What a line has left is kept for the next reading by a format, and for that only.
(defun fread (prompt format)
  "Reads from standard input by a format: ok with the values, eof, or error."
  (fread 'standard_io prompt format))

(defun fread (device prompt format)
  "fread/2 of a device."
  (let ((kept (case (erase 'io_fread_rest)
                ((tuple kept-of chars) (when (=:= kept-of device)) chars)
                (_ ()))))
    (fread-on device prompt (if (is_atom format) (atom_to_list format) format) kept 0 ())))

(defun fread-on (device prompt format chars count values)
  (case (io_lib_fread:fread format chars count values)
    ((tuple 'ok values rest)
     (put 'io_fread_rest (tuple device rest))
     (tuple 'ok values))
    ((tuple 'more format count values)
     (case (get_line device prompt)
       (line (when (is_list line)) (fread-on device prompt format line count values))
       ('eof (if (=:= values ()) 'eof #(error #(fread input))))
       (error error)))
    (error error)))

(defun columns ()
  "Standard output is not taken for a terminal."
  #(error enotsup))

(defun columns (_)
  "columns/0."
  #(error enotsup))

(defun rows ()
  "Standard output is not taken for a terminal."
  #(error enotsup))

(defun rows (_)
  "rows/0."
  #(error enotsup))

(defun printable_range ()
  "The characters that ~tp prints as strings."
  'latin1)

(defun setopts (options)
  "Options of standard input and output are accepted and have no effect."
  (setopts 'standard_io options))

(defun setopts (device options)
  "setopts/1 of a device."
  (case (target (if (=:= device 'standard_io) (group_leader) device))
    ((tuple 'descriptor _) 'ok)
    (to (io_device:request to (tuple 'setopts options)))))

(defun getopts ()
  "The options of standard input and output."
  (getopts 'standard_io))

(defun getopts (device)
  "getopts/0 of a device."
  (case (target (if (=:= device 'standard_io) (group_leader) device))
    ((tuple 'descriptor _) (list (tuple 'binary 'false) (tuple 'encoding 'unicode)))
    (to (io_device:request to 'getopts))))
