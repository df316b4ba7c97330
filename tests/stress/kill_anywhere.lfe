;;; Processes killed while they compute, wait, wait with a time, sort, and are about to begin.
(defmodule kill_anywhere
  (export (main 0)))

(defun states ()
  (list (lambda () (spin 0))
        (lambda () (receive ('never 'ok)))
        (lambda () (receive ('never 'ok) (after 100000 'ok)))
        (lambda () (sort-again (lists:seq 1 2000)))
        (lambda () (ping-self (self)))
        (lambda () (try (spin 0) (catch ((tuple _ _ _) 'caught)) (after (exit 'after-ran))))))

(defun spin (n) (spin (+ n 1)))

(defun sort-again (xs) (sort-again (lists:reverse (lists:sort xs))))

(defun ping-self (me) (! me 'ping) (receive ('ping (ping-self me))))

(defun main ()
  (io:format "~w~n" (list (lists:sum (lc ((<- _ (lists:seq 1 30)) (<- state (states))) (kill-one state))))))

(defun kill-one (state)
  (let (((tuple pid ref) (spawn_monitor state)))
    (turns (erlang:phash2 ref 4))
    (exit pid 'kill)
    (receive ((tuple 'DOWN r _ _ 'killed) (when (=:= r ref)) 1))))

(defun turns
  ((0) 'ok)
  ((n) (erlang:yield) (turns (- n 1))))
