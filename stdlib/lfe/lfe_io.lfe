;;; Input and output of s-expressions, LFE's module `lfe_io`.
;;;
;;; Standard input comes in lines. What `read` leaves of one is kept for the process that read, for its
;;; next call of a function of this module.

(defmodule lfe_io
  "Input and output of s-expressions."
  (export (get_line 0) (get_line 1) (get_line 2) (read 0) (read 1) (read 2)
          (read_line 0) (read_line 1) (read_line 2) (read_string 1)
          (read_file 1) (read_file 2) (parse_file 1) (parse_file 2) (scan_sexpr 2) (scan_sexpr 3)
          (print 1) (print 2) (print1 1) (print1 2) (prettyprint 1) (prettyprint 2)
          (prettyprint1 1) (prettyprint1 2) (prettyprint1 3) (prettyprint1 4)
          (format 2) (format 3) (fwrite 2) (fwrite 3) (format1 2) (fwrite1 2)))

;;; Reading.

(defun get_line ()
  "The next line of standard input with its line break, or `eof`."
  (get_line 'standard_io ""))

(defun get_line (prompt)
  "The same after a prompt."
  (get_line 'standard_io prompt))

(defun get_line (device prompt)
  "The same of a device."
  (case (take-rest device prompt)
    (() (io:get_line device prompt))
    (rest rest)))

(defun read ()
  "The next s-expression of standard input: `#(ok form)`, `#(error failure)` or `eof`. What follows it is
  left for whoever reads next."
  (read 'standard_io ""))

(defun read (prompt)
  "The same after a prompt."
  (read 'standard_io prompt))

(defun read (device prompt)
  "The same of a device."
  (let (((tuple result rest) (begin-form device prompt "")))
    (put (rest-key device) rest)
    result))

(defun read_line ()
  "As `read`, but what follows on the last line is dropped."
  (read_line 'standard_io ""))

(defun read_line (prompt)
  "The same after a prompt."
  (read_line 'standard_io prompt))

(defun read_line (device prompt)
  "The same of a device."
  (let (((tuple result _) (begin-form device prompt prompt)))
    result))

;; Reads lines until a form is complete: `#(result rest)`. What was left counts as the first line.
(defun begin-form (device prompt later-prompt)
  (case (take-rest device prompt)
    (() (read-form device prompt later-prompt ()))
    (rest (read-form device later-prompt later-prompt rest))))

(defun read-form (device prompt later-prompt chars)
  (case (lfe_parse:sexpr chars 1 'false)
    ((tuple 'ok form _ rest _) (tuple (tuple 'ok form) rest))
    ((tuple 'error failure rest _) (tuple (tuple 'error failure) rest))
    ('more
     (case (io:get_line device prompt)
       ((= (cons _ _) line) (read-form device later-prompt later-prompt (++ chars line)))
       ('eof (last-form chars))
       (failure (tuple failure ()))))))

(defun last-form (chars)
  (case (lfe_parse:sexpr chars 1 'true)
    ((tuple 'ok form _ rest _) (tuple (tuple 'ok form) rest))
    ((tuple 'error failure rest _) (tuple (tuple 'error failure) rest))
    ((tuple 'eof _) (tuple 'eof ()))))

(defun rest-key (device)
  (tuple 'lfe_io (if (=:= device 'standard_io) (group_leader) device)))

(defun take-rest (device prompt)
  (case (erase (rest-key device))
    ((= (cons _ _) rest)
     (io:put_chars device (if (is_atom prompt) (atom_to_list prompt) prompt))
     rest)
    (_ ())))

(defun read_string (string)
  "The s-expressions in a string: `#(ok forms)` or `#(error failure)`."
  (case (forms string 1 ())
    ((tuple 'ok forms) (tuple 'ok (without-lines forms)))
    (failure failure)))

(defun read_file (file)
  "The s-expressions in a file or of a device: `#(ok forms)` or `#(error failure)`."
  (read_file file 1))

(defun read_file (file line)
  "The same, where the first line has this number."
  (case (parse_file file line)
    ((tuple 'ok forms) (tuple 'ok (without-lines forms)))
    (failure failure)))

(defun parse_file (file)
  "As `read_file`, each form as `#(form line)`."
  (parse_file file 1))

(defun parse_file (file line)
  "The same, where the first line has this number."
  (case (contents file)
    ((tuple 'ok chars) (forms chars line ()))
    ((tuple 'error reason) (tuple 'error (tuple 'none 'file reason)))))

(defun without-lines (forms)
  (lists:map (lambda (form) (element 1 form)) forms))

(defun contents
  ((device) (when (is_pid device)) (lines device ()))
  ((name)
   (case (file:read_file name)
     ((tuple 'ok bytes)
      (case (unicode:characters_to_list bytes)
        (chars (when (is_list chars)) (tuple 'ok chars))
        (_ (tuple 'ok (binary_to_list bytes)))))
     (failure failure))))

(defun lines (device done)
  (case (io:get_line device "")
    ('eof (tuple 'ok (lists:append (lists:reverse done))))
    ((tuple 'error reason) (tuple 'error reason))
    (line (lines device (cons line done)))))

(defun forms (chars line done)
  (case (lfe_parse:sexpr chars line 'true)
    ((tuple 'ok form begin rest next) (forms rest next (cons (tuple form begin) done)))
    ((tuple 'eof _) (tuple 'ok (lists:reverse done)))
    ((tuple 'error failure _ _) (tuple 'error failure))))

(defun scan_sexpr (continuation chars)
  "Reads an s-expression from text that comes in parts: `#(done result rest)`, where the result is
  `#(ok form line)`, `#(error failure rest)` or `#(eof line)`, or `#(more continuation)`, to be given with
  the next part or `eof`. The first continuation is `()`."
  (scan_sexpr continuation chars 1))

(defun scan_sexpr
  "The same, where the first line has this number."
  ((() chars line) (scan () chars line))
  (((tuple 'scan before line) chars _) (scan before chars line)))

(defun scan (before chars line)
  (let (((tuple all final) (case chars
                             ('eof (tuple before 'true))
                             (_ (tuple (++ before chars) 'false)))))
    (case (lfe_parse:sexpr all line final)
      ('more (tuple 'more (tuple 'scan all line)))
      ((tuple 'ok form begin rest _) (tuple 'done (tuple 'ok form begin) (or-eof rest final)))
      ((tuple 'error failure rest _)
       (tuple 'done (tuple 'error failure (or-eof rest final)) (or-eof rest final)))
      ((tuple 'eof line) (tuple 'done (tuple 'eof line) 'eof)))))

(defun or-eof
  ((() 'true) 'eof)
  ((rest _) rest))

;;; Writing.

(defun print (term)
  "Writes a term on one line."
  (print 'standard_io term))

(defun print (device term)
  "The same on a device."
  (io:put_chars device (print1 term)))

(defun print1 (term)
  "The characters of a term on one line."
  (lfe_io_write:term term))

(defun print1 (term depth)
  "The same down to a depth; below 0 there is no limit."
  (lfe_io_write:term term depth))

(defun prettyprint (term)
  "Writes a term, broken into lines."
  (prettyprint 'standard_io term))

(defun prettyprint (device term)
  "The same on a device."
  (io:put_chars device (prettyprint1 term)))

(defun prettyprint1 (term)
  "The characters of a term, broken into lines."
  (lfe_io_pretty:term term))

(defun prettyprint1 (term depth)
  "The same down to a depth, which else is 30; below 0 there is no limit."
  (lfe_io_pretty:term term depth))

(defun prettyprint1 (term depth column)
  "The same beginning at a column, from 0."
  (lfe_io_pretty:term term depth column))

(defun prettyprint1 (term depth column width)
  "The same with lines of so many characters, which else is 80."
  (lfe_io_pretty:term term depth column width))

(defun format (format arguments)
  "Writes `format` with its control sequences replaced by the arguments."
  (format 'standard_io format arguments))

(defun format (device format arguments)
  "The same on a device."
  (io:put_chars device (fwrite1 format arguments)))

(defun fwrite (format arguments)
  "As `format`."
  (format 'standard_io format arguments))

(defun fwrite (device format arguments)
  "As `format`."
  (format device format arguments))

(defun format1 (format arguments)
  "The characters that `format` writes."
  (lfe_io_format:fwrite1 format arguments))

(defun fwrite1 (format arguments)
  "The characters that `format` writes."
  (lfe_io_format:fwrite1 format arguments))
