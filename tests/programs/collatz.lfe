;;; The longest Collatz chain below a limit.
;; no-stress
(defmodule collatz
  (export (main 0)))

(defun chain
  ((1 n) n)
  ((x n) (when (=:= (band x 1) 0)) (chain (bsr x 1) (+ n 1)))
  ((x n) (chain (+ (* 3 x) 1) (+ n 1))))

(defun longest
  ((0 best) best)
  ((x (= (tuple length _) best))
   (let ((n (chain x 1)))
     (longest (- x 1) (if (> n length) (tuple n x) best)))))

(defun main ()
  (io:format "~w~n" (list (longest 100000 #(0 0)))))
