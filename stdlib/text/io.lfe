;;; Input and output: the functions of Erlang's module `io`.
;;;
;;; A device is an atom: `standard_io` and `user` are the standard streams, `standard_error` the
;;; other output. Text is UTF-8.

(defmodule io
  "Formatted input and output, as in Erlang."
  (export
   (format 1) (format 2) (format 3) (fwrite 1) (fwrite 2) (fwrite 3)
   (put_chars 1) (put_chars 2) (nl 0) (nl 1) (write 1) (write 2)
   (get_line 1) (get_line 2) (columns 0) (columns 1) (rows 0) (rows 1)
   (printable_range 0) (setopts 1) (setopts 2) (getopts 0) (getopts 1)))

(defun format (format)
  "Write `format`, whose control sequences take no arguments."
  (put-text 1 (io_lib_format:format format ())))

(defun format (format arguments)
  "Write `format` with its control sequences replaced by the arguments."
  (put-text 1 (io_lib_format:format format arguments)))

(defun format (device format arguments)
  "format/2 on a device."
  (let ((fd (descriptor device)))
    (put-text fd (io_lib_format:format format arguments))))

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
  (put-text 1 text))

(defun put_chars (device text)
  "Write text on a device."
  (put-text (descriptor device) text))

(defun nl ()
  "Write a line break."
  (alate:write 1 #"\n"))

(defun nl (device)
  "Write a line break on a device."
  (alate:write (descriptor device) #"\n"))

(defun write (term)
  "Write a term on one line."
  (put-text 1 (io_lib:write term)))

(defun write (device term)
  "write/1 on a device."
  (put-text (descriptor device) (io_lib:write term)))

(defun put-text (fd text)
  (case (unicode:characters_to_binary text)
    (bytes (when (is_binary bytes)) (alate:write fd bytes))
    (_ (error 'badarg))))

(defun descriptor
  (('standard_io) 1)
  (('user) 1)
  (('standard_error) 2)
  ((_) (error 'badarg)))

(defun get_line (prompt)
  "The next line of standard input with its line break, or eof."
  (put-prompt prompt)
  (case (alate:read_line)
    (line (when (is_binary line)) (line-chars line))
    (other other)))

;; A line that is not UTF-8 is taken as Latin-1.
(defun line-chars (line)
  (case (unicode:characters_to_list line)
    (chars (when (is_list chars)) chars)
    (_ (binary_to_list line))))

(defun get_line (_ prompt)
  "get_line/1: there is one input device."
  (get_line prompt))

(defun put-prompt
  ((prompt) (when (is_atom prompt)) (put-text 1 (atom_to_list prompt)))
  ((prompt) (put-text 1 prompt)))

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

(defun setopts (_)
  "Options of standard input and output are accepted and have no effect."
  'ok)

(defun setopts (_ _)
  "setopts/1."
  'ok)

(defun getopts ()
  "The options of standard input and output."
  (list (tuple 'binary 'false) (tuple 'encoding 'unicode)))

(defun getopts (_)
  "getopts/0."
  (getopts))
