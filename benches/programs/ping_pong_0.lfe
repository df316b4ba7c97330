;;; Two processes that send each other a list of 0 integers, 300 000 times.
(defmodule ping_pong_0
  (export (main 0) (run 0)))

(defun run ()
  (let* ((me (self))
         (other (spawn (lambda () (pong me)))))
    (ping 300000 other (lists:seq 1 0))))

(defun ping
  ((0 other _) (! other 'stop) 'done)
  ((n other data)
   (! other data)
   (receive (reply (ping (- n 1) other reply)))))

(defun pong (other)
  (receive
    ('stop 'ok)
    (data (! other data) (pong other))))

(defun main ()
  (io:format "~w~n" (list (run))))
