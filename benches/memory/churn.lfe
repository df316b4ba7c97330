;;; Memory: 50 GB allocated in all while 100 MB live, in a tree whose parts are replaced in turn.
(defmodule churn
  (export (main 0)))

;; Parts of 100 000 pairs (1.6 MB) each.
(defun main ()
  (let ((live (list_to_tuple (lc ((<- n (lists:seq 1 64))) (part 100000 n '())))))
    (io:format "~w~n" (list (churn 31250 live)))))

;; Each round replaces one part and makes garbage around it.
(defun churn
  ((0 live) (lists:sum (lc ((<- part (tuple_to_list live))) (length part))))
  ((n live)
   (let ((at (+ 1 (rem n 64))))
     (churn (- n 1) (setelement at live (part 100000 n '()))))))

(defun part
  ((0 _ acc) acc)
  ((n seed acc) (part (- n 1) seed (cons seed acc))))
