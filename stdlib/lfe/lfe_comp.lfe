;;; The compiler as a function. What comes out is for the runtime's loader, not for the BEAM.

(defmodule lfe_comp
  "Compiles files and forms while the program runs."
  (export (file 1) (file 2) (forms 1) (forms 2) (format_error 1) (default_options 0)))

(defun default_options ()
  "Options that count where none are given."
  '(report))

(defun file (name)
  "Compiles a file as `(file name '(report))` does."
  (file name (default_options)))

(defun file (name options)
  "Compiles a file. The modules go into files `MODULE.o`, in the folder of the option `outdir`, or, with
  the option `binary`, into the answer: `code:load_binary/3` loads them. Answers as LFE's manual says."
  (let ((name (if (is_atom name) (atom_to_list name) name)))
    (refuse options)
    (finished (alate_compiler:objects name) options)))

(defun forms (forms)
  "Compiles the forms of a file as `(forms forms '(report))` does."
  (forms forms (default_options)))

(defun forms (forms options)
  "Compiles the forms of a file; the modules are in the answer."
  (refuse options)
  (finished (alate_compiler:objects_of_forms forms) (cons 'binary options)))

;; Options about the BEAM mean nothing here, and whoever gives them waits for what will not come.
(defun refuse (options)
  (lists:foreach
    (lambda (option)
      (if (lists:member option '(to_erlang to-erlang to_core0 to-core0 to_core to-core to_kernel
                                 to-kernel to_ast to-ast))
        (error (tuple 'no_beam option))))
    options))

;; The compiler answers `#(ok ((module object warnings) …))` or `#(error errors warnings text)`; errors
;; and warnings are `#(file ((line message) …))`.
(defun finished (answer options)
  (let ((returns (orelse (has 'return options) (has 'return_errors options)))
        (reports (orelse (has 'report options) (has 'verbose options))))
    (case answer
      ((tuple 'ok modules text)
       (if reports (io:put_chars text))
       (compiled modules returns options))
      ((tuple 'error errors warnings text)
       (if reports (io:put_chars text))
       (if returns
         (tuple 'error (list (tuple 'error errors warnings)) () ())
         'error))
      ((tuple 'missing name reason)
       (if reports (lfe_io:format "~s: ~w\n" (list name reason)))
       (if returns
         (tuple 'error () (list (tuple name (list (tuple 'none 'file reason)))) ())
         'error)))))

(defun has (option options)
  (orelse (lists:member option options)
          (lists:member (dashed option) options)))

(defun dashed (option)
  (list_to_atom (lists:map (match-lambda ((#\_) #\-) ((c) c)) (atom_to_list option))))

(defun compiled (modules returns options)
  (let ((done (lists:map (lambda (module) (delivered module returns options)) modules)))
    (case (lists:keyfind 'error 1 done)
      ('false (if returns (tuple 'ok done ()) (tuple 'ok done)))
      (problem problem))))

(defun delivered
  (((tuple name object warnings) returns options)
   (case (has 'binary options)
     ('true
      (if returns (tuple 'ok name object warnings) (tuple 'ok name object)))
     ('false
      (case (file:write_file (target name options) object)
        ('ok (if returns (tuple 'ok name warnings) (tuple 'ok name)))
        ((tuple 'error reason)
         (tuple 'error () (list (tuple (target name options) (list (tuple 'none 'file reason)))) ())))))))

(defun target (name options)
  (let ((folder (case (lists:keyfind 'outdir 1 (lists:filter #'is_tuple/1 options))
                  ((tuple _ folder) (++ folder "/"))
                  ('false ""))))
    (++ folder (atom_to_list name) ".o")))

(defun format_error (text)
  "What an error says: the compiler has said it in words."
  text)
