;;; Clocks go forward; timer:tc answers what the call answers.
(defmodule timing
  (export (main 0)))

(defun main ()
  (let (((tuple t v) (timer:tc (lambda () (lists:sum (lists:seq 1 1000))))))
    (io:format "~w ~w~n" (list (>= t 0) v)))
  (let (((tuple t v) (timer:tc (lambda (x y) (+ x y)) '(1 2))))
    (io:format "~w ~w~n" (list (is_integer t) v)))
  (let (((tuple _ v) (timer:tc 'lists 'reverse '((1 2)))))
    (io:format "~w~n" (list v)))
  (let* ((a (erlang:monotonic_time)) (b (erlang:monotonic_time)))
    (io:format "~w~n" (list (>= b a))))
  (let ((s (erlang:system_time 'second)))
    (io:format "~w~n" (list (> s 1600000000))))
  (io:format "~w~n" (list (=/= (make_ref) (make_ref))))
  (io:format "~w~n" (list (list (timer:seconds 2) (timer:minutes 1) (timer:hours 1)))))
