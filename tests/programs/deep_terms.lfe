;;; Terms a hundred thousand levels deep: compared, copied by sorting, measured, flattened.
;; no-stress
(defmodule deep_terms
  (export (main 0)))

(defun wrap ((0 x) x) ((n x) (wrap (- n 1) (list x))))
(defun wrap-tuple ((0 x) x) ((n x) (wrap-tuple (- n 1) (tuple n x))))
(defun depth ((x n) (when (is_list x) (=/= x ())) (depth (hd x) (+ n 1))) ((_ n) n))

(defun main ()
  (let ((a (wrap 100000 'a)) (b (wrap 100000 'b)) (t (wrap-tuple 100000 0)))
    (io:format "~w~n" (list (depth a 0)))
    (io:format "~w~n" (list (list (< a b) (== a b) (== a (wrap 100000 'a)) (=:= t (wrap-tuple 100000 0)))))
    (io:format "~w~n" (list (lists:flatten a)))
    (io:format "~w~n" (list (=:= (lists:sort (list b a)) (list a b))))
    (io:format "~w~n" (list (map-get (map a 1 b 2) (wrap 100000 'b))))
    (io:format "~w~n" (list (length (lists:flatten (io_lib:format "~w" (list a))))))))
