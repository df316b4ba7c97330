;;; Files with specifications of applications: Erlang terms, each ended by a full stop, in as much of
;;; Erlang's syntax as such files have.

(defmodule application_file
  "Terms in files of applications."
  (export (read 1)))

(defun read (file)
  "The first term of a file: `#(ok term)` or `#(error reason)`."
  (case (file:read_file file)
    ((tuple 'ok bytes) (first-term (unicode:characters_to_list bytes)))
    (failure failure)))

(defun first-term
  ((text) (when (is_list text))
   (try (let* (((tuple term rest) (term (blank text)))
               ((cons #\. _) (blank rest)))
          (tuple 'ok term))
     (catch ((tuple 'error _ _) #(error syntax)))))
  ((_) #(error syntax)))

;; Text without the blanks and comments it begins with.
(defun blank
  (((cons c text)) (when (=< c 32)) (blank text))
  (((cons #\% text)) (blank (lists:dropwhile (lambda (c) (=/= c 10)) text)))
  ((text) text))

;; The term that text begins with, and the rest.
(defun term
  (((cons #\[ text)) (items (blank text) #\] ()))
  (((cons #\{ text))
   (let (((tuple items rest) (items (blank text) #\} ())))
     (tuple (list_to_tuple items) rest)))
  (((list* #\< #\< text)) (bytes (blank text)))
  (((cons #\" text))
   (let (((tuple characters rest) (quoted text #\" ())))
     (more-text characters (blank rest))))
  (((cons #\' text))
   (let (((tuple characters rest) (quoted text #\' ())))
     (tuple (list_to_atom characters) rest)))
  (((cons #\- text)) (number (blank text) -1))
  (((= (cons c _) text)) (when (>= c #\0) (=< c #\9)) (number text 1))
  (((= (cons c _) text)) (when (>= c #\a) (=< c #\z))
   (let (((tuple name rest) (lists:splitwith #'in-name?/1 text)))
     (tuple (list_to_atom name) rest))))

(defun items
  (((cons c text) end items) (when (=:= c end)) (tuple (lists:reverse items) text))
  ((text end items)
   (let* (((tuple item rest) (term text)))
     (case (blank rest)
       ((cons #\, rest) (items (blank rest) end (cons item items)))
       ((= (cons c _) rest) (when (=:= c end)) (items rest end (cons item items)))))))

;; Texts in a row are one.
(defun more-text
  ((characters (= (cons #\" _) text))
   (let (((tuple more rest) (term text)))
     (tuple (++ characters more) rest)))
  ((characters rest) (tuple characters rest)))

(defun bytes
  (((list* #\> #\> text)) (tuple #"" text))
  ((text)
   (let* (((tuple characters rest) (term text))
          (bytes (unicode:characters_to_binary characters))
          ((list* #\> #\> rest) (after-type (blank rest))))
     (tuple bytes rest))))

(defun after-type
  (((list* #\/ #\u #\t #\f #\8 rest)) (blank rest))
  ((rest) rest))

(defun quoted
  (((cons c text) end characters) (when (=:= c end)) (tuple (lists:reverse characters) text))
  (((list* #\\ c text) end characters) (quoted text end (cons (escaped c) characters)))
  (((cons c text) end characters) (quoted text end (cons c characters))))

(defun escaped
  ((#\n) 10)
  ((#\t) 9)
  ((#\r) 13)
  ((#\s) 32)
  ((#\e) 27)
  ((#\0) 0)
  ((c) c))

(defun number (text sign)
  (case (lists:splitwith #'digit?/1 text)
    ((tuple whole (list* #\. c rest)) (when (>= c #\0) (=< c #\9))
     (let (((tuple part rest) (lists:splitwith #'digit?/1 (cons c rest))))
       (tuple (* sign (list_to_float (++ whole "." part))) rest)))
    ((tuple whole rest)
     (tuple (* sign (list_to_integer (lists:filter (lambda (c) (=/= c #\_)) whole))) rest))))

(defun digit? (c)
  (orelse (andalso (>= c #\0) (=< c #\9)) (=:= c #\_)))

(defun in-name? (c)
  (orelse (andalso (>= c #\a) (=< c #\z)) (andalso (>= c #\A) (=< c #\Z))
          (digit? c) (=:= c #\@)))
