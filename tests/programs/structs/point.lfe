;; helper
(defmodule point (export (new 2) (norm 1)))

(defstruct (x 0) (y 0))

(defun new (x y) (struct point x x y y))

(defun norm (((struct point x x y y)) (+ (* x x) (* y y))))
