;;; A ring of 100 000 processes: a token goes round it five times.
(defmodule ring
  (export (main 0) (run 0)))

(defun run ()
  (let ((first (spawn-ring 100000 (self))))
    (go-round 5 first)
    (! first 'stop)
    (receive ('stop 'done))))

;; Each process knows the next; the last one is the caller.
(defun spawn-ring
  ((0 next) next)
  ((n next) (spawn-ring (- n 1) (spawn (lambda () (hand-on next))))))

(defun hand-on (next)
  (receive
    ('stop (! next 'stop))
    (token (! next token) (hand-on next))))

(defun go-round
  ((0 _) 'ok)
  ((n first)
   (! first n)
   (receive (m (when (is_integer m)) (go-round (- n 1) first)))))

(defun main ()
  (io:format "~w~n" (list (run))))
