;; Aliases in clauses behind others that test the same value.
(defmodule pattern_aliases (export (main 0)))

(defun behind
  (((tuple _ 'over)) 'over)
  (((= (tuple p _) whole)) (list p whole)))

(defun several
  (((tuple 'a _)) 1)
  (((= (tuple _ 'b) x)) (list 2 x))
  (((= x (tuple y 'c))) (list 3 x y))
  (((= (tuple y z) (= x (tuple _ _)))) (list x y z)))

(defun nested
  (((list (tuple 1 _))) 'one)
  (((= (list (= (tuple a b) inner)) outer)) (list a b inner outer))
  (((= (cons h t) all)) (list h t all)))

(defun main ()
  (lists:foreach (lambda (term) (io:format "~p~n" (list term)))
                 (list (behind #(x over)) (behind #(x y))
                       (several #(a b)) (several #(x b)) (several #(x c)) (several #(x d))
                       (nested '(#(1 2))) (nested '(#(2 3))) (nested '(4 5)))))
