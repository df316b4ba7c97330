;; Predicate macros, in guards and bodies.
(defmodule clj_guards (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defrecord point x y)
(defun kind
  ((x) (when (clj:bool? x)) 'bool)
  ((x) (when (clj:undef? x)) 'undefined)
  ((x) (when (clj:atom? x)) 'atom)
  ((x) (when (clj:zero? x)) 'zero)
  ((x) (when (clj:int? x) (clj:pos? x)) 'positive)
  ((x) (when (clj:int? x) (clj:neg? x)) 'negative)
  ((x) (when (clj:float? x)) 'float)
  ((x) (when (clj:map? x)) 'map)
  ((x) (when (clj:record? x 'point 3)) 'point)
  ((x) (when (clj:tuple? x)) 'tuple)
  ((x) (when (clj:binary? x)) 'binary)
  ((x) (when (clj:bitstring? x)) 'bits)
  ((x) (when (clj:func? x 1)) 'func1)
  ((x) (when (clj:function? x)) 'function)
  ((x) (when (clj:reference? x)) 'reference)
  ((x) (when (clj:nil? x)) 'nil)
  ((_) 'other))
(defun main ()
  (lists:foreach (lambda (x) (io:format "~p~n" (list (kind x))))
    (list 'true 'undefined 'a 0 0.0 5 -5 1.5 #M() (make-point) #(a) #() #"a" #B((1 (size 2))) (lambda (x) x) (lambda () 1) (make_ref) () '(1)))
  (show
    (clj:tuple? #(1)) (clj:boolean? 'a) (clj:integer? 1) (clj:number? 1.5) (clj:record? #(a 1) 'a) (clj:record? #(a 1) 'b) (clj:record? 'a 'a)
    (clj:record? #(a 1) 'a 2) (clj:record? #(a 1) 'a 3) (clj:undefined? 'undefined) (clj:undefined? 'nil) (clj:nil? 'nil) (clj:nil? ()) (clj:nil? 'undefined)
    (clj:true? 'true) (clj:true? 1) (clj:false? 'false) (clj:false? ()) (clj:falsy? 'false) (clj:falsy? 'undefined) (clj:falsy? ()) (clj:falsy? 'true)
    (clj:odd? 3) (clj:odd? 4) (clj:even? 3) (clj:even? 4) (clj:even? 'a) (clj:zero? 0.0) (clj:zero? 1) (clj:pos? 0) (clj:pos? 1) (clj:neg? -1) (clj:neg? 0)
    (clj:identical? 1 1) (clj:identical? 1 1.0) (clj:function? #'kind/1) (clj:function? #'kind/1 2) (clj:func? 1) (clj:odd? -3) (clj:even? 0)))
