;;; All solutions of the eight queens.
(defmodule queens
  (export (main 0)))

(defun queens
  ((0 _) '(()))
  ((k n)
   (lc ((<- qs (queens (- k 1) n)) (<- q (lists:seq 1 n)) (safe q qs 1))
     (cons q qs))))

(defun safe
  ((_ () _) 'true)
  ((q (cons p ps) d)
   (andalso (=/= q p) (=/= q (+ p d)) (=/= q (- p d)) (safe q ps (+ d 1)))))

(defun main ()
  (let ((all (queens 8 8)))
    (io:format "~w ~w~n" (list (length all) (hd all)))))
