;; Mapping functions of cl.
(defmodule cl_mapping (export (main 0)))
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
    (cl:make-lfe-bool ()) (cl:make-lfe-bool '(1)) (cl:make-lfe-bool 'false) (cl:make-lfe-bool 'true)
    (cl:make-lfe-bool 0) (cl:make-lfe-bool "")
    (cl:make-cl-bool 'true) (cl:make-cl-bool 'false) (cl:make-cl-bool 'other) (cl:make-cl-bool 1)
    (cl:mapcar (lambda (x) (* x x)) '(1 2 3)) (cl:mapcar (lambda (x) x) ())
    (cl:mapcar (lambda (x) (/ 1 x)) '(1 0)) (cl:mapcar (lambda (x) x) 'a)
    (cl:mapcar (lambda (x) x) #(1 2))
    (cl:mapcar 'not-a-function '(1)) (cl:mapcar (lambda (x y) x) '(1))
    (cl:maplist (lambda (l) (length l)) '(a b c)) (cl:maplist (lambda (l) l) ())
    (cl:maplist (lambda (l) l) '(1 2)) (cl:maplist (lambda (l) l) 'a)
    (cl:mapc (lambda (x) (io:format "<~p>" (list x))) '(1 2)) (cl:mapc (lambda (x) x) ())
    (cl:mapl (lambda (l) (io:format "<~p>" (list l))) '(1 2)) (cl:mapl (lambda (x) x) ())
    (cl:mapc (lambda (x) x) 'a) (cl:mapl (lambda (x) x) 'a)
    (cl:mapcar (lambda (x) x) '(1 2 . 3)) (cl:maplist (lambda (x) x) '(1 2 . 3))))
