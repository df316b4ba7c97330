;;; Float literals and how floats print.
(defmodule floats_literals
  (export (main 0)))

(defun main ()
  (io:format "~w~n" (list (list 1.0 -1.0 +1.0 0.0 -0.0 0.1 0.5)))
  (io:format "~w~n" (list (list 1.0e10 1.0e22 1.0e-10 1.5E3 2.5e+3 1.111e-10)))
  (io:format "~w~n" (list (list 1.0e308 5.0e-324 1.7976931348623157e308 2.2250738585072014e-308)))
  (io:format "~w~n" (list (list 123456789.123 1234567890123456.0 12345678901234567.0 0.0001 0.00001)))
  (io:format "~w~n" (list (list (/ 1 3) (/ 2 3) (/ 10 4) (/ 1.0e300 1.0e-5))))
  (io:format "~w~n" (list (list (+ 0.1 0.2) (- 0.3 0.1) (* 1.1 1.1) (- 0.0))))
  (io:format "~w~n" (list (list (* 4 (math:atan 1)) (math:sqrt 2) (math:exp 1)))))
