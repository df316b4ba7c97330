;;; Allocation of tuples that live for different times: trees up to depth 16.
(defmodule binary_trees
  (export (main 0) (run 0)))

(defun run ()
  (let* ((stretch (check (make 17)))
         (long (make 16))
         (sums (depths 4 16)))
    (list stretch sums (check long))))

(defun depths
  ((depth most) (when (=< depth most))
   (let ((rounds (bsl 1 (+ (- most depth) 4))))
     (cons (trees rounds depth 0) (depths (+ depth 2) most))))
  ((_ _) ()))

(defun trees
  ((0 _ sum) sum)
  ((n depth sum) (trees (- n 1) depth (+ sum (check (make depth))))))

(defun make
  ((0) #(leaf leaf))
  ((depth) (tuple (make (- depth 1)) (make (- depth 1)))))

(defun check
  (((tuple 'leaf _)) 1)
  (((tuple left right)) (+ 1 (check left) (check right))))

(defun main ()
  (io:format "~w~n" (list (run))))
