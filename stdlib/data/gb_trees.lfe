;;; General balanced trees, by Arne Andersson: Erlang's module `gb_trees`. A tree is `#(size node)`, a
;;; node nil or `#(key value smaller larger)`, as in Erlang. Nothing is kept for balance: an insertion
;;; that ends too deep finds the lowest ancestor that is too high for what it holds, and rebuilds it.
;;;
;;; An iterator is the list of the nodes still to come on the way to the smallest of them.

(defmodule gb_trees
  "General balanced trees, as in Erlang."
  (export
   (empty 0) (is_empty 1) (size 1) (lookup 2) (get 2) (is_defined 2) (smallest 1) (largest 1)
   (insert 3) (update 3) (enter 3) (delete 2) (delete_any 2) (take 2) (take_any 2)
   (take_smallest 1) (take_largest 1) (balance 1) (from_orddict 1) (to_list 1) (keys 1) (values 1)
   (map 2) (iterator 1) (iterator_from 2) (next 1)))

(defun empty ()
  "The empty tree."
  #(0 nil))

(defun is_empty
  "Whether there is no key."
  (((tuple 0 'nil)) 'true)
  ((_) 'false))

(defun size
  "The number of keys."
  (((tuple size _)) (when (is_integer size) (>= size 0)) size))

;;; Looking.

(defun lookup
  "`#(value value)` of a key, or none."
  ((key (tuple _ node)) (find key node)))

(defun find
  ((key (tuple k _ smaller _)) (when (< key k)) (find key smaller))
  ((key (tuple k _ _ larger)) (when (> key k)) (find key larger))
  ((_ (tuple _ value _ _)) (tuple 'value value))
  ((_ 'nil) 'none))

(defun get
  "The value of a key that is there."
  ((key (tuple _ node)) (value-of key node)))

(defun value-of
  ((key (tuple k _ smaller _)) (when (< key k)) (value-of key smaller))
  ((key (tuple k _ _ larger)) (when (> key k)) (value-of key larger))
  ((_ (tuple _ value _ _)) value))

(defun is_defined
  "Whether there is a key."
  ((key (tuple _ node)) (in? key node)))

(defun in?
  ((key (tuple k _ smaller _)) (when (< key k)) (in? key smaller))
  ((key (tuple k _ _ larger)) (when (> key k)) (in? key larger))
  ((_ (tuple _ _ _ _)) 'true)
  ((_ 'nil) 'false))

(defun smallest
  "A tuple of the smallest key and its value."
  (((tuple _ node)) (leftmost node)))

(defun leftmost
  (((tuple key value 'nil _)) (tuple key value))
  (((tuple _ _ smaller _)) (leftmost smaller)))

(defun largest
  "A tuple of the largest key and its value."
  (((tuple _ node)) (rightmost node)))

(defun rightmost
  (((tuple key value _ 'nil)) (tuple key value))
  (((tuple _ _ _ larger)) (rightmost larger)))

;;; Putting in.

(defun insert
  "The tree with a key that is new, and its value."
  ((key value (tuple size node)) (when (is_integer size))
   (let ((count (+ size 1)))
     (tuple count (grown key value node (* count count))))))

;; The node with a new key. A path of n steps is too long for a tree of s keys when 2^n > s², so a
;; leaf where `room`, s² halved at each step, is used up answers `#(node power count)`: 2 to its
;; height, and its keys. So do those above it, up to the first that is not balanced, at the latest
;; the root.
(defun grown
  ((key value (tuple k v smaller larger) room) (when (< key k))
   (case (grown key value smaller (bsr room 1))
     ((tuple node power count) (weighed (tuple k v node larger) power count larger))
     (node (tuple k v node larger))))
  ((key value (tuple k v smaller larger) room) (when (> key k))
   (case (grown key value larger (bsr room 1))
     ((tuple node power count) (weighed (tuple k v smaller node) power count smaller))
     (node (tuple k v smaller node))))
  ((key value 'nil 0) (tuple (tuple key value 'nil 'nil) 1 1))
  ((key value 'nil _) (tuple key value 'nil 'nil))
  ((key _ (tuple _ _ _ _) _) (error (tuple 'key_exists key))))

;; A node of which one subtree has a known weight, balanced or with its own weight.
(defun weighed (node power count other)
  (let* (((tuple other-power other-count) (weight other))
         (power (* 2 (max power other-power)))
         (count (+ count other-count 1)))
    (if (> power (* count count))
      (built count (pairs node ()))
      (tuple node power count))))

(defun weight
  (('nil) #(1 0))
  (((tuple _ _ 'nil 'nil)) #(1 1))
  (((tuple _ _ smaller larger))
   (let (((tuple p m) (weight smaller))
         ((tuple q n) (weight larger)))
     (tuple (* 2 (max p q)) (+ m n 1)))))

(defun update
  "The tree with another value for a key that is there."
  ((key value (tuple size node)) (tuple size (updated key value node))))

(defun updated
  ((key value (tuple k v smaller larger)) (when (< key k))
   (tuple k v (updated key value smaller) larger))
  ((key value (tuple k v smaller larger)) (when (> key k))
   (tuple k v smaller (updated key value larger)))
  ((key value (tuple _ _ smaller larger)) (tuple key value smaller larger)))

(defun enter (key value tree)
  "The tree with a value for a key, new or not."
  (if (is_defined key tree)
    (update key value tree)
    (insert key value tree)))

;;; Taking out.

(defun delete
  "The tree without a key that is there."
  ((key (tuple size node)) (when (is_integer size)) (tuple (- size 1) (without key node))))

(defun without
  ((key (tuple k v smaller larger)) (when (< key k)) (tuple k v (without key smaller) larger))
  ((key (tuple k v smaller larger)) (when (> key k)) (tuple k v smaller (without key larger)))
  ((_ (tuple _ _ smaller larger)) (merged smaller larger)))

;; One node of two, whose keys come one after the other.
(defun merged
  ((smaller 'nil) smaller)
  (('nil larger) larger)
  ((smaller larger)
   (let (((tuple key value rest) (first-and-rest larger)))
     (tuple key value smaller rest))))

(defun first-and-rest
  (((tuple key value 'nil larger)) (tuple key value larger))
  (((tuple k v smaller larger))
   (let (((tuple key value rest) (first-and-rest smaller)))
     (tuple key value (tuple k v rest larger)))))

(defun rest-and-last
  (((tuple key value smaller 'nil)) (tuple key value smaller))
  (((tuple k v smaller larger))
   (let (((tuple key value rest) (rest-and-last larger)))
     (tuple key value (tuple k v smaller rest)))))

(defun delete_any (key tree)
  "The tree without a key."
  (if (is_defined key tree)
    (delete key tree)
    tree))

(defun take
  "A tuple of the value of a key that is there and the tree without it."
  ((key (= (tuple _ node) tree)) (tuple (value-of key node) (delete key tree))))

(defun take_any (key tree)
  "A tuple of the value of a key and the tree without it, or error."
  (if (is_defined key tree)
    (take key tree)
    'error))

(defun take_smallest
  "A tuple of the smallest key, its value and the tree without it."
  (((tuple size node)) (when (is_integer size))
   (let (((tuple key value rest) (first-and-rest node)))
     (tuple key value (tuple (- size 1) rest)))))

(defun take_largest
  "A tuple of the largest key, its value and the tree without it."
  (((tuple size node)) (when (is_integer size))
   (let (((tuple key value rest) (rest-and-last node)))
     (tuple key value (tuple (- size 1) rest)))))

;;; The whole.

(defun balance
  "The tree as low as can be, after many deletions."
  (((tuple size node)) (tuple size (built size (pairs node ())))))

(defun from_orddict (pairs)
  "The tree of a list of pairs that is sorted by their keys, each of which is there once."
  (if (is_list pairs)
    (let ((size (length pairs)))
      (tuple size (built size pairs)))
    (error 'badarg)))

;; The balanced node of `size` pairs, which are all.
(defun built (size pairs)
  (let (((tuple node ()) (taken size pairs)))
    node))

;; The balanced node of the first `size` pairs, and the other pairs.
(defun taken
  ((0 pairs) (tuple 'nil pairs))
  ((1 (cons (tuple key value) pairs)) (tuple (tuple key value 'nil 'nil) pairs))
  ((size pairs) (when (> size 1))
   (let* (((tuple smaller (cons (tuple key value) others)) (taken (bsr size 1) pairs))
          ((tuple larger rest) (taken (bsr (- size 1) 1) others)))
     (tuple (tuple key value smaller larger) rest))))

(defun to_list
  "The list of pairs of key and value, sorted by the keys."
  (((tuple _ node)) (pairs node ())))

;; The pairs of a node in front of others.
(defun pairs
  (('nil rest) rest)
  (((tuple key value smaller larger) rest)
   (pairs smaller (cons (tuple key value) (pairs larger rest)))))

(defun keys
  "The keys, sorted."
  (((tuple _ node)) (keys node ())))

(defun keys
  (('nil rest) rest)
  (((tuple key _ smaller larger) rest) (keys smaller (cons key (keys larger rest)))))

(defun values
  "The values, sorted by their keys."
  (((tuple _ node)) (values node ())))

(defun values
  (('nil rest) rest)
  (((tuple _ value smaller larger) rest) (values smaller (cons value (values larger rest)))))

(defun map
  "Each value replaced by what `f` answers for key and value."
  ((f (tuple size node)) (when (is_function f 2)) (tuple size (map-node f node))))

(defun map-node
  ((_ 'nil) 'nil)
  ((f (tuple key value smaller larger))
   (tuple key (funcall f key value) (map-node f smaller) (map-node f larger))))

;;; One after the other.

(defun iterator
  "What next/1 takes to go through the tree from its smallest key."
  (((tuple _ node)) (way node ())))

;; A node and those on the way to its smallest key, from there on, in front of others.
(defun way
  (('nil rest) rest)
  (((= (tuple _ _ smaller _) node) rest) (way smaller (cons node rest))))

(defun iterator_from
  "What next/1 takes to go through the keys that are not less than a key."
  ((key (tuple _ node)) (way-from key node ())))

(defun way-from
  ((_ 'nil rest) rest)
  ((key (tuple k _ _ larger) rest) (when (< k key)) (way-from key larger rest))
  ((key (= (tuple k _ smaller _) node) rest) (when (> k key))
   (way-from key smaller (cons node rest)))
  ((_ node rest) (cons node rest)))

(defun next
  "`#(key value iterator)`, or none at the end."
  (((cons (tuple key value _ larger) rest)) (tuple key value (way larger rest)))
  ((()) 'none))
