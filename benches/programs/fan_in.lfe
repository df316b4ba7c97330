;;; 2000 processes that send 500 messages each to one.
(defmodule fan_in
  (export (main 0) (run 0)))

(defun run ()
  (let ((me (self)))
    (spawn-senders 2000 me)
    (hear (* 2000 500) 0)))

(defun spawn-senders
  ((0 _) 'ok)
  ((n to)
   (spawn (lambda () (tell 500 to)))
   (spawn-senders (- n 1) to)))

(defun tell
  ((0 _) 'ok)
  ((n to) (! to n) (tell (- n 1) to)))

(defun hear
  ((0 sum) sum)
  ((n sum) (receive (m (hear (- n 1) (+ sum m))))))

(defun main ()
  (io:format "~w~n" (list (run))))
