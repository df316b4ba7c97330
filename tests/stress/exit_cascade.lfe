;;; A chain of 100 000 linked processes: the end of one ends all, each with the same reason.
(defmodule exit_cascade
  (export (main 0)))

(defun chain
  ((0 next) next)
  ((n next) (chain (- n 1) (spawn (lambda () (link next) (receive ('never 'ok)))))))

(defun main ()
  (process_flag 'trap_exit 'true)
  (let* ((before (length (processes)))
         (last (spawn (lambda () (receive (reason (exit reason))))))
         (end (monitor 'process last))
         (first (chain 100000 last))
         (start (monitor 'process first)))
    ;; Ping through the links: the first one is linked when it has been asked about.
    (wait-for-links first)
    (! last 'over)
    (receive ((tuple 'DOWN ref _ _ reason) (when (=:= ref end)) (io:format "last ~w~n" (list reason))))
    (receive ((tuple 'DOWN ref _ _ reason) (when (=:= ref start)) (io:format "first ~w~n" (list reason))))
    (io:format "left ~w~n" (list (- (length (processes)) before)))))

(defun wait-for-links (pid)
  (case (process_info pid 'links)
    ((tuple 'links ()) (erlang:yield) (wait-for-links pid))
    (_ 'ok)))
