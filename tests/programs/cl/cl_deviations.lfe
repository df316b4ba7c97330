;; What cl does otherwise than LFE 2.2.1, and why: docs/compatibility.md.
(defmodule cl_deviations (export (main 0)))
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
      (cl:nthcdr 0 '(a b c)) (cl:nthcdr 2 '(a b c)) (cl:nthcdr 3 '(a b c)) (cl:nthcdr 5 '(a b c)) (cl:nthcdr 0 'a) (cl:nthcdr 2 ())
      (cl:nthcdr -1 '(a))
      (cl:reduce f '(1 2 3)) (cl:reduce f '(1)) (cl:reduce (lambda () 'none) ()) (cl:reduce f #(1 2 3)) (cl:reduce f #(1))
      (cl:reduce f #(1 2 3) 'initial-value 0) (cl:reduce f #() 'initial-value 0)
      (cl:reduce f '(1 2 3) 'from-end 'true) (cl:reduce f #(1 2 3) 'from-end 'true) (cl:reduce f '(1 2 3) 'from-end 'false)
      (cl:reduce f '(1) 'from-end 'true) (cl:reduce (lambda () 'none) #() 'from-end 'true)
      (cl:reduce f #(1 2 3) 'initial-value 0 'from-end 'true) (cl:reduce f #(1 2 3) 'from-end 'true 'initial-value 0)
      (cl:reduce f '(1 2 3) 'initial-value 0 'from-end 'false)
      (cl:find 2 #(1 2 3)) (cl:find 9 #(1 2 3)) (cl:find-if (lambda (x) (> x 1)) #(1 2 3)) (cl:find-if-not (lambda (x) (> x 1)) #(2 1 3))
      (cl:position 3 #(1 2 3)) (cl:position 9 #(1 2)) (cl:position-if (lambda (x) (> x 1)) #(1 2 3))
      (cl:position-if-not (lambda (x) (> x 1)) #(2 1 3))
      (cl:count 1 #(1 2 1)) (cl:count-if (lambda (x) (> x 1)) #(1 2 3)) (cl:count-if-not (lambda (x) (> x 1)) #(1 2 3))
      (cl:some (lambda (x) (> x 2)) #(1 2 3)) (cl:every (lambda (x) (> x 0)) #(1 2 3)) (cl:notany (lambda (x) (> x 3)) #(1 2 3))
      (cl:notevery (lambda (x) (> x 0)) #(1 2 3))
      (cl:remove-if (lambda (x) x) '(1)) (cl:notany (lambda (x) x) '(1)) (cl:notevery (lambda (x) x) '(1))
      (cl:member-if (lambda (x) x) '(1)) (cl:member-if-not (lambda (x) x) '(1))
      (cl:coerce '(1 2) 'list) (cl:coerce #(1 2) 'vector) (cl:coerce #(1 2) 'tuple) (cl:coerce 1 'float) (cl:coerce 1.5 'float)
      (cl:coerce 'a 'atom) (cl:coerce 97 'character) (cl:coerce 1 'integer) (cl:coerce () 'list) (cl:coerce 1 't)
      (cl:find-duplicates '(a b a c b a)) (cl:find-duplicates #(1 2)) (cl:find-duplicates ())
      (cl:position-duplicates '(a b a c b a)) (cl:position-duplicates #(x y y)) (cl:position-duplicates 'a))))
