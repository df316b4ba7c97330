;; Composition and partial application.
(defmodule clj_composition (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun inc (x) (+ x 1))
(defun twice (x) (* x 2))
(defun main ()
  (show
    (funcall (clj:comp #'inc/1 #'twice/1) 5) (funcall (clj:comp #'twice/1 #'inc/1) 5)
    (clj:comp #'inc/1 #'twice/1 5) (clj:comp (list #'inc/1 #'twice/1) 5) (clj:comp (list #'twice/1 #'inc/1 #'inc/1) 5)
    (funcall (clj:comp (list #'inc/1 #'twice/1)) 5) (funcall (clj:comp (list #'inc/1)) 5) (funcall (clj:comp ()) 5)
    (funcall (clj:comp) 5) (clj:comp () 5) (clj:comp 1 2) (clj:comp 'a) (funcall (clj:comp #'inc/1 #'lists:nope/1) 1)
    (lists:filter (clj:comp (lambda (b) (not b)) (lambda (x) (== x 0))) '(0 1 0 2))
    (funcall (clj:partial #'+/2 1) 2) (funcall (clj:partial (lambda (a b c) (list a b c)) 1) '(2 3))
    (funcall (clj:partial (lambda (a b c) (list a b c)) '(1 2)) 3) (funcall (clj:partial (lambda (a b c d) (list a b c d)) '(1 2)) '(3 4))
    (funcall (clj:partial #'lists:map/2 #'inc/1) '((1 2 3)))
    (funcall (clj:partial (clj:partial (lambda (a b) (list a b)) 1) 2) ())
    (funcall (clj:partial (lambda () 'none) ()) ()) (funcall (clj:partial #'+/2 1) '(2 3))
    (clj:identity 'x) (funcall (clj:constantly 7) 'ignored) (clj:inc 1) (clj:dec 1) (clj:inc 1.5) (clj:inc 'a) (clj:dec 'a)))
