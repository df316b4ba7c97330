;; Substitution in trees.
(defmodule cl_trees (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun main ()
  (show
    (cl:subst 'x 'a '(a (b a) . a)) (cl:subst 'x 'a 'a) (cl:subst 'x 'a 'b) (cl:subst 'x 'a ()) (cl:subst 'x () '(a b))
    (cl:subst 'x '(b) '(a (b) b)) (cl:subst 'x 1.0 '(1 2)) (cl:subst 'x 'a '(#(a) a))
    (cl:subst-if 'x (lambda (t) (is_atom t)) '(a (1 b))) (cl:subst-if 'x (lambda (t) (=:= t ())) '(1 2))
    (cl:subst-if 'x (lambda (t) (is_list t)) '(a b)) (cl:subst-if 'x (lambda (t) 'no) '(a)) (cl:subst-if 'x (lambda (t) 'false) 'a)
    (cl:subst-if-not 'x (lambda (t) (is_list t)) '(a (1 b))) (cl:subst-if-not 'x (lambda (t) (is_atom t)) '(a b))
    (cl:subst-if-not 'x (lambda (t) 'no) '(a)) (cl:subst-if-not 'x (lambda (t) 'true) 'a)
    (cl:sublis '(#(a 1) #(b 2)) '(a (b c) . a)) (cl:sublis '((a . 1) (b . 2)) '(a (b c) . a)) (cl:sublis () '(a b))
    (cl:sublis '((a . 1)) 'a) (cl:sublis '((a . b) (b . c)) '(a b)) (cl:sublis '((() . end)) '(a b))
    (cl:sublis '(((b) . x)) '(a (b) b)) (cl:sublis 'x '(a)) (cl:sublis '(a) '(a)) (cl:sublis '((a 1)) '(a))))
