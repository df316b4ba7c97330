;;; Sets as general balanced trees, by Arne Andersson: Erlang's module `gb_sets`. A set is
;;; `#(size node)`, a node nil or `#(element smaller larger)`, as in Erlang; see gb_trees for how they
;;; are kept in balance. What two sets are combined to is as low as can be.

(defmodule gb_sets
  "Sets as general balanced trees, as in Erlang."
  (export
   (empty 0) (new 0) (singleton 1) (is_empty 1) (size 1) (is_set 1) (is_member 2) (is_element 2)
   (smallest 1) (largest 1) (add 2) (add_element 2) (insert 2) (delete 2) (delete_any 2)
   (del_element 2) (take_smallest 1) (take_largest 1) (balance 1) (from_list 1) (from_ordset 1)
   (to_list 1) (union 1) (union 2) (intersection 1) (intersection 2) (is_disjoint 2)
   (difference 2) (subtract 2) (is_subset 2) (filter 2) (fold 3)
   (iterator 1) (iterator_from 2) (next 1)))

(defun empty ()
  "The empty set."
  #(0 nil))

(defun new ()
  "The empty set."
  #(0 nil))

(defun singleton (element)
  "The set of one element."
  (tuple 1 (tuple element 'nil 'nil)))

(defun is_empty
  "Whether there is no element."
  (((tuple 0 'nil)) 'true)
  ((_) 'false))

(defun size
  "The number of elements."
  (((tuple size _)) size))

(defun is_set
  "Whether a term looks like a set."
  (((tuple 0 'nil)) 'true)
  (((tuple size (tuple _ _ _))) (when (is_integer size) (>= size 0)) 'true)
  ((_) 'false))

;;; Looking.

(defun is_member
  "Whether an element is in the set."
  ((element (tuple _ node)) (in? element node)))

(defun is_element (element set)
  "is_member/2."
  (is_member element set))

(defun in?
  ((element (tuple e smaller _)) (when (< element e)) (in? element smaller))
  ((element (tuple e _ larger)) (when (> element e)) (in? element larger))
  ((_ (tuple _ _ _)) 'true)
  ((_ 'nil) 'false))

(defun smallest
  "The smallest element of a set that is not empty."
  (((tuple _ node)) (leftmost node)))

(defun leftmost
  (((tuple element 'nil _)) element)
  (((tuple _ smaller _)) (leftmost smaller)))

(defun largest
  "The largest element of a set that is not empty."
  (((tuple _ node)) (rightmost node)))

(defun rightmost
  (((tuple element _ 'nil)) element)
  (((tuple _ _ larger)) (rightmost larger)))

;;; Putting in.

(defun add (element set)
  "The set with an element."
  (if (is_member element set)
    set
    (insert element set)))

(defun add_element (element set)
  "add/2."
  (add element set))

(defun insert
  "The set with an element that is new."
  ((element (tuple size node))
   (let ((count (+ size 1)))
     (tuple count (grown element node (* count count))))))

;; The node with a new element, or `#(heavy node power count)` where the path to it is too long;
;; see gb_trees.
(defun grown
  ((element (tuple e smaller larger) room) (when (< element e))
   (case (grown element smaller (bsr room 1))
     ((tuple 'heavy node power count) (weighed (tuple e node larger) power count larger))
     (node (tuple e node larger))))
  ((element (tuple e smaller larger) room) (when (> element e))
   (case (grown element larger (bsr room 1))
     ((tuple 'heavy node power count) (weighed (tuple e smaller node) power count smaller))
     (node (tuple e smaller node))))
  ((element 'nil 0) (tuple 'heavy (tuple element 'nil 'nil) 1 1))
  ((element 'nil _) (tuple element 'nil 'nil))
  ((element (tuple _ _ _) _) (error (tuple 'key_exists element))))

;; A node of which one subtree has a known weight, balanced or with its own weight.
(defun weighed (node power count other)
  (let* (((tuple other-power other-count) (weight other))
         (power (* 2 (max power other-power)))
         (count (+ count other-count 1)))
    (if (> power (* count count))
      (built count (elements node ()))
      (tuple 'heavy node power count))))

(defun weight
  (('nil) #(1 0))
  (((tuple _ 'nil 'nil)) #(1 1))
  (((tuple _ smaller larger))
   (let (((tuple p m) (weight smaller))
         ((tuple q n) (weight larger)))
     (tuple (* 2 (max p q)) (+ m n 1)))))

;;; Taking out.

(defun delete
  "The set without an element that is there."
  ((element (tuple size node)) (tuple (- size 1) (without element node))))

(defun without
  ((element (tuple e smaller larger)) (when (< element e))
   (tuple e (without element smaller) larger))
  ((element (tuple e smaller larger)) (when (> element e))
   (tuple e smaller (without element larger)))
  ((_ (tuple _ smaller larger)) (merged smaller larger)))

;; One node of two, whose elements come one after the other.
(defun merged
  ((smaller 'nil) smaller)
  (('nil larger) larger)
  ((smaller larger)
   (let (((tuple element rest) (first-and-rest larger)))
     (tuple element smaller rest))))

(defun first-and-rest
  (((tuple element 'nil larger)) (tuple element larger))
  (((tuple e smaller larger))
   (let (((tuple element rest) (first-and-rest smaller)))
     (tuple element (tuple e rest larger)))))

(defun rest-and-last
  (((tuple element smaller 'nil)) (tuple element smaller))
  (((tuple e smaller larger))
   (let (((tuple element rest) (rest-and-last larger)))
     (tuple element (tuple e smaller rest)))))

(defun delete_any (element set)
  "The set without an element."
  (if (is_member element set)
    (delete element set)
    set))

(defun del_element (element set)
  "delete_any/2."
  (delete_any element set))

(defun take_smallest
  "A tuple of the smallest element and the set without it."
  (((tuple size node))
   (let (((tuple element rest) (first-and-rest node)))
     (tuple element (tuple (- size 1) rest)))))

(defun take_largest
  "A tuple of the largest element and the set without it."
  (((tuple size node))
   (let (((tuple element rest) (rest-and-last node)))
     (tuple element (tuple (- size 1) rest)))))

;;; The whole.

(defun balance
  "The set as low as can be, after many deletions."
  (((tuple size node)) (tuple size (built size (elements node ())))))

(defun from_list (elements)
  "The set of the elements of a list."
  (from_ordset (ordsets:from_list elements)))

(defun from_ordset (elements)
  "The set of the elements of a list, sorted and each there once."
  (let ((size (length elements)))
    (tuple size (built size elements))))

;; The balanced node of `size` elements, which are all.
(defun built (size elements)
  (let (((tuple node ()) (taken size elements)))
    node))

;; The balanced node of the first `size` elements, and the other elements.
(defun taken
  ((0 elements) (tuple 'nil elements))
  ((1 (cons element elements)) (tuple (tuple element 'nil 'nil) elements))
  ((size elements) (when (> size 1))
   (let* (((tuple smaller (cons element others)) (taken (bsr size 1) elements))
          ((tuple larger rest) (taken (bsr (- size 1) 1) others)))
     (tuple (tuple element smaller larger) rest))))

(defun to_list
  "The elements, sorted."
  (((tuple _ node)) (elements node ())))

;; The elements of a node in front of others.
(defun elements
  (('nil rest) rest)
  (((tuple element smaller larger) rest)
   (elements smaller (cons element (elements larger rest)))))

(defun filter
  "The elements for which `f` answers true."
  ((f set) (when (is_function f 1)) (from_ordset (filtered f (to_list set)))))

(defun filtered
  ((f (cons element elements))
   (case (funcall f element)
     ('true (cons element (filtered f elements)))
     ('false (filtered f elements))
     (other (error (tuple 'bad_filter other)))))
  ((_ ()) ()))

(defun fold
  "Call `f` with each element from the smallest and an accumulator."
  ((f acc (tuple _ node)) (when (is_function f 2)) (fold-node f acc node)))

(defun fold-node
  ((f acc (tuple element smaller larger))
   (fold-node f (funcall f element (fold-node f acc smaller)) larger))
  ((_ acc 'nil) acc))

;;; Two sets or more. Where one set is much smaller, its elements are looked for in the other one, or
;;; put into it or taken out of it one by one; else the lists of both are merged.

(defun union
  "The elements of any set of a list."
  ((()) (new))
  (((list set)) set)
  (((cons a (cons b sets))) (union (cons (union a b) sets))))

(defun union
  "The elements of either set."
  (((= (tuple m _) a) (= (tuple n _) b)) (when (is_integer m) (is_integer n))
   (cond ((few? m n) (add-each (to_list a) b))
         ((few? n m) (add-each (to_list b) a))
         (else (from_ordset (ordsets:union (to_list a) (to_list b)))))))

(defun add-each
  (((cons element elements) set) (add-each elements (add element set)))
  ((() set) set))

;; Whether it is better to do something with one element after the other, of few, on a set of many.
;; A path is as long as twice the logarithm.
(defun few? (few many)
  (< (* few 16) many))

(defun intersection
  "The elements of all sets of a list of one or more."
  (((list set)) set)
  (((cons a (cons b sets))) (intersection (cons (intersection a b) sets))))

(defun intersection
  "The elements of both sets."
  (((= (tuple m _) a) (= (tuple n _) b)) (when (is_integer m) (is_integer n))
   (cond ((few? m n) (from_ordset (members (to_list a) b)))
         ((few? n m) (from_ordset (members (to_list b) a)))
         (else (from_ordset (ordsets:intersection (to_list a) (to_list b)))))))

(defun members (elements set)
  (lc ((<- element elements) (is_member element set)) element))

(defun is_disjoint
  "Whether no element is in both sets."
  (((= (tuple m _) a) (= (tuple n _) b)) (when (is_integer m) (is_integer n))
   (cond ((few? m n) (none-in? (to_list a) b))
         ((few? n m) (none-in? (to_list b) a))
         (else (ordsets:is_disjoint (to_list a) (to_list b))))))

(defun none-in?
  (((cons element elements) set)
   (andalso (not (is_member element set)) (none-in? elements set)))
  ((() _) 'true))

(defun subtract
  "The elements of one set that are not in another."
  (((= (tuple m _) a) (= (tuple n _) b)) (when (is_integer m) (is_integer n))
   (cond ((few? n m) (delete-each (to_list b) a))
         ((few? m n)
          (from_ordset (lc ((<- element (to_list a)) (not (is_member element b))) element)))
         (else (from_ordset (ordsets:subtract (to_list a) (to_list b)))))))

(defun delete-each
  (((cons element elements) set) (delete-each elements (delete_any element set)))
  ((() set) set))

(defun difference (a b)
  "subtract/2."
  (subtract a b))

(defun is_subset
  "Whether all elements of one set are in another."
  (((= (tuple m _) a) (= (tuple n _) b)) (when (is_integer m) (is_integer n))
   (cond ((> m n) 'false)
         ((few? m n) (all-in? (to_list a) b))
         (else (ordsets:is_subset (to_list a) (to_list b))))))

(defun all-in?
  (((cons element elements) set)
   (andalso (is_member element set) (all-in? elements set)))
  ((() _) 'true))

;;; One after the other.

(defun iterator
  "What next/1 takes to go through the set from its smallest element."
  (((tuple _ node)) (way node ())))

;; A node and those on the way to its smallest element, from there on, in front of others.
(defun way
  (('nil rest) rest)
  (((= (tuple _ smaller _) node) rest) (way smaller (cons node rest))))

(defun iterator_from
  "What next/1 takes to go through the elements that are not less than a term."
  ((element (tuple _ node)) (way-from element node ())))

(defun way-from
  ((_ 'nil rest) rest)
  ((element (tuple e _ larger) rest) (when (< e element)) (way-from element larger rest))
  ((element (= (tuple e smaller _) node) rest) (when (> e element))
   (way-from element smaller (cons node rest)))
  ((_ node rest) (cons node rest)))

(defun next
  "`#(element iterator)`, or none at the end."
  (((cons (tuple element _ larger) rest)) (tuple element (way larger rest)))
  ((()) 'none))
