;;; Allocation of lists: naive reverse of 5000 elements, once in each round.
(defmodule nrev
  (export (main 0) (run 0)))

(defun run ()
  (reverse (numbers 5000 ())))

(defun numbers
  ((0 acc) acc)
  ((n acc) (numbers (- n 1) (cons n acc))))

(defun reverse
  (((cons x xs)) (append (reverse xs) (list x)))
  ((()) ()))

(defun append
  (((cons x xs) ys) (cons x (append xs ys)))
  ((() ys) ys))

(defun rounds
  ((1) (run))
  ((n) (run) (rounds (- n 1))))

(defun sum
  (((cons x xs) acc) (sum xs (+ x acc)))
  ((() acc) acc))

(defun main ()
  (let ((xs (rounds 10)))
    (io:format "~w ~w~n" (list (car xs) (sum xs 0)))))
