;;; halt ends the program with a status, after its output is written.
(defmodule exit_status
  (export (main 0)))

(defun main ()
  (io:format "before~n")
  (halt 3)
  (io:format "after~n"))
