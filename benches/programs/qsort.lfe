;;; Lists and comparisons: quicksort of 250 000 pseudo-random integers.
(defmodule qsort
  (export (main 0) (run 0)))

(defun run ()
  (qsort (random 250000 42 ())))

(defun random
  ((0 _ acc) acc)
  ((n seed acc)
   (let ((next (rem (+ (* seed 1103515245) 12345) 2147483648)))
     (random (- n 1) next (cons next acc)))))

(defun qsort
  ((()) ())
  (((cons pivot xs)) (partition pivot xs () ())))

(defun partition
  ((pivot () less more) (append (qsort less) (cons pivot (qsort more))))
  ((pivot (cons x xs) less more) (when (< x pivot)) (partition pivot xs (cons x less) more))
  ((pivot (cons x xs) less more) (partition pivot xs less (cons x more))))

(defun append
  (((cons x xs) ys) (cons x (append xs ys)))
  ((() ys) ys))

(defun check
  (((cons x (= (cons y _) ys)) n) (when (=< x y)) (check ys (+ n 1)))
  (((list _) n) (+ n 1)))

(defun main ()
  (let ((xs (run)))
    (io:format "~w ~w~n" (list (car xs) (check xs 0)))))
