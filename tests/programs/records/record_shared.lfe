;; The macros of a record that another module exports; they mean the record of this name here.
(defmodule record_shared (export (main 0)))

(define-record point ((x 2) y))

(defun main ()
  (let ((p (shared_records:new 5)))
    (io:format "~p~n" (list (shared_records:point-x p)))
    (io:format "~p~n" (list (shared_records:point-x)))
    (io:format "~p~n" (list (shared_records:make-point y 3)))
    (io:format "~p~n" (list (shared_records:is-point p)))
    (io:format "~p~n" (list (shared_records:size-point)))
    (io:format "~p~n" (list (case p ((shared_records:make-point x x) x))))))
