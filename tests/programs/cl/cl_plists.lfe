;; Property lists.
(defmodule cl_plists (export (main 0)))
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
    (cl:getf '(a 1 b 2) 'a) (cl:getf '(a 1 b 2) 'b) (cl:getf '(a 1 b 2) 'c) (cl:getf '(a 1 b 2) 'c 'none)
    (cl:getf '(a 1 b 2) 'b 'none) (cl:getf () 'a) (cl:getf '(a) 'a) (cl:getf '(a) 'b) (cl:getf 'x 'a)
    (cl:getf '(1 one 1.0 float) 1.0) (cl:getf '(a 1 a 2) 'a)
    (cl:putf '(a 1 b 2) 9 'a) (cl:putf '(a 1 b 2) 9 'b) (cl:putf '(a 1 b 2) 9 'c) (cl:putf () 9 'c)
    (cl:putf '(a 1 a 2) 9 'a) (cl:putf '(a) 9 'a) (cl:putf '(a) 9 'b) (cl:putf 'x 9 'a)
    (cl:remf '(a 1 b 2) 'a) (cl:remf '(a 1 b 2) 'b) (cl:remf '(a 1 b 2) 'c) (cl:remf () 'a)
    (cl:remf '(a 1 b 2 a 3) 'a) (cl:remf '(a) 'a) (cl:remf '(a) 'b) (cl:remf 'x 'a)
    (cl:get-properties '(a 1 b 2 c 3) '(c b)) (cl:get-properties '(a 1 b 2) '(x))
    (cl:get-properties '(a 1) ()) (cl:get-properties () '(a)) (cl:get-properties '(a) '(a))
    (cl:get-properties '(a) '(b)) (cl:get-properties '(a 1) 'a) (cl:get-properties 'x '(a))))
