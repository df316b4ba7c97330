;;; Guards with big integers, floats, tuples made in the guard, and clauses that fall through.
(defmodule guards_more
  (export (main 0)))

(defun size-class
  ((x) (when (is_integer x) (> x 1000000000000000000000)) 'huge)
  ((x) (when (is_integer x) (> x 1000)) 'large)
  ((x) (when (is_number x) (< x 0)) 'negative)
  ((x) (when (is_float x) (== x (trunc x))) 'whole-float)
  ((x) (when (is_float x)) 'float)
  ((x) (when (is_integer x)) 'small)
  ((x) (when (>= (length x) 3)) 'long-list)
  ((x) (when (is_list x)) 'list)
  ((x) (when (=:= (element 1 x) 'tag)) 'tagged)
  ((x) (when (== (tuple_size x) 0)) 'empty)
  ((x) (when (=:= (binary_part x 0 2) #"ab")) 'starts-with-ab)
  ((x) (when (> (byte_size x) 5)) 'long-binary)
  ((_) 'none))

(defun between (x lo hi)
  (case x
    (y (when (>= y lo) (=< y hi)) 'inside)
    (y (when (< y lo)) 'below)
    (_ 'above)))

(defun same (x y)
  (case (tuple x y)
    ((tuple a b) (when (=:= a b)) 'identical)
    ((tuple a b) (when (== a b)) 'equal)
    ((tuple a b) (when (< a b)) 'less)
    (_ 'greater)))

(defun arithmetic (x)
  (case x
    (y (when (=:= (rem y 7) 0) (=:= (band y 1) 0)) 'even-seven)
    (y (when (=:= (+ (* y 2) 1) 7)) 'three)
    (y (when (=:= (bsl 1 y) 1024)) 'ten)
    (y (when (=:= (- y) -5)) 'five)
    (y (when (> (/ y 3) 4.5) (< y 16)) 'fourteen-fifteen)
    (y (when (=:= (abs y) 9)) 'nine)
    (_ 'other)))

(defun main ()
  (io:format "~w~n" (list (lists:map #'size-class/1
    (list 1 1001 100000000000000000000000 -5 -5.5 2.0 2.5 '(a b c) '(a) () #(tag 1) #() #(x) #"abc" #"xyzxyz" #"q" 'atom))))
  (io:format "~w~n" (list (lists:map (lambda (x) (between x 3 7)) '(1 3 5.5 7 8 a))))
  (io:format "~w~n" (list (lists:map (lambda (p) (same (element 1 p) (element 2 p))) '(#(1 1) #(1 1.0) #(1 2) #(b a) #((1) (1.0)) #("a" #"a")))))
  (io:format "~w~n" (list (lists:map #'arithmetic/1 '(14 3 10 5 15 -9 9 100 a 2.5)))))
