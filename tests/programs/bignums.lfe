;;; Big integers: growth, printing, parsing, division, bits.
(defmodule bignums
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun factorial ((0) 1) ((n) (* n (factorial (- n 1)))))

(defun power ((_ 0) 1) ((x n) (* x (power x (- n 1)))))

(defun fib (n) (fib n 0 1))
(defun fib ((0 a _) a) ((n a b) (fib (- n 1) b (+ a b))))

(defun gcd ((a 0) a) ((a b) (gcd b (rem a b))))

(defun main ()
  (show (factorial 50))
  (show (factorial 100))
  (show (power 2 200))
  (show (power -3 101))
  (show (fib 300))
  (show (div (factorial 60) (factorial 58)))
  (show (rem (factorial 60) 1000000007))
  (show (gcd (factorial 40) (power 6 50)))
  (show (- (power 2 128) (power 2 128)))
  (show (- (power 2 64) (- (power 2 64) 1)))
  (show (list (div (- (power 10 30)) (power 10 11)) (rem (- (+ (power 10 30) 7)) (power 10 11))))
  (show (list (< (power 2 100) (power 2 101)) (== (power 2 100) (bsl 1 100)) (> (- (power 2 100)) 5)))
  (show (list (bsr (power 2 100) 98) (bsr (- (power 2 100)) 98) (bsr (- (- (power 2 100)) 1) 100)))
  (show (list (band (power 2 100) (- (power 2 100) 1)) (bor (power 2 70) 1) (bxor (- (power 2 70)) 1)))
  (show (bnot (power 2 65)))
  (show (list_to_integer "123456789012345678901234567890"))
  (show (list_to_integer "-zz99zz99zz99zz99zz" 36))
  (show (integer_to_list (power 7 60) 36))
  (show (binary_to_integer #"987654321098765432109876543210"))
  (show (integer_to_binary (power 5 60)))
  (show (list (float (power 2 100)) (trunc 1.0e30) (* 1.0 (power 10 25)) (/ (power 10 40) (power 10 38))))
  (show (list (abs (- (power 10 25))) (- (power 10 25)) (+ (power 10 25))))
  (show (list (is_integer (power 10 25)) (is_number (power 10 25)) (is_float (power 10 25))))
  (show (try (float (power 10 400)) (catch ((tuple c r _) (tuple c r)))))
  (show (try (+ 1.0 (power 10 400)) (catch ((tuple c r _) (tuple c r)))))
  (show (try (div (power 10 30) 0) (catch ((tuple c r _) (tuple c r)))))
  (show (lists:sum (lists:map (lambda (c) (- c 48)) (integer_to_list (factorial 500))))))
