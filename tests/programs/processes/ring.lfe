;;; A ring of 1000 processes; a counter goes round, then a word that ends them all.
(defmodule ring
  (export (main 0)))

(defun member (next)
  (receive
    ((tuple 'token n) (! next (tuple 'token (+ n 1))) (member next))
    ((tuple 'trace path) (! next (tuple 'trace (+ (* path 3) 1))) (member next))
    ('stop (! next 'stop) 'stopped)))

;; Each process is made by the one before it, so the last made is the first to receive.
(defun chain
  ((0 last) last)
  ((n next) (chain (- n 1) (spawn (lambda () (member next))))))

(defun rounds
  ((_ 0 n) n)
  ((first k n)
   (! first (tuple 'token n))
   (receive ((tuple 'token m) (rounds first (- k 1) m)))))

(defun main ()
  (let* ((first (chain 1000 (self))))
    (io:format "one round: ~w~n" (list (rounds first 1 0)))
    (io:format "ten rounds: ~w~n" (list (rounds first 10 0)))
    (! first (tuple 'trace 0))
    (receive ((tuple 'trace n) (io:format "trace: ~w~n" (list (rem n 1000000007)))))
    ;; Several tokens at once: they cannot overtake each other.
    (lists:foreach (lambda (i) (! first (tuple 'token (* i 10000)))) (lists:seq 1 20))
    (io:format "in order: ~w~n"
      (list (lc ((<- _ (lists:seq 1 20))) (receive ((tuple 'token n) n)))))
    (! first 'stop)
    (receive ('stop (io:format "stopped~n" ())))
    (io:format "ring of 3: ~w~n" (list (rounds (chain 3 (self)) 5 0)))))
