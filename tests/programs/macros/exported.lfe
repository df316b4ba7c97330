;; helper
(defmodule exported
  "Macros that other modules use."
  (export (twice 1))
  (export-macro tw thr with-helper))
(eval-when-compile
  (defun helper (x) (list 'list x (list 'quote (helper-of x))))
  (defun helper-of (x) (if (is_list x) 'list 'other)))
(defmacro tw (x) `(* 2 ,x))
(defmacro thr ((list x) `(+ 3 ,x)) ((list x y) `(+ 3 ,x ,y)))
(defmacro with-helper (x) (helper x))
(defun twice (x) (tw x))
