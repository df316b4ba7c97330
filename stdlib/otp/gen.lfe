;;; What the behaviours have in common: starting a process under a name, and asking it.
;;;
;;; A request is `#(label #(pid tag) request)`. The tag is `(alias . reference)` where the reference is
;;; that of a monitor with an alias; the answer is `#(tag answer)`, sent to the alias.

(defmodule gen
  "Starting and asking the processes of behaviours."
  (export (start 5) (start 6) (init_it 6) (init_it 7)
          (call 3) (call 4) (reply 2) (stop 1) (stop 3)
          (send 2) (where 1) (unregister_name 1) (name 1)
          (checked_name 1) (checked_options 1) (own_name 1) (own_parent 0)
          (debug_options 2) (hibernate_after 1)))

;;; Starting.

(defun start (behaviour link module arguments options)
  "Starts a process without a name; `link` is link, nolink or monitor."
  (launch behaviour link (list behaviour (self) (parent link) module arguments options) options))

(defun start (behaviour link name module arguments options)
  "Starts a process with a name: `#(local atom)`, `#(global term)` or `#(via module term)`."
  (case (where name)
    ('undefined
     (launch behaviour link (list behaviour (self) (parent link) name module arguments options)
             options))
    (pid (tuple 'error (tuple 'already_started pid)))))

