;;; Erlang's module `supervisor_bridge`: a process between a supervisor and what does not follow OTP's
;;; principles, which is begun and ended by a callback module's functions.

(defmodule supervisor_bridge
  "Bridges to processes that are not OTP's, as in Erlang."
  (export (start_link 2) (start_link 3) (behaviour_info 1)
          (init 1) (handle_call 3) (handle_cast 2) (handle_info 2) (terminate 2)))

(defun behaviour_info
  "The functions a callback module exports."
  (('callbacks) '(#(init 1) #(terminate 2)))
  (('optional_callbacks) ()))

(defun start_link (module arguments)
  "Starts a bridge; the callback module's init begins what is behind it."
  (gen_server:start_link 'supervisor_bridge (list module arguments 'self) ()))

(defun start_link (name module arguments)
  "start_link/2 with a name."
  (gen_server:start_link name 'supervisor_bridge (list module arguments name) ()))

(defun init
  "Begins what is behind the bridge; it must be linked to the bridge."
  (((list module arguments name))
   (process_flag 'trap_exit 'true)
   (case (call module 'init arguments)
     ((tuple 'ok pid state)
      (link pid)
      (tuple 'ok (tuple module pid state (shown name module))))
     ('ignore 'ignore)
     ((tuple 'error reason) (tuple 'stop reason)))))

(defun shown
  (('self module) (tuple (self) module))
  (((tuple 'local name) _) (tuple 'local name))
  ((name _) name))

(defun handle_call (_ _ bridge)
  "A bridge is not called, except by `supervisor:which_children`, of which it has none to tell."
  (tuple 'reply #(error badcall) bridge))

(defun handle_cast (_ bridge)
  "A bridge is not cast to."
  (tuple 'noreply bridge))

(defun handle_info
  "The end of what is behind the bridge is the bridge's."
  (((tuple 'EXIT from reason) (= (tuple _ pid _ _) bridge)) (when (=:= from pid))
   (report 'child_terminated reason bridge)
   (tuple 'stop reason (setelement 2 bridge 'undefined)))
  ((_ bridge) (tuple 'noreply bridge)))

(defun terminate
  "Ends what is behind the bridge, if it has not ended."
  ((_ (tuple _ 'undefined _ _)) 'ok)
  ((reason (= (tuple module _ state _) bridge))
   (if (orelse (=:= reason 'normal) (=:= reason 'shutdown))
     'ok
     (report 'bridge_terminated reason bridge))
   (call module 'terminate reason state)))

(defun report (what reason bridge)
  (let (((tuple module pid _ name) bridge))
    (logger:log 'error
                (map 'label (tuple 'supervisor_bridge 'error)
                     'report (list (tuple 'supervisor name)
                                   (tuple 'errorContext what)
                                   (tuple 'reason reason)
                                   (tuple 'offender (list (tuple 'pid pid) (tuple 'mod module)))))
                (map 'domain '(otp sasl)
                     'report_cb #'logger:format_otp_report/1
                     'logger_formatter #M(title "SUPERVISOR REPORT")
                     'error_logger #M(tag error_report type supervisor_report)))))
