;;; All of array: answers, the arrays themselves, and what wrong arguments raise.
(defmodule arrays
  (export (main 0)))

(defun outcome (name arguments)
  (io:format "~w ~w: ~w~n"
    (list name arguments
          (try (apply 'array name arguments)
            (catch ((tuple class reason _) (tuple class reason)))))))

(defun main ()
  (making)
  (lists:foreach #'every-answer/1
    (list (array:new)
          (array:new 12)
          (array:from_list '(a b c))
          (array:fix (array:from_list '(a b undefined)))
          (array:set 17 'x (array:new '(#(default 0))))
          (array:resize 25 (array:from_list (lists:seq 1 14)))
          (array:from_orddict '(#(3 a) #(115 b)))))
  (lists:foreach #'growth/1 '(0 1 9 10 11 99 100 101 123))
  (wrong-arguments))

(defun making ()
  (lists:foreach (lambda (options) (outcome 'new (list options)))
    '(0 5 10 11 1000 fixed #(fixed true) (fixed) (#(fixed x)) x (x) -1 (#(size -1)) (#(size a))
      #(size 3) #(default x) (#(default 1) #(default 2)) (3 #(size 4)) (3 . x)
      (#(size 4) fixed #(fixed false)) (#(fixed false) #(size 4)) 1.0 () (7 #(fixed false) fixed)
      #(a b c)))
  (lists:foreach (match-lambda (((tuple size options)) (outcome 'new (list size options))))
    '(#(3 ()) #(-1 ()) #(a ()) #(3 #(default 1)) #(3 (#(fixed false))) #(3 x) #(3 (#(size 8)))
      #(3 4) #(3 (4)) #(3 fixed)))
  (lists:foreach
    (lambda (n) (io:format "~w~n" (list (array:from_list (lists:seq 1 n)))))
    '(0 1 10 12 100 102))
  (lists:foreach (lambda (arguments) (outcome 'from_list arguments))
    '((a) ((a . b)) (() x) ((x) x) ((a . b) x)))
  (lists:foreach (lambda (arguments) (outcome 'from_orddict arguments))
    '((a) ((#(1 a) #(0 b))) ((#(1 a) #(1 b))) ((#(-1 a))) ((#(a a))) ((a)) ((#(1 a) . b)) (())
      (() x) ((#(1 a) #(2 b) #(25 c)) x) ((#(1.0 a))) ((#(103 a) #(215 b))) ((#(0 a)) b))))

(defun every-answer (array)
  (lists:foreach (lambda (name) (outcome name (list array)))
    '(is_array size default fix is_fix relax resize to_list to_orddict sparse_size sparse_to_list
      sparse_to_orddict))
  (lists:foreach
    (lambda (i)
      (outcome 'get (list i array))
      (outcome 'set (list i 'new array))
      (outcome 'reset (list i array))
      (outcome 'resize (list i array)))
    '(0 1 2 3 12 17 100 -1 a 1.0))
  (io:format "~w~n~w~n~w~n~w~n~w~n~w~n"
    (list (array:map #'tuple-of/2 array)
          (array:sparse_map #'tuple-of/2 array)
          (array:foldl #'collect/3 () array)
          (array:foldr #'collect/3 () array)
          (array:sparse_foldl #'collect/3 () array)
          (array:sparse_foldr #'collect/3 () array))))

(defun tuple-of (i value)
  (tuple i value))

(defun collect (i value acc)
  (list* i value acc))

;; What an array holds after it has been made larger and smaller.
(defun growth (size)
  (let* ((array (array:resize size (array:set 20 'x (array:from_list '(a b c)))))
         (large (array:resize 2000 array)))
    (io:format "~w~n~w~n~w ~w ~w ~w~n"
      (list array
            (array:sparse_to_orddict large)
            (array:sparse_size large)
            (array:get 20 large)
            (length (array:to_list large))
            (array:sparse_size (array:set 12345 'y large))))
    (io:format "~w~n"
      (list (array:foldl (lambda (i v acc) (+ acc (* i v))) 0
              (array:map (lambda (i _) (* i 2)) (array:set size 0 (array:new))))))))

(defun wrong-arguments ()
  (lists:foreach
    (lambda (name) (outcome name '(a)) (outcome name '(#(array 1 2 3 4))))
    '(is_array size default fix is_fix))
  (lists:foreach (lambda (name) (outcome name '(a)))
    '(to_list to_orddict sparse_to_list sparse_to_orddict sparse_size resize))
  (outcome 'relax '(a))
  (outcome 'is_array '(#(array a 2 3 4)))
  (outcome 'is_array '(#(array 1 a 3 4)))
  (lists:foreach (match-lambda (((tuple name arguments)) (outcome name arguments)))
    '(#(get (1 a)) #(set (1 x a)) #(reset (1 a)) #(resize (1 a)) #(resize (-1 a))
      #(map (a #(array 0 10 undefined 10))) #(map (a b)) #(sparse_map (a b))
      #(foldl (a 1 #(array 0 10 undefined 10))) #(foldl (a 1 b)) #(foldr (a 1 b))
      #(foldr (a 1 #(array 0 10 undefined 10))) #(sparse_foldl (a 1 b)) #(sparse_foldr (a 1 b)))))
