;;; Ordered sets: Erlang's module `ordsets`. A set is a sorted list without elements that compare
;;; equal.

(defmodule ordsets
  "Sets as sorted lists, as in Erlang."
  (export
   (new 0) (is_set 1) (size 1) (is_empty 1) (to_list 1) (from_list 1) (is_element 2)
   (add_element 2) (del_element 2) (union 2) (union 1) (intersection 2) (intersection 1)
   (is_disjoint 2) (subtract 2) (is_subset 2) (fold 3) (filter 2)))

(defun new ()
  "The empty set."
  ())

(defun is_set
  "Whether a term is a set."
  (((cons x rest)) (sorted x rest))
  ((()) 'true)
  ((_) 'false))

(defun sorted
  ((x (cons y rest)) (when (< x y)) (sorted y rest))
  ((_ ()) 'true)
  ((_ _) 'false))

(defun size (set)
  "The number of elements."
  (length set))

(defun is_empty (set)
  "Whether there is no element."
  (=:= set ()))

(defun to_list (set)
  "The elements."
  set)

(defun from_list (xs)
  "The set of the elements of a list."
  (lists:usort xs))

(defun is_element
  "Whether an element is in the set."
  ((x (cons y rest)) (when (> x y)) (is_element x rest))
  ((x (cons y _)) (when (< x y)) 'false)
  ((_ (cons _ _)) 'true)
  ((_ ()) 'false))

(defun add_element
  "The set with an element."
  ((x (cons y rest)) (when (> x y)) (cons y (add_element x rest)))
  ((x (= (cons y _) set)) (when (< x y)) (cons x set))
  ((_ (= (cons _ _) set)) set)
  ((x ()) (list x)))

(defun del_element
  "The set without an element."
  ((x (cons y rest)) (when (> x y)) (cons y (del_element x rest)))
  ((x (= (cons y _) set)) (when (< x y)) set)
  ((_ (cons _ rest)) rest)
  ((_ ()) ()))

(defun union
  "The elements of one or both sets."
  (((cons x xs) (= (cons y _) ys)) (when (< x y)) (cons x (union xs ys)))
  (((= (cons x _) xs) (cons y ys)) (when (> x y)) (cons y (union xs ys)))
  (((cons x xs) (cons _ ys)) (cons x (union xs ys)))
  ((() ys) ys)
  ((xs ()) xs))

(defun union (sets)
  "The elements of any of a list of sets."
  (lists:umerge sets))

(defun intersection
  "The elements of both sets."
  (((cons x xs) (= (cons y _) ys)) (when (< x y)) (intersection xs ys))
  (((= (cons x _) xs) (cons y ys)) (when (> x y)) (intersection xs ys))
  (((cons x xs) (cons _ ys)) (cons x (intersection xs ys)))
  ((() _) ())
  ((_ ()) ()))

(defun intersection
  "The elements of all of a list of sets."
  (((list set)) set)
  (((cons a (cons b sets))) (intersection (cons (intersection a b) sets))))

(defun is_disjoint
  "Whether no element is in both sets."
  (((cons x xs) (= (cons y _) ys)) (when (< x y)) (is_disjoint xs ys))
  (((= (cons x _) xs) (cons y ys)) (when (> x y)) (is_disjoint xs ys))
  (((cons _ _) (cons _ _)) 'false)
  ((() _) 'true)
  ((_ ()) 'true))

(defun subtract
  "The elements of the first set that are not in the second."
  (((cons x xs) (= (cons y _) ys)) (when (< x y)) (cons x (subtract xs ys)))
  (((= (cons x _) xs) (cons y ys)) (when (> x y)) (subtract xs ys))
  (((cons _ xs) (cons _ ys)) (subtract xs ys))
  ((() _) ())
  ((xs ()) xs))

(defun is_subset
  "Whether all elements of the first set are in the second."
  (((cons x _) (cons y _)) (when (< x y)) 'false)
  (((= (cons x _) xs) (cons y ys)) (when (> x y)) (is_subset xs ys))
  (((cons _ xs) (cons _ ys)) (is_subset xs ys))
  ((() _) 'true)
  ((_ ()) 'false))

(defun fold (f acc set)
  "Call `f` with each element and an accumulator."
  (lists:foldl f acc set))

(defun filter (f set)
  "The elements for which `f` answers true."
  (lists:filter f set))
