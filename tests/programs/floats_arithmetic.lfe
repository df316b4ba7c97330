;;; Float arithmetic, conversions, comparing with integers, extremes, printing.
(defmodule floats_arithmetic
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun id (x) x)

(defun harmonic ((0 acc) acc) ((n acc) (harmonic (- n 1) (+ acc (/ 1 n)))))


(defun main ()
  (show (harmonic 100000 0.0))
  (show (lists:foldl (lambda (x acc) (+ acc (* x 0.1))) 0.0 (lists:seq 1 100)))
  (show (list (+ (id 0.1) 0.2) (- (id 1.0) 0.9) (* (id 1.1) 3) (/ (id 1) 3)))
  (show (list (id 1.0e300) (* (id 1.0e200) 1.0e100) (/ (id 1.0e-300) 1.0e10) (id 4.9e-324) (/ (id 4.9e-324) 2)))
  (show (list (id 2.2250738585072014e-308) (id 1.7976931348623157e308)))
  (show (list (id 1.0e-100) (id 1.0e77) (id 1.0e-77) (id 1.2e-231) (id 3.4e100)))
  (show (list (trunc (id 1.0e15)) (trunc (id -1.5e10)) (round (id 0.5)) (round (id 1.5)) (round (id -0.5))))
  (show (list (== (id 1) 1.0) (== (id 3) 3.0000000000000004) (< (id 1) 1.5) (> (id 2) 1.5)))
  (show (list (float (id 9007199254740993)) (== (id 9007199254740993) 9007199254740992.0)))
  (show (list (abs (id -2.5)) (- (id 2.5)) (max (id 2.5) 2) (min (id 2.5) 3)))
  (show (list (id 100.0) (id 123456.0) (id 1234567890.0) (id 0.001) (id 0.0001) (id 1.0e-4) (id 12345.678e-10)))
  (show (list (id 1.0e21) (id 1.0e20) (id 123456789012345680000.0) (id 0.1e-6)))
  (show (list (float_to_list 3.14159 '(#(decimals 2))) (float_to_list 2.0 '(#(decimals 0))) (float_to_list 1.0e10 '(#(scientific 2)))))
  (show (list (div (trunc (id 7.9)) 2) (rem (round (id 7.9)) 3)))
  (show (try (/ (id 1.0e308) (id 1.0e-10)) (catch ((tuple c r _) (tuple c r)))))
  (show (try (- (* (id -1.0e308) (id 10.0)) 0.0) (catch ((tuple c r _) (tuple c r))))))
