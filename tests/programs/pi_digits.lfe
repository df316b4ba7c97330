;;; Digits of pi by a spigot on big integers.
(defmodule pi_digits
  (export (main 0)))

(defun digits (n) (spigot n 1 0 1 1 3 3))

(defun spigot
  ((0 _ _ _ _ _ _) ())
  ((count q r u k n l)
   (if (< (- (+ (* 4 q) r) u) (* n u))
     (cons n (spigot (- count 1) (* 10 q) (* 10 (- r (* n u))) u k
                     (- (div (* 10 (+ (* 3 q) r)) u) (* 10 n)) l))
     (spigot count (* q k) (* (+ (* 2 q) r) l) (* u l) (+ k 1)
             (div (+ (* q (+ (* 7 k) 2)) (* r l)) (* u l)) (+ l 2)))))

(defun main ()
  (io:format "~s~n" (list (lists:map (lambda (d) (+ d #\0)) (digits 200)))))
