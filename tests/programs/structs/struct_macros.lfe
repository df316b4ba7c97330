;; A macro that defines a struct, and macros over it.
(defmodule struct_macros (export (main 0)))

(defmacro define-it fields `(defstruct ,@fields))
(define-it a (b 1))

(defmacro new pairs `(struct struct_macros ,@pairs))

(defun main ()
  (io:format "~p~n" (list (new a 1)))
  (io:format "~p~n" (list (case (new b 5) ((new b x) x)))))
