;; Fibonacci numbers by the book: alate run examples/fib.lfe 38
(defmodule fib
  (export (main 1)))

(defun main
  (('())
   (print 30))
  ((arguments)
   (lists:foreach (lambda (text) (print (list_to_integer text))) arguments)))

(defun print (n)
  (io:format "fib(~w) = ~w~n" (list n (fib n))))

(defun fib
  ((n) (when (< n 2)) n)
  ((n) (+ (fib (- n 1)) (fib (- n 2)))))
