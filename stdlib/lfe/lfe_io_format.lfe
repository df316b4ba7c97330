;;; Control sequences of `lfe_io:format`: those of Erlang, with terms as LFE writes them.

(defmodule lfe_io_format
  "Formatted text with terms of LFE."
  (export (fwrite1 2)))

(defun fwrite1 (format arguments)
  "The text of `format` with its control sequences replaced by the arguments."
  (try
    (walk (format-chars format) arguments ())
    (catch
      ((tuple 'error _ _) (error 'badarg)))))

(defun format-chars
  ((format) (when (is_list format)) format)
  ((format) (when (is_binary format)) (unicode:characters_to_list format))
  ((format) (when (is_atom format)) (atom_to_list format)))

;; `done` is the text so far, latest character first.
(defun walk
  (((cons #\~ format) arguments done)
   (let* (((tuple width format arguments) (signed format arguments))
          ((tuple precision format arguments) (after-point format arguments))
          ((tuple pad format) (pad format))
          ((tuple modifiers (cons letter format)) (lists:splitwith #'is-modifier/1 format))
          ((tuple text arguments)
           (control letter arguments (tuple width precision pad modifiers) done)))
     (walk format arguments (lists:reverse (unicode:characters_to_list text) done))))
  (((cons c format) arguments done) (when (is_integer c)) (walk format arguments (cons c done)))
  ((() () done) (lists:reverse done)))

(defun is-modifier (c)
  (orelse (=:= c #\t) (=:= c #\l)))

(defun signed
  (((cons #\- format) arguments)
   (case (number format arguments)
     ((tuple n format arguments) (when (is_integer n)) (tuple (- n) format arguments))))
  ((format arguments) (number format arguments)))

(defun after-point
  (((cons #\. format) arguments) (number format arguments))
  ((format arguments) (tuple 'none format arguments)))

(defun pad
  (((list* #\. c format)) (tuple c format))
  ((format) (tuple 32 format)))

(defun number
  (((cons #\* format) (cons n arguments)) (when (is_integer n)) (tuple n format arguments))
  ((format arguments)
   (case (lists:splitwith (lambda (c) (andalso (>= c #\0) (=< c #\9))) format)
     ((tuple () _) (tuple 'none format arguments))
     ((tuple digits format) (tuple (list_to_integer digits) format arguments)))))

;; The text of a sequence, and the arguments left.
(defun control
  ((#\w (cons term arguments) field _)
   (tuple (term-field (lfe_io_write:term term) field) arguments))
  ((#\W (list* term depth arguments) field _) (when (is_integer depth))
   (tuple (term-field (lfe_io_write:term term depth) field) arguments))
  ((#\p (cons term arguments) field done)
   (tuple (pretty term -1 field done) arguments))
  ((#\P (list* term depth arguments) field done) (when (is_integer depth))
   (tuple (pretty term depth field done) arguments))
  ((letter arguments field _)
   (let (((tuple own arguments) (lists:split (taken letter) arguments)))
     (tuple (io_lib_format:format (sequence letter field) own) arguments))))

(defun taken (letter)
  (cond ((lists:member letter "~n") 0)
        ((lists:member letter "xX") 2)
        ('true 1)))

;; The sequence as it would be written without stars. Text is Unicode.
(defun sequence
  ((letter (tuple width precision pad modifiers))
   (let ((modifiers (if (lists:member letter "sc") "t" modifiers)))
     (++ "~" (++ (digits width)
                 (++ "." (++ (digits precision) (++ "." (cons pad (++ modifiers (list letter)))))))))))

(defun digits
  (('none) "")
  ((n) (integer_to_list n)))

(defun term-field
  ((chars (tuple 'none 'none _ _)) chars)
  ((chars (tuple width precision pad _)) (io_lib_format:term-field chars width precision pad)))

(defun pretty
  ((term depth (tuple width precision _ _) done)
   (let ((column (if (is_integer precision) precision (column done 0))))
     (lfe_io_pretty:term term depth column (if (is_integer width) width 80)))))

(defun column
  (((cons 10 _) n) n)
  (((cons _ done) n) (column done (+ n 1)))
  ((() n) n))
