;;; What several processes print stands in the order in which they were made to print.
(defmodule output_order
  (export (main 0)))

(defun speaker (next)
  (receive
    ((tuple 'say n text)
     (io:format "~w says ~s~n" (list n text))
     (! next (tuple 'say (+ n 1) (++ text "!")))
     (speaker next))
    ('stop (io:format "stopping~n") (! next 'stop))))

(defun turn (pid)
  (let ((ref (monitor 'process pid)))
    (! pid 'print)
    (receive ((tuple 'DOWN r _ _ _) (when (=:= r ref)) 'ok))))

(defun main ()
  (io:format "main begins~n")
  (let* ((me (self)) (c (spawn (lambda () (speaker me)))) (b (spawn (lambda () (speaker c)))) (a (spawn (lambda () (speaker b)))))
    (! a #(say 1 "hello"))
    (receive ((tuple 'say n text) (io:format "main got ~w ~s~n" (list n text))))
    (! a 'stop)
    (receive ('stop (io:format "all stopped~n"))))
  ;; Each prints and ends before the next.
  (lists:foreach
    (lambda (i) (turn (spawn (lambda () (receive ('print (io:format "process ~w~n" (list i)) (io:put_chars "  second line\n")))))))
    (lists:seq 1 5))
  ;; What a process printed before it was killed is not lost.
  (let* ((me (self)) ((tuple pid ref) (spawn_monitor (lambda () (io:format "before the kill~n") (! me 'printed) (receive ('never 'ok))))))
    (receive ('printed 'ok))
    (exit pid 'kill)
    (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (io:format "~w~n" (list reason)))))
  ;; A line is printed whole.
  (let* ((me (self)) (long (lists:duplicate 60 #\x)))
    (lists:foreach (lambda (_) (spawn (lambda () (io:format "~s~n" (list long)) (! me 'printed)))) (lists:seq 1 20))
    (lists:foreach (lambda (_) (receive ('printed 'ok))) (lists:seq 1 20)))
  (io:format "main ends~n"))
