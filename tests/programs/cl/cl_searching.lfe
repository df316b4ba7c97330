;; Searching sequences.
(defmodule cl_searching (export (main 0)))
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
    (cl:find 2 '(1 2 3)) (cl:find 9 '(1 2 3)) (cl:find 2.0 '(1 2 3)) (cl:find 2 ()) (cl:find 2 'a)
    (cl:find-if (lambda (x) (> x 1)) '(1 2 3)) (cl:find-if (lambda (x) (> x 3)) '(1 2 3))
    (cl:find-if (lambda (x) x) '(1)) (cl:find-if (lambda (x) x) 'a)
    (cl:find-if-not (lambda (x) (> x 1)) '(2 1 3)) (cl:find-if-not (lambda (x) (< x 4)) '(1 2 3))
    (cl:find-if-not (lambda (x) x) '(1)) (cl:find-if-not (lambda (x) x) 'a)
    (cl:position 2 '(1 2 3)) (cl:position 9 '(1 2 3)) (cl:position 1 ())     (cl:position 2 'a) (cl:position 2.0 '(1 2))
    (cl:position-if (lambda (x) (> x 1)) '(1 2 3)) (cl:position-if (lambda (x) (> x 3)) '(1 2 3))
    (cl:position-if (lambda (x) x) '(1)) (cl:position-if (lambda (x) x) 'a)
    (cl:position-if-not (lambda (x) (> x 1)) '(2 1 3)) (cl:position-if-not (lambda (x) (< x 4)) '(1 2 3))
    (cl:position-if-not (lambda (x) x) '(1))
    (cl:position-if-not (lambda (x) x) 'a)
    (cl:count 1 '(1 2 1)) (cl:count 9 '(1 2)) (cl:count 1.0 '(1 2)) (cl:count 1 ()) (cl:count 1 'a)
    (cl:count-if (lambda (x) (> x 1)) '(1 2 3))     (cl:count-if (lambda (x) x) '(1)) (cl:count-if (lambda (x) x) 'a)
    (cl:count-if-not (lambda (x) (> x 1)) '(1 2 3))     (cl:count-if-not (lambda (x) x) '(1)) (cl:count-if-not (lambda (x) x) 'a)))
