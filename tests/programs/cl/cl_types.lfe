;; Types and their conversion.
(defmodule cl_types (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defrecord point x y)
(defun main ()
  (show
    (cl:type-of 'a) (cl:type-of 'true) (cl:type-of 1) (cl:type-of 1.5) (cl:type-of "abc") (cl:type-of ()) (cl:type-of '(1 . 2))
    (cl:type-of #(1 2)) (cl:type-of #"abc") (cl:type-of #B((1 (size 3)))) (cl:type-of #M(a 1)) (cl:type-of (lambda (x) x))
    (cl:type-of (self)) (cl:type-of (make_ref)) (cl:type-of (make-point)) (cl:type-of 100000000000000000000) (cl:type-of '(a b))
    (cl:type-of #()) (cl:type-of #"") (cl:type-of #'lists:map/2)
    (cl:coerce #(1 2) 'list) (cl:coerce '(1 2) 'tuple) (cl:coerce '(1 2) 'vector) (cl:coerce 1.5 'integer) (cl:coerce 'a 'list) (cl:coerce 'a 'string)
    (cl:coerce "abc" 'atom) (cl:coerce "abc" 'symbol) (cl:coerce "a" 'character) (cl:coerce 'a 'character) (cl:coerce #"abc" 'list)
    (cl:coerce "abc" 'binary) (cl:coerce "abc" 'string) (cl:coerce 1 'number) (cl:coerce "ab" 'character)
    (cl:coerce #M(a 1) 'list) (cl:coerce '(#(a 1)) 'map) (cl:coerce 1 'list) (cl:coerce 1 'tuple)
    (cl:coerce 1 'nonsense) (cl:coerce #"abc" 'bitstring) (cl:coerce #"abc" 'binary) (cl:coerce (list 1 'a) 'binary) (cl:coerce "12" 'integer)
    (cl:coerce #M(a 1) 'map) (cl:coerce () 'tuple) (cl:coerce #() 'list) (cl:coerce "1.5" 'float) (cl:coerce 1 't) (cl:coerce 1 'boolean)))
