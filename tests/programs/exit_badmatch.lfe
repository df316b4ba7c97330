;;; A match that fails in main ends the program with status 1.
(defmodule exit_badmatch
  (export (main 0)))

(defun main ()
  (io:format "before~n")
  (let (((tuple 'ok x) (id 'nothing)))
    (io:format "~w~n" (list x))))

(defun id (x) x)
