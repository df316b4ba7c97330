;; Removal and substitution in sequences.
(defmodule cl_modifying (export (main 0)))
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
    (cl:remove 1 '(1 2 1 3)) (cl:remove 1.0 '(1 2 1 3)) (cl:remove 9 '(1 2)) (cl:remove 1 ())
    (cl:remove 1 #(1 2 1 3)) (cl:remove 9 #(1 2)) (cl:remove 1 'a) (cl:remove 'a "abc")
    (cl:remove-if (lambda (x) (> x 1)) '(1 2 3)) (cl:remove-if (lambda (x) (> x 1)) #(1 2 3))
    (cl:remove-if (lambda (x) x) 'a)
    (cl:remove-if-not (lambda (x) (> x 1)) '(1 2 3)) (cl:remove-if-not (lambda (x) (> x 1)) #(1 2 3))
    (cl:remove-if-not (lambda (x) x) '(1)) (cl:remove-if-not (lambda (x) x) 'a)
    (cl:remove-duplicates '(1 2 1 3)) (cl:remove-duplicates '(a b a c b)) (cl:remove-duplicates ())
    (cl:remove-duplicates #(1 2 1 3)) (cl:remove-duplicates '(1 1.0 2)) (cl:remove-duplicates 'a)
    (cl:remove-duplicates #())
    (cl:substitute 'x 1 '(1 2 1)) (cl:substitute 'x 1 #(1 2 1)) (cl:substitute 'x 1 ()) (cl:substitute 'x 1.0 '(1 2))
    (cl:substitute 'x 1 'a)
    (cl:substitute-if 'x (lambda (x) (> x 1)) '(1 2 3)) (cl:substitute-if 'x (lambda (x) (> x 1)) #(1 2 3))
    (cl:substitute-if 'x (lambda (x) x) '(1)) (cl:substitute-if 'x (lambda (x) x) 'a)
    (cl:substitute-if-not 'x (lambda (x) (> x 1)) '(1 2 3)) (cl:substitute-if-not 'x (lambda (x) (> x 1)) #(1 2 3))
    (cl:substitute-if-not 'x (lambda (x) x) '(1)) (cl:substitute-if-not 'x (lambda (x) x) 'a)))
