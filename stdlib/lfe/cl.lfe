;;; Common Lisp's functions on lists, sequences and symbols, with LFE's booleans.

(defmodule cl
  "Common Lisp's functions for LFE. Truth is `true` and `false`; lists and tuples are sequences, whose
  elements are counted from 0."
  (export (make-lfe-bool 1) (make-cl-bool 1)
          (mapcar 2) (maplist 2) (mapc 2) (mapl 2)
          (symbol-plist 1) (symbol-name 1) (get 2) (get 3) (getl 2) (putprop 3) (remprop 2)
          (getf 2) (getf 3) (putf 3) (remf 2) (get-properties 2)
          (elt 2) (length 1) (reverse 1) (some 2) (every 2) (notany 2) (notevery 2)
          (reduce 2) (reduce 4) (reduce 6)
          (remove 2) (remove-if 2) (remove-if-not 2) (remove-duplicates 1)
          (substitute 3) (substitute-if 3) (substitute-if-not 3)
          (find 2) (find-if 2) (find-if-not 2) (find-duplicates 1)
          (position 2) (position-if 2) (position-if-not 2) (position-duplicates 1)
          (count 2) (count-if 2) (count-if-not 2)
          (car 1) (first 1) (cdr 1) (rest 1) (nth 2) (nthcdr 2) (last 1) (butlast 1)
          (subst 3) (subst-if 3) (subst-if-not 3) (sublis 2)
          (member 2) (member-if 2) (member-if-not 2) (adjoin 2) (union 2) (intersection 2)
          (set-difference 2) (set-exclusive-or 2) (subsetp 2)
          (acons 3) (pairlis 2) (pairlis 3) (assoc 2) (assoc-if 2) (assoc-if-not 2)
          (rassoc 2) (rassoc-if 2) (rassoc-if-not 2)
          (type-of 1) (coerce 2))
  (export-macro do if cond))

;; Macros. They are not used in this module, where `if` and `cond` are the core forms.

(defmacro do forms
  "`(do ((variable start step) …) (end-test result) body …)`: a loop. The value of the body is
  `do-state` in the steps and the end test."
  `(do ,@forms))

(defmacro if
  "`(if test then [else])`: `()` and `false` are false, all else is true. Without `else` it is `()`."
  ((list test then) (list 'cl:if test then ()))
  ((list test then else) `(if ,(as-test test) ,then ,else)))

(defmacro cond clauses
  "`(cond (test body …) … [(else body …)])`, where a test is as that of `cl:if`, or
  `(?= pattern [guard] value)`. A clause without a body has the value of its test; where no clause
  applies the value is `()`."
  (expand-cond clauses))

