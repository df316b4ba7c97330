;; Lists and tuples as sequences.
(defmodule cl_sequences (export (main 0)))
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
    (cl:elt 0 '(a b c)) (cl:elt 2 '(a b c)) (cl:elt 3 '(a b c)) (cl:elt -1 '(a b c)) (cl:elt 'x '(a))
    (cl:elt 0 #(a b c)) (cl:elt 2 #(a b c)) (cl:elt 3 #(a b c)) (cl:elt -1 #(a b c)) (cl:elt 0 'a)
    (cl:elt 1.0 '(a b)) (cl:elt 0 ()) (cl:elt 0 #()) (cl:elt 0 #"abc")
    (cl:length '(a b)) (cl:length ()) (cl:length #(a b c)) (cl:length #()) (cl:length 'a)
    (cl:length '(a . b)) (cl:length #"ab") (cl:length #M(a 1))
    (cl:reverse '(1 2 3)) (cl:reverse ()) (cl:reverse #(1 2 3)) (cl:reverse #()) (cl:reverse 'a)
    (cl:reverse "abc")
    (cl:some (lambda (x) (> x 2)) '(1 2 3)) (cl:some (lambda (x) (> x 3)) '(1 2 3)) (cl:some (lambda (x) x) ())
    (cl:some (lambda (x) x) #()) (cl:some (lambda (x) x) '(1 2))
    (cl:some (lambda (x) x) '(false ())) (cl:some (lambda (x) x) 'a)
    (cl:every (lambda (x) (> x 0)) '(1 2 3)) (cl:every (lambda (x) (> x 1)) '(1 2 3)) (cl:every (lambda (x) x) ())
    (cl:every (lambda (x) x) '(1)) (cl:every (lambda (x) x) 'a)
    (cl:notany (lambda (x) (> x 2)) '(1 2 3)) (cl:notany (lambda (x) (> x 3)) '(1 2 3)) (cl:notany (lambda (x) x) ())
    (cl:notany (lambda (x) x) 'a)
    (cl:notevery (lambda (x) (> x 1)) '(1 2 3)) (cl:notevery (lambda (x) (> x 0)) '(1 2 3))
    (cl:notevery (lambda (x) x) ()) (cl:notevery (lambda (x) (> x 1)) #(1 2 3))     (cl:notevery (lambda (x) x) 'a) (cl:every (lambda (x) x) #(false)) (cl:some (lambda (x) (error 'oops)) '(1))))
