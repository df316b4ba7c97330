;;; Arithmetic around the ends of small and of machine integers.
(defmodule integer_edges
  (export (main 0)))

(defun id (x) x)

(defun edges ()
  (lc ((<- k '(28 30 31 32 58 59 60 61 62 63 64 65)) (<- d '(-1 0 1))) (+ (bsl 1 k) d)))

(defun check (n)
  (io:format "~w ~w ~w ~w ~w ~w ~w~n"
    (list n (+ n 1) (- n 1) (- n) (* n n) (div n 3) (bsr n 5)))
  (let ((m (- n)))
    (io:format "~w ~w ~w ~w ~w ~w ~w~n"
      (list m (+ m 1) (- m 1) (abs m) (* m n) (rem m 1000) (bsr m 5))))
  (io:format "~w ~w ~w ~w~n" (list (band n (- n)) (bxor n -1) (== (float n) n) (=:= (- n (- n 1)) 1))))

(defun main ()
  (lists:foreach (lambda (n) (check (id n))) (edges)))
