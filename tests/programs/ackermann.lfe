;;; Deep recursion with little data.
;; no-stress
(defmodule ackermann
  (export (main 0)))

(defun ack
  ((0 n) (+ n 1))
  ((m 0) (ack (- m 1) 1))
  ((m n) (ack (- m 1) (ack m (- n 1)))))

(defun main ()
  (io:format "~w ~w~n" (list (ack 2 9) (ack 3 7))))
