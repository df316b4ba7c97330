;;; The arguments of the program arrive as a list of strings.
(defmodule args_list
  (export (main 1)))

(defun main (args)
  (io:format "~p~n" (list args))
  (lists:foreach (lambda (a) (io:format "~s~n" (list a))) args))
