;;; Processes that only begin and end: 300 000, one after the other has been heard of.
(defmodule spawn_end
  (export (main 0) (run 0)))

(defun run ()
  (spawn-and-wait 300000 (self)))

(defun spawn-and-wait
  ((0 _) 'done)
  ((n parent)
   (spawn (lambda () (! parent 'ended)))
   (receive ('ended (spawn-and-wait (- n 1) parent)))))

(defun main ()
  (io:format "~w~n" (list (run))))
