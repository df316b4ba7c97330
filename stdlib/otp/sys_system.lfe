;;; What a process of a behaviour does with system messages.

(defmodule sys_system
  "Handling of system messages."
  (export (handle 7) (suspended 6)))

(defun handle
  "Does what a system message asks for, then goes on in the module, or suspended."
  (((tuple 'terminate reason) from parent module debug misc _)
   (gen:reply from 'ok)
   (call module 'system_terminate reason parent debug misc))
  ((request from parent module debug misc hibernating)
   (carry-out 'running request from parent module debug misc hibernating)))

(defun carry-out
  ((_ 'suspend from parent module debug misc hibernating)
   (gen:reply from 'ok)
   (suspended 'suspended parent module debug misc hibernating))
  ((_ 'resume from parent module debug misc _)
   (gen:reply from 'ok)
   (call module 'system_continue parent debug misc))
  ((_ (tuple 'terminate reason) from parent module debug misc _)
   (gen:reply from 'ok)
   (call module 'system_terminate reason parent debug misc))
  ((state request from parent module debug misc hibernating)
   (let (((tuple answer debug misc) (answered request state parent module debug misc)))
     (gen:reply from answer)
     (go-on state parent module debug misc hibernating))))

(defun go-on
  (('running parent module debug misc _) (call module 'system_continue parent debug misc))
  (('suspended parent module debug misc 'true)
   (proc_lib:hibernate 'sys 'suspend_loop_hib (list parent module debug misc 'suspended 'true)))
  ((state parent module debug misc hibernating)
   (suspended state parent module debug misc hibernating)))

(defun suspended (state parent module debug misc hibernating)
  "Waits for system messages alone."
  (receive
    ((tuple 'system from request)
     (carry-out state request from parent module debug misc hibernating))
    ((tuple 'EXIT from reason) (when (=:= from parent))
     (call module 'system_terminate reason parent debug misc))))

;; The answer to a request, with the debug structure and the module's own data after it.
(defun answered
  (('get_state _ _ module debug misc) (tuple (state-of module misc) debug misc))
  (((tuple 'replace_state f) _ _ module debug misc)
   (let (((tuple answer misc) (replaced f module misc)))
     (tuple answer debug misc)))
  (('get_status state parent module debug misc)
   (tuple (status state parent module debug misc) debug misc))
  (((tuple 'debug request) _ _ _ debug misc)
   (let (((tuple answer debug) (sys_debug:change request debug)))
     (tuple answer debug misc)))
  (((tuple 'change_code what version extra) 'suspended _ module debug misc)
   (let (((tuple answer misc) (changed module misc what version extra)))
     (tuple answer debug misc)))
  ((request _ _ _ debug misc)
   (tuple (tuple 'error (tuple 'unknown_system_msg request)) debug misc)))

;; A module that does not say otherwise has its data as its state.
(defun state-of (module misc)
  (if (exports? module 'system_get_state 1)
    (guarded module 'system_get_state
             (lambda () (let (((tuple 'ok state) (call module 'system_get_state misc))) (tuple 'ok state))))
    (tuple 'ok misc)))

(defun replaced (f module misc)
  (case (guarded module 'system_replace_state (lambda () (replacement f module misc)))
    ((tuple 'ok state misc) (tuple (tuple 'ok state) misc))
    (failure (tuple failure misc))))

(defun replacement (f module misc)
  (if (exports? module 'system_replace_state 2)
    (let (((tuple 'ok state misc) (call module 'system_replace_state f misc)))
      (tuple 'ok state misc))
    (let ((state (funcall f misc)))
      (tuple 'ok state state))))

(defun guarded (module name f)
  (try (funcall f)
    (catch
      ((tuple class reason _)
       (tuple 'error (tuple 'callback_failed (tuple module name) (tuple class reason)))))))

(defun changed (module misc what version extra)
  (case (catch (call module 'system_code_change misc what version extra))
    ((tuple 'ok misc) (tuple 'ok misc))
    (failure (tuple (tuple 'error failure) misc))))

(defun status (state parent module debug misc)
  (let ((dictionary (get)))
    (tuple 'status (self) (tuple 'module module)
           (list dictionary state parent debug
                 (formatted module (list dictionary state parent debug misc) misc)))))

(defun formatted (module items misc)
  (if (exports? module 'format_status 2)
    (call module 'format_status 'normal items)
    misc))

(defun exports? (module name arity)
  (erlang:function_exported module name arity))
