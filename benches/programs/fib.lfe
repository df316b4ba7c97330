;;; Calls and small integers: the 38th Fibonacci number by double recursion.
(defmodule fib
  (export (main 0) (run 0)))

(defun run ()
  (fib 38))

(defun fib
  ((n) (when (< n 2)) n)
  ((n) (+ (fib (- n 1)) (fib (- n 2)))))

(defun main ()
  (io:format "~w~n" (list (run))))
