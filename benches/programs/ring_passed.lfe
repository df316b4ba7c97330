;;; A ring of 250 000 processes: a number goes round it a million steps, then all end.
(defmodule ring_passed
  (export (main 0) (run 0)))

(defun run ()
  (let ((first (spawn-ring 250000 (self))))
    (! first 1000000)
    (pass-on first)))

;; Each process knows the next; the last one is the caller.
(defun spawn-ring
  ((0 next) next)
  ((n next) (spawn-ring (- n 1) (spawn (lambda () (hand-on next))))))

;; Counts the steps down; after the last one all end.
(defun hand-on (next)
  (receive
    ('stop (! next 'stop))
    (0 (! next 'stop))
    (n (! next (- n 1)) (hand-on next))))

;; The caller is a part of the ring.
(defun pass-on (first)
  (receive
    ('stop (! first 'stop))
    (0 (! first 'stop) (receive ('stop 'stop)))
    (n (! first (- n 1)) (pass-on first))))

(defun main ()
  (io:format "~w~n" (list (run))))
