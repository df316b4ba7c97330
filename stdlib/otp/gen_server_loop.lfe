;;; The servers of `gen_server`. What stays the same is a tuple, `#(parent name module hibernate-after)`;
;;; the state, the time until the message timeout (or hibernate, or `#(continue term)`) and the debug
;;; structure go around.

(defmodule gen_server_loop
  "The process of a server."
  (export (begin 6) (enter 5) (wake 3) (continue 3) (terminate-by-system 4) (module 1)))

(defun module
  "The callback module of a server."
  (((tuple _ _ module _)) module))

;;; Beginning.

(defun begin
  "Calls the callback module's init and tells the starter what has come of it."
  ((starter 'self name module arguments options)
   (begin starter (self) name module arguments options))
  ((starter parent name module arguments options)
   (let* ((short (gen:name name))
          (debug (gen:debug_options short options))
          (server (tuple parent short module (gen:hibernate_after options))))
     (try (call module 'init arguments)
       (case (answer (begun answer starter name server debug)))
       (catch
         ((tuple 'throw answer _) (begun answer starter name server debug))
         ((tuple class reason trace)
          (gen:unregister_name name)
          (proc_lib:init_ack starter (tuple 'error (init-failure class reason trace)))
          (erlang:raise class reason trace)))))))

(defun init-failure
  (('error reason trace) (tuple reason trace))
  ((_ reason _) reason))

(defun begun
  (((tuple 'ok state) starter _ server debug)
   (proc_lib:init_ack starter (tuple 'ok (self)))
   (loop server state 'infinity debug))
  (((tuple 'ok state time) starter _ server debug)
   (when (orelse (=:= time 'infinity) (andalso (is_integer time) (>= time 0)) (=:= time 'hibernate)
                 (andalso (is_tuple time) (=:= (tuple_size time) 2) (=:= (element 1 time) 'continue))))
   (proc_lib:init_ack starter (tuple 'ok (self)))
   (loop server state time debug))
  (((tuple 'stop reason) starter name _ _)
   (gen:unregister_name name)
   (proc_lib:init_ack starter (tuple 'error reason))
   (exit reason))
  (('ignore starter name _ _)
   (gen:unregister_name name)
   (proc_lib:init_ack starter 'ignore)
   (exit 'normal))
  ((other starter name _ _)
   (let ((reason (tuple 'bad_return_value other)))
     (gen:unregister_name name)
     (proc_lib:init_ack starter (tuple 'error reason))
     (exit reason))))

(defun enter (name module options state time)
  "Makes the caller a server."
  (let* ((short (gen:own_name name))
         (debug (gen:debug_options short options)))
    (loop (tuple (gen:own_parent) short module (gen:hibernate_after options)) state time debug)))

;;; Waiting.

(defun loop
  ((server state 'infinity debug) (wait server state debug))
  ((server state 'hibernate debug)
   (proc_lib:hibernate 'gen_server 'wake_hib (list server state debug)))
  ((server state (tuple 'continue term) debug)
   (continue-with term server state (debugged debug server (tuple 'continue term))))
  ((server state time debug)
   (receive
     (message (received message server state time debug))
     (after time (told 'timeout server state debug)))))

(defun wait
  (((= (tuple _ _ _ 'infinity) server) state debug)
   (receive (message (received message server state 'infinity debug))))
  (((= (tuple _ _ _ limit) server) state debug)
   (receive
     (message (received message server state 'infinity debug))
     (after limit (loop server state 'hibernate debug)))))

(defun wake (server state debug)
  "Goes on with the message that has ended hibernation."
  (receive (message (received message server state 'hibernate debug))))

(defun received
  (((tuple '$gen_call from request) server state _ ())
   (called request from server state ()))
  (((tuple 'system from request) (= (tuple parent _ _ _) server) state time debug)
   (sys:handle_system_msg request from parent 'gen_server debug (tuple server state time)
                          (=:= time 'hibernate)))
  (((tuple 'EXIT from reason) (= (tuple parent _ _ _) server) state _ debug) (when (=:= from parent))
   (terminate reason (tuple 'EXIT from reason) server state debug))
  ((message server state _ debug)
   (told message server state debug)))

(defun told
  ((message server state ()) (handled message server state ()))
  ((message server state debug)
   (handled message server state (debugged debug server (tuple 'in message)))))

(defun handled
  (((tuple '$gen_call from request) server state debug)
   (called request from server state debug))
  (((= (tuple '$gen_cast request) message) (= (tuple _ _ module _) server) state debug)
   (try (call module 'handle_cast request state)
     (case (answer (answered answer message server state debug)))
     (catch
       ((tuple 'throw answer _) (answered answer message server state debug))
       ((tuple class reason trace) (failed class reason trace message server state debug)))))
  ((message (= (tuple _ _ module _) server) state debug)
   (try (call module 'handle_info message state)
     (case (answer (answered answer message server state debug)))
     (catch
       ((tuple 'throw answer _) (answered answer message server state debug))
       ((tuple class reason trace)
        (if (unhandled? reason module)
          (progn
            (gen_server_report:unhandled module message)
            (loop server state 'infinity debug))
          (failed class reason trace message server state debug)))))))

;; Whether the reason is that there is no handle_info, which need not be.
(defun unhandled?
  (('undef module) (not (erlang:function_exported module 'handle_info 2)))
  ((_ _) 'false))

(defun continue-with (term server state debug)
  (let (((tuple _ _ module _) server)
        (message (tuple 'continue term)))
    (try (call module 'handle_continue term state)
      (case (answer (answered answer message server state debug)))
      (catch
        ((tuple 'throw answer _) (answered answer message server state debug))
        ((tuple class reason trace) (failed class reason trace message server state debug))))))

(defun called (request from server state debug)
  (let (((tuple _ _ module _) server))
    (try (call module 'handle_call request from state)
      (case (answer (replied answer request from server state debug)))
      (catch
        ((tuple 'throw answer _) (replied answer request from server state debug))
        ((tuple class reason trace)
         (crash class reason trace request from server state debug))))))

;;; What the callback functions answer.

(defun replied
  (((tuple 'reply reply state) _ from server _ debug)
   (loop server state 'infinity (send-reply reply from state server debug)))
  (((tuple 'reply reply state time) _ from server _ debug)
   (when (orelse (=:= time 'infinity) (andalso (is_integer time) (>= time 0)) (=:= time 'hibernate)
                 (andalso (is_tuple time) (=:= (tuple_size time) 2) (=:= (element 1 time) 'continue))))
   (loop server state time (send-reply reply from state server debug)))
  (((tuple 'noreply state) _ _ server _ debug)
   (loop server state 'infinity (debugged debug server (tuple 'noreply state))))
  (((tuple 'noreply state time) _ _ server _ debug)
   (when (orelse (=:= time 'infinity) (andalso (is_integer time) (>= time 0)) (=:= time 'hibernate)
                 (andalso (is_tuple time) (=:= (tuple_size time) 2) (=:= (element 1 time) 'continue))))
   (loop server state time (debugged debug server (tuple 'noreply state))))
  (((tuple 'stop reason reply state) request from server _ debug)
   (try (stop reason request from server state debug)
     (after (send-reply reply from state server debug))))
  (((tuple 'stop reason state) request from server _ debug)
   (stop reason request from server state debug))
  ((other request from server state debug)
   (stop (tuple 'bad_return_value other) request from server state debug)))

(defun answered
  (((tuple 'noreply state) _ server _ debug)
   (loop server state 'infinity (debugged debug server (tuple 'noreply state))))
  (((tuple 'noreply state time) _ server _ debug)
   (when (orelse (=:= time 'infinity) (andalso (is_integer time) (>= time 0)) (=:= time 'hibernate)
                 (andalso (is_tuple time) (=:= (tuple_size time) 2) (=:= (element 1 time) 'continue))))
   (loop server state time (debugged debug server (tuple 'noreply state))))
  (((tuple 'stop reason state) message server _ debug)
   (terminate reason message server state debug))
  ((other message server state debug)
   (terminate (tuple 'bad_return_value other) message server state debug)))

(defun send-reply
  ((reply from _ _ ())
   (gen:reply from reply)
   ())
  ((reply from state server debug)
   (gen:reply from reply)
   (debugged debug server (tuple 'out reply from state))))

(defun debugged
  ((() _ _) ())
  ((debug (tuple _ name _ _) event)
   (sys:handle_debug debug #'gen_server_report:event/3 name event)))

;;; Ending.

(defun terminate (reason message server state debug)
  (stop reason message 'undefined server state debug))

;; Ends for a reason of the server's own.
(defun stop (reason message from server state debug)
  (last-call reason message from server state debug)
  (report reason reason message from server state debug)
  (exit reason))

(defun failed (class reason trace message server state debug)
  (crash class reason trace message 'undefined server state debug))

;; Ends for what a callback function has raised.
(defun crash
  (('error reason trace message from server state debug)
   (last-call (tuple reason trace) message from server state debug)
   (report reason (tuple reason trace) message from server state debug)
   (erlang:raise 'error reason trace))
  ((class reason trace message from server state debug)
   (last-call reason message from server state debug)
   (report reason (tuple reason trace) message from server state debug)
   (erlang:raise class reason trace)))

;; The callback module's terminate. What it raises takes the place of the reason.
(defun last-call (reason message from server state debug)
  (let (((tuple _ _ module _) server))
    (if (erlang:function_exported module 'terminate 2)
      (try (call module 'terminate reason state)
        (catch
          ((tuple 'throw _ _) 'ok)
          ((tuple class why trace)
           (report why (tuple why trace) message from server state debug)
           (erlang:raise class why trace))))
      'ok)))

(defun report
  (('normal _ _ _ _ _ _) 'ok)
  (('shutdown _ _ _ _ _ _) 'ok)
  (((tuple 'shutdown _) _ _ _ _ _ _) 'ok)
  ((_ reason message from server state debug)
   (gen_server_report:terminated reason message from server state debug)))

;;; What `sys` calls.

(defun continue
  "Goes on after a system message."
  ((_ debug (tuple server state time)) (loop server state time debug)))

(defun terminate-by-system
  "Ends as `sys` asks for."
  ((reason _ debug (tuple server state _)) (terminate reason () server state debug)))
