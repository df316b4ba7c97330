;; Loops with cl:do.
(defmodule cl_do (export (main 0)))
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
    (cl:do ((x 0 (+ x 1))) ((== x 3) x) 'b)
    (cl:do ((x 0 (+ x 1)) (l () (cons x l))) ((== x 4) l))
    (cl:do ((n 5 (- n 1)) (f 1 (* f n))) ((=:= n 0) f))
    (cl:do ((x 0 (+ x 1)) (sum 0 (+ sum do-state))) ((== x 5) sum) (* x x))
    (cl:do ((i 0 (+ i 1))) ((> i 2) 'done) (io:format "~p," (list i)))
    (cl:do () ('true 1))))
