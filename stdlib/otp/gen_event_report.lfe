;;; What is said of event managers: reports to `logger`, events of debugging, and `sys:get_status`.

(defmodule gen_event_report
  "Reports of event managers."
  (export (crashed 6) (unhandled 2) (format 1) (text 2) (status 2) (event 3)))

;;; Reports.

(defun crashed (handler module name event state reason)
  "Reports a handler that has failed."
  (let ((shown (shown module (map 'state state 'message event 'reason reason 'log ()))))
    (logger:log 'error
                (map 'label #(gen_event terminate)
                     'handler handler
                     'name name
                     'last_message (map-get shown 'message)
                     'state (map-get shown 'state)
                     'reason (map-get shown 'reason))
                (metadata 'error #(gen_event report_error 5)))))

(defun unhandled (module message)
  "Reports a message that a handler without handle_info got."
  (logger:log 'warning
              (map 'label #(gen_event no_handle_info) 'module module 'message message)
              (metadata 'warning_msg #(gen_event server_update 4))))

(defun metadata (tag function)
  (map 'domain '(otp)
       'report_cb #'gen_event:format_log/2
       'error_logger (map 'tag tag 'report_cb #'gen_event:format_log/1)
       'mfa function))

(defun shown (module parts)
  (cond
    ((erlang:function_exported module 'format_status 1)
     (gen_report:formatted parts (lambda () (call module 'format_status parts))))
    ((erlang:function_exported module 'format_status 2)
     (map-set parts 'state (state-in module 'terminate (map-get parts 'state))))
    ('true parts)))

(defun state-in (module how state)
  (try (call module 'format_status how (list (get) state))
    (catch ((tuple _ _ _) state))))

(defun format
  "The format and arguments of a report."
  (((map 'label #(gen_event terminate) 'handler handler 'name name 'last_message message
         'state state 'reason reason))
   (tuple (++ "** gen_event handler ~tp crashed.\n"
              "** Was installed in ~tp\n"
              "** Last event was: ~tp\n"
              "** When handler state == ~tp\n"
              "** Reason == ~tp\n")
          (list handler name message state (reason reason))))
  (((map 'label #(gen_event no_handle_info) 'module module 'message message))
   (tuple "** Undefined handle_info in ~p\n** Unhandled message: ~tp\n" (list module message))))

(defun reason
  (((tuple 'EXIT reason)) (gen_report:reason reason))
  ((reason) reason))

(defun text
  "The text of a report as `logger` asks for it."
  (((map 'label #(gen_event terminate) 'handler handler 'name name 'last_message message
         'state state 'reason reason)
    (= (map 'single_line 'true) options))
   (gen_report:line
    (list (tuple (++ "Generic event handler ~tp crashed. Installed: ~tp. Last event: ~tp. "
                     "State: ~tp. Reason: ~tp.")
                 (list handler name message state (reason reason))))
    options))
  (((map 'label #(gen_event no_handle_info) 'module module 'message message)
    (= (map 'single_line 'true) options))
   (gen_report:line
    (list (tuple "Undefined handle_info in ~tp. Unhandled message: ~tp." (list module message)))
    options))
  ((report options) (gen_report:text (format report) options)))

;;; Status.

(defun status
  "What `sys:get_status` shows."
  ((_ (list _ system-state parent debug (tuple manager handlers _)))
   (let (((tuple _ name _) manager))
     (list (tuple 'header (gen_report:header "Status for event handler" name))
           (tuple 'data (list (tuple "Status" system-state)
                              (tuple "Logged Events" (sys:get_log debug))
                              (tuple "Parent" parent)))
           (tuple 'items
                  (tuple "Installed handlers"
                         (lists:map #'handler-shown/1 handlers)))))))

(defun handler-shown
  (((= (tuple 'handler module _ state _) handler))
   (setelement 4 handler (map-get (shown-normally module (map 'state state)) 'state))))

(defun shown-normally (module parts)
  (cond
    ((erlang:function_exported module 'format_status 1)
     (gen_report:formatted parts (lambda () (call module 'format_status parts))))
    ((erlang:function_exported module 'format_status 2)
     (map-set parts 'state (state-in module 'normal (map-get parts 'state))))
    ('true parts)))

;;; Events of debugging.

(defun event
  "Prints an event."
  ((device (tuple 'in (tuple _ _ (tuple 'call handler request))) name)
   (io:format device "*DBG* ~tp(~tp) got call ~tp~n" (list name handler request)))
  ((device (tuple 'in (tuple 'notify event)) name)
   (io:format device "*DBG* ~tp got event ~tp~n" (list name event)))
  ((device (tuple 'in message) name)
   (io:format device "*DBG* ~tp got ~tp~n" (list name message)))
  ((device event name)
   (io:format device "*DBG* ~tp dbg ~tp~n" (list name event))))
