;;; The module math, rounded to ten digits where machines may differ in the last.
(defmodule math_functions
  (export (main 0)))

(defun show (x) (io:format "~.10e~n" (list x)))

(defun attempt (f)
  (io:format "~w~n" (list (try (funcall f) (catch ((tuple c r _) (tuple c r)))))))

(defun id (x) x)

(defun main ()
  (lists:foreach #'show/1
    (list (math:pi) (math:sin 1) (math:cos 1) (math:tan 1) (math:asin 0.5) (math:acos 0.5)
          (math:atan 0.5) (math:atan2 1 2) (math:sinh 1) (math:cosh 1) (math:tanh 1) (math:asinh 1)
          (math:acosh 2) (math:atanh 0.5) (math:exp 1) (math:log 10) (math:log2 8) (math:log10 1000)
          (math:pow 2 0.5) (math:pow 2 10) (math:sqrt 2) (math:erf 0.5) (math:erfc 0.5)
          (math:fmod 7.5 2) (math:ceil 1.2) (math:floor -1.2)))
  (attempt (lambda () (math:sqrt (id -1))))
  (attempt (lambda () (math:log (id 0))))
  (attempt (lambda () (math:exp (id 1000))))
  (attempt (lambda () (math:sin (id 'a))))
  (attempt (lambda () (math:pow (id 0) -1)))
  (attempt (lambda () (math:acos (id 2))))
  (attempt (lambda () (math:sqrt (id 16)))))