(defun parent
  (('link) (self))
  ((_) 'self))

(defun launch
  ((_ 'link arguments options)
   (proc_lib:start_link 'gen 'init_it arguments (time-limit options) (spawn-options options)))
  ((_ 'nolink arguments options)
   (proc_lib:start 'gen 'init_it arguments (time-limit options) (spawn-options options)))
  ((_ 'monitor arguments options)
   (with-monitor
    (proc_lib:start_monitor 'gen 'init_it arguments (time-limit options)
                            (spawn-options options)))))

;; What start_monitor answers, of what `proc_lib` does.
(defun with-monitor
  (((tuple (tuple 'ok pid) monitor)) (when (is_pid pid)) (tuple 'ok (tuple pid monitor)))
  (((tuple answer monitor))
   (demonitor monitor '(flush))
   answer))

(defun time-limit (options)
  (option 'timeout options 'infinity))

(defun spawn-options (options)
  (option 'spawn_opt options ()))

(defun option (name options default)
  (case (lists:keyfind name 1 options)
    ((tuple _ value) value)
    (_ default)))

(defun init_it (behaviour starter parent module arguments options)
  "The beginning of a process without a name."
  (call behaviour 'init_it starter parent (self) module arguments options))

(defun init_it (behaviour starter parent name module arguments options)
  "The beginning of a process with a name."
  (case (register-name name)
    ('true (call behaviour 'init_it starter parent name module arguments options))
    ((tuple 'false pid)
     (proc_lib:init_ack starter (tuple 'error (tuple 'already_started pid))))))

(defun register-name
  (((= (tuple 'local name) where))
   (try (register name (self))
     (catch
       ((tuple 'error _ _) (tuple 'false (where where))))))
  (((= (tuple 'global name) where))
   (registered? (global:register_name name (self)) where))
  (((= (tuple 'via module name) where))
   (registered? (call module 'register_name name (self)) where)))

(defun registered?
  (('yes _) 'true)
  (('no where) (tuple 'false (where where))))

(defun unregister_name
  "Takes back the name of a process that has not begun."
  (((tuple 'local name)) (catch (unregister name)) 'ok)
  (((tuple 'global name)) (global:unregister_name name) 'ok)
  (((tuple 'via module name)) (call module 'unregister_name name) 'ok)
  ((_) 'ok))

(defun name
  "A name as reports show it."
  (((tuple 'local name)) name)
  (((tuple 'global name)) name)
  (((tuple 'via _ name)) name)
  ((pid) pid))

(defun debug_options (name options)
  "The debug structure that the options of start ask for."
  (case (option 'debug options ())
    (() ())
    (debug
     (try (sys:debug_options debug)
       (catch
         ((tuple _ _ _)
          (error_logger:format "~tp: ignoring erroneous debug options - ~tp~n" (list name debug))
          ()))))))

(defun hibernate_after (options)
  "The milliseconds without a message after which a process hibernates."
  (option 'hibernate_after options 'infinity))

;;; The arguments of the functions that start.

(defun checked_name
  "A name to start a process with; what is none is raised."
  (((= (tuple 'local name) it)) (when (is_atom name)) it)
  (((= (tuple 'global _) it)) it)
  (((= (tuple 'via module _) it)) (when (is_atom module)) it)
  (((tuple 'local _)) (error 'badarg))
  ((_) (error 'function_clause)))

(defun checked_options
  "Options to start a process with; what is no list is raised."
  ((options) (when (is_list options)) options)
  ((_) (error 'badarg)))

;;; What enter_loop needs to know of its caller.

(defun own_name
  "A name, which must be the caller's, as reports show it."
  ((pid) (when (=:= pid (self))) pid)
  (((= (tuple _ short) name)) (own short name))
  (((= (tuple 'via _ short) name)) (own short name)))

(defun own (short name)
  (cond
    ((=:= (where name) (self)) short)
    ((=:= 'local (element 1 name)) (exit 'process_not_registered))
    ((=:= 'global (element 1 name)) (exit 'process_not_registered_globally))
    ('true (exit (tuple 'process_not_registered_via (element 2 name))))))

(defun own_parent ()
  "The process that has started the caller with `proc_lib`."
  (case (get '$ancestors)
    ((cons parent _) (when (is_pid parent)) parent)
    ((cons name _) (when (is_atom name)) (parent-of-name (whereis name)))
    (_ (exit 'process_was_not_started_by_proc_lib))))

(defun parent-of-name
  (('undefined) (exit 'could_not_find_registered_name))
  ((pid) pid))

;;; Where a process is.

(defun where
  "The pid of a name, or undefined."
  (((tuple 'global name)) (global:whereis_name name))
  (((tuple 'via module name)) (call module 'whereis_name name))
  (((tuple 'local name)) (whereis name)))

;; The pid of whatever names a process; an exit where there is none.
(defun pid-of
  ((pid) (when (is_pid pid)) pid)
  ((name) (when (is_atom name)) (existing (whereis name)))
  (((= (tuple kind _) name)) (when (=:= kind 'global)) (existing (where name)))
  (((tuple 'local name)) (when (is_atom name)) (existing (whereis name)))
  (((= (tuple 'via _ _) name)) (existing (where name)))
  (((tuple name node)) (when (is_atom name) (is_atom node))
   (if (=:= node (node))
     (existing (whereis name))
     (exit (tuple 'nodedown node)))))

(defun existing
  (('undefined) (exit 'noproc))
  ((pid) pid))

(defun send
  "Sends a message to whatever names a process, if it is there."
  (((= (tuple 'global name) _) message) (catch (global:send name message)) 'ok)
  (((tuple 'via module name) message) (catch (call module 'send name message)) 'ok)
  (((tuple name node) message) (when (is_atom name) (is_atom node))
   (catch (erlang:send (tuple name node) message))
   'ok)
  ((to message) (when (orelse (is_pid to) (is_atom to)))
   (catch (erlang:send to message))
   'ok))

;;; Asking.

(defun call (process label request)
  "call/4 with five seconds."
  (call process label request 5000))

(defun call
  "Sends a request and waits for the answer: `#(ok answer)`, or an exit with the reason alone."
  ((pid label request time)
   (when (is_pid pid) (orelse (=:= time 'infinity) (andalso (is_integer time) (>= time 0))))
   (ask pid label request time))
  ((process label request time)
   (when (orelse (=:= time 'infinity) (andalso (is_integer time) (>= time 0))))
   (ask (pid-of process) label request time)))

(defun ask
  ((pid _ _ _) (when (=:= pid (self))) (exit 'calling_self))
  ((pid label request time)
   (let* ((reference (erlang:monitor 'process pid '(#(alias demonitor))))
          (tag (cons 'alias reference)))
     (! pid (tuple label (tuple (self) tag) request))
     (receive
       ((tuple (cons 'alias ref) answer) (when (=:= ref reference))
        (demonitor reference '(flush))
        (tuple 'ok answer))
       ((tuple 'DOWN ref _ _ reason) (when (=:= ref reference))
        (exit reason))
       (after time
         (demonitor reference '(flush))
         (receive
           ((tuple (cons 'alias ref) answer) (when (=:= ref reference)) (tuple 'ok answer))
           (after 0 (exit 'timeout))))))))

(defun reply
  "Answers a request."
  (((tuple _ (= (cons 'alias reference) tag)) answer) (when (is_reference reference))
   (! reference (tuple tag answer))
   'ok)
  (((tuple _ (= (cons (cons 'alias reference) _) tag)) answer) (when (is_reference reference))
   (! reference (tuple tag answer))
   'ok)
  (((tuple pid tag) answer)
   (catch (! pid (tuple tag answer)))
   'ok))

(defun stop (process)
  "stop/3 with the reason normal and no limit."
  (stop process 'normal 'infinity))

(defun stop
  "Ends a process and waits until it has ended."
  ((process reason time)
   (when (orelse (=:= time 'infinity) (andalso (is_integer time) (>= time 0))))
   (proc_lib:stop (stoppable process) reason time)))

;; The name as monitors take it.
(defun stoppable
  ((process) (when (orelse (is_pid process) (is_atom process))) process)
  (((tuple name node)) (when (is_atom name) (is_atom node) (=/= name 'global))
   (tuple name node))
  ((name) (existing (where name))))
