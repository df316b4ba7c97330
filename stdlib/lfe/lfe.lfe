;;; Functions of LFE that are called by their plain names.

(defmodule lfe
  "Expansion of macros while macros run, as in LFE."
  (export (macroexpand 1) (macroexpand 2) (macroexpand-1 1) (macroexpand-1 2)
          (macroexpand-all 1) (macroexpand-all 2)))

(defun macroexpand (form)
  "Expands a form, if it is a call of a predefined macro, until it is none."
  (macroexpand form 'none))

(defun macroexpand (form environment)
  "Expands a form, if it is a macro call, until it is none. The environment is that of the macro that
  runs, `$ENV`."
  (case (lfe_macro:expand_expr form environment)
    ((tuple 'yes expansion) expansion)
    ('no form)))

(defun macroexpand-1 (form)
  "Expands a form once, if it is a call of a predefined macro."
  (macroexpand-1 form 'none))

(defun macroexpand-1 (form environment)
  "Expands a form once, if it is a macro call."
  (case (lfe_macro:expand_expr_1 form environment)
    ((tuple 'yes expansion) expansion)
    ('no form)))

(defun macroexpand-all (form)
  "Expands all calls of predefined macros in a form."
  (macroexpand-all form 'none))

(defun macroexpand-all (form environment)
  "Expands all macro calls in a form."
  (lfe_macro:expand_expr_all form environment))
