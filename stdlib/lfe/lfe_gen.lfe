;;; Modules that are put together while the program runs.

(defmodule lfe_gen
  "Builds the forms of a module step by step, and compiles them."
  (export (new_module 1) (add_exports 2) (add_imports 2) (add_attribute 2) (add_form 2)
          (build_mod 1) (compile_mod 1)))

(defrecord gen
  name
  (exports ())
  (imports ())
  (attributes ())
  (forms ()))                           ; the last one first

(defun new_module (name)
  "A module without anything."
  (make-gen name name))

(defun add_exports (exports module)
  "Exports functions: a list of `(name arity)`, or of `#(name arity)`."
  (set-gen-exports module (++ (gen-exports module) (lists:map #'as-list/1 exports))))

(defun as-list (pair)
  (if (is_tuple pair) (tuple_to_list pair) pair))

(defun add_imports (imports module)
  "Imports functions: `(from module (name arity) …)`, `(rename module ((name arity) new) …)`."
  (set-gen-imports module (++ (gen-imports module) (list imports))))

(defun add_attribute (attribute module)
  "Adds an attribute: `(name value …)`."
  (set-gen-attributes module (++ (gen-attributes module) (list (as-list attribute)))))

(defun add_form (form module)
  "Adds a form behind the others."
  (set-gen-forms module (cons form (gen-forms module))))

(defun build_mod (module)
  "The forms of the module's file."
  (cons `(defmodule ,(gen-name module)
           (export ,@(gen-exports module))
           (import ,@(gen-imports module))
           ,@(gen-attributes module))
        (lists:reverse (gen-forms module))))

(defun compile_mod (module)
  "Compiles the module: `#(ok name binary warnings)` or `#(error errors warnings)`."
  (case (lfe_comp:forms (build_mod module) '(return))
    ((tuple 'ok (list (tuple 'ok name binary warnings)) _)
     (tuple 'ok name binary warnings))
    ((tuple 'error (list (tuple 'error errors warnings)) _ _)
     (tuple 'error errors warnings))))
