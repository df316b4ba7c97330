;; Two modules in one file: what stands before the first belongs to both, what is in one only to it.
(defmacro before (x) `(list 'before ,x))
(defrecord point x (y 0))
(defun both (x) (list 'both (MODULE) x))
(eval-when-compile (defun twice (x) (list x x)))

(defmodule two_in_a_file_data
  (export (origin 0) (named 1) (which 1)))

(defmacro which (x) `(tuple 'data ,@(twice x)))
(defun origin () (make-point x 0))
(defun named (x) (list (before x) (both x)))
(defun which (x) (which x))

(defmodule two_in_a_file
  (export (main 0)))

(defmacro which (x) `(tuple 'main ,@(twice x)))
(defrecord local (a 1))

(defun main ()
  (lists:foreach (lambda (term) (io:format "~p~n" (list term)))
                 (list (two_in_a_file_data:origin)
                       (point-y (two_in_a_file_data:origin))
                       (two_in_a_file_data:named 1)
                       (two_in_a_file_data:which 1)
                       (which 2)
                       (before 3)
                       (both 4)
                       (make-local)
                       (MODULE))))
