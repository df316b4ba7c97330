;;; Fizz, buzz.
(defmodule fizzbuzz
  (export (main 0)))

(defun say
  ((n) (when (=:= (rem n 15) 0)) 'fizzbuzz)
  ((n) (when (=:= (rem n 5) 0)) 'buzz)
  ((n) (when (=:= (rem n 3) 0)) 'fizz)
  ((n) n))

(defun main ()
  (lists:foreach (lambda (n) (io:format "~w " (list (say n)))) (lists:seq 1 30))
  (io:nl))
