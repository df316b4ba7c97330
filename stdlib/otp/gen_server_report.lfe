;;; What is said of servers: reports to `logger`, events of debugging, and `sys:get_status`.

(defmodule gen_server_report
  "Reports of servers."
  (export (terminated 6) (unhandled 2) (format 1) (text 2) (status 2) (event 3)))

;;; Reports.

(defun terminated (reason message from server state debug)
  "Reports the end of a server."
  (let* (((tuple _ name module _) server)
         (shown (shown module
                       (map 'state state 'message message 'reason reason
                            'log (sys:get_log debug)))))
    (logger:log 'error
                (map 'label #(gen_server terminate)
                     'name name
                     'last_message (map-get shown 'message)
                     'state (map-get shown 'state)
                     'log (map-get shown 'log)
                     'reason (map-get shown 'reason)
                     'client_info (gen_report:client from))
                (metadata 'error #(gen_server error_info 8)))))

(defun unhandled (module message)
  "Reports a message that a server without handle_info got."
  (logger:log 'warning
              (map 'label #(gen_server no_handle_info) 'module module 'message message)
              (metadata 'warning_msg #(gen_server try_dispatch 4))))

(defun metadata (tag function)
  (map 'domain '(otp)
       'report_cb #'gen_server:format_log/2
       'error_logger (map 'tag tag 'report_cb #'gen_server:format_log/1)
       'mfa function))

;; What the callback module makes of what would be shown.
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
  (((map 'label #(gen_server terminate) 'name name 'last_message message 'state state
         'log log 'reason reason 'client_info client))
   (gen_report:joined
    (list (tuple (++ "** Generic server ~tp terminating \n"
                     "** Last message in was ~tp~n"
                     "** When Server state == ~tp~n"
                     "** Reason for termination ==~n** ~tp~n")
                 (list name message state (gen_report:reason reason)))
          (gen_report:log log)
          (gen_report:client_text client))))
  (((map 'label #(gen_server no_handle_info) 'module module 'message message))
   (tuple "** Undefined handle_info in ~p~n** Unhandled message: ~tp~n" (list module message))))

(defun text
  "The text of a report as `logger` asks for it."
  (((map 'label #(gen_server terminate) 'name name 'last_message message 'state state
         'log log 'reason reason 'client_info client)
    (= (map 'single_line 'true) options))
   (gen_report:line
    (list (tuple "Generic server ~tp terminating. Reason: ~tp. Last message: ~tp. State: ~tp."
                 (list name (gen_report:reason reason) message state))
          (gen_report:log_line log)
          (gen_report:client_line client))
    options))
  (((map 'label #(gen_server no_handle_info) 'module module 'message message)
    (= (map 'single_line 'true) options))
   (gen_report:line
    (list (tuple "Undefined handle_info in ~p. Unhandled message: ~tp." (list module message)))
    options))
  ((report options)
   (gen_report:text (format report) options)))

;;; Status.

(defun status
  "What `sys:get_status` shows."
  ((how (list dictionary system-state parent debug (tuple server state _)))
   (let* (((tuple _ name module _) server)
          (log (sys:get_log debug))
          (parts (status-parts module dictionary state log)))
     (list (tuple 'header (gen_report:header "Status for generic server" name))
           (tuple 'data (list (tuple "Status" system-state)
                              (tuple "Parent" parent)
                              (tuple "Logged events" (map-get parts 'log))))
           (element 1 (tuple (map-get parts 'shown) how))))))

(defun status-parts (module dictionary state log)
  (cond
    ((erlang:function_exported module 'format_status 1)
     (let* ((parts (map 'state state 'log log))
            (shown (gen_report:formatted parts (lambda () (call module 'format_status parts)))))
       (map 'log (map-get shown 'log) 'shown (state-item (map-get shown 'state)))))
    ((erlang:function_exported module 'format_status 2)
     (map 'log log 'shown (users-status module dictionary state)))
    ('true (map 'log log 'shown (state-item state)))))

(defun state-item (state)
  (tuple 'data (list (tuple "State" state))))

(defun users-status (module dictionary state)
  (try (call module 'format_status 'normal (list dictionary state))
    (catch ((tuple _ _ _) (state-item state)))))

;;; Events of debugging.

(defun event
  "Prints an event."
  ((device (tuple 'in message) name)
   (received device message name))
  ((device (tuple 'out answer (tuple to _) state) name)
   (io:format device "*DBG* ~tp sent ~tp to ~tw, new state ~tp~n" (list name answer to state)))
  ((device (tuple 'noreply state) name)
   (io:format device "*DBG* ~tp new state ~tp~n" (list name state)))
  ((device event name)
   (io:format device "*DBG* ~tp dbg  ~tp~n" (list name event))))

(defun received
  ((device (tuple '$gen_call (tuple from _) request) name)
   (io:format device "*DBG* ~tp got call ~tp from ~tw~n" (list name request from)))
  ((device (tuple '$gen_cast request) name)
   (io:format device "*DBG* ~tp got cast ~tp~n" (list name request)))
  ((device message name)
   (io:format device "*DBG* ~tp got ~tp~n" (list name message))))
