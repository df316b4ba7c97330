;; cl:if and cl:cond, which LFE 2.2.1 exports but does not expand.
(defmodule cl_conditionals (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun classify (x)
  (cl:cond ((is_integer x) (io:format "an integer, ") 'integer)
           ((?= (tuple 'pair a b) x) (list a b))
           ((?= (cons h _) (when (is_atom h)) x) h)
           ((lists:member x '(yes no)))
           (else 'other)))
(defun main ()
  (let ((l '(1)))
    (show
      (cl:if () 1 2) (cl:if 'false 1 2) (cl:if 'true 1 2) (cl:if 0 1 2) (cl:if l 1 2) (cl:if (cl:member 2 l) 1 2)
      (cl:if () 1) (cl:if 'x 1) (cl:if (cl:find 1 l) (cl:if () 'a 'b) 'c)
      (cl:cond) (cl:cond (() 1)) (cl:cond ((cl:find 9 l) 'nine) ((cl:find 1 l) 'one)) (cl:cond (()) ('x)) (cl:cond ('x 1 2 3))
      (cl:cond ('false 1) (else)) (cl:cond (else 1 2))
      (classify 7) (classify #(pair 1 2)) (classify '(a b)) (classify '(1)) (classify 'yes) (classify 'maybe))))
