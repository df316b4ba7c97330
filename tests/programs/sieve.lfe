;;; Primes by a sieve on lists, and by trial division.
;; no-stress
(defmodule sieve
  (export (main 0)))

(defun sieve
  (((cons p xs)) (cons p (sieve (lc ((<- x xs) (=/= (rem x p) 0)) x))))
  ((()) ()))

(defun prime? (n)
  (andalso (> n 1) (no-divisor n 2)))

(defun no-divisor (n d)
  (cond ((> (* d d) n) 'true)
        ((=:= (rem n d) 0) 'false)
        (else (no-divisor n (+ d 1)))))

(defun main ()
  (io:format "~w~n" (list (sieve (lists:seq 2 200))))
  (io:format "~w~n" (list (length (lists:filter #'prime?/1 (lists:seq 1 20000))))))
