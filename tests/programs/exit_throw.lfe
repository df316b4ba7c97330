;;; So does an uncaught throw.
(defmodule exit_throw
  (export (main 0)))

(defun main ()
  (io:format "before~n")
  (throw 'ball))
