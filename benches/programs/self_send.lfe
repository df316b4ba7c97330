;;; A process sends itself three million messages and receives each.
(defmodule self_send
  (export (main 0) (run 0)))

(defun run ()
  (send-and-receive 3000000 (self) 0))

(defun send-and-receive
  ((0 _ sum) sum)
  ((n me sum)
   (! me n)
   (receive (m (send-and-receive (- n 1) me (+ sum m))))))

(defun main ()
  (io:format "~w~n" (list (run))))
