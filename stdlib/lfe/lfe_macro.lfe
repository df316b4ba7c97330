;;; The macro expander, which is the compiler's: it is asked, by macros that run, and by programs that have
;;; the compiler beside them.

(defmodule lfe_macro
  "Expansion of macros while macros run, as in LFE."
  (export (expand_expr 2) (expand_expr_1 2) (expand_expr_all 2) (gensym 0) (gensym 1)))

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

(defun gensym ()
  "A symbol that nothing else is named by, for a variable in an expansion."
  (gensym 'g))

(defun gensym (stem)
  "The same with a name that begins with that of a symbol."
  (case (ask 'fresh stem 'none)
    ((tuple 'yes symbol) symbol)))

;; With `$ENV` the macros in force count, else the predefined ones alone.
(defun ask (how form environment)
  (let ((knows-macros (=:= environment '$ENV)))
    (case (get 'alate_request)
      ;; No macro runs: the shell's macros are those in force.
      ('undefined (alate_compiler:expand 1 how form knows-macros))
      (_ (alate_host:ask (tuple how form knows-macros))))))
