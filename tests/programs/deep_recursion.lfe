;;; Recursion a million frames deep, in several shapes.
;; no-stress
(defmodule deep_recursion
  (export (main 0)))

(defun count
  ((0) 0)
  ((n) (+ 1 (count (- n 1)))))

(defun build
  ((0) ())
  ((n) (cons n (build (- n 1)))))

(defun nest
  ((0) 'leaf)
  ((n) (tuple (nest (- n 1)))))

(defun unnest
  (('leaf n) n)
  (((tuple x) n) (unnest x (+ n 1))))

(defun even? ((0) 'true) ((n) (odd? (- n 1))))
(defun odd? ((0) 'false) ((n) (even? (- n 1))))

(defun loop
  ((0 acc) acc)
  ((n acc) (loop (- n 1) (+ acc 1))))

(defun main ()
  (io:format "~w~n" (list (count 1000000)))
  (io:format "~w~n" (list (length (build 1000000))))
  (io:format "~w~n" (list (unnest (nest 1000000) 0)))
  (io:format "~w~n" (list (even? 1000001)))
  (io:format "~w~n" (list (loop 10000000 0)))
  (io:format "~w~n" (list (lists:foldr #'+/2 0 (lists:seq 1 1000000))))
  (io:format "~w~n" (list (length (lists:map (lambda (x) (+ x 1)) (lists:seq 1 1000000)))))
  (io:format "~w~n" (list (== (nest 100000) (nest 100000))))
  (io:format "~w~n" (list (< (nest 100000) (nest 100001)))))
