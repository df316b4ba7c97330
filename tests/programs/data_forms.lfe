;;; The core forms that build and take apart data.
(defmodule data_forms
  (export (main 0)))

(defun main ()
  (io:format "~w~n" (list (cons 1 2)))
  (io:format "~w~n" (list (cons 1 (cons 2 ()))))
  (io:format "~w ~w~n" (list (car '(1 2)) (cdr '(1 2))))
  (io:format "~w~n" (list (list)))
  (io:format "~w~n" (list (list 1 'a "s" 2.5)))
  (io:format "~w~n" (list (list* 1 2 '(3 4))))
  (io:format "~w~n" (list (list* 1 2 3)))
  (io:format "~w~n" (list (tuple)))
  (io:format "~w~n" (list (tuple 1 (tuple 2) 'c)))
  (io:format "~w~n" (list (tref #(a b c) 2)))
  (io:format "~w~n" (list (tset #(a b c) 2 'z)))
  (io:format "~w~n" (list (caddr '(1 2 3))))
  (io:format "~w ~w ~w~n" (list (caar '((1) 2)) (cadr '(1 2)) (cddr '(1 2 3))))
  (io:format "~w~n" (list (try (car (id ())) (catch ((tuple c r _) (tuple c r)))))))

(defun id (x) x)
