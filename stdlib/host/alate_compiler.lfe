;;; The compiler beside a running program: the shell, scripts, `eval`. It is there in `alate repl`, in
;;; `alate run -e` and in programs built `--with-compiler`.

(defmodule alate_compiler
  "Compiles and loads while the program runs."
  (export (begin_session 1) (variable 1) (evaluate 3) (evaluate_all 2)
          (parse 2) (read 1) (interrupted 0) (expand 4)
          (objects 1) (objects_of_forms 1) (load_object 3)
          (compile 1) (compile_forms 1) (load 1) (slurp 2) (unslurp 1)
          (documentation 1)))

(defun ask (question)
  "Asks the compiler and waits for its answer: terms both. The error `no_compiler` where there is none."
  (let ((reference (try (alate:ask_host 0 (term_to_binary question))
                     (catch ((tuple 'error 'badarg _) (error 'no_compiler))))))
    (receive
      ((tuple answer bytes) (when (=:= answer reference))
       (binary_to_term bytes)))))

(defun begin_session (number)
  "Begins a session, or begins it anew: functions, macros and records that forms define are known to the
  forms after them."
  (ask (tuple 'session number)))

(defun evaluate (number form variables)
  "Evaluates a form of a session with the variables' values, a map by name: `#(value value bindings)`,
  where `set` has made bindings, pairs of name and value, or `#(defined names)`. What is wrong with a
  form is the error `#(unbound_symbol name)` or `#(bad_form text)`."
  (let (((tuple form variables) (without-values form variables)))
    (persistent_term:put 'alate_variables variables)
    (run (ask (tuple 'evaluate number form (maps:keys variables))) variables)))

(defun variable (name)
  "What a variable of the shell is bound to: functions that are defined there see it."
  (case (maps:find name (persistent_term:get 'alate_variables (map)))
    ((tuple 'ok value) value)
    ('error (error (tuple 'unbound_symbol name)))))

(defun evaluate_all (forms variables)
  "Evaluates forms, in a session of their own: as `evaluate` does, of the last expression."
  (let (((tuple forms variables) (without-values forms variables)))
    (run (ask (tuple 'evaluate_all forms (maps:keys variables))) variables)))

(defun run
  (((tuple 'ok names 'none) _)
   (tuple 'defined names))
  (((tuple 'ok _ (tuple module names)) variables)
   (let ((function (call module 'expression)))
     ;; Its code lives as long as somebody can run it; its name is free from now on.
     (ask (tuple 'release module))
     (try
       (funcall function (lists:map (lambda (name) (map-get variables name)) names))
       (case ((tuple value bindings) (tuple 'value value bindings)))
       (catch
         ((tuple 'error 'undef stack) (erlang:raise 'error (undefined stack) stack))))))
  (((tuple 'error errors) _)
   (error (reason (hd errors)))))

(defun reason
  (((tuple 'unbound-symbol message _))
   (let* (((++ "symbol " rest) (unicode:characters_to_list message))
          (name (lists:sublist rest (- (length rest) (length " is unbound")))))
     (tuple 'unbound_symbol (list_to_atom name))))
  (((tuple _ message _))
   (tuple 'bad_form (unicode:characters_to_list message))))

;; A plain name that means nothing becomes a call of a function of the session, which is not there.
(defun undefined (stack)
  (case stack
    ((cons (tuple module function arguments _) _)
     (let ((arity (if (is_list arguments) (length arguments) arguments)))
       (if (is-home (atom_to_list module))
         (tuple 'undefined_function (tuple function arity))
         'undef)))
    (_ 'undef)))

(defun is-home
  (((++ "shell " _)) 'true)
  (((++ "expression " _)) 'true)
  ((_) 'false))

;; Values that no source can name, such as functions, become variables.
(defun without-values (form variables)
  (case (has-values form)
    ('true (replaced form variables))
    ('false (tuple form variables))))

(defun has-values
  (((cons first rest)) (orelse (has-values first) (has-values rest)))
  ((form) (when (is_tuple form)) (has-values (tuple_to_list form)))
  ((form) (when (is_map form)) (has-values (maps:to_list form)))
  ((form) (is-value form)))

(defun is-value (form)
  (orelse (is_function form) (is_pid form) (is_reference form) (is_port form)))

(defun replaced
  (((cons first rest) variables)
   (let* (((tuple first variables) (replaced first variables))
          ((tuple rest variables) (replaced rest variables)))
     (tuple (cons first rest) variables)))
  ((form variables)
   (case (has-values form)
     ('true (let ((name (list_to_atom (++ "value " (integer_to_list (map_size variables))))))
              (tuple name (map-set variables name form))))
     ('false (tuple form variables)))))

(defun parse (name text)
  "The forms in a text: `#(forms forms)`; `incomplete` if it ends too early, `#(error text)`."
  (answered (ask (tuple 'parse (binary-of name) (binary-of text)))))

(defun read (prompt)
  "Reads forms from the terminal: as `parse` does, or `eof`, `interrupted`, `no_terminal`."
  (answered (ask (tuple 'read (binary-of prompt)))))

(defun interrupted ()
  "Waits until the user interrupts."
  (ask (tuple 'interrupt)))

(defun compile (file)
  "Compiles a file and loads its modules: `#(ok modules warnings)` or `#(error text)`."
  (begun (answered (ask (tuple 'compile (binary-of file))))))

(defun compile_forms (forms)
  "Compiles the forms of a file and loads its modules: `#(ok modules warnings)` or `#(error text)`."
  (begun (answered (ask (tuple 'compile_forms forms)))))

;; Gives the dynamic variables of modules that have been loaded their values.
(defun begun (answer)
  (case answer
    ((tuple 'ok modules _)
     (lists:foreach (lambda (module)
                      (try (call module '-variables-)
                        (catch ((tuple 'error 'undef _) 'none))))
                    modules))
    (_ 'none))
  answer)

(defun load (module)
  "Loads a module of the library, or one whose file is in the folders searched: `#(ok found)` or
  `#(error text)`."
  (answered (ask (tuple 'load module))))

(defun slurp (number file)
  "Takes what a file defines into a session: `#(ok module)` or `#(error text)`."
  (answered (ask (tuple 'slurp number (binary-of file)))))

(defun unslurp (number)
  "Takes a session back to before that."
  (ask (tuple 'unslurp number)))

(defun objects (file)
  "Compiles a file: `#(ok ((name binary warnings) …) text)`; `#(error errors warnings text)`, lists of
  `#(file ((line module message) …))`; `#(missing file reason)`."
  (texts (ask (tuple 'objects (binary-of file)))))

(defun objects_of_forms (forms)
  "The same with the forms of a file."
  (texts (ask (tuple 'objects_of_forms forms))))

;; Text reaches Lisp as binaries, which objects are too.
(defun texts
  (((tuple 'ok modules text))
   (tuple 'ok
          (lists:map (match-lambda (((tuple name object warnings))
                                    (tuple name object (files warnings))))
                     modules)
          (unicode:characters_to_list text)))
  (((tuple 'error errors warnings text))
   (tuple 'error (files errors) (files warnings) (unicode:characters_to_list text)))
  (((tuple 'missing name reason))
   (tuple 'missing (unicode:characters_to_list name) reason)))

(defun files (all)
  (lists:map (match-lambda (((tuple name found))
                            (tuple (unicode:characters_to_list name)
                                   (lists:map (match-lambda
                                                (((tuple line module message))
                                                 (tuple line module (unicode:characters_to_list message))))
                                              found))))
             all))

(defun load_object (module _ binary)
  "Loads what `objects` has answered: `ok` or `#(error reason)`."
  (let ((answer (ask (tuple 'load_object binary))))
    (begun (tuple answer (list module) ()))
    answer))

(defun expand (number how form knows-macros)
  "Expands a form with the macros of a session, as a macro that runs can."
  (ask (tuple 'expand number (tuple how form knows-macros))))

(defun documentation (what)
  "The documentation of `#(module)`, `#(module function)` or `#(module function arity)`: `#(ok text)`,
  or `#(error text)`, which says why there is none."
  (answered (ask (list_to_tuple (cons 'documentation (tuple_to_list what))))))

(defun binary-of (text)
  (unicode:characters_to_binary text))

(defun answered
  (((tuple 'ok value text)) (when (is_binary text))
   (tuple 'ok value (unicode:characters_to_list text)))
  (((tuple kind text)) (when (is_binary text))
   (tuple kind (unicode:characters_to_list text)))
  ((answer) answer))
