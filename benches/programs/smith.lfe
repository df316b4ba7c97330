;;; Lists and small integers: the Smith-Waterman score of two sequences of 600.
(defmodule smith
  (export (main 0) (run 0)))

(defun run ()
  (let ((a (sequence 600 42 ()))
        (b (sequence 600 137 ())))
    (rows a b (zeros b) 0)))

(defun sequence
  ((0 _ acc) acc)
  ((n seed acc)
   (let ((next (rem (+ (* seed 1103515245) 12345) 2147483648)))
     (sequence (- n 1) next (cons (band (bsr next 16) 3) acc)))))

(defun zeros
  (((cons _ xs)) (cons 0 (zeros xs)))
  ((()) ()))

(defun rows
  (((cons x xs) b above best)
   (let (((tuple row best) (row x b above 0 0 best ())))
     (rows xs b row best)))
  ((() _ _ best) best))

;; diagonal and left are the scores at the upper left and at the left of the next cell.
(defun row
  ((x (cons y ys) (cons up above) diagonal left best acc)
   (let* ((match (if (=:= x y) (+ diagonal 2) (- diagonal 1)))
          (score (greatest match (- up 1) (- left 1)))
          (best (if (> score best) score best)))
     (row x ys above up score best (cons score acc))))
  ((_ () () _ _ best acc) (tuple (reverse acc ()) best)))

(defun greatest (a b c)
  (cond ((andalso (> a b) (> a c) (> a 0)) a)
        ((andalso (> b c) (> b 0)) b)
        ((> c 0) c)
        (else 0)))

(defun reverse
  (((cons x xs) acc) (reverse xs (cons x acc)))
  ((() acc) acc))

(defun main ()
  (io:format "~w~n" (list (run))))
