;;; Large tuples and wide lists pass through garbage collections unharmed.
;; no-stress
(defmodule big_tuples
  (export (main 0)))

(defun churn
  ((0 keep) keep)
  ((n keep)
   (let ((junk (lists:seq 1 100)))
     (churn (- n 1) (setelement (+ 1 (rem n 100)) keep (length junk))))))

(defun tree ((0) 'leaf) ((n) (tuple (tree (- n 1)) n (tree (- n 1)))))
(defun tree-size (('leaf) 0) (((tuple l _ r)) (+ 1 (tree-size l) (tree-size r))))

(defun main ()
  (let ((t (churn 20000 (erlang:make_tuple 100 0))) (tr (tree 14)))
    (io:format "~w~n" (list (lists:sum (tuple_to_list t))))
    (io:format "~w~n" (list (tree-size tr)))
    (let ((m (lists:foldl (lambda (n m) (map-set m (rem n 50) (tuple n (list n)))) #M() (lists:seq 1 50000))))
      (io:format "~w ~w~n" (list (map_size m) (map-get m 7))))
    (io:format "~w~n" (list (tree-size tr)))))
