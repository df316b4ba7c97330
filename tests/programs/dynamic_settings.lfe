;; helper
;;; Variables for dynamic_modules: its initial values need dynamic_units, and are needed by the program's.
(defmodule dynamic_settings
  (export (width 0) (with-width 2) (set-width 1)))

(defvar *width* (* 10 dynamic_units:*unit*) "How wide.")
(defvar *log* (progn (io:format "values of ~p~n" (list (MODULE))) ()))

(defun width () *width*)

(defun with-width (*width* f) (funcall f))

(defun set-width (w) (set-dynamic *width* w))
