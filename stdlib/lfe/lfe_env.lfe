;;; Environments for `lfe_eval`: what names mean to an expression that is evaluated.

(defmodule lfe_env
  "Variables, functions and macros by their names."
  (export (new 0)
          (add_vbinding 3) (add_vbindings 2) (is_vbound 2) (get_vbinding 2) (fetch_vbinding 2)
          (del_vbinding 2) (get_vars 1) (set_vars 2) (clr_vars 1) (fold_vars 3)
          (add_fbinding 4) (add_fbindings 2) (is_fbound 3) (get_fbinding 3) (get_funs 1) (clr_funs 1)
          (fold_funs 3)
          (add_mbinding 3) (add_mbindings 2) (is_mbound 2) (get_mbinding 2) (fold_macros 3)))

(defrecord env
  (variables (map))                     ; by name
  (functions (map))                     ; by name and arity: a fun, or the form of a lambda
  (macros (map)))                       ; by name: the form of a lambda

(defun new ()
  "An environment without any."
  (make-env))

;;; Variables.

(defun add_vbinding (name value env)
  "Binds a variable."
  (set-env-variables env (map-set (env-variables env) name value)))

(defun add_vbindings (bindings env)
  "Binds variables: a list of `#(name value)`."
  (lists:foldl (match-lambda (((tuple name value) env) (add_vbinding name value env))) env bindings))

(defun is_vbound (name env)
  "Whether a variable is bound."
  (maps:is_key name (env-variables env)))

(defun get_vbinding (name env)
  "`#(yes value)` or `no`."
  (found name (env-variables env)))

(defun found (key map)
  (case (maps:find key map)
    ((tuple 'ok value) (tuple 'yes value))
    ('error 'no)))

(defun fetch_vbinding (name env)
  "The value of a variable that is bound."
  (map-get (env-variables env) name))

(defun del_vbinding (name env)
  "Unbinds a variable."
  (set-env-variables env (maps:remove name (env-variables env))))

(defun get_vars (env)
  "All variables: a map."
  (env-variables env))

(defun set_vars (variables env)
  "Replaces all variables by those of a map."
  (set-env-variables env variables))

(defun clr_vars (env)
  "Unbinds all variables."
  (set-env-variables env (map)))

(defun fold_vars (function value env)
  "Folds over all variables: the function gets name, value and what it answered before."
  (maps:fold function value (env-variables env)))

;;; Functions.

(defun add_fbinding (name arity function env)
  "Binds a function: a fun, or the form of one, which sees itself by its name."
  (set-env-functions env (map-set (env-functions env) (tuple name arity) function)))

(defun add_fbindings (bindings env)
  "Binds functions: a list of `#(name arity function)`."
  (lists:foldl (match-lambda (((tuple name arity function) env)
                              (add_fbinding name arity function env)))
               env bindings))

(defun is_fbound (name arity env)
  "Whether a function is bound."
  (maps:is_key (tuple name arity) (env-functions env)))

(defun get_fbinding (name arity env)
  "`#(yes function)` or `no`."
  (found (tuple name arity) (env-functions env)))

(defun get_funs (env)
  "All functions: a map by name and arity."
  (env-functions env))

(defun clr_funs (env)
  "Unbinds all functions."
  (set-env-functions env (map)))

(defun fold_funs (function value env)
  "Folds over all functions: the function gets name, arity, function and what it answered before."
  (maps:fold (match-lambda (((tuple name arity) bound value)
                            (funcall function name arity bound value)))
             value (env-functions env)))

;;; Macros.

(defun add_mbinding (name macro env)
  "Binds a macro: the form of a function of the arguments and the environment."
  (set-env-macros env (map-set (env-macros env) name macro)))

(defun add_mbindings (bindings env)
  "Binds macros: a list of `#(name macro)`."
  (lists:foldl (match-lambda (((tuple name macro) env) (add_mbinding name macro env))) env bindings))

(defun is_mbound (name env)
  "Whether a macro is bound."
  (maps:is_key name (env-macros env)))

(defun get_mbinding (name env)
  "`#(yes macro)` or `no`."
  (found name (env-macros env)))

(defun fold_macros (function value env)
  "Folds over all macros: the function gets name, macro and what it answered before."
  (maps:fold function value (env-macros env)))
