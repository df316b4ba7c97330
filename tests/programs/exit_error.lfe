;;; An exception that main raises ends the program with status 1.
(defmodule exit_error
  (export (main 0)))

(defun fail (x) (+ 1 (error (tuple 'broken x))))

(defun main ()
  (io:format "before~n")
  (+ 1 (fail 7)))
