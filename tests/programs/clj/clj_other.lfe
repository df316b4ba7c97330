;; str, conj and lazy-seq.
(defmodule clj_other (export (main 0)))
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
    (clj:str "a" 1 'b) (clj:str) (clj:str #\a "bc") (clj:str "" "") (clj:str ()) (clj:str '|a b|)
    (clj:conj '(1 2) 3) (clj:conj '(1 2) 3 4) (clj:conj '(1)) (clj:conj #(1 2) 3 4) (clj:conj #()) (clj:conj #M(a 1) #M(b 2)) (clj:conj #M(a 1) #M(a 2) #M(c 3)) (clj:conj () 1)
    (clj:take 3 (clj:lazy-seq '(1 2 3 4))) (clj:take 3 (clj:lazy-seq (clj:range 5)))))
