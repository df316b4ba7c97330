;;; Processes that begin and die for as many seconds as the first argument says; memory stays flat.
(defmodule spawn_die
  (export (main 1)))

(defun main (arguments)
  (let ((seconds (list_to_integer (car arguments))))
    (round-after-round (+ (erlang:monotonic_time 'second) seconds))
    (io:format "~w~n" (list 'flat))))

(defun round-after-round (end)
  (let ((watches (lc ((<- n (lists:seq 1 1000)))
                   (element 2 (spawn_monitor (lambda () (work n)))))))
    (lists:foreach
     (lambda (watch) (receive ((tuple 'DOWN ref _ _ _) (when (=:= ref watch)) 'ok)))
     watches)
    (if (< (erlang:monotonic_time 'second) end)
      (round-after-round end)
      'ok)))

;; Some return, some exit, some wait until their time is over.
(defun work
  ((n) (when (=:= 0 (rem n 3))) (exit 'done))
  ((n) (when (=:= 1 (rem n 3))) (receive ('never 'ok) (after 1 'ok)))
  ((n) (lists:sum (lists:seq 1 n))))
