;; Ellipses, local macros and plain names: LFE 2.2.1 cannot read `...`, and its let-syntax fails.
(defmodule scm_deviations (export (main 0)))
(scm:defsyntax my-let
  ((((name value) ...) body ...) ((lambda (name ...) body ...) value ...)))
(scm:defsyntax my-cond
  (((last e ...)) (progn e ...))
  (((test e ...) clause ...) (if test (progn e ...) (my-cond clause ...))))
(defsyntax nested (((a b ...) ...) (list (tuple a (list b ...)) ...)))
(defsyntax last-of ((x ... y) y))
(defsyntax tuples ((#(a b) ...) (list (+ a b) ...)))
(defsyntax dotted ((a ... . rest) '((a ...) rest)))
(scm:define add (lambda (x y) (+ x y)))
(defun main ()
  (io:format "~p~n" (list (list (funcall (lambda (x y) (+ x y)) 1 2) (nested (1 2 3) (4) (5 6)) (nested) (last-of 1 2 3) (last-of 1)
                                (tuples #(1 2) #(3 4)) (dotted 1 2) (add 1 2))))
  (io:format "~p~n" (list (list (my-cond ('false 1) ('true 2 3)) (my-cond ('false 1)))))
  (io:format "~p~n" (list (scm:let-syntax ((foo (syntax-rules ((x) (* x 2)))) (bar (macro ((list x) `(+ ,x 1))))) (list (foo 4) (bar 4)))))
  (io:format "~p~n" (list (scm:syntaxlet ((foo ((x) (* x 2)) ((x y) (* x y)))) (list (foo 4) (foo 4 5)))))
  (io:format "~p~n" (list (syntaxlet ((foo ((x) (* x 3)))) (foo 4)))))
