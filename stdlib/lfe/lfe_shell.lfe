;;; The shell: reads forms, has the compiler compile them, runs them in a process of its own, and prints
;;; their values.

(defmodule lfe_shell
  "LFE's shell, and what can be called in it by its plain name."
  (export (start 1)
          (c 1) (c 2) (cd 1) (clear 0) (doc 1)
          (ec 1) (ec 2) (ep 1) (ep 2) (epp 1) (epp 2) (p 1) (p 2) (pp 1) (pp 2)
          (exit 0) (q 0) (flush 0) (h 0) (h 1) (h 2) (h 3) (help 0)
          (i 0) (i 1) (i 3) (l 1) (ls 0) (ls 1) (m 0) (m 1)
          (memory 0) (memory 1) (nregs 0) (pid 3) (pwd 0) (regs 0) (uptime 0)))

;; The number of the shell's session.
(defun session () 1)

(defrecord state
  (variables (map '$ENV '$ENV))         ; by name; the environment is a token for `macroexpand`
  (evaluator 'none)                     ; its process
  (prompt "lfe> ")
  (is-terminal 'true)
  (has-colour 'false))

(defun start (words)
  "Does what the words say, one after the other: `\"compile\" file`, `\"evaluate\" text`,
  `\"script\" file argument …`, `\"slurp\" file argument …`, `\"check\" file`, `\"prompt\" text`,
  `\"colour\"`, `\"banner\"`, `\"repl\"`."
  (process_flag 'trap_exit 'true)
  (alate_compiler:begin_session (session))
  (perform words (make-state)))

(defun perform
  ((() _) 'ok)
  (((list* "compile" file words) state)
   (compile-first file)
   (perform words state))
  (((list* "prompt" text words) state)
   (perform words (set-state-prompt state text)))
  (((list* "evaluate" text words) state)
   (perform words (all-or-halt "-e" text state)))
  (((list* "script" file arguments) state)
   (all-or-halt file (text-of file) (with-arguments file arguments state)))
  (((list* "slurp" file arguments) state)
   (run-main file arguments state))
  (((list* "check" file _) _)
   (check file))
  (((list* "colour" words) state)
   (perform words (set-state-has-colour state 'true)))
  (((list* "banner" words) state)
   (banner)
   (perform words state))
  (((list* "repl" words) state)
   (let ((shell (self)))
     (spawn_link (lambda () (interrupts shell))))
   (loop state)
   (perform words state)))

(defun banner ()
  (io:format "Alate: LFE, compiled as you type. (help) says what there is, (q) ends it.~n"))

(defun compile-first (file)
  (case (alate_compiler:compile file)
    ((tuple 'ok _ text) (io:put_chars text))
    ((tuple 'error text)
     (io:put_chars text)
     (halt 1))))

(defun text-of (file)
  (case (file:read_file file)
    ((tuple 'ok bytes) (unicode:characters_to_list bytes))
    ((tuple 'error reason)
     (io:format "cannot read ~s: ~p~n" (list file reason))
     (halt 127))))

(defun with-arguments (file arguments state)
  (let ((variables (map-set (state-variables state) 'script-name file 'script-args arguments)))
    (set-state-variables state variables)))

;; All forms of a text. What is not caught ends the program.
(defun all-or-halt (name text state)
  (case (alate_compiler:parse name text)
    ((tuple 'forms forms)
     (lists:foldl (lambda (form state)
                    (case (evaluated form state)
                      ((tuple 'ok state _) state)
                      (_ (halt 127))))
                  state forms))
    (problem
     (io:format "~s: ~s~n" (list name (problem-text problem)))
     (halt 127))))

(defun problem-text
  (('incomplete) "missing token")
  (((tuple 'error text)) text))

;; A script whose `main` gets its arguments.
(defun run-main (file arguments state)
  (persistent_term:put 'lfescript_name file)
  (case (alate_compiler:slurp (session) file)
    ((tuple 'error text)
     (io:put_chars text)
     (halt 127))
    ((tuple 'ok _)
     (let* ((variables (map-set (state-variables state) 'script-args arguments))
            (state (set-state-variables state variables)))
       (case (evaluated '(main script-args) state)
         ((tuple 'ok _ _) (halt 0))
         (_ (halt 127)))))))

;; Says what is wrong with a script, and does not run it.
(defun check (file)
  (case (alate_compiler:slurp (session) file)
    ((tuple 'error text)
     (io:put_chars text)
     (halt 127))
    (_ 'ok)))

;;; The loop.

(defun loop (state)
  (case (read-forms state)
    ((tuple 'forms forms)
     (loop (print-all forms state)))
    ('interrupted (loop state))
    ('no_terminal (loop (set-state-is-terminal state 'false)))
    ('eof
     (io:nl)
     (end-evaluator state))
    (problem
     (io:format "~s~n" (list (problem-text problem)))
     (loop state))))

(defun read-forms (state)
  (case (state-is-terminal state)
    ('true (alate_compiler:read (state-prompt state)))
    ('false
     (io:put_chars (state-prompt state))
     (read-lines ""))))

;; Lines until they are whole forms.
(defun read-lines (text)
  (case (io:get_line "")
    ('eof (if (=:= text "") 'eof 'incomplete))
    (line
     (let ((text (++ text line)))
       (case (alate_compiler:parse "shell" text)
         ('incomplete (read-lines text))
         (answer answer))))))

(defun print-all
  ((() state) state)
  (((cons form forms) state)
   (case (evaluated form state)
     ((tuple 'ok state value)
      (io:format "~ts~n" (list (coloured 'value (shown value) state)))
      (print-all forms (remember form value state)))
     ((tuple 'failed state) state))))

;; The last three forms and values.
(defun remember (form value state)
  (let* ((variables (state-variables state))
         (before (lambda (name) (maps:get name variables ()))))
    (set-state-variables state
      (map-set variables
               '+++ (funcall before '++) '++ (funcall before '+) '+ form
               '*** (funcall before '**) '** (funcall before '*) '* value))))

;;; What is evaluated.

(defun evaluated (form state)
  "`#(ok state value)`, or, after the exception was printed, `#(failed state)`."
  (let ((variables (map-set (state-variables state) '- form)))
    (case form
      ((list 'run file) (run-file file (set-state-variables state variables)))
      ((list 'slurp file) (slurp-file file state))
      ((list 'unslurp)
       (alate_compiler:unslurp (session))
       (tuple 'ok state 'ok))
      ((list 'reset-environment)
       (alate_compiler:begin_session (session))
       (tuple 'ok (set-state-variables state (state-variables (make-state))) 'ok))
      (_ (in-evaluator form (set-state-variables state variables))))))

(defun in-evaluator (form state)
  (let* ((state (with-evaluator state))
         (evaluator (state-evaluator state)))
    (! evaluator (tuple 'evaluate (self) form (state-variables state)))
    (wait evaluator state)))

(defun wait (evaluator state)
  (receive
    ((tuple 'value pid value bindings) (when (=:= pid evaluator))
     (let ((variables (lists:foldl (match-lambda (((cons name value) variables)
                                                  (map-set variables name value)))
                                   (state-variables state) bindings)))
       (tuple 'ok (set-state-variables state variables) value)))
    ((tuple 'defined pid names) (when (=:= pid evaluator))
     (tuple 'ok state (if (=:= names ()) 'ok (lists:last names))))
    ((tuple 'failed pid text) (when (=:= pid evaluator))
     (told text state))
    ((tuple 'EXIT pid reason) (when (=:= pid evaluator))
     (told (exception-text 'exit reason ()) state))
    ('interrupted
     (unlink evaluator)
     (exit evaluator 'kill)
     ;; It may be a macro that runs.
     (! 'alate_host 'interrupt)
     (told "** interrupted\n" state))))

(defun told (text state)
  (io:put_chars (coloured 'problem text state))
  (tuple 'failed (set-state-evaluator state 'none)))

(defun coloured (kind text state)
  (case (tuple (state-has-colour state) kind)
    ((tuple 'false _) text)
    ((tuple 'true 'value) (++ "\e[36m" text "\e[0m"))
    ((tuple 'true 'problem) (++ "\e[31m" text "\e[0m"))))

(defun with-evaluator (state)
  ;; What the user's processes may have sent here by way of links is of no use.
  (case (state-evaluator state)
    ('none (set-state-evaluator state (spawn_link #'evaluator/0)))
    (pid (if (is_process_alive pid)
           state
           (set-state-evaluator state (spawn_link #'evaluator/0))))))

(defun end-evaluator (state)
  (case (state-evaluator state)
    ('none 'ok)
    (pid (exit pid 'kill))))

(defun evaluator ()
  (receive
    ((tuple 'evaluate shell form variables)
     (try
       (alate_compiler:evaluate (session) form variables)
       (case
         ((tuple 'value value bindings)
          (! shell (tuple 'value (self) value bindings))
          (evaluator))
         ((tuple 'defined names)
          (! shell (tuple 'defined (self) names))
          (evaluator)))
       (catch
         ((tuple class reason stack)
          (unlink shell)
          (! shell (tuple 'failed (self) (exception-text class reason stack)))))))))

;; The user's interrupts, as messages to the shell.
(defun interrupts (shell)
  (alate_compiler:interrupted)
  (! shell 'interrupted)
  (interrupts shell))

(defun run-file (file state)
  (let ((file (string-of file state)))
    (case (alate_compiler:parse file (text-of file))
      ((tuple 'forms forms) (run-forms forms state 'ok))
      (problem
       (io:format "~s: ~s~n" (list file (problem-text problem)))
       (tuple 'failed state)))))

(defun run-forms
  ((() state value) (tuple 'ok state value))
  (((cons form forms) state _)
   (case (evaluated form state)
     ((tuple 'ok state value) (run-forms forms state value))
     (failed failed))))

(defun slurp-file (file state)
  (case (alate_compiler:slurp (session) (string-of file state))
    ((tuple 'ok module) (tuple 'ok state (tuple 'ok module)))
    ((tuple 'error text)
     (io:put_chars text)
     (tuple 'ok state 'error))))

;; A file's name may be a variable.
(defun string-of (file state)
  (if (is_atom file)
    (maps:get file (state-variables state) (atom_to_list file))
    file))

;;; Exceptions.

(defun exception-text (class reason stack)
  "What the shell prints of an exception."
  (let ((own (lists:takewhile #'is-users/1 (lists:dropwhile #'is-session/1 stack))))
    (++ "** exception " (atom_to_list class) ": " (reason-text reason) "\n"
        (lists:flatmap #'place-text/1 (lists:sublist own 5))
        "\n")))

;; The call of a function that the shell does not know.
(defun is-session
  (((tuple module _ arguments _))
   (andalso (is_list arguments) (lists:prefix "shell " (atom_to_list module)))))

;; What stands above the shell's own frames. Of what was typed the values are shown, not the place.
(defun is-users
  (((tuple module _ _ _))
   (not (lists:member module '(alate_compiler lfe_shell)))))

(defun place-text
  (((tuple module function arguments _)) (when (is_list arguments))
   (io_lib:format "  in (~s : ~s~s)\n"
                  (list module function
                        (lists:map (lambda (argument) (++ " " (shown argument))) arguments))))
  (((tuple module function arity location))
   (case (atom_to_list module)
     ((++ "expression " _) "")
     ((++ "shell " _) (io_lib:format "  in ~s/~w\n" (list function arity)))
     (_ (io_lib:format "  in ~s:~s/~w~s\n" (list module function arity (location-text location)))))))

(defun location-text (location)
  (case (tuple (proplists:get_value 'file location) (proplists:get_value 'line location))
    ((tuple 'undefined _) "")
    ((tuple file line) (io_lib:format " (~s, line ~w)" (list file line)))))

(defun reason-text
  (((tuple 'unbound_symbol name)) (io_lib:format "symbol ~s is unbound" (list name)))
  (((tuple 'undefined_function (tuple name arity)))
   (io_lib:format "function ~s/~w undefined" (list name arity)))
  (((tuple 'bad_form text)) text)
  (('badarg) "bad argument")
  (('badarith) "error in arithmetic expression")
  (((tuple 'badarity (tuple function arguments)))
   (io_lib:format "function called with ~w ~s: ~s"
                  (list (length arguments)
                        (if (=:= 1 (length arguments)) "argument" "arguments")
                        (shown function))))
  (((tuple 'badfun value)) (++ "bad function " (shown value)))
  (((tuple 'badmatch value)) (++ "no match of value " (shown value)))
  (((tuple 'case_clause value)) (++ "no case clause matching " (shown value)))
  (((tuple 'try_clause value)) (++ "no try clause matching " (shown value)))
  (('function_clause) "no function clause matching")
  (('if_clause) "no if clause matching")
  (('undef) "undefined function")
  (('noproc) "no such process or port")
  (('system_limit) "a system limit has been reached")
  (('timeout_value) "bad receive timeout value")
  ((reason) (shown reason)))

(defun shown (value)
  (lfe_io:prettyprint1 value 30))

;;; Commands.

(defun c (file _)
  "Compiles a file and loads its modules; options make no difference."
  (c file))

(defun c (file)
  "Compiles a file and loads its modules."
  (case (alate_compiler:compile (name-text file))
    ((tuple 'ok modules text)
     (io:put_chars text)
     (lists:map (lambda (module) (tuple 'module module)) modules))
    ((tuple 'error text)
     (io:put_chars text)
     'error)))

(defun name-text (name)
  (if (is_atom name) (atom_to_list name) name))

(defun cd (folder)
  "Changes the working directory."
  (case (file:set_cwd (name-text folder))
    ('ok (pwd))
    ((tuple 'error reason)
     (io:format "~s: ~p~n" (list folder reason)))))

(defun pwd ()
  "Prints the working directory."
  (let (((tuple 'ok folder) (file:get_cwd)))
    (io:format "~s~n" (list folder))))

(defun ls ()
  "Lists the files in the working directory."
  (ls "."))

(defun ls (folder)
  "Lists the files in a directory."
  (case (file:list_dir (name-text folder))
    ((tuple 'ok files) (columns (lists:sort files)))
    ((tuple 'error reason) (io:format "~s: ~p~n" (list folder reason)))))

;; Names in columns of one width, as many as eighty characters hold.
(defun columns (names)
  (let* ((width (+ 2 (lists:foldl (lambda (name most) (max (length name) most)) 0 names)))
         (each (max 1 (div 80 width))))
    (rows names width each)))

(defun rows
  ((() _ _) 'ok)
  ((names width each)
   (let (((tuple row rest) (lists:split (min each (length names)) names)))
     (lists:foreach (lambda (name) (io:put_chars (string:pad name width))) row)
     (io:nl)
     (rows rest width each))))

(defun clear ()
  "Clears the terminal."
  (io:put_chars "\e[H\e[2J"))

(defun doc (what)
  "Documentation: see `h`."
  (h what))

(defun ec (file)
  "Says that Erlang's source is not for this compiler."
  (ec file ()))

(defun ec (file _)
  "Says that Erlang's source is not for this compiler."
  (io:format "~s: sources in Erlang are not compiled, those in LFE are~n" (list file))
  'error)

(defun ep (value) "Prints a value as Erlang does." (io:format "~w~n" (list value)))
(defun ep (value depth) "The same to a depth." (io:format "~W~n" (list value depth)))
(defun epp (value) "Prints a value as Erlang does, prettily." (io:format "~p~n" (list value)))
(defun epp (value depth) "The same to a depth." (io:format "~P~n" (list value depth)))

(defun p (value) "Prints a value." (lfe_io:format "~w~n" (list value)))
(defun p (value depth) "The same to a depth." (lfe_io:format "~W~n" (list value depth)))
(defun pp (value) "Prints a value prettily." (lfe_io:format "~p~n" (list value)))
(defun pp (value depth) "The same to a depth." (lfe_io:format "~P~n" (list value depth)))

(defun exit () "Ends the program." (q))
(defun q () "Ends the program." (halt 0))

(defun flush ()
  "Shows and removes the messages to the shell."
  (receive
    (message
     (io:format "Shell got ~ts~n" (list (shown message)))
     (flush))
    (after 0 'ok)))

(defun pid (x y z)
  "The process identifier of these numbers."
  (list_to_pid (lists:concat (list "<" x "." y "." z ">"))))

(defun l (modules)
  "Loads a module, or each of a list."
  (case (is_list modules)
    ('true (lists:map #'l/1 modules))
    ('false
     (case (alate_compiler:load modules)
       ((tuple 'ok 'true) (tuple 'module modules))
       ((tuple 'ok 'false) #(error nofile))
       ((tuple 'error text)
        (io:put_chars text)
        'error)))))

(defun m ()
  "Lists the modules."
  (columns (lists:sort (lists:map #'atom_to_list/1 (erlang:loaded)))))

(defun m (module)
  "Says what a module exports, or each of a list."
  (case (is_list module)
    ('true (lists:foreach #'exports/1 module))
    ('false (exports module))))

(defun exports (module)
  (io:format "Module ~s exports:~n" (list module))
  (columns (lists:map (match-lambda (((tuple name arity))
                                     (lists:concat (list name "/" arity))))
                      (lists:sort (call module 'module_info 'exports)))))

(defun memory ()
  "How much memory is used."
  (erlang:memory))

(defun memory (kind)
  "How much memory is used for something, or for each of a list."
  (erlang:memory kind))

(defun uptime ()
  "For how long the program has run."
  (let* (((tuple milliseconds _) (statistics 'wall_clock))
         (seconds (div milliseconds 1000)))
    (io:format "~w seconds~n" (list seconds))))

(defun regs ()
  "Shows the processes that have names."
  (lists:foreach (lambda (name)
                   (io:format "~s~s~n" (list (string:pad (atom_to_list name) 30)
                                             (shown (whereis name)))))
                 (lists:sort (registered))))

(defun nregs ()
  "Shows the processes that have names."
  (regs))

(defun i ()
  "Shows the processes."
  (i (processes)))

(defun i (pids)
  "Shows processes."
  (io:format "~s~s~s~s~n" (list (string:pad "Pid" 16) (string:pad "Function" 40)
                                (string:pad "Reductions" 14) "Messages"))
  (lists:foreach #'process-line/1 pids))

(defun i (x y z)
  "What is known of a process."
  (process_info (pid x y z)))

(defun process-line (pid)
  (case (process_info pid '(current_function reductions message_queue_len registered_name))
    ('undefined 'ok)
    ((list (tuple _ function) (tuple _ reductions) (tuple _ messages) (tuple _ name))
     (io:format "~s~s~s~w~n"
                (list (string:pad (shown pid) 16)
                      (string:pad (function-text function name) 40)
                      (string:pad (integer_to_list reductions) 14)
                      messages)))))

(defun function-text
  (((tuple module function arity) ())
   (lists:concat (list module ":" function "/" arity)))
  ((_ name) (when (is_atom name))
   (atom_to_list name))
  ((_ _) ""))

(defun h () "Says what there is." (help))

(defun h (module)
  "Shows the documentation of a module."
  (documentation (tuple module)))

(defun h (module name)
  "Shows the documentation of functions or a macro."
  (documentation (tuple module name)))

(defun h (module name arity)
  "Shows the documentation of a function."
  (documentation (tuple module name arity)))

(defun documentation (what)
  (case (alate_compiler:documentation what)
    ((tuple 'ok text) (io:put_chars text))
    ((tuple 'error text)
     (io:put_chars text)
     'none)
    (_ (io:put_chars "there is no documentation\n")
       'none)))

(defun help ()
  "Says what there is."
  (io:put_chars
   """
   Functions of the shell
     (c file)        compile a file and load its modules
     (cd folder)     change the working directory
     (clear)         clear the terminal
     (ep x) (epp x)  print a value as Erlang does
     (flush)         show the messages to the shell
     (h m) (h m f) (h m f a)
                     documentation of a module, of a function
     (i) (i pids)    processes
     (l module)      load a module
     (ls) (ls folder)
                     files
     (m) (m module)  modules, what a module exports
     (memory)        how much memory is used
     (p x) (pp x)    print a value
     (pid x y z)     a process identifier
     (pwd)           the working directory
     (q)             end the shell
     (regs)          processes that have names
     (uptime)        for how long this has run

   Forms of the shell
     (set pattern value), (set pattern (when guard) value)
                     bind the variables of a pattern
     (defun …) (defmacro …) (defrecord …)
                     define for the rest of the session
     (run file)      evaluate the forms in a file
     (slurp file)    take in all that a file defines
     (unslurp)       forget it
     (reset-environment)
                     forget everything

   Variables of the shell
     + ++ +++        the last three forms
     * ** ***        the last three values
     -               this form

   """))
