;;; Edit distance by rows.
;; no-stress
(defmodule levenshtein
  (export (main 0)))

(defun distance (a b)
  (lists:last (lists:foldl (lambda (x row) (next-row x b row)) (lists:seq 0 (length b)) a)))

(defun next-row
  ((x b (= (cons top _) row)) (cons (+ top 1) (cells x b row (+ top 1)))))

(defun cells
  ((_ () _ _) ())
  ((x (cons y ys) (cons diagonal (= (cons up _) above)) left)
   (let ((cost (lists:min (list (+ up 1) (+ left 1) (+ diagonal (if (=:= x y) 0 1))))))
     (cons cost (cells x ys above cost)))))

(defun main ()
  (io:format "~w~n" (list (lists:map (lambda (p) (distance (element 1 p) (element 2 p)))
    '(#("kitten" "sitting") #("" "abc") #("abc" "abc") #("saturday" "sunday")))))
  (io:format "~w~n" (list (distance (lists:duplicate 200 #\a) (lists:append (lists:duplicate 100 "ab"))))))
