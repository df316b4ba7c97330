;;; Permutations, combinations, power sets.
;; no-stress
(defmodule permutations
  (export (main 0)))

(defun permutations
  ((()) '(()))
  ((xs) (lc ((<- x xs) (<- rest (permutations (-- xs (list x))))) (cons x rest))))

(defun combinations
  ((0 _) '(()))
  ((_ ()) ())
  ((k (cons x xs)) (++ (lc ((<- c (combinations (- k 1) xs))) (cons x c)) (combinations k xs))))

(defun subsets
  ((()) '(()))
  (((cons x xs)) (let ((rest (subsets xs))) (++ rest (lc ((<- s rest)) (cons x s))))))

(defun main ()
  (io:format "~w~n" (list (permutations '(a b c))))
  (io:format "~w~n" (list (length (permutations (lists:seq 1 7)))))
  (io:format "~w~n" (list (combinations 2 '(1 2 3 4))))
  (io:format "~w~n" (list (subsets '(x y z)))))
