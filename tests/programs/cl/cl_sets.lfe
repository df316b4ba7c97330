;; Lists as sets.
(defmodule cl_sets (export (main 0)))
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
    (cl:member 'b '(a b c)) (cl:member 'x '(a b c)) (cl:member 'x ()) (cl:member 1.0 '(1 2)) (cl:member 'a 'a)
    (cl:member 'c '(a b . c))
    (cl:member-if (lambda (x) (> x 1)) '(1 2 3)) (cl:member-if (lambda (x) (> x 3)) '(1 2 3))     (cl:member-if (lambda (x) x) ()) (cl:member-if (lambda (x) x) 'a)
    (cl:member-if-not (lambda (x) (> x 1)) '(2 1 3)) (cl:member-if-not (lambda (x) (< x 4)) '(1 2 3))
    (cl:member-if-not (lambda (x) x) 'a)
    (cl:adjoin 'a '(b c)) (cl:adjoin 'b '(b c)) (cl:adjoin 'b ()) (cl:adjoin 1.0 '(1)) (cl:adjoin 'a 'b)
    (cl:union '(a b) '(b c)) (cl:union () '(a)) (cl:union '(a) ()) (cl:union '(a a b) '(c c)) (cl:union '(1) '(1.0))
    (cl:union '(a) 'b)
    (cl:intersection '(a b c) '(c b d)) (cl:intersection () '(a)) (cl:intersection '(a) ()) (cl:intersection '(a a b) '(a))
    (cl:intersection 'a '(b)) (cl:intersection '(a) 'b)
    (cl:set-difference '(a b c) '(b)) (cl:set-difference () '(a)) (cl:set-difference '(a a b) '(b)) (cl:set-difference '(a) ())
    (cl:set-difference 'a '(b)) (cl:set-difference '(a) 'b)
    (cl:set-exclusive-or '(a b c) '(b c d)) (cl:set-exclusive-or () '(a)) (cl:set-exclusive-or '(a) ())
    (cl:set-exclusive-or '(a a) '(b b)) (cl:set-exclusive-or 'a '(b)) (cl:set-exclusive-or '(a) 'b)
    (cl:subsetp '(a b) '(b c a)) (cl:subsetp '(a x) '(b c a)) (cl:subsetp () '(a)) (cl:subsetp '(a) ()) (cl:subsetp '(1) '(1.0))
    (cl:subsetp 'a '(b)) (cl:subsetp '(a) 'b)))
