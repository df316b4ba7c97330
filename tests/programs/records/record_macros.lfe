;; Macros that define records, and records inside macros' expansions.
(defmodule record_macros (export (main 0)))

(defmacro define-pair (name)
  `(defrecord ,name first (second 2)))

(define-pair pair)
(define-pair couple)

(defmacro define-both (one two)
  `(progn (defrecord ,one a) (defrecord ,two (b (make-one a 1)))))
(define-both one two)

(defmacro swapped (p)
  `(update-pair ,p first (pair-second ,p) second (pair-first ,p)))

(defmacro field (name) `(record-index pair ,name))

(defmacro pair-of (a b) `(make-pair first ,a second ,b))

;; A macro may take an accessor's name, and a record an earlier macro's.
(defmacro couple-first (x) `(tuple 'mine ,x))
(defmacro is-thing (x) `(tuple 'mine ,x))
(defrecord thing)

(defun main ()
  (io:format "~p~n" (list (list (make-pair) (make-couple first 1) (make-two))))
  (io:format "~p~n" (list (swapped (make-pair first 'a second 'b))))
  (io:format "~p~n" (list (list (field first) (field second))))
  (io:format "~p~n" (list (case (pair-of 1 2) ((pair-of x y) (list y x)))))
  (io:format "~p~n" (list (list (couple-first 1) (couple-second (make-couple)))))
  (io:format "~p~n" (list (list (is-thing 1) (is-thing (make-thing)))))
  (io:format "~p~n" (list (macrolet ((make-pair (x) `(list 'local ,x))) (make-pair 1))))
  (flet ((pair-first (x) (tuple 'function x)))
    (io:format "~p~n" (list (list (pair-first 1) (pair-second (make-pair)))))))
