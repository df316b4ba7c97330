;; The macros of scm under plain names.
(defmodule scm_include (export (main 0)))
(include-lib "lfe/include/scm.lfe")
(define (square x) (* x x))
(define-syntax swap (syntax-rules ((a b) (tuple b a))))
(defsyntax both ((a b) (list (square a) (square b))))
(defun main ()
  (io:format "~p~n" (list (begin (square 3) (list (swap 1 2) (both 2 3))))))
