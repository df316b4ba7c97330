;;; Operators with one, two and more operands, in expressions and in guards.
(defmodule operators
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun id (x) x)

(defun sorted
  ((a b c) (when (< a b) (< b c)) 'up)
  ((a b c) (when (> a b) (> b c)) 'down)
  ((_ _ _) 'mixed))

(defun main ()
  (let ((a (id 1)) (b (id 2)) (c (id 3)) (d (id 4)))
    (show (list (+ a) (- a) (+ a b) (+ a b c) (+ a b c d) (- a b c d) (* a b c d) (/ d b) (/ d b c)))
    (show (list (band 15 (id 12)) (bor 1 (id 2)) (bxor 7 (id 2))))
    (show (list (++ "a" (id "b") "c") (++ (id "x")) (-- (id '(1 2 3 4)) '(1) '(3))))
    (show (list (and 'true (id 'true) 'true) (or 'false (id 'false) 'true) (xor (id 'true) 'false)))
    (show (list (< a b) (> a b) (=< a 1) (>= a 2) (== a 1.0) (/= a b) (=:= a 1) (=/= a 1.0)))
    (show (list (sorted a b c) (sorted c b a) (sorted a c b)))
    (show (list (not (id 'true)) (not (< a b))))
    (show (list (bsl (id 1) 3) (bsr (id 256) 4) (bnot (id 0))))
    (show (list (list* a b '(x)) (cons a (id 'b)))))
  (show (lists:map (lambda (x) (case x (y (when (and (is_integer y) (> y 2) (< y 5))) 'in) (_ 'out))) '(1 3 4 7 a))))
