;;; Days of the calendar by arithmetic.
(defmodule dates
  (export (main 0)))

(defun leap? (y) (orelse (andalso (=:= (rem y 4) 0) (=/= (rem y 100) 0)) (=:= (rem y 400) 0)))

(defun days-in
  ((2 y) (if (leap? y) 29 28))
  ((m _) (when (orelse (=:= m 4) (=:= m 6) (=:= m 9) (=:= m 11))) 30)
  ((_ _) 31))

(defun day-number
  (((tuple y m d))
   (+ (* 365 (- y 1)) (div (- y 1) 4) (- (div (- y 1) 100)) (div (- y 1) 400)
      (lists:sum (lc ((<- k (lists:seq 1 (- m 1)))) (days-in k y))) d)))

(defun weekday (date)
  (element (+ 1 (rem (day-number date) 7)) #(sunday monday tuesday wednesday thursday friday saturday)))

(defun main ()
  (lists:foreach
    (lambda (d) (let (((tuple y m day) d)) (io:format "~4..0b-~2..0b-~2..0b ~w ~w~n" (list y m day (day-number d) (weekday d)))))
    '(#(1970 1 1) #(2000 2 29) #(2024 12 31) #(1 1 1) #(1582 10 15)))
  (io:format "~w~n" (list (length (lc ((<- y (lists:seq 1901 2000)) (<- m (lists:seq 1 12)) (=:= (weekday (tuple y m 1)) 'sunday)) m)))))
