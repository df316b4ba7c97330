;; Expressions that are evaluated while they are read.
(defmodule read_time (export (main 0)))

(defun main ()
  (io:format "~p~n" (list #.(list 'lists:seq 1 3)))
  (io:format "~p~n" (list '#.(lists:seq 1 5)))
  (io:format "~p~n" (list '(a #.(lists:reverse "abc") #(b #.(length "four")) . #.(list_to_atom "end"))))
  (io:format "~p~n" (list (case 6 (#.(lists:sum '(1 2 3)) 'six) (_ 'other))))
  (io:format "~p~n" (list #.(let ((x 3)) (* x x))))
  (io:format "~p~n" (list '#.(funcall (lambda (a) (tuple a #.(lists:max '(1 7 2)))) 'b)))
  (io:format "~p~n" (list (quote #M(k #.(string:uppercase "v"))))))
