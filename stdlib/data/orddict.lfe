;;; Ordered dictionaries: Erlang's module `orddict`. A dictionary is a list of pairs of a key and a
;;; value, sorted by the keys, no two of which compare equal.

(defmodule orddict
  "Dictionaries as sorted lists, as in Erlang."
  (export
   (new 0) (is_key 2) (to_list 1) (from_list 1) (size 1) (is_empty 1) (fetch 2) (find 2)
   (fetch_keys 1) (erase 2) (take 2) (store 3) (append 3) (append_list 3) (update 3) (update 4)
   (update_counter 3) (fold 3) (map 2) (filter 2) (merge 3)))

(defun new ()
  "The empty dictionary."
  ())

(defun is_key
  "Whether there is a key."
  ((key (cons (tuple k _) _)) (when (< key k)) 'false)
  ((key (cons (tuple k _) rest)) (when (> key k)) (is_key key rest))
  ((_ (cons _ _)) 'true)
  ((_ ()) 'false))

(defun to_list (dict)
  "The list of pairs."
  dict)

(defun from_list
  "The dictionary of a list of pairs, of which the last of a key counts."
  ((()) ())
  (((= (list (tuple _ _)) pairs)) pairs)
  ((pairs) (last-of-each (lists:keysort 1 pairs))))

(defun last-of-each
  (((cons (tuple k _) (= (cons (tuple l _) _) rest))) (when (== k l)) (last-of-each rest))
  (((cons (= (tuple _ _) pair) rest)) (cons pair (last-of-each rest)))
  ((()) ()))

(defun size (dict)
  "The number of pairs."
  (length dict))

(defun is_empty
  "Whether there is no pair."
  ((()) 'true)
  (((cons _ _)) 'false))

(defun fetch
  "The value of a key that is there."
  ((key (cons (tuple k _) rest)) (when (> key k)) (fetch key rest))
  ((key (cons (tuple k value) _)) (when (== key k)) value))

(defun find
  "`#(ok value)`, or error."
  ((key (cons (tuple k _) _)) (when (< key k)) 'error)
  ((key (cons (tuple k _) rest)) (when (> key k)) (find key rest))
  ((_ (cons (tuple _ value) _)) (tuple 'ok value))
  ((_ ()) 'error))

(defun fetch_keys
  "The keys."
  (((cons (tuple key _) rest)) (cons key (fetch_keys rest)))
  ((()) ()))

(defun erase
  "The dictionary without a key."
  ((key (= (cons (tuple k _) _) dict)) (when (< key k)) dict)
  ((key (cons (= (tuple k _) pair) rest)) (when (> key k)) (cons pair (erase key rest)))
  ((_ (cons _ rest)) rest)
  ((_ ()) ()))

(defun take
  "A tuple of the value of a key and the dictionary without it, or error."
  ((key dict)
   (case (find key dict)
     ((tuple 'ok value) (tuple value (erase key dict)))
     ('error 'error))))

(defun store
  "The dictionary with a value for a key."
  ((key value (= (cons (tuple k _) _) dict)) (when (< key k)) (cons (tuple key value) dict))
  ((key value (cons (= (tuple k _) pair) rest)) (when (> key k))
   (cons pair (store key value rest)))
  ((key value (cons _ rest)) (cons (tuple key value) rest))
  ((key value ()) (list (tuple key value))))

(defun append (key value dict)
  "The dictionary with a value at the end of the list of a key."
  (append_list key (list value) dict))

(defun append_list
  "The dictionary with values at the end of the list of a key."
  ((key values (= (cons (tuple k _) _) dict)) (when (< key k)) (cons (tuple key values) dict))
  ((key values (cons (= (tuple k _) pair) rest)) (when (> key k))
   (cons pair (append_list key values rest)))
  ((key values (cons (tuple _ old) rest)) (cons (tuple key (++ old values)) rest))
  ((key values ()) (list (tuple key values))))

(defun update
  "The dictionary with the value of a key replaced by what `f` answers for it."
  ((key f (cons (= (tuple k _) pair) rest)) (when (> key k)) (cons pair (update key f rest)))
  ((key f (cons (tuple k value) rest)) (when (== key k))
   (cons (tuple key (funcall f value)) rest)))

(defun update
  "update/3, or with an initial value for a new key."
  ((key _ initial (= (cons (tuple k _) _) dict)) (when (< key k))
   (cons (tuple key initial) dict))
  ((key f initial (cons (= (tuple k _) pair) rest)) (when (> key k))
   (cons pair (update key f initial rest)))
  ((key f _ (cons (tuple _ value) rest)) (cons (tuple key (funcall f value)) rest))
  ((key _ initial ()) (list (tuple key initial))))

(defun update_counter (key increment dict)
  "The dictionary with a number added to the value of a key."
  (update key (lambda (value) (+ value increment)) increment dict))

(defun fold
  "Call `f` with each key, value and an accumulator."
  ((f acc (cons (tuple key value) rest)) (fold f (funcall f key value acc) rest))
  ((f acc ()) (when (is_function f 3)) acc))

(defun map (f dict)
  "Each value replaced by what `f` answers for key and value."
  (map-pairs f dict))

;; A call (map …) would make a map.
(defun map-pairs
  ((f (cons (tuple key value) rest)) (cons (tuple key (funcall f key value)) (map-pairs f rest)))
  ((f ()) (when (is_function f 2)) ()))

(defun filter
  "The pairs for which `f` answers true."
  ((f (cons (= (tuple key value) pair) rest))
   (case (funcall f key value)
     ('true (cons pair (filter f rest)))
     ('false (filter f rest))))
  ((f ()) (when (is_function f 2)) ()))

(defun merge
  "All keys of both; for a key in both `f` answers the value from key and both values."
  ((f (= (cons (= (tuple k1 v1) p1) d1) all1) (= (cons (= (tuple k2 v2) p2) d2) all2))
   (cond ((< k1 k2) (cons p1 (merge f d1 all2)))
         ((> k1 k2) (cons p2 (merge f all1 d2)))
         (else (cons (tuple k1 (funcall f k1 v1 v2)) (merge f d1 d2)))))
  ((f () d2) (when (is_function f 3)) d2)
  ((f d1 ()) (when (is_function f 3)) d1))
