;;; Standard input, line by line, to its end.
(defmodule read_lines
  (export (main 0)))

(defun main () (loop 1))

(defun loop (n)
  (case (io:get_line "")
    ('eof (io:format "~w lines~n" (list (- n 1))))
    (line (io:format "~w: ~p~n" (list n line))
          (loop (+ n 1)))))
