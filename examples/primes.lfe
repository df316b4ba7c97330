;; Prime numbers by trial division, with comprehensions: alate run examples/primes.lfe 100
(defmodule primes
  (export (main 1)))

(defun main
  (((list text))
   (io:format "~w~n" (list (primes (list_to_integer text)))))
  ((_)
   (io:format "~w~n" (list (primes 100)))))

(defun primes (limit)
  (lc ((<- n (lists:seq 2 limit)) (prime? n)) n))

(defun prime? (n)
  (prime? n 2))

(defun prime?
  ((n d) (when (> (* d d) n)) 'true)
  ((n d) (when (=:= (rem n d) 0)) 'false)
  ((n d) (prime? n (+ d 1))))
