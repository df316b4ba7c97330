;;; Numbers as Roman numerals and back.
;; no-stress
(defmodule roman
  (export (main 0)))

(defun table ()
  '(#(1000 "M") #(900 "CM") #(500 "D") #(400 "CD") #(100 "C") #(90 "XC") #(50 "L") #(40 "XL")
    #(10 "X") #(9 "IX") #(5 "V") #(4 "IV") #(1 "I")))

(defun to-roman (n) (to-roman n (table)))

(defun to-roman
  ((0 _) "")
  ((n (= (cons (tuple v s) _) t)) (when (>= n v)) (++ s (to-roman (- n v) t)))
  ((n (cons _ t)) (to-roman n t)))

(defun from-roman (s) (from-roman s (table) 0))

(defun from-roman
  (("" _ acc) acc)
  ((s (= (cons (tuple v p) rest) t) acc)
   (if (lists:prefix p s)
     (from-roman (lists:nthtail (length p) s) t (+ acc v))
     (from-roman s rest acc))))

(defun main ()
  (lists:foreach (lambda (n) (io:format "~b ~s ~b~n" (list n (to-roman n) (from-roman (to-roman n)))))
    '(1 4 9 14 40 90 400 1990 2026 3999))
  (io:format "~w~n" (list (lists:all (lambda (n) (== n (from-roman (to-roman n)))) (lists:seq 1 3999)))))
