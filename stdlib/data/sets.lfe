;;; Sets: Erlang's module `sets`. A set is a map from its elements to the empty list, which is the
;;; representation that Erlang calls version 2.

(defmodule sets
  "Sets as maps, as in Erlang."
  (export
   (new 0) (new 1) (is_set 1) (size 1) (is_empty 1) (to_list 1) (from_list 1) (from_list 2)
   (is_element 2) (add_element 2) (del_element 2) (union 2) (union 1) (intersection 2)
   (intersection 1) (is_disjoint 2) (subtract 2) (is_subset 2) (fold 3) (filter 2)))

(defun new ()
  "The empty set."
  #M())

(defun new (_)
  "new/0; the option `version` makes no difference."
  #M())

(defun is_set (set)
  "Whether a term is a set."
  (andalso (is_map set)
           (lists:all (lambda (value) (=:= value ())) (maps:values set))))

(defun size (set)
  "The number of elements."
  (map_size set))

(defun is_empty (set)
  "Whether there is no element."
  (=:= (map_size set) 0))

(defun to_list (set)
  "The elements."
  (maps:keys set))

(defun from_list (xs)
  "The set of the elements of a list."
  (maps:from_keys xs ()))

(defun from_list (xs _)
  "from_list/1; the option `version` makes no difference."
  (maps:from_keys xs ()))

(defun is_element (x set)
  "Whether an element is in the set."
  (is_map_key x set))

(defun add_element (x set)
  "The set with an element."
  (map-set set x ()))

(defun del_element (x set)
  "The set without an element."
  (maps:remove x set))

(defun union (a b)
  "The elements of one or both sets."
  (maps:merge a b))

(defun union
  "The elements of any of a list of sets."
  (((cons a (cons b sets))) (union (cons (maps:merge a b) sets)))
  (((list set)) set)
  ((()) #M()))

(defun intersection (a b)
  "The elements of both sets."
  (if (=< (map_size a) (map_size b))
    (maps:with (maps:keys a) b)
    (maps:with (maps:keys b) a)))

(defun intersection
  "The elements of all of a list of sets."
  (((cons a (cons b sets))) (intersection (cons (intersection a b) sets)))
  (((list set)) set))

(defun is_disjoint (a b)
  "Whether no element is in both sets."
  (if (=< (map_size a) (map_size b))
    (none-in (maps:keys a) b)
    (none-in (maps:keys b) a)))

(defun none-in
  (((cons x xs) set) (if (is_map_key x set) 'false (none-in xs set)))
  ((() _) 'true))

(defun subtract (a b)
  "The elements of the first set that are not in the second."
  (if (=< (map_size b) (map_size a))
    (maps:without (maps:keys b) a)
    (maps:filter (lambda (x _) (not (is_map_key x b))) a)))

(defun is_subset (a b)
  "Whether all elements of the first set are in the second."
  (andalso (=< (map_size a) (map_size b))
           (all-in (maps:keys a) b)))

(defun all-in
  (((cons x xs) set) (if (is_map_key x set) (all-in xs set) 'false))
  ((() _) 'true))

(defun fold (f acc set)
  "Call `f` with each element and an accumulator."
  (lists:foldl f acc (maps:keys set)))

(defun filter (f set)
  "The elements for which `f` answers true."
  (maps:filter (lambda (x _) (funcall f x)) set))
