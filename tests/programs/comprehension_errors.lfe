;;; Comprehensions over what is no list and no binary, and tests that are no booleans.
(defmodule comprehension_errors
  (export (main 0)))

(defun id (x) x)

(defun show (f)
  (io:format "~w~n"
    (list (try (funcall f)
            (catch ((tuple c r _) (tuple c r)))))))

(defun main ()
  (show (lambda () (lc ((<- x 'foo)) x)))
  (show (lambda () (lc ((<- x '(1 2 . 3))) x)))
  (show (lambda () (lc ((<- x #"ab")) x)))
  (show (lambda () (lc ((<= (binary x y) #"abc")) (tuple x y))))
  (show (lambda () (lc ((<= (binary x) 'foo)) x)))
  (show (lambda () (lc ((<= (binary x) '(1 2))) x)))
  (show (lambda () (bc ((<- x '(1 2))) x)))
  (show (lambda () (bc ((<- x '(#"a" #"bc"))) x)))
  (show (lambda () (lc ((<- x '(a 1)) (> (+ x 1) 1)) x)))
  (show (lambda () (lc ((<- x '(a 1)) (id x)) x)))
  (show (lambda () (lc ((<- x '(true false 1)) x) x)))
  (show (lambda () (lc ((<- x '(1 2)) (if (== x 1) 'true 'foo)) x)))
  (show (lambda () (lc ((<- x '(a 1 2)) (andalso (is_integer x) (> x 1))) x)))
  (show (lambda () (lc ((<- (tuple x 1) '(#(a 1) #(b 2) c #(d 1)))) x)))
  (show (lambda () (lc ((<- x '(1 2)) (<- x (list x (* 10 x)))) x)))
  (show (lambda () (lc ((<- x (when (> x 1)) '(1 2 3)) (<- y (when (< x y)) '(1 2 3))) (tuple x y))))
  (show (lambda () (lc ((<= (binary (1 (size 4)) (x (size 4))) #B(17 18 33 20))) x)))
  (show (lambda () (lc ((<= (binary (n (size 8)) (x (size n))) #B(8 1 4 33 20))) (tuple n x))))
  (show (lambda () (lc ((<= (binary (x (size 3))) (when (> x 1)) #B(171 205))) x)))
  (show (lambda () (bc ((<= (binary (x (size 4))) #B(18 52))) (binary (x (size 8))))))
  (show (lambda () (bc ((<- x '(1 2 3)) (<= (binary y) #B(1 2))) (binary ((* x y) (size 4))))))

  (show (lambda () (lc ('false) 1)))
  (show (lambda () (lc () 1)))
  (show (lambda () (lists:sum (lc ((<- x (lists:seq 1 100)) (<- y (lists:seq x 100)) (== (rem (* x y) 7) 0)) (+ x y))))))
