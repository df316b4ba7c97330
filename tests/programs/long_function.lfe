;;; A function of many clauses, many bindings and deep nesting.
(defmodule long_function
  (export (main 0)))

(defun word
  ((0) "zero") ((1) "one") ((2) "two") ((3) "three") ((4) "four") ((5) "five") ((6) "six") ((7) "seven")
  ((8) "eight") ((9) "nine") ((10) "ten") ((11) "eleven") ((12) "twelve") ((13) "thirteen") ((14) "fourteen")
  ((15) "fifteen") ((16) "sixteen") ((17) "seventeen") ((18) "eighteen") ((19) "nineteen") ((20) "twenty")
  ((30) "thirty") ((40) "forty") ((50) "fifty") ((60) "sixty") ((70) "seventy") ((80) "eighty") ((90) "ninety")
  ((n) (when (< n 0)) (++ "minus " (word (- n))))
  ((n) (when (< n 100)) (++ (word (* 10 (div n 10))) "-" (word (rem n 10))))
  ((n) (when (< n 1000)) (group n 100 " hundred"))
  ((n) (when (< n 1000000)) (group n 1000 " thousand"))
  ((n) (when (< n 1000000000)) (group n 1000000 " million"))
  ((n) (group n 1000000000 " billion")))

(defun group (n unit name)
  (let ((rest (rem n unit)))
    (++ (word (div n unit)) name (if (=:= rest 0) "" (++ " " (word rest))))))

(defun many (a)
  (let* ((b (+ a 1)) (c (+ b a)) (d (+ c b)) (e (+ d c)) (f (+ e d)) (g (+ f e)) (h (+ g f)) (i (+ h g))
         (j (+ i h)) (k (+ j i)) (l (+ k j)) (m (+ l k)) (n (+ m l)) (o (+ n m)) (p (+ o n)) (q (+ p o))
         (r (abs (- q p))) (s (max r q)) (t (min s r)) (u (+ t s)))
    (list a b c d e f g h i j k l m n o p q r s t u (+ a b c d e f g h i j k l m n o p q r s t u))))

(defun nested (x)
  (if (> x 0) (if (> x 1) (if (> x 2) (if (> x 3) (if (> x 4) (if (> x 5) 'six+ 'five) 'four) 'three) 'two) 'one) 'zero))

(defun main ()
  (lists:foreach (lambda (n) (io:format "~s~n" (list (word n)))) '(0 7 13 42 100 999 1234 1000000 987654321 -15 12000000001))
  (io:format "~w~n" (list (many 1)))
  (io:format "~w~n" (list (lists:map #'nested/1 '(0 1 2 3 4 5 6)))))
