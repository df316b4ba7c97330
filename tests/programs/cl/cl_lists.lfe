;; Parts of lists.
(defmodule cl_lists (export (main 0)))
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
    (cl:car '(1 2)) (cl:car ()) (cl:car 'a) (cl:first '(1 2)) (cl:first ()) (cl:first 'a) (cl:first '(1 . 2))
    (cl:cdr '(1 2)) (cl:cdr ()) (cl:cdr 'a) (cl:rest '(1 2)) (cl:rest ()) (cl:rest 'a) (cl:rest '(1 . 2))
    (cl:nth 0 '(a b c)) (cl:nth 2 '(a b c)) (cl:nth 3 '(a b c)) (cl:nth 9 ()) (cl:nth -1 '(a b)) (cl:nth 'x '(a b))
    (cl:nth 0 'a) (cl:nth 0 #(a)) (cl:nth 1 '(a . b)) (cl:nth 1.0 '(a b))
    (cl:nthcdr 'x '(a)) (cl:nthcdr 1 '(a . b)) 
    (cl:last '(1 2 3)) (cl:last '(1)) (cl:last ()) (cl:last '(1 2 . 3)) (cl:last 'a)
    (cl:butlast '(1 2 3)) (cl:butlast '(1)) (cl:butlast ()) (cl:butlast '(1 2 . 3)) (cl:butlast 'a)))