(eval-when-compile
  (defun as-test (test)
    `(case ,test ('false 'false) (() 'false) (_ 'true)))

  (defun expand-cond
    ((()) ())
    (((cons (cons 'else body) ())) `(progn ,@body))
    (((cons (cons (cons '?= match) body) clauses))
     (let ((pattern (lists:droplast match)))
       `(case ,(lists:last match)
          (,@pattern ,@body)
          (_ ,(expand-cond clauses)))))
    (((cons (list test) clauses))
     `(let ((|-test-| ,test))
        (if ,(as-test '|-test-|) |-test-| ,(expand-cond clauses))))
    (((cons (cons test body) clauses))
     `(if ,(as-test test) (progn ,@body) ,(expand-cond clauses)))))

;; Booleans.

(defun make-lfe-bool
  "Whether a value is true in Common Lisp: all but `()` are."
  ((()) 'false)
  ((_) 'true))

(defun make-cl-bool
  "A boolean as Common Lisp has it: `()` for `false`."
  (('true) 'true)
  (('false) ()))

;; Mapping.

(defun mapcar (function list)
  "The results for all elements."
  (lists:map function list))

(defun maplist
  "The results for the list, its tail, the tail of that and so on."
  ((function (= (cons _ tail) list)) (cons (funcall function list) (maplist function tail)))
  ((_ ()) ()))

(defun mapc (function list)
  "Calls a function for all elements; the value is the list."
  (lists:foreach function list)
  list)

(defun mapl (function list)
  "Calls a function for the list, its tail, the tail of that and so on; the value is the list."
  (each-tail function list)
  list)

(defun each-tail
  ((function (= (cons _ tail) list))
   (funcall function list)
   (each-tail function tail))
  ((_ ()) 'ok))

;; Symbols. Their property lists are in one table for all processes.

(defun symbol-plist (symbol)
  "The property list of a symbol."
  (make-plists)
  (case (ets:lookup 'lfe-symbol-plist symbol)
    ((list (tuple _ plist)) plist)
    (() ())))

(defun symbol-name (symbol)
  "The name of a symbol, a string."
  (atom_to_list symbol))

(defun get (symbol property)
  "A property of a symbol, or `()`."
  (get symbol property ()))

(defun get (symbol property default)
  "A property of a symbol, or the default."
  (getf (symbol-plist symbol) property default))

(defun getl (symbol properties)
  "The property list of a symbol from the first of these properties on, or `()`."
  (tail-with (symbol-plist symbol) properties))

(defun putprop (symbol value property)
  "Sets a property of a symbol."
  (let ((plist (putf (symbol-plist symbol) value property)))
    (ets:insert 'lfe-symbol-plist (tuple symbol plist))))

(defun remprop (symbol property)
  "Removes a property of a symbol."
  (case (remf (symbol-plist symbol) property)
    (() (ets:delete 'lfe-symbol-plist symbol))
    (plist (ets:insert 'lfe-symbol-plist (tuple symbol plist)))))

;; The table belongs to a process that does nothing else, so it is there until the program ends.
(defun make-plists ()
  (case (ets:whereis 'lfe-symbol-plist)
    ('undefined
     (let (((tuple _ monitor) (spawn_monitor (lambda () (keep-plists)))))
       (wait-for-plists monitor)))
    (_ 'ok)))

(defun keep-plists ()
  (register 'lfe-symbol-plist (self))
  (ets:new 'lfe-symbol-plist '(named_table public))
  (receive ('never 'ok)))

;; Who is not the first to register ends, and the table is about to be made.
(defun wait-for-plists (monitor)
  (case (ets:whereis 'lfe-symbol-plist)
    ('undefined
     (receive
       ((tuple 'DOWN reference 'process _ _) (when (=:= reference monitor)) 'ok)
       (after 1 'ok))
     (wait-for-plists monitor))
    (_ (demonitor monitor '(flush)))))

;; Property lists: `(property value …)`.

(defun getf (plist property)
  "A property's value, or `()`."
  (getf plist property ()))

(defun getf
  "A property's value, or the default."
  (((list* property value _) property _) value)
  (((list* _ _ plist) property default) (getf plist property default))
  ((() _ default) default))

(defun putf
  "The list with a property set: in its place, or at the end."
  (((list* property _ plist) value property) (list* property value plist))
  (((list* other kept plist) value property) (list* other kept (putf plist value property)))
  ((() value property) (list property value)))

(defun remf
  "The list without a property, the first of that name."
  (((list* property _ plist) property) plist)
  (((list* other kept plist) property) (list* other kept (remf plist property)))
  ((() _) ()))

(defun get-properties (plist properties)
  "`#(property value rest)` of the first of these properties, where the rest begins with it, or
  `#(() () ())`."
  (case (tail-with plist properties)
    ((= (list* property value _) rest) (tuple property value rest))
    (() (tuple () () ()))))

(defun tail-with
  (((= (list* property _ plist) all) properties)
   (if (lists:member property properties)
     all
     (tail-with plist properties)))
  ((() _) ()))

;; Sequences.

(defun elt
  "The element at an index; `()` if a list has none."
  ((index sequence) (when (is_tuple sequence)) (element (+ index 1) sequence))
  ((index sequence) (when (is_list sequence)) (nth index sequence)))

(defun length
  "The number of elements."
  ((sequence) (when (is_tuple sequence)) (tuple_size sequence))
  ((sequence) (when (is_list sequence)) (erlang:length sequence)))

(defun reverse (sequence)
  "The elements in the opposite order."
  (on-list #'lists:reverse/1 sequence))

(defun some (predicate sequence)
  "Does the predicate hold for an element?"
  (any predicate (as-list sequence)))

(defun every (predicate sequence)
  "Does the predicate hold for all elements?"
  (all predicate (as-list sequence)))

(defun notany (predicate sequence)
  "Does the predicate hold for no element?"
  (not (some predicate sequence)))

(defun notevery (predicate sequence)
  "Is there an element for which the predicate does not hold?"
  (not (every predicate sequence)))

(defun any
  ((predicate (cons element list))
   (case (funcall predicate element)
     ('true 'true)
     ('false (any predicate list))))
  ((_ ()) 'false))

(defun all
  ((predicate (cons element list))
   (case (funcall predicate element)
     ('true (all predicate list))
     ('false 'false)))
  ((_ ()) 'true))

(defun as-list
  ((sequence) (when (is_tuple sequence)) (tuple_to_list sequence))
  ((sequence) (when (is_list sequence)) sequence))

;; What a function makes of a list, as a sequence of the same kind.
(defun on-list
  ((function sequence) (when (is_tuple sequence))
   (list_to_tuple (funcall function (tuple_to_list sequence))))
  ((function sequence) (when (is_list sequence))
   (funcall function sequence)))

(defun reduce (function sequence)
  "`(function element result)` for one element after the other; the first result is the first element.
  Of no elements, `(function)`."
  (reduce-list function (as-list sequence)))

(defun reduce
  "The same, with `initial-value` and the first result, or `from-end` and whether the last element comes
  first."
  ((function sequence 'initial-value value) (lists:foldl function value (as-list sequence)))
  ((function sequence 'from-end 'true) (reduce-list function (lists:reverse (as-list sequence))))
  ((function sequence 'from-end 'false) (reduce function sequence)))

(defun reduce
  "The same with both, in any order."
  ((function sequence 'initial-value value 'from-end 'true)
   (lists:foldr function value (as-list sequence)))
  ((function sequence 'initial-value value 'from-end 'false)
   (lists:foldl function value (as-list sequence)))
  ((function sequence 'from-end from-end 'initial-value value)
   (reduce function sequence 'initial-value value 'from-end from-end)))

(defun reduce-list
  ((function (cons first list)) (lists:foldl function first list))
  ((function ()) (funcall function)))

(defun remove (item sequence)
  "All elements but those that are the item."
  (remove-if (is item) sequence))

(defun remove-if (predicate sequence)
  "The elements for which the predicate does not hold."
  (remove-if-not (opposite predicate) sequence))

(defun remove-if-not (predicate sequence)
  "The elements for which the predicate holds."
  (on-list (lambda (list) (lists:filter predicate list)) sequence))

(defun remove-duplicates (sequence)
  "The last of each of the elements that are the same."
  (on-list #'last-of-each/1 sequence))

(defun last-of-each (list)
  (let (((tuple _ kept)
         (lists:foldr (match-lambda ((element (tuple seen kept))
                                     (if (is_map_key element seen)
                                       (tuple seen kept)
                                       (tuple (map-set seen element 'true) (cons element kept)))))
                      (tuple (map) ()) list)))
    kept))

(defun substitute (new old sequence)
  "The elements, with a new one in place of each that is the old one."
  (substitute-if new (is old) sequence))

(defun substitute-if (new predicate sequence)
  "The elements, with a new one in place of each for which the predicate holds."
  (on-list (lambda (list)
             (lists:map (lambda (element)
                          (case (funcall predicate element)
                            ('true new)
                            ('false element)))
                        list))
           sequence))

(defun substitute-if-not (new predicate sequence)
  "The elements, with a new one in place of each for which the predicate does not hold."
  (substitute-if new (opposite predicate) sequence))

(defun find (item sequence)
  "The item, if it is an element, or `()`."
  (find-if (is item) sequence))

(defun find-if (predicate sequence)
  "The first element for which the predicate holds, or `()`."
  (case (first-place predicate (as-list sequence) 0)
    ((tuple _ element) element)
    (() ())))

(defun find-if-not (predicate sequence)
  "The first element for which the predicate does not hold, or `()`."
  (find-if (opposite predicate) sequence))

(defun find-duplicates (sequence)
  "The first of each of the elements that come again."
  (lists:map #'tl/1 (duplicates sequence)))

(defun position (item sequence)
  "The index of the first element that is the item, or `()`."
  (position-if (is item) sequence))

(defun position-if (predicate sequence)
  "The index of the first element for which the predicate holds, or `()`."
  (case (first-place predicate (as-list sequence) 0)
    ((tuple index _) index)
    (() ())))

(defun position-if-not (predicate sequence)
  "The index of the first element for which the predicate does not hold, or `()`."
  (position-if (opposite predicate) sequence))

(defun position-duplicates (sequence)
  "The index of the first of each of the elements that come again."
  (lists:map #'hd/1 (duplicates sequence)))

;; `(index . element)` of the first of each of the elements that come again.
(defun duplicates (sequence)
  (let* ((list (as-list sequence))
         (counts (lists:foldl (lambda (element counts)
                                (maps:update_with element (lambda (n) (+ n 1)) 1 counts))
                              (map) list)))
    (first-of-each list 0 counts)))

(defun first-of-each
  (((cons element list) index counts)
   (case (maps:get element counts 1)
     (1 (first-of-each list (+ index 1) counts))
     (_ (cons (cons index element)
              (first-of-each list (+ index 1) (maps:remove element counts))))))
  ((() _ _) ()))

(defun first-place
  ((predicate (cons element list) index)
   (case (funcall predicate element)
     ('true (tuple index element))
     ('false (first-place predicate list (+ index 1)))))
  ((_ () _) ()))

(defun count (item sequence)
  "How many elements are the item."
  (count-if (is item) sequence))

(defun count-if (predicate sequence)
  "For how many elements the predicate holds."
  (lists:foldl (lambda (element count)
                 (case (funcall predicate element)
                   ('true (+ count 1))
                   ('false count)))
               0 (as-list sequence)))

(defun count-if-not (predicate sequence)
  "For how many elements the predicate does not hold."
  (count-if (opposite predicate) sequence))

(defun is (item)
  (lambda (element) (=:= element item)))

(defun opposite (predicate)
  (lambda (element)
    (case (funcall predicate element)
      ('true 'false)
      ('false 'true)
      (other other))))

;; Lists.

(defun car
  "The first element; of `()`, `()`."
  ((()) ())
  ((list) (hd list)))

(defun first (list)
  "The first element; of `()`, `()`."
  (cl:car list))

(defun cdr
  "The list without its first element; of `()`, `()`."
  ((()) ())
  ((list) (tl list)))

(defun rest (list)
  "The list without its first element; of `()`, `()`."
  (cl:cdr list))

(defun nth
  "The element at an index, or `()`."
  ((_ ()) ())
  ((0 list) (hd list))
  ((index _) (when (< index 0)) ())
  ((index list) (nth (- index 1) (tl list))))

(defun nthcdr
  "The list without its first elements, so many, or `()`."
  ((count list) (when (is_integer count) (=< count 0) (is_list list)) list)
  ((count ()) (when (is_integer count)) ())
  ((count (cons _ list)) (nthcdr (- count 1) list)))

(defun last
  "The last element."
  (((list element)) element)
  (((cons _ list)) (last list)))

(defun butlast
  "The list without its last element."
  (((list _)) ())
  (((cons element list)) (cons element (butlast list))))

;; Trees.

(defun subst (new old tree)
  "The tree with a new one in place of each subtree that is the old one."
  (subst-if new (is old) tree))

(defun subst-if (new predicate tree)
  "The tree with a new one in place of each subtree for which the predicate holds."
  (case (funcall predicate tree)
    ('true new)
    ('false (case tree
              ((cons left right)
               (cons (subst-if new predicate left) (subst-if new predicate right)))
              (_ tree)))))

(defun subst-if-not (new predicate tree)
  "The tree with a new one in place of each subtree for which the predicate does not hold."
  (subst-if new (opposite predicate) tree))

(defun sublis (alist tree)
  "The tree with the value in place of each subtree that is a key of an association list."
  (case (assoc tree alist)
    ((cons _ new) new)
    (() (case tree
          ((cons left right) (cons (sublis alist left) (sublis alist right)))
          (_ tree)))))

;; Lists as sets.

(defun member (item list)
  "Is it an element?"
  (lists:member item list))

(defun member-if (predicate list)
  "Does the predicate hold for an element?"
  (any predicate list))

(defun member-if-not (predicate list)
  "Is there an element for which the predicate does not hold?"
  (any (opposite predicate) list))

(defun adjoin (item list)
  "The list with an item in front, unless it is an element."
  (if (lists:member item list)
    list
    (cons item list)))

(defun union (left right)
  "The elements of the first that are not in the second, then the second."
  (++ (set-difference left right) right))

(defun intersection (left right)
  "The elements of the first that are in the second."
  (lists:filter (lambda (element) (lists:member element right)) left))

(defun set-difference (left right)
  "The elements of the first that are not in the second."
  (lists:filter (lambda (element) (not (lists:member element right))) left))

(defun set-exclusive-or (left right)
  "The elements of each that are not in the other."
  (++ (set-difference left right) (set-difference right left)))

(defun subsetp (left right)
  "Are all elements of the first in the second?"
  (all (lambda (element) (lists:member element right)) left))

;; Association lists: `((key . value) …)`.

(defun acons (key value alist)
  "The list with one more pair."
  (cons (cons key value) alist))

(defun pairlis (keys values)
  "The pairs of keys and values."
  (pairlis keys values ()))

(defun pairlis
  "The pairs of keys and values before those of a list."
  (((cons key keys) (cons value values) alist) (acons key value (pairlis keys values alist)))
  ((() () alist) alist))

(defun assoc
  "The first pair with this key, or `()`."
  ((key (cons (= (cons key _) pair) _)) pair)
  ((key (cons _ alist)) (assoc key alist))
  ((_ ()) ()))

(defun assoc-if
  "The first pair for whose key the predicate holds, or `()`."
  ((predicate (cons (= (cons key _) pair) alist))
   (case (funcall predicate key)
     ('true pair)
     ('false (assoc-if predicate alist))))
  ((_ ()) ()))

(defun assoc-if-not (predicate alist)
  "The first pair for whose key the predicate does not hold, or `()`."
  (assoc-if (opposite predicate) alist))

(defun rassoc
  "The first pair with this value, or `()`."
  ((value (cons (= (cons _ value) pair) _)) pair)
  ((value (cons _ alist)) (rassoc value alist))
  ((_ ()) ()))

(defun rassoc-if
  "The first pair for whose value the predicate holds, or `()`."
  ((predicate (cons (= (cons _ value) pair) alist))
   (case (funcall predicate value)
     ('true pair)
     ('false (rassoc-if predicate alist))))
  ((_ ()) ()))

(defun rassoc-if-not (predicate alist)
  "The first pair for whose value the predicate does not hold, or `()`."
  (rassoc-if (opposite predicate) alist))

;; Types.

(defun type-of
  "The name of a value's type."
  ((value) (when (is_boolean value)) 'boolean)
  ((value) (when (is_atom value)) 'atom)
  ((value) (when (is_integer value)) 'integer)
  ((value) (when (is_float value)) 'float)
  ((value) (when (is_tuple value)) 'tuple)
  ((value) (when (is_binary value)) 'binary)
  ((value) (when (is_bitstring value)) 'bitstring)
  ((value) (when (is_map value)) 'map)
  ((value) (when (is_function value)) 'function)
  ((value) (when (is_pid value)) 'pid)
  ((value) (when (is_port value)) 'port)
  ((value) (when (is_reference value)) 'reference)
  ((value) (when (is_list value)) (type-of-list value)))

(defun type-of-list (value)
  (case (is-proper value)
    ('false 'cons)
    ('true (if (io_lib:printable_unicode_list value) 'string 'list))))

(defun is-proper
  (((cons _ list)) (is-proper list))
  ((end) (=:= end ())))

(defun coerce
  "A value as one of another type: `list`, `tuple` or `vector`, `atom`, `character`, `integer`, `float`,
  or as it is, `t`."
  ((value 't) value)
  ((value 'list) (when (is_list value)) value)
  ((value 'list) (when (is_tuple value)) (tuple_to_list value))
  ((value 'list) (when (is_atom value)) (atom_to_list value))
  ((value 'list) (when (is_binary value)) (binary_to_list value))
  ((value 'list) (when (is_bitstring value)) (bitstring_to_list value))
  ((value 'tuple) (when (is_tuple value)) value)
  ((value 'tuple) (when (is_list value)) (list_to_tuple value))
  ((value 'vector) (coerce value 'tuple))
  ((value 'atom) (when (is_atom value)) value)
  ((value 'atom) (when (is_list value)) (list_to_atom value))
  ((value 'character) (when (is_integer value)) value)
  ((value 'character) (when (is_atom value)) (hd (atom_to_list value)))
  ((value 'character) (when (is_list value)) (hd value))
  ((value 'integer) (when (is_integer value)) value)
  ((value 'integer) (when (is_float value)) (trunc value))
  ((value 'float) (when (is_number value)) (float value))
  ((value 'float) (when (is_list value)) (list_to_float value)))
