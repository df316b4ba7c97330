;;; Closures, match-lambda, function references, funcall.
(defmodule lambdas
  (export (main 0) (double 1)))

(defun double (x) (* 2 x))

(defun adder (n) (lambda (x) (+ x n)))

(defun compose (f g) (lambda (x) (funcall f (funcall g x))))

(defun main ()
  (io:format "~w~n" (list (funcall (adder 3) 4)))
  (io:format "~w~n" (list (funcall (compose (adder 1) #'double/1) 5)))
  (io:format "~w~n" (list (funcall (function double 1) 21)))
  (io:format "~w~n" (list (funcall (function lists reverse 1) '(1 2 3))))
  (io:format "~w~n" (list (funcall #'lists:append/2 '(1) '(2))))
  (io:format "~w~n" (list (funcall (fun double 1) 4)))
  (io:format "~w~n" (list (funcall (fun lists reverse 1) '(a b))))
  (io:format "~w~n" (list (funcall (match-lambda
                                     ((x y) (when (> x y)) 'gt)
                                     ((x x) 'eq)
                                     ((_ _) 'lt))
                                   1 1)))
  (io:format "~w~n" (list (lists:map (lambda (x) (* x x)) '(1 2 3))))
  (io:format "~w~n" (list (call 'lists 'reverse '(1 2))))
  (io:format "~w~n" (list (: lists reverse '(3 4))))
  (io:format "~w~n" (list (apply #'double/1 '(8))))
  (io:format "~w~n" (list (apply 'lambdas 'double '(9))))
  (io:format "~w ~w ~w~n" (list (is_function #'double/1) (is_function #'double/1 1)
                                (is_function #'double/1 2)))
  (io:format "~p~n" (list #'lists:reverse/1))
  (let ((f (lambda () (let ((g (lambda (x) (adder x)))) (funcall (funcall g 1) 2)))))
    (io:format "~w~n" (list (funcall f)))))
