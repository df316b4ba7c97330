;; Threading macros.
(defmodule clj_threading (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun id (x) (io:format "[~p]" (list x)) x)
(defun main ()
  (let ((o '(#(a 1) #(b 2))))
    (show
      (clj:-> 2 (+ 2) (=:= 4)) (clj:-> o (++ '(#(d 4))) (++ '(#(e 5)))) (clj:->> o (++ '(#(d 4))) (++ '(#(e 5))))
      (clj:-> 1) (clj:->> 1) (clj:-> 10 (- 3)) (clj:->> 10 (- 3)) (clj:-> "a b c d e" (string:to_upper) (string:tokens " ") (lists:merge '("X" "F" "L")) (lists:sort) (lists:reverse) (lists:sublist 2 3))
      (clj:->> (clj:seq 42) (lists:map (lambda (x) (math:pow x 2))) (lists:filter (lambda (x) (== 0 (rem (round x) 2)))) (clj:take 10) (lists:foldl #'+/2 0))
      (clj:as-> 5 x (+ x 1) (list x x)) (clj:as-> 5 x) (clj:as-> (id 1) x (+ x x) (- x))
      (clj:cond-> 1) (clj:cond-> 1 'true (+ 1) 'false (* 42) (== 2 2) (* 3)) (clj:cond-> 1 'undefined (+ 1)) (clj:cond-> 1 'x (+ 1)) (clj:cond-> 10 'true (- 3))
      (clj:cond->> 1) (clj:cond->> 10 'true (- 3) 'false (* 42)) (clj:cond->> '(1 2) 'true (lists:map (lambda (x) (* x x))) 'undefined (lists:map #'nope/1))
      (clj:some-> 1 (+ 1) (* 2)) (clj:some-> 'undefined (+ 1)) (clj:some-> #M(a #M(b 1)) (clj:get-in '(a)) (clj:get-in '(c))) (clj:some-> 1 (clj:get-in '(a)) (+ 1)) (clj:some-> 7)
      (clj:some->> 1 (- 10) (list 'a)) (clj:some->> 'undefined (- 1)) (clj:some->> 7)
      (clj:doto 1 (id) (id)) (clj:doto (id 2)) (clj:doto 3 (list 1) id))))
(defun nope (x) x)
