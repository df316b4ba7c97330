;;; Erlang's module `sys`: looking into processes of behaviours and stopping them for a while. What a
;;; process does with the messages is in `sys_system`, the options of debugging in `sys_debug`.

(defmodule sys
  "System messages to processes of behaviours, as in Erlang."
  (export (suspend 1) (suspend 2) (resume 1) (resume 2)
          (get_status 1) (get_status 2) (get_state 1) (get_state 2)
          (replace_state 2) (replace_state 3) (change_code 4) (change_code 5)
          (terminate 2) (terminate 3)
          (trace 2) (trace 3) (log 2) (log 3) (log_to_file 2) (log_to_file 3)
          (statistics 2) (statistics 3) (no_debug 1) (no_debug 2)
          (install 2) (install 3) (remove 2) (remove 3)
          (handle_system_msg 6) (handle_system_msg 7) (handle_debug 4) (suspend_loop_hib 6)
          (debug_options 1) (get_debug 3) (get_log 1) (print_log 1)))

;;; What can be asked of a process.

(defun suspend (name)
  "Has a process look at system messages only."
  (ask name 'suspend 'suspend (list name)))

(defun suspend (name time)
  "suspend/1 with a limit in milliseconds."
  (ask name 'suspend time 'suspend (list name time)))

(defun resume (name)
  "Has a suspended process go on."
  (ask name 'resume 'resume (list name)))

(defun resume (name time)
  "resume/1 with a limit in milliseconds."
  (ask name 'resume time 'resume (list name time)))

(defun get_status (name)
  "What a process is and does."
  (ask name 'get_status 'get_status (list name)))

(defun get_status (name time)
  "get_status/1 with a limit in milliseconds."
  (ask name 'get_status time 'get_status (list name time)))

(defun get_state (name)
  "The state of a process."
  (state-or-error (ask name 'get_state 'get_state (list name))))

(defun get_state (name time)
  "get_state/1 with a limit in milliseconds."
  (state-or-error (ask name 'get_state time 'get_state (list name time))))

(defun replace_state (name f)
  "Puts what a function makes of the state in its place."
  (state-or-error (ask name (tuple 'replace_state f) 'replace_state (list name f))))

(defun replace_state (name f time)
  "replace_state/2 with a limit in milliseconds."
  (state-or-error (ask name (tuple 'replace_state f) time 'replace_state (list name f time))))

(defun state-or-error
  (((tuple 'ok state)) state)
  (((tuple 'error reason)) (error reason)))

(defun change_code (name module version extra)
  "Has a suspended process change to another version of its module."
  (ask name (tuple 'change_code module version extra) 'change_code
       (list name module version extra)))

(defun change_code (name module version extra time)
  "change_code/4 with a limit in milliseconds."
  (ask name (tuple 'change_code module version extra) time 'change_code
       (list name module version extra time)))

(defun terminate (name reason)
  "Has a process end."
  (ask name (tuple 'terminate reason) 'terminate (list name reason)))

(defun terminate (name reason time)
  "terminate/2 with a limit in milliseconds."
  (ask name (tuple 'terminate reason) time 'terminate (list name reason time)))

(defun trace (name flag)
  "Has a process print its events, or not any more."
  (ask name (tuple 'debug (tuple 'trace flag)) 'trace (list name flag)))

(defun trace (name flag time)
  "trace/2 with a limit in milliseconds."
  (ask name (tuple 'debug (tuple 'trace flag)) time 'trace (list name flag time)))

(defun log (name flag)
  "Has a process keep its last events: `true`, `#(true n)`, `false`, `get` or `print`."
  (ask name (tuple 'debug (tuple 'log flag)) 'log (list name flag)))

(defun log (name flag time)
  "log/2 with a limit in milliseconds."
  (ask name (tuple 'debug (tuple 'log flag)) time 'log (list name flag time)))

(defun log_to_file (name file)
  "Has a process write its events to a file, or not any more: false."
  (ask name (tuple 'debug (tuple 'log_to_file file)) 'log_to_file (list name file)))

(defun log_to_file (name file time)
  "log_to_file/2 with a limit in milliseconds."
  (ask name (tuple 'debug (tuple 'log_to_file file)) time 'log_to_file (list name file time)))

(defun statistics (name flag)
  "Has a process count its messages: `true`, `false` or `get`."
  (ask name (tuple 'debug (tuple 'statistics flag)) 'statistics (list name flag)))

(defun statistics (name flag time)
  "statistics/2 with a limit in milliseconds."
  (ask name (tuple 'debug (tuple 'statistics flag)) time 'statistics (list name flag time)))

(defun no_debug (name)
  "Ends all debugging of a process."
  (ask name #(debug no_debug) 'no_debug (list name)))

(defun no_debug (name time)
  "no_debug/1 with a limit in milliseconds."
  (ask name #(debug no_debug) time 'no_debug (list name time)))

(defun install (name function)
  "Has a process call a function for each event: `#(function state)` or `#(id function state)`."
  (ask name (tuple 'debug (tuple 'install function)) 'install (list name function)))

(defun install (name function time)
  "install/2 with a limit in milliseconds."
  (ask name (tuple 'debug (tuple 'install function)) time 'install (list name function time)))

(defun remove (name function)
  "Takes back what install/2 did, by its function or id."
  (ask name (tuple 'debug (tuple 'remove function)) 'remove (list name function)))

(defun remove (name function time)
  "remove/2 with a limit in milliseconds."
  (ask name (tuple 'debug (tuple 'remove function)) time 'remove (list name function time)))

(defun ask (name request function arguments)
  (ask name request 5000 function arguments))

(defun ask (name request time function arguments)
  (try (let (((tuple 'ok answer) (gen:call name 'system request time))) answer)
    (catch
      ((tuple 'exit reason _) (exit (tuple reason (tuple 'sys function arguments))))
      ((tuple 'error reason trace)
       (exit (tuple (tuple reason trace) (tuple 'sys function arguments)))))))

;;; What processes of behaviours call.

(defun handle_system_msg (request from parent module debug misc)
  "Does what a system message asks for, and goes on in the module: a process's last call."
  (sys_system:handle request from parent module debug misc 'false))

(defun handle_system_msg (request from parent module debug misc hibernating)
  "handle_system_msg/6 of a process that may have been hibernating."
  (sys_system:handle request from parent module debug misc hibernating))

(defun suspend_loop_hib (parent module debug misc system-state hibernating)
  "What a suspended process goes on with that has hibernated."
  (sys_system:suspended system-state parent module debug misc hibernating))

(defun handle_debug
  "Tells an event to whoever debugs the process: the next debug structure."
  ((() _ _ _) ())
  ((debug print extra event) (sys_debug:event debug print extra event)))

(defun debug_options (options)
  "The debug structure of options: trace, log, `#(log n)`, statistics, `#(log_to_file file)`, `#(install function)`."
  (sys_debug:options options))

(defun get_debug (item debug default)
  "The value of an item of a debug structure."
  (sys_debug:value item debug default))

(defun get_log (debug)
  "The events that a debug structure has kept."
  (sys_debug:kept debug))

(defun print_log (debug)
  "Prints the events that a debug structure has kept."
  (sys_debug:print debug))
