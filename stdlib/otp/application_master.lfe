;;; The processes of one application. Its master is the group leader of all the others, which is how they
;;; are known: requests for input and output are handed on to the master's own leader, and whoever is
;;; left when the application ends is killed. The first of the others calls the callback module and is
;;; linked to the top supervisor.

(defmodule application_master
  "The processes of an application."
  (export (start 3) (start_type 0) (master 5) (first 5)))

(defun start (application module phases)
  "Starts the application whose callback module and its argument are `#(module argument)`: the master,
   which sends the caller `#(started application master)` and, at last, `#(ended application master
   reason)`."
  (proc_lib:spawn 'application_master 'master
                  (list (self) application module phases (group_leader))))

(defun start_type ()
  "How the caller is being started: normal in a callback function, local otherwise."
  (case (get 'application_start_type)
    ('undefined 'local)
    (type type)))

;;; The master.

(defun master (controller application module phases leader)
  "The master's process."
  (process_flag 'trap_exit 'true)
  (group_leader (self) (self))
  (let ((first (proc_lib:spawn_link 'application_master 'first
                                    (list (self) controller application module phases))))
    (lead first leader
          (lambda (reason)
            (kill-all)
            (! controller (tuple 'ended application (self) reason))))))

(defun lead (first leader end)
  (receive
    ((= (tuple 'io_request _ _ _) request)
     (! leader request)
     (lead first leader end))
    ('stop
     (! first 'stop)
     (lead first leader end))
    ((tuple 'EXIT pid reason) (when (=:= pid first))
     (funcall end (outcome reason)))
    (_ (lead first leader end))))

;; What could not start says why in its reason.
(defun outcome
  (((tuple 'not-started reason)) reason)
  ((reason) reason))

(defun kill-all ()
  (lists:foreach #'kill-own/1 (processes)))

(defun kill-own
  ((pid) (when (=:= pid (self))) 'true)
  ((pid)
   (case (process_info pid 'group_leader)
     ((tuple _ leader) (when (=:= leader (self))) (exit pid 'kill))
     (_ 'true))))

;;; The first process.

(defun first (master controller application mod phases)
  "The process that calls the callback module."
  (process_flag 'trap_exit 'true)
  (put 'application_start_type 'normal)
  (let* (((tuple module argument) mod)
         ((tuple top state) (begun module argument)))
    (phases module phases)
    (erase 'application_start_type)
    (! controller (tuple 'started application master))
    (watch module top state)))

(defun begun (module argument)
  (case (catch (call module 'start 'normal argument))
    ((tuple 'ok top) (when (is_pid top)) (tuple top ()))
    ((tuple 'ok top state) (when (is_pid top)) (tuple top state))
    ((tuple 'error reason)
     (not-started (tuple reason (tuple module 'start (list 'normal argument)))))
    (other
     (not-started (tuple 'bad_return
                         (tuple (tuple module 'start (list 'normal argument)) other))))))

(defun phases
  ((_ 'undefined) 'ok)
  ((module phases)
   (lists:foreach (match-lambda (((tuple phase argument)) (phase module phase argument)))
                  phases)))

(defun phase (module phase argument)
  (let ((arguments (list phase 'normal argument)))
    (case (catch (call module 'start_phase phase 'normal argument))
      ('ok 'ok)
      ((tuple 'error reason)
       (not-started (tuple reason (tuple module 'start_phase arguments))))
      (other
       (not-started (tuple 'bad_return (tuple (tuple module 'start_phase arguments) other)))))))

(defun not-started (reason)
  (exit (tuple 'not-started reason)))

(defun end (top)
  (exit top 'shutdown)
  (receive ((tuple 'EXIT pid _) (when (=:= pid top)) 'ok)))

(defun watch (module top state)
  (receive
    ('stop
     (let ((state (prepared module state)))
       (end top)
       (catch (call module 'stop state))
       (exit 'stopped)))
    ((tuple 'EXIT pid reason) (when (=:= pid top))
     (catch (call module 'stop (prepared module state)))
     (exit reason))
    (_ (watch module top state))))

(defun prepared (module state)
  (if (erlang:function_exported module 'prep_stop 1)
    (catch (call module 'prep_stop state))
    state))
