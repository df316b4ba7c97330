;;; Maps: the functions of Erlang's module `maps` that are not builtins.
;;;
;;; An iterator is the list of pairs still to come behind the atom pairs.

(defmodule maps
  "Functions on maps, as in Erlang."
  (export
   (filter 2) (filtermap 2) (fold 3) (foreach 2) (from_keys 2) (groups_from_list 2)
   (groups_from_list 3) (intersect 2) (intersect_with 3) (iterator 1) (map 2) (merge_with 3)
   (new 0) (next 1) (update_with 3) (update_with 4) (with 2) (without 2)))

(defun new ()
  "The empty map."
  #M())

;;; Iteration.

(defun iterator
  "What next/1 takes to go through a map."
  ((map) (when (is_map map)) (cons 'pairs (maps:to_list map)))
  ((other) (error (tuple 'badmap other))))

(defun next
  "`#(key value iterator)`, or none at the end."
  (((list* 'pairs (tuple key value) pairs)) (tuple key value (cons 'pairs pairs)))
  (((list 'pairs)) 'none)
  (('none) 'none)
  ((_) (error 'badarg)))

;; The pairs of a map or an iterator.
(defun pairs
  ((map) (when (is_map map)) (maps:to_list map))
  (((cons 'pairs pairs)) pairs)
  (('none) ())
  ((other) (error (tuple 'badmap other))))

;;; Applying a function to each pair.

(defun map
  "The map with each value replaced by what `f` answers for key and value."
  ((f map) (when (is_function f 2)) (maps:from_list (map-pairs f (pairs map))))
  ((_ map) (bad-function map)))

(defun map-pairs
  ((f (cons (tuple key value) pairs))
   (cons (tuple key (funcall f key value)) (map-pairs f pairs)))
  ((_ ()) ()))

(defun filter
  "The map of the pairs for which `f` answers true."
  ((f map) (when (is_function f 2)) (maps:from_list (filter-pairs f (pairs map))))
  ((_ map) (bad-function map)))

(defun filter-pairs
  ((f (cons (= (tuple key value) pair) pairs))
   (if (funcall f key value)
     (cons pair (filter-pairs f pairs))
     (filter-pairs f pairs)))
  ((_ ()) ()))

(defun filtermap
  "For each pair `f` answers false (drop it), true (keep it) or `#(true value)`."
  ((f map) (when (is_function f 2)) (maps:from_list (filtermap-pairs f (pairs map))))
  ((_ map) (bad-function map)))

(defun filtermap-pairs
  ((f (cons (= (tuple key value) pair) pairs))
   (case (funcall f key value)
     ('true (cons pair (filtermap-pairs f pairs)))
     ((tuple 'true new) (cons (tuple key new) (filtermap-pairs f pairs)))
     ('false (filtermap-pairs f pairs))))
  ((_ ()) ()))

(defun fold
  "Call `f` with each key, value and an accumulator."
  ((f acc map) (when (is_function f 3)) (fold-pairs f acc (pairs map)))
  ((_ _ map) (bad-function map)))

(defun fold-pairs
  ((f acc (cons (tuple key value) pairs)) (fold-pairs f (funcall f key value acc) pairs))
  ((_ acc ()) acc))

(defun foreach
  "Call `f` with each key and value for its effect."
  ((f map) (when (is_function f 2)) (foreach-pairs f (pairs map)))
  ((_ map) (bad-function map)))

(defun foreach-pairs
  ((f (cons (tuple key value) pairs)) (funcall f key value) (foreach-pairs f pairs))
  ((_ ()) 'ok))

;; The reason of a call with a bad function: a bad map counts first.
(defun bad-function (map)
  (pairs map)
  (error 'badarg))

;;; Making maps.

(defun from_keys
  "The map from each key to `value`."
  ((keys value) (when (is_list keys)) (from-keys keys value #M()))
  ((_ _) (error 'badarg)))

(defun from-keys
  (((cons key keys) value map) (from-keys keys value (map-set map key value)))
  ((() _ map) map)
  ((_ _ _) (error 'badarg)))

(defun groups_from_list
  "The map from what `key` answers to the list of elements for which it does."
  ((key xs) (when (is_function key 1) (>= (length xs) 0)) (group key (lists:reverse xs) #M()))
  ((_ _) (error 'badarg)))

(defun group
  ((key (cons x xs) map)
   (let ((k (funcall key x)))
     (group key xs (map-set map k (cons x (group-of k map))))))
  ((_ () map) map))

(defun group-of (key map)
  (case (maps:find key map)
    ((tuple 'ok xs) xs)
    ('error ())))

(defun groups_from_list
  "groups_from_list/2 of what `value` answers for the elements."
  ((key value xs) (when (is_function key 1) (is_function value 1) (>= (length xs) 0))
   (group key value (lists:reverse xs) #M()))
  ((_ _ _) (error 'badarg)))

(defun group
  ((key value (cons x xs) map)
   (let ((k (funcall key x)))
     (group key value xs (map-set map k (cons (funcall value x) (group-of k map))))))
  ((_ _ () map) map))

;;; Updating.

(defun update_with
  "The map with the value of `key` replaced by what `f` answers for it."
  ((key f map) (when (is_function f 1) (is_map map))
   (case (maps:find key map)
     ((tuple 'ok value) (map-update map key (funcall f value)))
     ('error (error (tuple 'badkey key)))))
  ((_ _ map) (bad-map-or-argument map)))

(defun update_with
  "update_with/3, or with the value `initial` if there is no such key."
  ((key f initial map) (when (is_function f 1) (is_map map))
   (case (maps:find key map)
     ((tuple 'ok value) (map-update map key (funcall f value)))
     ('error (map-set map key initial))))
  ((_ _ _ map) (bad-map-or-argument map)))

(defun bad-map-or-argument
  ((map) (when (is_map map)) (error 'badarg))
  ((other) (error (tuple 'badmap other))))

(defun with
  "The pairs whose keys are in a list."
  ((keys map) (when (is_list keys) (is_map map)) (with-keys keys map #M()))
  ((_ map) (bad-map-or-argument map)))

(defun with-keys
  (((cons key keys) map acc)
   (case (maps:find key map)
     ((tuple 'ok value) (with-keys keys map (map-set acc key value)))
     ('error (with-keys keys map acc))))
  ((() _ acc) acc))

(defun without
  "The pairs whose keys are not in a list."
  ((keys map) (when (is_list keys) (is_map map)) (without-keys keys map))
  ((_ map) (bad-map-or-argument map)))

(defun without-keys
  (((cons key keys) map) (without-keys keys (maps:remove key map)))
  ((() map) map))

;;; Combining.

(defun intersect
  "The pairs of `b` whose keys are in `a`."
  ((a b) (when (is_map a) (is_map b))
   (intersect-with (lambda (_ _ value) value) a b))
  ((a b) (bad-maps a b)))

(defun intersect_with
  "The keys in both maps with what `f` answers for key and both values."
  ((f a b) (when (is_function f 3) (is_map a) (is_map b)) (intersect-with f a b))
  ((_ a b) (bad-maps a b)))

;; Goes through the smaller map.
(defun intersect-with (f a b)
  (if (=< (map_size a) (map_size b))
    (intersect-first f (maps:to_list a) b #M())
    (intersect-second f a (maps:to_list b) #M())))

(defun intersect-first
  ((f (cons (tuple key x) pairs) b acc)
   (case (maps:find key b)
     ((tuple 'ok y) (intersect-first f pairs b (map-set acc key (funcall f key x y))))
     ('error (intersect-first f pairs b acc))))
  ((_ () _ acc) acc))

(defun intersect-second
  ((f a (cons (tuple key y) pairs) acc)
   (case (maps:find key a)
     ((tuple 'ok x) (intersect-second f a pairs (map-set acc key (funcall f key x y))))
     ('error (intersect-second f a pairs acc))))
  ((_ _ () acc) acc))

(defun merge_with
  "All keys of both maps; for a key in both `f` answers the value from key and both values."
  ((f a b) (when (is_function f 3) (is_map a) (is_map b))
   (if (>= (map_size a) (map_size b))
     (merge-second f (maps:to_list b) a)
     (merge-first f (maps:to_list a) b)))
  ((_ a b) (bad-maps a b)))

(defun merge-second
  ((f (cons (tuple key y) pairs) acc)
   (case (maps:find key acc)
     ((tuple 'ok x) (merge-second f pairs (map-set acc key (funcall f key x y))))
     ('error (merge-second f pairs (map-set acc key y)))))
  ((_ () acc) acc))

(defun merge-first
  ((f (cons (tuple key x) pairs) acc)
   (case (maps:find key acc)
     ((tuple 'ok y) (merge-first f pairs (map-set acc key (funcall f key x y))))
     ('error (merge-first f pairs (map-set acc key x)))))
  ((_ () acc) acc))

(defun bad-maps (a b)
  (cond ((not (is_map a)) (error (tuple 'badmap a)))
        ((not (is_map b)) (error (tuple 'badmap b)))
        (else (error 'badarg))))
