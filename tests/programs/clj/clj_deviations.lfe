;; What clj does otherwise than LFE 2.2.1, and why: docs/compatibility.md.
(defmodule clj_deviations (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun id (x) (io:format "[~p]" (list x)) x)
(defun double (x) (* 2 x))
(defun main ()
  (show
    (clj:if 'true 1 2) (clj:if 'false 1 2) (clj:if 'undefined 1 2) (clj:if () 1 2) (clj:if 'false 1) (clj:if 7 1)
    (clj:-> 5 double) (clj:->> 5 double double) (clj:cond-> 5 'true double) (clj:some-> 5 double) (clj:some->> 5 double)
    (clj:cond-> (id 1) 'true (+ 1) 'true (+ 2)) (clj:some-> (id 1) (+ 1) (+ 2)) (clj:condp #'=:=/2 (id 3) 1 'one 2 'two 'other)
    (clj:conj (id '(1)) 2)
    (clj:if-let ((x 5)) x 'no) (clj:if-let ((x 'false)) x 'no) (clj:if-let (((tuple 'ok x) #(ok 1))) x 'no) (clj:iff-let (x 5) x)
    (clj:str '(1 2) #(a "s") #M(k v)) (clj:str "x" #"bin" 1.5)
    (clj:get-in (dict:from_list '(#(a 1))) '(a)) (clj:get-in (dict:from_list '(#(a #M(b 2)))) '(a b)) (clj:get-in (dict:new) '(a) 'none)
    (clj:get-in '(#(1 one)) '("x")) (clj:partition 0 '(1)) (clj:record? #() 'a) (clj:take 3 (clj:lazy-seq))
    (clj:dict? #(dict)) (clj:dict? (dict:new)) (clj:not= 1 2 3) (clj:not= 1 1 1) (clj:drop 1 (clj:range))))
