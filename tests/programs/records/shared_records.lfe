;; helper
(defmodule shared_records (export (new 1)) (export-macro point-x make-point is-point size-point))

(defrecord point (x 1) y)

(defun new (x) (make-point x x))
