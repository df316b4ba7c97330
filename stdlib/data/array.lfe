;;; Arrays: Erlang's module `array`. An array is `#(array size max default node)`, as in Erlang: a tree
;;; of ten branches. A node is a leaf, a tuple of ten values; or a tuple of ten nodes and the number of
;;; values that each of them has room for; or, where nothing was ever set, the number of values that it
;;; has room for. `max` is what the root has room for, 0 in an array of fixed size.

(defmodule array
  "Arrays that grow, as in Erlang."
  (export
   (new 0) (new 1) (new 2) (is_array 1) (size 1) (default 1) (fix 1) (is_fix 1) (relax 1)
   (resize 1) (resize 2) (set 3) (get 2) (reset 2) (from_list 1) (from_list 2) (to_list 1)
   (from_orddict 1) (from_orddict 2) (to_orddict 1) (sparse_size 1) (sparse_to_list 1)
   (sparse_to_orddict 1) (map 2) (sparse_map 2) (foldl 3) (foldr 3) (sparse_foldl 3)
   (sparse_foldr 3)))

;;; Making arrays.

(defun new ()
  "The empty array, which grows, with the default value undefined."
  #(array 0 10 undefined 10))

(defun new (options)
  "The array that an option or a list of options describes: a size or `#(size n)`, fixed,
   `#(fixed boolean)`, `#(default value)`. A size makes it fixed."
  (with-options options 0 'false 'undefined))

(defun new
  "The array of fixed size that options describe further."
  ((size options) (when (is_integer size) (>= size 0))
   (with-options options size 'true 'undefined))
  ((_ _) (error 'badarg)))

(defun with-options
  ((() size fixed default) (made size fixed default))
  (((cons 'fixed options) size _ default) (with-options options size 'true default))
  (((cons (tuple 'fixed fixed) options) size _ default) (when (is_boolean fixed))
   (with-options options size fixed default))
  (((cons (tuple 'default default) options) size fixed _)
   (with-options options size fixed default))
  (((cons (tuple 'size size) options) _ _ default) (when (is_integer size) (>= size 0))
   (with-options options size 'true default))
  (((cons size options) _ _ default) (when (is_integer size) (>= size 0))
   (with-options options size 'true default))
  ((option size fixed default) (when (not (is_list option)))
   (with-options (list option) size fixed default))
  ((_ _ _ _) (error 'badarg)))

(defun made (size fixed? default)
  (let ((room (room-for size 10)))
    (tuple 'array size (if fixed? 0 room) default room)))

;; What an empty node has room for, if it had room before, so that it has for `size` values.
(defun room-for
  ((size room) (when (=< size room)) room)
  ((size room) (room-for size (* room 10))))

;;; The array as such.

(defun is_array
  "Whether a term looks like an array."
  (((tuple 'array size max _ _)) (when (is_integer size) (is_integer max)) 'true)
  ((_) 'false))

(defun size
  "The number of entries."
  (((tuple 'array size _ _ _)) size)
  ((_) (error 'badarg)))

(defun default
  "The value of entries that were not set."
  (((tuple 'array _ _ default _)) default)
  ((_) (error 'badarg)))

(defun fix
  "The array with its size fixed."
  (((tuple 'array size _ default root)) (tuple 'array size 0 default root)))

(defun is_fix
  "Whether the size of the array is fixed."
  (((tuple 'array _ 0 _ _)) 'true)
  (((tuple 'array _ _ _ _)) 'false))

(defun relax
  "The array with a size that grows."
  (((tuple 'array size _ default root)) (tuple 'array size (room root) default root)))

;; What a node has room for.
(defun room
  ((node) (when (is_integer node)) node)
  ((node) (when (=:= (tuple_size node) 10)) 10)
  ((node) (* 10 (element 11 node))))

(defun resize (array)
  "The array up to its last entry that has not the default value."
  (resize (sparse_size array) array))

(defun resize
  "The array with another size."
  ((size (tuple 'array _ max default root)) (when (is_integer size) (>= size 0))
   (let ((root (grown size root)))
     (tuple 'array size (if (=:= max 0) 0 (room root)) default root)))
  ((_ _) (error 'badarg)))

;; The root with room for so many values.
(defun grown (size root)
  (let ((room (room root)))
    (cond ((=< size room) root)
          ((is_integer root) (room-for size room))
          (else (grown size (tuple root room room room room room room room room room room))))))

;;; One entry.

(defun get
  "The value of an entry."
  ((i (tuple 'array size _ default root)) (when (is_integer i) (>= i 0) (< i size))
   (value i root default))
  ((i (tuple 'array _ max default _)) (when (is_integer i) (>= i 0) (> max 0)) default)
  ((_ _) (error 'badarg)))

(defun value
  ((_ node default) (when (is_integer node)) default)
  ((i node _) (when (=:= (tuple_size node) 10)) (element (+ i 1) node))
  ((i node default)
   (let* ((room (element 11 node))
          (branch (div i room)))
     (value (- i (* branch room)) (element (+ branch 1) node) default))))

(defun set
  "The array with a value for an entry; it grows unless its size is fixed."
  ((i value (tuple 'array size max default root)) (when (is_integer i) (>= i 0) (< i size))
   (tuple 'array size max default (with-value i value root default)))
  ((i value (tuple 'array _ max default root)) (when (is_integer i) (>= i 0) (< i max))
   (tuple 'array (+ i 1) max default (with-value i value root default)))
  ((i value (tuple 'array _ max default root)) (when (is_integer i) (>= i 0) (> max 0))
   (let ((root (grown (+ i 1) root)))
     (tuple 'array (+ i 1) (room root) default (with-value i value root default))))
  ((_ _ _) (error 'badarg)))

(defun with-value
  ((i value node default) (when (is_integer node))
   (with-value i value (expanded node default) default))
  ((i value node _) (when (=:= (tuple_size node) 10)) (setelement (+ i 1) node value))
  ((i value node default)
   (let* ((room (element 11 node))
          (branch (div i room))
          (child (with-value (- i (* branch room)) value (element (+ branch 1) node) default)))
     (setelement (+ branch 1) node child))))

;; An empty node as a tuple.
(defun expanded
  ((10 default)
   (tuple default default default default default default default default default default))
  ((node _)
   (let ((room (div node 10)))
     (tuple room room room room room room room room room room room))))

(defun reset (i array)
  "The array with the default value for an entry; it does not grow."
  (let ((default (default array)))
    (if (=:= (get i array) default)
      array
      (set i default array))))

;;; Lists.

(defun from_list (values)
  "The array of the values of a list."
  (from_list values 'undefined))

(defun from_list
  "The array of the values of a list, with another default value."
  ((() default) (new (tuple 'default default)))
  ((values default) (when (>= (length values) 0))
   (above (leaves 0 values default) (length values) default))
  ((_ _) (error 'badarg)))

;; Tuples of number and leaf.
(defun leaves
  ((n (list* a b c d e f g h i j values) default)
   (cons (tuple n (tuple a b c d e f g h i j)) (leaves (+ n 1) values default)))
  ((_ () _) ())
  ((n values default)
   (list (tuple n (list_to_tuple (++ values (lists:duplicate (- 10 (length values)) default)))))))

;; The array of numbered leaves.
(defun above (leaves size default)
  (let (((tuple room root) (root leaves 10)))
    (tuple 'array size room default root)))

(defun root
  (((list (tuple 0 node)) room) (tuple room node))
  ((nodes room) (root (parents nodes room (list room)) (* room 10))))

;; Tuples of number and node above numbered items, ten of them, with `filler` for those that are
;; missing, in front of the list `end`.
(defun parents
  (((= (cons (tuple i _) _) items) filler end)
   (let* ((n (div i 10))
          ((tuple branches rest) (branches (* n 10) (* (+ n 1) 10) items filler end)))
     (cons (tuple n (list_to_tuple branches)) (parents rest filler end))))
  ((() _ _) ()))

(defun branches
  ((i last items _ end) (when (=:= i last)) (tuple end items))
  ((i last (cons (tuple n item) items) filler end) (when (=:= i n))
   (let (((tuple branches rest) (branches (+ i 1) last items filler end)))
     (tuple (cons item branches) rest)))
  ((i last items filler end)
   (let (((tuple branches rest) (branches (+ i 1) last items filler end)))
     (tuple (cons filler branches) rest))))

(defun to_list (array)
  "The values of all entries."
  (foldr (lambda (_ value values) (cons value values)) () array))

(defun sparse_to_list (array)
  "The values that are not the default value."
  (sparse_foldr (lambda (_ value values) (cons value values)) () array))

(defun from_orddict (pairs)
  "The array of a list of tuples of index and value, sorted by the index."
  (from_orddict pairs 'undefined))

(defun from_orddict
  "The array of a list of tuples of index and value, with another default value."
  ((() default) (new (tuple 'default default)))
  ((pairs default) (when (is_list pairs))
   (let ((size (size-of-pairs pairs 0)))
     (above (parents pairs default ()) size default)))
  ((_ _) (error 'badarg)))

;; One more than the last index of pairs whose indexes ascend from `from` or more.
(defun size-of-pairs
  (((cons (tuple i _) pairs) from) (when (is_integer i) (>= i from))
   (size-of-pairs pairs (+ i 1)))
  ((() from) from)
  ((pairs _) (error (tuple 'badarg pairs))))

(defun to_orddict (array)
  "The tuples of index and value of all entries."
  (foldr (lambda (i value pairs) (cons (tuple i value) pairs)) () array))

(defun sparse_to_orddict (array)
  "The tuples of index and value of entries that have not the default value."
  (sparse_foldr (lambda (i value pairs) (cons (tuple i value) pairs)) () array))

(defun sparse_size (array)
  "The number of entries up to the last that has not the default value."
  (sparse_foldl (lambda (i _ _) (+ i 1)) 0 array))

;;; Applying a function to each entry. `start` is the index of a node's first entry. What lies behind
;;; `size` in an array that was made smaller is not looked at.

(defun map
  "The array with each value replaced by what `f` answers for index and value."
  ((f (tuple 'array size max default root)) (when (is_function f 2))
   (tuple 'array size max default (map-node f 0 size default root)))
  ((_ _) (error 'badarg)))

(defun map-node
  ((_ start size _ node) (when (>= start size)) node)
  ((f start size default node) (when (is_integer node))
   (map-node f start size default (expanded node default)))
  ((f start size _ node) (when (=:= (tuple_size node) 10))
   (list_to_tuple (map-values f start size (tuple_to_list node))))
  ((f start size default node)
   (list_to_tuple
     (map-branches f start size default (element 11 node) (tuple_to_list node)))))

(defun map-values
  ((f i size (cons value values)) (when (< i size))
   (cons (funcall f i value) (map-values f (+ i 1) size values)))
  ((_ _ _ values) values))

(defun map-branches
  ((f start size default room (cons node nodes)) (when (< start size) (=/= nodes ()))
   (cons (map-node f start size default node)
         (map-branches f (+ start room) size default room nodes)))
  ((_ _ _ _ _ nodes) nodes))

(defun sparse_map
  "map/2 of the values that are not the default value."
  ((f (tuple 'array size max default root)) (when (is_function f 2))
   (tuple 'array size max default (sparse-map-node f 0 size default root)))
  ((_ _) (error 'badarg)))

(defun sparse-map-node
  ((_ start size _ node) (when (orelse (>= start size) (is_integer node))) node)
  ((f start size default node) (when (=:= (tuple_size node) 10))
   (list_to_tuple (sparse-map-values f start size default (tuple_to_list node))))
  ((f start size default node)
   (list_to_tuple
     (sparse-map-branches f start size default (element 11 node) (tuple_to_list node)))))

(defun sparse-map-values
  ((f i size default (cons value values)) (when (< i size))
   (cons (if (=:= value default) value (funcall f i value))
         (sparse-map-values f (+ i 1) size default values)))
  ((_ _ _ _ values) values))

(defun sparse-map-branches
  ((f start size default room (cons node nodes)) (when (< start size) (=/= nodes ()))
   (cons (sparse-map-node f start size default node)
         (sparse-map-branches f (+ start room) size default room nodes)))
  ((_ _ _ _ _ nodes) nodes))

(defun foldl
  "Call `f` with each index from the first, its value and an accumulator."
  ((f acc (tuple 'array size _ default root)) (when (is_function f 3))
   (fold-up f acc 0 size (tuple default) root))
  ((_ _ _) (error 'badarg)))

(defun sparse_foldl
  "foldl/3 of the values that are not the default value."
  ((f acc (tuple 'array size _ default root)) (when (is_function f 3))
   (fold-up (unless-default f default) acc 0 size 'skip root))
  ((_ _ _) (error 'badarg)))

(defun unless-default (f default)
  (lambda (i value acc)
    (if (=:= value default)
      acc
      (funcall f i value acc))))

;; `empty` says what is in empty nodes: `#(default)`, or skip.
(defun fold-up
  ((_ acc start size _ _) (when (>= start size)) acc)
  ((_ acc _ _ 'skip node) (when (is_integer node)) acc)
  ((f acc start size (tuple default) node) (when (is_integer node))
   (defaults-up f acc start (min size (+ start node)) default))
  ((f acc start size _ node) (when (=:= (tuple_size node) 10))
   (values-up f acc start 1 (min 10 (- size start)) node))
  ((f acc start size empty node)
   (branches-up f acc start size empty 1 (element 11 node) node)))

(defun defaults-up
  ((f acc i last default) (when (< i last))
   (defaults-up f (funcall f i default acc) (+ i 1) last default))
  ((_ acc _ _ _) acc))

(defun values-up
  ((f acc i place last leaf) (when (=< place last))
   (values-up f (funcall f i (element place leaf) acc) (+ i 1) (+ place 1) last leaf))
  ((_ acc _ _ _ _) acc))

(defun branches-up
  ((_ acc start size _ branch _ _) (when (orelse (> branch 10) (>= start size))) acc)
  ((f acc start size empty branch room node)
   (branches-up f (fold-up f acc start size empty (element branch node))
     (+ start room) size empty (+ branch 1) room node)))

(defun foldr
  "Call `f` with each index from the last, its value and an accumulator."
  ((f acc (tuple 'array size _ default root)) (when (is_function f 3))
   (fold-down f acc 0 size (tuple default) root))
  ((_ _ _) (error 'badarg)))

(defun sparse_foldr
  "foldr/3 of the values that are not the default value."
  ((f acc (tuple 'array size _ default root)) (when (is_function f 3))
   (fold-down (unless-default f default) acc 0 size 'skip root))
  ((_ _ _) (error 'badarg)))

(defun fold-down
  ((_ acc start size _ _) (when (>= start size)) acc)
  ((_ acc _ _ 'skip node) (when (is_integer node)) acc)
  ((f acc start size (tuple default) node) (when (is_integer node))
   (defaults-down f acc (- (min size (+ start node)) 1) start default))
  ((f acc start size _ node) (when (=:= (tuple_size node) 10))
   (values-down f acc start (min 10 (- size start)) node))
  ((f acc start size empty node)
   (branches-down f acc start size empty 10 (element 11 node) node)))

(defun defaults-down
  ((f acc i first default) (when (>= i first))
   (defaults-down f (funcall f i default acc) (- i 1) first default))
  ((_ acc _ _ _) acc))

(defun values-down
  ((f acc start place leaf) (when (> place 0))
   (values-down f (funcall f (+ start place -1) (element place leaf) acc)
     start (- place 1) leaf))
  ((_ acc _ _ _) acc))

(defun branches-down
  ((_ acc _ _ _ 0 _ _) acc)
  ((f acc start size empty branch room node)
   (branches-down f
     (fold-down f acc (+ start (* (- branch 1) room)) size empty (element branch node))
     start size empty (- branch 1) room node)))
