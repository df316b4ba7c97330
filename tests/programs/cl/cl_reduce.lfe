;; Reduction.
(defmodule cl_reduce (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun pair (a b) (list a b))
(defun main ()
  (let ((f #'pair/2))
    (show
                  (cl:reduce f '(1 2 3) 'initial-value 0) (cl:reduce f () 'initial-value 0)
      (cl:reduce f '(1 2 3) 'other 0)
      (cl:reduce f '(1 2 3) 'initial-value 0 'from-end 'true)
      (cl:reduce f '(1 2 3) 'from-end 'true 'initial-value 0)
      (cl:reduce f () 'from-end 'true 'initial-value 0)
      (cl:reduce f '(1 2 3) 'initial-value 0 'other 'x)
      (cl:reduce (lambda (a b) (+ a b)) '(1 2 3) 'initial-value 10)
      (cl:reduce (lambda (a b) (+ a b)) '(1 a)))))
