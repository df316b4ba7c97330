;; Types and specifications in all their forms; the program runs as if they were not there.
(defmodule type_forms
  (export (main 0) (area 1) (first 1) (pair 2) (apply-all 2))
  (type ((size) (non_neg_integer)) ((sides a) (list a)))
  (spec ((pair 2) ((a b) (tuple a b) ((a (any)) (b (any)))))))

(deftype shape (UNION (circle) (square) 'nothing))
(deftype (circle) (tuple 'circle (size)))
(deftype (square) #('square (size)))
(deftype (named a) #M('name (string) 'value a))
(deftype (tree a) (UNION 'leaf (tuple (tree a) a (tree a))))
(deftype numbers (UNION (range 1 10) (float) 42 'infinity (nil)))
(deftype bits (UNION (bitstring 8 0) (bitstring 0 8) (bitstring) (binary)))
(deftype calls (UNION (lambda any (atom)) (lambda () (none)) (lambda ((integer) (atom)) (list (atom)))))
(deftype remote (UNION (maps:iterator) (call 'maps 'iterator (atom) (atom)) (sides (integer))))
(defopaque secret (named (bits)))

(defspec area (((shape)) (number)))
(defspec (first 1) (((named a)) a) (((tree a)) a))
(defspec apply-all
  ([(lambda ((numbers)) (bits)) (list (numbers))] (UNION (list (bits)) (calls) (remote) (secret))))

(defun area
  (((tuple 'circle r)) (* 3 r r))
  (((tuple 'square a)) (* a a))
  (('nothing) 0))

(defun first
  ((`#M(value ,v)) v)
  (((tuple _ v _)) v))

(defun pair (a b) (tuple a b))

(defun apply-all (f numbers) (lists:map f numbers))

(defrecord typed
  (name "none" (string))
  (size 0 (UNION (integer) 'undefined))
  (shape #(circle 1) (shape)))

(defun main ()
  (io:format "~p~n" (list (lists:map #'area/1 '(#(circle 2) #(square 3) nothing))))
  (io:format "~p~n" (list (list (first #M(name "n" value 1)) (first #(leaf 2 leaf)) (pair 1 2))))
  (io:format "~p~n" (list (apply-all (lambda (n) (integer_to_binary n)) '(1 2))))
  (io:format "~p~n" (list (make-typed name "x" size 3))))
