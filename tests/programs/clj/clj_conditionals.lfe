;; Conditional macros.
(defmodule clj_conditionals (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try (funcall (lambda () ,form))
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun main ()
  (let ((yes 'true) (no 'false) (none 'undefined))
    (show
      (clj:if-let (x 5) x) (clj:if-let (x 5) (+ x 1) 'no) (clj:if-let (x no) x 'no) (clj:if-let (x none) x 'no) (clj:if-let (x none) x)
      (clj:if-let ((tuple 'ok v) (tuple 'ok 3)) v 'no) (clj:if-let ((tuple 'ok v) (tuple 'error 3)) v 'no) (clj:if-let ((tuple 'ok v) 'x) v)
      (clj:iff-let ((x 5)) x) (clj:iff-let ((x 5)) 1 2 (+ x 1)) (clj:iff-let ((x no)) x) (clj:iff-let ((x none)) x) (clj:iff-let (((tuple 'ok v) (tuple 'error 1))) v)
      (clj:if-not yes 1 2) (clj:if-not no 1 2) (clj:if-not none 1 2) (clj:if-not 7 1 2) (clj:if-not yes 1) (clj:if-not no 1)
      (clj:iff yes 1 2) (clj:iff no 1 2) (clj:iff none 1) (clj:iff 7 1) (clj:iff yes)
      (clj:when-not yes 1 2) (clj:when-not no 1 2) (clj:when-not none 1) (clj:when-not 7 1)
      (clj:not= 1) (clj:not= 1 2) (clj:not= 1 1) (clj:not= 1 1.0) (clj:not= 'a 'b)
      (clj:condp #'=:=/2 3 1 'one 3 'three) (clj:condp #'=:=/2 3 1 'one 'default) (clj:condp #'=:=/2 3 1 'one) (clj:condp #'=:=/2 3 'default)
      (clj:condp #'lists:member/2 '(a b) 'x 'found-x 'b 'found-b)
      (clj:condp (lambda (k l) (proplists:get_value k l)) '(#(a 1) #(b 2)) 'c >> (lambda (v) (list 'c v)) 'b >> (lambda (v) (list 'b v)) 'none)
      (clj:condp #'maps:get/2 #M(a 1) 'a >> #'integer_to_list/1))))
