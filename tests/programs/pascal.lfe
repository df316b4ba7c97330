;;; Pascal's triangle, and a large binomial coefficient from it.
;; no-stress
(defmodule pascal
  (export (main 0)))

(defun next (row) (lists:zipwith #'+/2 (cons 0 row) (++ row '(0))))

(defun rows
  ((0 _) ())
  ((n row) (cons row (rows (- n 1) (next row)))))

(defun main ()
  (lists:foreach (lambda (r) (io:format "~w~n" (list r))) (rows 8 '(1)))
  (io:format "~w~n" (list (lists:nth 101 (lists:last (rows 201 '(1)))))))
