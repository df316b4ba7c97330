;;; Functions of LFE that are called by their plain names.

(defmodule lfe
  "Evaluation, expansion of macros, and Common Lisp's functions on association lists."
  (export (macroexpand 1) (macroexpand 2) (macroexpand-1 1) (macroexpand-1 2)
          (macroexpand-all 1) (macroexpand-all 2)
          (eval 1) (eval 2) (macro-function 1) (macro-function 2) (version 0)
          (acons 3) (pairlis 2) (pairlis 3) (assoc 2) (assoc-if 2) (assoc-if-not 2)
          (rassoc 2) (rassoc-if 2) (rassoc-if-not 2)
          (subst 3) (subst-if 3) (subst-if-not 3) (sublis 2)))

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

(defun eval (form)
  "The value of an expression, which is compiled and run: in the shell, and in programs that were built
  `--with-compiler`."
  (lfe_eval:expr form))

(defun eval (form env)
  "The value of an expression in an environment of `lfe_env`."
  (lfe_eval:expr form env))

(defun macro-function (name)
  "What a macro is, outside of any environment: `()`, for only predefined ones are known there."
  (macro-function name (lfe_env:new)))

(defun macro-function (name env)
  "The function of a macro in an environment of `lfe_env`; `()` if there is none of that name."
  (case (lfe_env:get_mbinding name env)
    ((tuple 'yes function) function)
    ('no ())))

(defun version ()
  "The version of LFE whose language this is."
  "2.2.1")

;; Common Lisp's functions on association lists and trees.

(defun acons (key value alist)
  "An association list with one more pair."
  (cl:acons key value alist))

(defun pairlis (keys values)
  "The association list of keys and values."
  (cl:pairlis keys values))

(defun pairlis (keys values alist)
  "An association list with the pairs of keys and values in front."
  (cl:pairlis keys values alist))

(defun assoc (key alist)
  "The first pair with a key, or `()`."
  (cl:assoc key alist))

(defun assoc-if (predicate alist)
  "The first pair for whose key a predicate holds, or `()`."
  (cl:assoc-if predicate alist))

(defun assoc-if-not (predicate alist)
  "The first pair for whose key a predicate does not hold, or `()`."
  (cl:assoc-if-not predicate alist))

(defun rassoc (value alist)
  "The first pair with a value, or `()`."
  (cl:rassoc value alist))

(defun rassoc-if (predicate alist)
  "The first pair for whose value a predicate holds, or `()`."
  (cl:rassoc-if predicate alist))

(defun rassoc-if-not (predicate alist)
  "The first pair for whose value a predicate does not hold, or `()`."
  (cl:rassoc-if-not predicate alist))

(defun subst (new old tree)
  "A tree with a new one in place of each subtree that is the old one."
  (cl:subst new old tree))

(defun subst-if (new predicate tree)
  "A tree with a new one in place of each subtree for which a predicate holds."
  (cl:subst-if new predicate tree))

(defun subst-if-not (new predicate tree)
  "A tree with a new one in place of each subtree for which a predicate does not hold."
  (cl:subst-if-not new predicate tree))

(defun sublis (alist tree)
  "A tree with the value in place of each subtree that is a key of an association list."
  (cl:sublis alist tree))
