;;; Code while the program runs, as far as it makes sense in a native program.

(defmodule code
  "Loads modules. It takes a program that was built `--with-compiler`, or the shell."
  (export (load_binary 3) (load_file 1) (ensure_loaded 1) (is_loaded 1) (all_loaded 0)))

(defun load_binary (module name binary)
  "Loads what the compiler has answered: `#(module module)`."
  (case (alate_compiler:load_object module name binary)
    ('ok (tuple 'module module))
    (problem problem)))

(defun load_file (module)
  "Compiles the module's file, if it is in the folders searched, and loads it."
  (case (alate_compiler:compile (atom_to_list module))
    ((tuple 'ok _ _) (tuple 'module module))
    ((tuple 'error _) #(error nofile))))

(defun ensure_loaded (module)
  "Loads a module unless it is there: `#(module module)` or `#(error nofile)`."
  (case (erlang:module_loaded module)
    ('true (tuple 'module module))
    ('false
     (case (alate_compiler:load module)
       ((tuple 'ok 'true) (tuple 'module module))
       ((tuple 'ok 'false) #(error nofile))
       ((tuple 'error _) #(error badfile))))))

(defun is_loaded (module)
  "`#(file name)` or `false`."
  (case (erlang:module_loaded module)
    ('true (tuple 'file (atom_to_list module)))
    ('false 'false)))

(defun all_loaded ()
  "All modules: `#(module file)`."
  (lists:map (lambda (module) (tuple module (atom_to_list module))) (erlang:loaded)))
