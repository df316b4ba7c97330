;;; The macro expander, which is the compiler's: it is asked, so only macros that run can ask.

(defmodule lfe_macro
  "Expansion of macros while macros run, as in LFE."
  (export (expand_expr 2) (expand_expr_1 2) (expand_expr_all 2)))

(defun expand_expr (form environment)
  "`#(yes expansion)`, expanded until it is no macro call, or `no`."
  (ask 'top form environment))

(defun expand_expr_1 (form environment)
  "`#(yes expansion)`, expanded once, or `no`."
  (ask 'once form environment))

(defun expand_expr_all (form environment)
  "The form with all macro calls in it expanded."
  (case (ask 'all form environment)
    ((tuple 'yes expansion) expansion)))

;; With `$ENV` the macros in force count, else the predefined ones alone.
(defun ask (how form environment)
  (alate_host:ask (tuple how form (=:= environment '$ENV))))
