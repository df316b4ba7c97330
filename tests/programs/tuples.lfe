;;; Tuples: access, update, conversion, size, comparing.
(defmodule tuples
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun id (x) x)

(defun main ()
  (let ((t (id #(a b c d))))
    (show (list (tuple_size t) (element 1 t) (element 4 t) (tref t 2) (size t)))
    (show (setelement 2 t 'x))
    (show (tset t 3 'y))
    (show t)
    (show (tuple_to_list t))
    (show (list_to_tuple (lists:seq 1 20)))
    (show (erlang:append_element t 'e))
    (show (erlang:insert_element 1 t 'z))
    (show (erlang:delete_element 2 t)))
  (show (erlang:make_tuple 5 0))
  (show (erlang:make_tuple 5 0 '(#(2 two) #(4 four))))
  (show (list (< #(1 2 3) #(1 2 4)) (< #(9) #(1 1)) (== #(1.0) #(1)) (=:= #() #())))
  (show (tuple_size (list_to_tuple (lists:seq 1 10000))))
  (show (element 5000 (list_to_tuple (lists:seq 1 10000))))
  (show (lists:sum (tuple_to_list (list_to_tuple (lists:seq 1 1000)))))
  (let (((tuple a (tuple b (tuple c))) #(1 #(2 #(3))))) (show (list c b a)))
  (show (try (element (id 5) #(1)) (catch ((tuple c r _) (tuple c r)))))
  (show (try (element (id 'a) #(1)) (catch ((tuple c r _) (tuple c r)))))
  (show (try (tuple_to_list (id '(1))) (catch ((tuple c r _) (tuple c r))))))
