;; helper
;;; Variables for dynamic_settings.
(defmodule dynamic_units
  (export (unit 0)))

(defparameter *unit* (progn (io:format "values of ~p~n" (list (MODULE))) 8))

(defun unit () *unit*)
