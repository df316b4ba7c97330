;; Association lists.
(defmodule cl_alists (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun main ()
  (let ((l '((a . 1) (b . 2) (c . 1))))
    (show
      (cl:acons 'a 1 ()) (cl:acons 'a 1 '((b . 2))) (cl:acons 'a 1 'x)
      (cl:pairlis '(a b) '(1 2)) (cl:pairlis () ()) (cl:pairlis '(a b) '(1 2) '((c . 3))) (cl:pairlis '(a) '(1 2)) (cl:pairlis '(a b) '(1))
      (cl:pairlis '(a) '(1) 'x) (cl:pairlis 'a 'b)
      (cl:assoc 'b l) (cl:assoc 'x l) (cl:assoc 'x ()) (cl:assoc 'a 'x) (cl:assoc 1.0 '((1 . x))) (cl:assoc 'a '(x (a . 1)))
      (cl:assoc 'a '(#(a 1)))
      (cl:assoc-if (lambda (k) (=:= k 'b)) l) (cl:assoc-if (lambda (k) 'false) l) (cl:assoc-if (lambda (k) 'no) l) (cl:assoc-if (lambda (k) 'true) 'x)
      (cl:assoc-if (lambda (k) 'true) '(x))
      (cl:assoc-if-not (lambda (k) (=:= k 'a)) l) (cl:assoc-if-not (lambda (k) 'true) l) (cl:assoc-if-not (lambda (k) 'no) l)
      (cl:assoc-if-not (lambda (k) 'true) 'x)
      (cl:rassoc 2 l) (cl:rassoc 1 l) (cl:rassoc 9 l) (cl:rassoc 1 ()) (cl:rassoc 'a 'x) (cl:rassoc 1.0 l) (cl:rassoc 1 '(x (a . 1)))
      (cl:rassoc-if (lambda (v) (> v 1)) l) (cl:rassoc-if (lambda (v) 'false) l) (cl:rassoc-if (lambda (v) 'no) l) (cl:rassoc-if (lambda (v) 'true) 'x)
      (cl:rassoc-if-not (lambda (v) (=:= v 1)) l) (cl:rassoc-if-not (lambda (v) 'true) l) (cl:rassoc-if-not (lambda (v) 'no) l)
      (cl:rassoc-if-not (lambda (v) 'true) 'x))))
