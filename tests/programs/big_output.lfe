;;; Ten thousand lines of output.
(defmodule big_output
  (export (main 0)))

(defun loop
  ((n m) (when (> n m)) 'ok)
  ((n m) (io:format "~6b ~.16b ~w~n" (list n (* n n) (tuple n (rem n 7)))) (loop (+ n 1) m)))

(defun main () (loop 1 2000))
