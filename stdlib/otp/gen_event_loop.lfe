;;; The process of an event manager. What stays the same is a tuple, `#(parent name hibernate-after)`.

(defmodule gen_event_loop
  "The process of an event manager."
  (export (begin 4) (wake 3) (continue 2) (terminate 2) (change-code 4)))

(defun begin
  "Tells the starter that the manager is there."
  ((starter 'self name options) (begin starter (self) name options))
  ((starter parent name options)
   (put '$initial_call #(gen_event init_it 6))
   (process_flag 'trap_exit 'true)
   (let* ((short (gen:name name))
          (debug (gen:debug_options short options)))
     (proc_lib:init_ack starter (tuple 'ok (self)))
     (loop (tuple parent short (gen:hibernate_after options)) () debug 'wait))))

(defun loop
  ((manager handlers debug 'hibernate)
   (proc_lib:hibernate 'gen_event 'wake_hib (list manager handlers debug)))
  (((= (tuple _ _ limit) manager) handlers debug 'wait)
   (receive
     (message (received message manager handlers debug 'false))
     (after limit (loop manager handlers debug 'hibernate)))))

(defun wake (manager handlers debug)
  "Goes on with the message that has ended hibernation."
  (receive (message (received message manager handlers debug 'true))))

(defun received
  (((tuple 'system from request) (= (tuple parent _ _) manager) handlers debug hibernating)
   (sys:handle_system_msg request from parent 'gen_event debug
                          (tuple manager handlers hibernating) hibernating))
  (((tuple 'EXIT from reason) (= (tuple parent _ _) manager) handlers _ _)
   (when (=:= from parent))
   (terminate reason (tuple manager handlers 'false)))
  ((message manager handlers () _) (handled message manager handlers ()))
  ((message (= (tuple _ name _) manager) handlers debug _)
   (handled message manager handlers
            (sys:handle_debug debug #'gen_event_report:event/3 name (tuple 'in message)))))

(defun handled
  (((tuple 'notify event) (= (tuple _ name _) manager) handlers debug)
   (told (gen_event_handler:event 'handle_event event handlers name) manager debug))
  (((tuple _ (= (tuple _ _) from) (tuple 'sync_notify event)) (= (tuple _ name _) manager) handlers debug)
   (let ((outcome (gen_event_handler:event 'handle_event event handlers name)))
     (gen:reply from 'ok)
     (told outcome manager debug)))
  (((tuple 'EXIT from reason) manager handlers debug)
   (supervisor-ended from reason manager handlers debug))
  (((tuple _ (= (tuple _ _) from) request) manager handlers debug)
   (case (answer request manager handlers)
     ((tuple answer handlers what)
      (gen:reply from answer)
      (loop manager handlers debug what))
     ('none (unknown (tuple 'none from request) manager handlers debug))))
  ((message manager handlers debug) (unknown message manager handlers debug)))

(defun unknown (message manager handlers debug)
  (let (((tuple _ name _) manager))
    (told (gen_event_handler:event 'handle_info message handlers name) manager debug)))

(defun told
  (((tuple handlers what) manager debug) (loop manager handlers debug what)))

(defun answer
  (((tuple 'add_handler name arguments) _ handlers)
   (gen_event_handler:add name arguments 'false handlers))
  (((tuple 'add_sup_handler name arguments pid) _ handlers)
   (gen_event_handler:add name arguments pid handlers))
  (((tuple 'delete_handler name arguments) _ handlers)
   (let (((tuple answer handlers)
          (gen_event_handler:removed name arguments 'normal handlers)))
     (tuple answer handlers 'wait)))
  (((tuple 'swap_handler old arguments new more) _ handlers)
   (gen_event_handler:swapped (tuple old arguments) (tuple new more) 'same handlers))
  (((tuple 'swap_sup_handler old arguments new more pid) _ handlers)
   (gen_event_handler:swapped (tuple old arguments) (tuple new more) pid handlers))
  (('which_handlers _ handlers)
   (tuple (lists:map #'gen_event_handler:name/1 handlers) handlers 'wait))
  (((tuple 'call name request) (tuple _ own-name _) handlers)
   (gen_event_handler:asked name request handlers own-name))
  ((_ _ _) 'none))

;; The handlers that a process supervises end with it; the others are told of it as of any message.
(defun supervisor-ended (from reason manager handlers debug)
  (let* (((tuple ended rest)
          (lists:partition (lambda (handler) (=:= (element 5 handler) from)) handlers)))
    (lists:foreach
     (lambda (handler)
       (gen_event_handler:stop (setelement 5 handler 'false) (tuple 'stop reason) 'shutdown))
     ended)
    (unknown (tuple 'EXIT from reason) manager rest debug)))

;;; What `sys` calls.

(defun continue
  "Goes on after a system message."
  ((debug (tuple manager handlers 'true)) (loop manager handlers debug 'hibernate))
  ((debug (tuple manager handlers 'false)) (loop manager handlers debug 'wait)))

(defun terminate
  "Ends all handlers, and the manager."
  ((reason (tuple _ handlers _))
   (lists:foreach
    (lambda (handler) (gen_event_handler:stop handler 'stop 'shutdown))
    handlers)
   (exit reason)))

(defun change-code
  "Has the handlers of a module change to another version."
  (((tuple manager handlers hibernating) module version extra)
   (tuple 'ok
          (tuple manager
                 (lists:map (lambda (handler) (changed handler module version extra)) handlers)
                 hibernating))))

(defun changed
  (((= (tuple 'handler own _ state _) handler) module version extra) (when (=:= own module))
   (let (((tuple 'ok state) (call module 'code_change version state extra)))
     (setelement 4 handler state)))
  ((handler _ _ _) handler))
