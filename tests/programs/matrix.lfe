;;; Matrices as lists of lists: product, transpose, power, determinant.
(defmodule matrix
  (export (main 0)))

(defun transpose
  (((cons () _)) ())
  ((rows) (cons (lists:map #'hd/1 rows) (transpose (lists:map #'tl/1 rows)))))

(defun dot (xs ys) (lists:sum (lists:zipwith (lambda (x y) (* x y)) xs ys)))

(defun product (a b)
  (let ((columns (transpose b)))
    (lc ((<- row a)) (lc ((<- column columns)) (dot row column)))))

(defun power
  ((m 1) m)
  ((m n) (when (=:= (rem n 2) 0)) (let ((h (power m (div n 2)))) (product h h)))
  ((m n) (product m (power m (- n 1)))))

(defun determinant
  (((list (list x))) x)
  (((cons first rest))
   (lists:sum
     (lists:map
       (lambda (j)
         (* (if (=:= (rem j 2) 1) 1 -1)
            (lists:nth j first)
            (determinant (lists:map (lambda (row) (++ (lists:sublist row (- j 1)) (lists:nthtail j row))) rest))))
       (lists:seq 1 (length first))))))

(defun main ()
  (io:format "~w~n" (list (product '((1 2) (3 4)) '((5 6) (7 8)))))
  (io:format "~w~n" (list (transpose '((1 2 3) (4 5 6)))))
  (io:format "~w~n" (list (power '((1 1) (1 0)) 200)))
  (io:format "~w~n" (list (determinant '((2 0 1 3) (1 1 4 0) (0 5 2 2) (3 1 0 1))))))
