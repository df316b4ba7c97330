;;; A ring of 250 000 processes: made, a message goes round it once, ended.
(defmodule ring_made
  (export (main 0) (run 0)))

(defun run ()
  (let ((first (spawn-ring 250000 (self))))
    (! first 'stop)
    (receive (message message))))

;; Each process knows the next; the last one is the caller.
(defun spawn-ring
  ((0 next) next)
  ((n next) (spawn-ring (- n 1) (spawn (lambda () (hand-on next))))))

(defun hand-on (next)
  (receive (message (! next message))))

(defun main ()
  (io:format "~w~n" (list (run))))
