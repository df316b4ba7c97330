;; Nested data.
(defmodule clj_get_in (export (main 0)))
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
    (clj:get-in #M(a #M(b 2)) '(a b)) (clj:get-in #M(a #M(b 2)) '(a)) (clj:get-in #M(a 1) '(x)) (clj:get-in #M(a 1) '(x) 'none) (clj:get-in #M(a 1) ())
    (clj:get-in '(#(a 1) #(b 2)) '(b)) (clj:get-in '(#(a (#(c 3)))) '(a c)) (clj:get-in '(1 2 3) '(2)) (clj:get-in '((1 2) (3 4)) '(2 1)) (clj:get-in '(1 2) '(3))
    (clj:get-in '(1 2) '(0)) (clj:get-in '(1 2) '(-1) 'none) (clj:get-in '(a b) '(1)) (clj:get-in '(a #(b 1)) '(b)) (clj:get-in '(a #(b 1)) '(a)) (clj:get-in #(1 2) '(1)) (clj:get-in 'a '(1))
    (clj:get-in #M(a (1 2 #M(b x))) '(a 3 b))
    (clj:get-in #M(a undefined) '(a) 'none) (clj:get-in () '(a)) (clj:get-in #M(1 x) '(1)) (clj:get-in #M(1.0 x) '(1)) (clj:get-in #M(a 1) '(a b)) (clj:get-in #M(a 1) 'a)
    (clj:get-in '(#(1 one) #(2 two)) '(2)) (clj:get-in #M("k" v) '("k"))))
