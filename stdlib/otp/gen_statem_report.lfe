;;; What is said of state machines: reports to `logger`, events of debugging, and `sys:get_status`.

(defmodule gen_statem_report
  "Reports of state machines."
  (export (terminated 5) (format 1) (text 2) (status 2) (tell 2)))

;;; Reports.

(defun terminated (class reason trace events machine)
  "Reports the end of a state machine while it handled the first of some events, or none."
  (let* (((map 'name name 'modules modules 'mode mode 'enter enter 'postponed postponed
               'queue queue 'debug debug)
          machine)
         (all (++ events queue))
         (timeouts (gen_statem_timer:shown machine))
         (parts (map 'state (map-get machine 'state) 'data (map-get machine 'data) 'reason reason
                     'queue all 'postponed postponed 'timeouts timeouts 'log (sys:get_log debug)))
         (shown (shown (car modules) parts)))
    (logger:log 'error
                (map 'label #(gen_statem terminate)
                     'name name
                     'queue (map-get shown 'queue)
                     'postponed (map-get shown 'postponed)
                     'modules modules
                     'callback_mode mode
                     'state_enter enter
                     'state (map-get shown 'term)
                     'timeouts (counted (map-get shown 'timeouts))
                     'log (map-get shown 'log)
                     'reason (tuple class (map-get shown 'reason) trace)
                     'client_info (client all))
                (map 'domain '(otp)
                     'report_cb #'gen_statem:format_log/2
                     'error_logger (map 'tag 'error 'report_cb #'gen_statem:format_log/1)
                     'mfa #(gen_statem error_info 7)))))

(defun counted (timeouts)
  (tuple (length timeouts) timeouts))

(defun client
  (((cons (tuple (tuple 'call from) _) _)) (gen_report:client from))
  ((_) 'undefined))

;; What the callback module makes of what would be shown; the state with the data is its term.
(defun shown (module parts)
  (cond
    ((erlang:function_exported module 'format_status 1)
     (case (formatted module parts)
       ((tuple 'ok shown) (with-term shown))
       (_ (with-term parts))))
    ((erlang:function_exported module 'format_status 2)
     (let (((map 'state state 'data data) parts))
       (map-set parts 'term
                (try (call module 'format_status 'terminate (list (get) state data))
                  (catch
                    ((tuple _ _ _) (tuple state (crashed module "format_status/2"))))))))
    ('true (with-term parts))))

(defun with-term
  (((= (map 'state state 'data data) parts)) (map-set parts 'term (tuple state data))))

;; What format_status/1 answers; it may change what there is.
(defun formatted (module parts)
  (try (call module 'format_status parts)
    (case
      (shown (when (is_map shown))
             (if (=:= (lists:sort (maps:keys shown)) (lists:sort (maps:keys parts)))
               (tuple 'ok shown)
               (tuple 'error (said module "format_status/1 returned a map with unknown keys"))))
      (_ (tuple 'error (said module "format_status/1 did not return a map"))))
    (catch ((tuple _ _ _) (tuple 'error (crashed module "format_status/1"))))))

(defun crashed (module function)
  (said module (++ function " crashed")))

(defun said (module text)
  (++ (atom_to_list module) ":" text))

(defun format
  "The format and arguments of a report."
  (((map 'label #(gen_statem terminate) 'name name 'queue queue 'postponed postponed
         'modules modules 'callback_mode mode 'state_enter enter 'state state
         'timeouts timeouts 'log log 'reason (tuple class reason trace) 'client_info client))
   (let (((tuple reason trace) (reason-and-trace class reason trace)))
     (gen_report:joined
       (list (tuple "** State machine ~tp terminating~n" (list name))
             (last-event queue)
             (tuple (++ "** When server state  = ~tp~n" "** Reason for termination = ~tp:~tp~n"
                        "** Callback modules = ~tp~n" "** Callback mode = ~tp~n")
                    (list state class reason modules (mode mode enter)))
             (some "** Queued = ~tp~n" (rest queue))
             (some "** Postponed = ~tp~n" postponed)
             (some "** Stacktrace =~n**  ~tp~n" trace)
             (timeouts-text timeouts)
             (some "** Log =~n**  ~tp~n" log)
             (gen_report:client_text client))))))

;; What a missing function is, is said in the place of its frame.
(defun reason-and-trace
  (('error 'undef (= (cons (tuple module name arguments _) frames) trace))
   (case (gen_report:reason (tuple 'undef trace))
     ((tuple '|module could not be loaded| _)
      (tuple (tuple '|module could not be loaded| module) frames))
     ((tuple '|function not exported| _)
      (tuple (tuple '|function not exported| (tuple module name (arity arguments))) frames))
     ((tuple reason _) (tuple reason trace))))
  ((_ reason trace) (tuple reason trace)))

(defun arity
  ((arguments) (when (is_list arguments)) (length arguments))
  ((arity) arity))

(defun last-event
  ((()) #("" ()))
  (((cons event _)) (tuple "** Last event = ~tp~n" (list event))))

(defun rest
  ((()) ())
  (((cons _ events)) events))

(defun some
  ((_ ()) #("" ()))
  ((format items) (tuple format (list items))))

(defun mode
  ((mode 'true) (list mode 'state_enter))
  ((mode 'false) mode))

(defun timeouts-text
  (((tuple 0 _)) #("" ()))
  ((timeouts) (tuple "** Time-outs: ~tp~n" (list timeouts))))

(defun text
  "The text of a report as `logger` asks for it."
  (((map 'label #(gen_statem terminate) 'name name 'queue queue 'state state
         'log log 'reason (tuple class reason trace) 'client_info client)
    (= (map 'single_line 'true) options))
   (let (((tuple reason trace) (reason-and-trace class reason trace)))
     (gen_report:line
       (list (tuple "State machine ~tp terminating. Reason: ~tp." (list name reason))
             (some " Stack: ~tp." trace)
             (last-event-line queue)
             (tuple " State: ~tp." (list state))
             (some " Log: ~tp." log)
             (gen_report:client_line client))
       options)))
  ((report options) (gen_report:text (format report) options)))

(defun last-event-line
  ((()) #("" ()))
  (((cons event _)) (tuple " Last event: ~tp." (list event))))

;;; Status.

(defun status
  "What `sys:get_status` shows."
  ((how (list dictionary system-state parent debug (tuple machine _)))
   (let* (((map 'name name 'modules modules 'postponed postponed) machine)
          (log (sys:get_log debug))
          (shown (status-parts how dictionary modules machine log)))
     (list* (tuple 'header (gen_report:header "Status for state machine" name))
            (tuple 'data (list (tuple "Status" system-state)
                               (tuple "Parent" parent)
                               (tuple "Modules" modules)
                               (tuple "Time-outs" (counted (map-get shown 'timeouts)))
                               (tuple "Logged Events" (map-get shown 'log))
                               (tuple "Postponed" (map-get shown 'postponed))))
            (map-get shown 'items)))))

(defun status-parts
  ((how dictionary (cons module _) (= (map 'state state 'data data) machine) log)
   (let ((parts (map 'state state 'data data 'postponed (map-get machine 'postponed)
                     'timeouts (gen_statem_timer:shown machine) 'log log)))
     (cond
       ((erlang:function_exported module 'format_status 1)
        (case (formatted module parts)
          ((tuple 'ok shown) (with-state-item shown))
          ((tuple 'error text) (with-state-item (map-set parts 'data text)))))
       ((erlang:function_exported module 'format_status 2)
        (map-set parts 'items (users-items module how (list dictionary state data))))
       ('true (with-state-item parts))))))

(defun with-state-item
  (((= (map 'state state 'data data) parts))
   (map-set parts 'items (list (state-item (tuple state data))))))

(defun state-item (term)
  (tuple 'data (list (tuple "State" term))))

(defun users-items (module how arguments)
  (let (((list _ state _) arguments))
    (try (call module 'format_status how arguments)
      (case
        (items (when (is_list items)) items)
        (item (list item)))
      (catch
        ((tuple _ _ _)
         (list (state-item (tuple state (crashed module "format_status/2")))))))))

;;; Events of debugging.

(defun tell
  "Tells an event to whoever debugs the machine."
  ((_ (= (map 'debug ()) machine)) machine)
  ((event (= (map 'debug debug 'name name) machine))
   (map-update machine 'debug (sys:handle_debug debug #'print/3 name event))))

(defun print
  ((device (tuple 'in event state) name)
   (io:format device "*DBG* ~tp receive ~ts in state ~tp~n" (list name (event-text event) state)))
  ((device (tuple 'out answer (tuple to _)) name)
   (io:format device "*DBG* ~tp send ~tp to ~tw~n" (list name answer to)))
  ((device (tuple 'enter module state) name)
   (io:format device "*DBG* ~tp enter ~tp in state ~tp~n" (list name module state)))
  ((device (tuple 'module module state) name)
   (io:format device "*DBG* ~tp module ~tp in state ~tp~n" (list name module state)))
  ((device (tuple 'terminate reason state) name)
   (io:format device "*DBG* ~tp terminate ~tp in state ~tp~n" (list name reason state)))
  ((device (tuple 'start_timer timeout state) name)
   (io:format device "*DBG* ~tp start_timer ~tp in state ~tp~n" (list name timeout state)))
  ((device (tuple what event state next) name)
   (io:format device "*DBG* ~tp ~tw ~ts in state ~ts~n"
              (list name what (event-text event) (states-text state next)))))

(defun event-text
  (((tuple (tuple 'call (tuple from _)) request))
   (io_lib:format "call ~tp from ~tw" (list request from)))
  (((tuple type content)) (io_lib:format "~tw ~tp" (list type content))))

(defun states-text
  ((state next) (when (=:= state next)) (io_lib:format "~tp" (list state)))
  ((state next) (io_lib:format "~tp => ~tp" (list state next))))
