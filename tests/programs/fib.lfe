;;; Recursion with two calls, one of them not in tail position.
;; no-stress
(defmodule fib
  (export (main 0) (fib 1)))

(defun fib
  ((n) (when (< n 2)) n)
  ((n) (+ (fib (- n 1)) (fib (- n 2)))))

(defun main ()
  (io:format "~p~n" (list (fib 25))))
