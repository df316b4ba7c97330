;;; Calls through names: apply, call and functions that are values.
(defmodule calls_by_name
  (export (main 0) (f 0) (f 1) (f 2)))

(defun f () 'none)
(defun f (x) (list 'one x))
(defun f (x y) (list 'two x y))

(defun id (x) x)

(defun main ()
  (io:format "~w~n" (list (list (f) (f 1) (f 1 2))))
  (io:format "~w~n" (list (apply 'calls_by_name 'f '())))
  (io:format "~w~n" (list (call (id 'calls_by_name) (id 'f) 'a)))
  (io:format "~w~n" (list (funcall (function calls_by_name f 2) 'a 'b)))
  (io:format "~w~n" (list (call 'erlang '+ 1 2)))
  (io:format "~w~n" (list (apply 'erlang 'length '((a b)))))
  (io:format "~w~n" (list (lists:map #'abs/1 '(-1 2))))
  (io:format "~w~n" (list (lists:foldl #'max/2 0 '(3 9 2))))
  (io:format "~w~n" (list (lists:foldl (function erlang + 2) 0 '(3 9 2))))
  (io:format "~w~n" (list (try (call (id 'calls_by_name) (id 'g)) (catch ((tuple c r _) (tuple c r))))))
  (io:format "~w~n" (list (try (apply (id 'calls_by_name) (id 'f) '(1 2 3)) (catch ((tuple c r _) (tuple c r))))))
  (io:format "~w~n" (list (try (apply (id 'calls_by_name) (id 'f) 'x) (catch ((tuple c r _) (tuple c r)))))))
