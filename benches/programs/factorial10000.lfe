;;; Big integers: 10000! and its 35660 digits.
(defmodule factorial10000
  (export (main 0) (run 0)))

(defun run ()
  (integer_to_list (factorial 10000 1)))

(defun factorial
  ((0 acc) acc)
  ((n acc) (factorial (- n 1) (* n acc))))

(defun digits
  (((cons c cs) count sum) (digits cs (+ count 1) (+ sum (- c #\0))))
  ((() count sum) (tuple count sum)))

(defun main ()
  (io:format "~w~n" (list (digits (run) 0 0))))
