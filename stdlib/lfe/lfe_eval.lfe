;;; Evaluating forms while the program runs. There is no interpreter: a form is compiled and its code
;;; loaded, so this takes a program that was built `--with-compiler`, or the shell.

(defmodule lfe_eval
  "Evaluates forms."
  (export (expr 1) (expr 2) (eval 1) (eval 2) (exprs 1) (exprs 2) (eval_list 2) (literal 1) (literal 2)
          (gexpr 1) (gexpr 2) (body 1) (body 2) (guard 1) (guard 2) (apply 2) (apply 3)
          (match 3) (match_when 4) (add_lexical_func 4) (add_dynamic_func 4) (make_letrec_env 2)
          (format_error 1)))

(defun expr (form)
  "The value of an expression."
  (expr form (lfe_env:new)))

(defun expr (form env)
  "The value of an expression in an environment of `lfe_env`."
  (let (((tuple value _) (evaluated form env)))
    value))

(defun eval (form) "The same as `expr`." (expr form))
(defun eval (form env) "The same as `expr`." (expr form env))
(defun gexpr (form) "The value of an expression as in a guard." (expr form))
(defun gexpr (form env) "The value of an expression as in a guard." (expr form env))

(defun exprs (forms)
  "The values of expressions."
  (exprs forms (lfe_env:new)))

(defun exprs (forms env)
  "The values of expressions in an environment."
  (lists:map (lambda (form) (expr form env)) forms))

(defun eval_list (forms env) "The same as `exprs`." (exprs forms env))

(defun literal (form)
  "The value of a literal."
  (literal form (lfe_env:new)))

(defun literal (form env)
  "The value of a literal."
  (expr form env))

(defun body (forms)
  "The value of the last of several expressions."
  (body forms (lfe_env:new)))

(defun body (forms env)
  "The value of the last of several expressions in an environment."
  (expr `(progn ,@forms) env))

(defun guard (tests)
  "Whether all tests of a guard hold."
  (guard tests (lfe_env:new)))

(defun guard (tests env)
  "Whether all tests of a guard hold in an environment."
  (expr `(case 'none (_ (when ,@tests) 'true) (_ 'false)) env))

(defun apply (function arguments)
  "Calls a fun, or a function that is a form."
  (lfe_eval:apply function arguments (lfe_env:new)))

(defun apply (function arguments env)
  "Calls a fun, or a function that is a form in an environment."
  (let ((function (if (is_function function) function (expr function env))))
    (erlang:apply function arguments)))

(defun match (pattern value env)
  "Matches a value with a pattern: `#(yes bindings)`, a list of `#(name value)`, or `no`."
  (matched (list 'set pattern 'value-to-match) value env))

(defun match_when (pattern value body env)
  "Matches a value with a pattern and the guard that may begin a body: `#(yes body bindings)`, the body
  without its guard, or `no`."
  (let* (((tuple guard rest)
          (case body
            ((cons (cons 'when tests) rest) (tuple (list (cons 'when tests)) rest))
            (_ (tuple () body)))))
    (case (matched `(set ,pattern ,@guard value-to-match) value env)
      ((tuple 'yes bindings) (tuple 'yes rest bindings))
      ('no 'no))))

(defun matched (form value env)
  (try
    (evaluated form (lfe_env:add_vbinding 'value-to-match value env))
    (case
      ((tuple _ bindings)
       (tuple 'yes (lists:map (match-lambda (((cons name value)) (tuple name value))) bindings))))
    (catch
      ((tuple 'error (tuple 'badmatch unmatched) _) (when (=:= unmatched value)) 'no))))

(defun add_lexical_func (name arity function env)
  "Binds a function that is a form."
  (lfe_env:add_fbinding name arity function env))

(defun add_dynamic_func (name arity function env)
  "Binds a function that is a form."
  (lfe_env:add_fbinding name arity function env))

(defun make_letrec_env (functions env)
  "Binds functions that are forms, a list of `#(name arity function)`, and know each other."
  (lfe_env:add_fbindings functions env))

(defun format_error
  "What an error says."
  (((tuple 'unbound_symbol name)) (lfe_io:format1 "symbol ~w is unbound" (list name)))
  (((tuple 'undefined_function (tuple name arity)))
   (lfe_io:format1 "function ~w/~w undefined" (list name arity)))
  (((tuple 'bad_form text)) text)
  ((reason) (lfe_io:format1 "~p" (list reason))))

;; `#(value bindings)`.
(defun evaluated (form env)
  (let* (((tuple form variables) (with-functions form env))
         (macros (lfe_env:fold_macros (lambda (name macro forms)
                                        (cons `(define-macro ,name () ,macro) forms))
                                      () env)))
    (case (alate_compiler:evaluate_all (++ macros (list form)) variables)
      ((tuple 'value value bindings) (tuple value bindings))
      ((tuple 'defined names) (tuple (lists:last names) ())))))

;; A form that knows the functions of an environment: funs are variables that local functions call.
(defun with-functions (form env)
  (let (((tuple funs lambdas variables)
         (lfe_env:fold_funs #'with-function/4 (tuple () () (lfe_env:get_vars env)) env)))
    (tuple (around 'let-function funs (around 'letrec-function lambdas form))
           variables)))

(defun with-function
  ((name arity function (tuple funs lambdas variables)) (when (is_function function))
   (let* ((variable (list_to_atom (lists:concat (list "function " name "/" arity))))
          (arguments (lists:map (lambda (index) (list_to_atom (lists:concat (list "argument " index))))
                                (lists:seq 1 arity)))
          (caller `(lambda ,arguments (funcall ,variable ,@arguments))))
     (tuple (cons (list name caller) funs) lambdas (map-set variables variable function))))
  ((name _ form (tuple funs lambdas variables))
   (tuple funs (cons (list name form) lambdas) variables)))

(defun around
  ((_ () form) form)
  ;; `set` stands at the top, and its expression knows no functions.
  ((_ _ (= (cons 'set _) form)) form)
  ((kind bindings form) (list kind bindings form)))
