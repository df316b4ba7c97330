;;; halt with 0, from deep inside.
(defmodule exit_zero
  (export (main 0)))

(defun deep ((0) (halt 0)) ((n) (+ 1 (deep (- n 1)))))

(defun main ()
  (io:format "one~n")
  (deep 1000)
  (io:format "never~n"))
