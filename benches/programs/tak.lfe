;;; Calls of three arguments: Takeuchi's function.
(defmodule tak
  (export (main 0) (run 0)))

(defun run ()
  (tak 27 18 9))

(defun tak
  ((x y z) (when (< y x))
   (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y)))
  ((_ _ z) z))

(defun main ()
  (io:format "~w~n" (list (run))))
