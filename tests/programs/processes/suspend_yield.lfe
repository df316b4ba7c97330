;;; erlang:yield, suspend_process and resume_process.
(defmodule suspend_yield
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun echo (to) (receive ('stop 'ok) (m (! to (tuple 'echo m)) (echo to))))

(defun spin (n) (receive ('stop (exit (tuple 'spun (> n 0)))) (after 0 (spin (+ n 1)))))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun until (f)
  (if (funcall f) 'reached (progn (erlang:yield) (until f))))

(defun main ()
  (show "yield" (erlang:yield))
  (show "yield lets others run"
    (let ((me (self)))
      (spawn (lambda () (! me 'ran)))
      (until (lambda () (=:= (process_info me 'message_queue_len) #(message_queue_len 1))))
      (receive ('ran 'ran))))
  (let* ((me (self)) (pid (spawn (lambda () (echo me)))))
    (show "suspend" (erlang:suspend_process pid))
    (show "status" (process_info pid 'status))
    (lists:foreach (lambda (i) (! pid i)) '(1 2 3))
    (show "its queue" (process_info pid 'message_queue_len))
    (show "it stays silent" (receive (m m) (after 20 'silent)))
    (show "alive" (is_process_alive pid))
    (show "resume" (erlang:resume_process pid))
    (show "echoes" (lc ((<- _ '(1 2 3))) (receive ((tuple 'echo i) i))))
    (show "not suspended" (attempt (lambda () (erlang:resume_process pid))))
    ;; Suspended twice, resumed twice.
    (show "twice" (list (erlang:suspend_process pid) (erlang:suspend_process pid)))
    (! pid 'twice)
    (show "once resumed" (list (erlang:resume_process pid) (receive (m m) (after 20 'silent))))
    (show "resumed again" (list (erlang:resume_process pid) (receive ((tuple 'echo m) m))))
    (show "unless suspending" (list (erlang:suspend_process pid '(unless_suspending)) (erlang:suspend_process pid '(unless_suspending))))
    (show "resume" (list (erlang:resume_process pid) (attempt (lambda () (erlang:resume_process pid)))))
    (show "asynchronous" (list (erlang:suspend_process pid '(asynchronous)) (erlang:resume_process pid)))
    (! pid 'still)
    (show "still working" (receive ((tuple 'echo m) m)))
    (! pid 'stop))
  ;; A suspended process can be killed.
  (let (((tuple pid ref) (spawn_monitor (lambda () (spin 0)))))
    (erlang:suspend_process pid)
    (show "busy one suspended" (process_info pid 'status))
    (exit pid 'kill)
    (show "killed" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))
    (show "the dead" (attempt (lambda () (erlang:suspend_process pid)))))
  (let (((tuple pid ref) (spawn_monitor (lambda () (spin 0)))))
    (erlang:suspend_process pid)
    (! pid 'stop)
    (erlang:resume_process pid)
    (show "goes on where it was" (receive ((tuple 'DOWN r _ _ (tuple 'spun _)) (when (=:= r ref)) 'spun))))
  ;; The end of the one that suspended resumes.
  (let* ((me (self)) (pid (spawn (lambda () (echo me))))
         ((tuple _ ref) (spawn_monitor (lambda () (erlang:suspend_process pid)))))
    (receive ((tuple 'DOWN r _ _ _) (when (=:= r ref)) 'ok))
    (! pid 'free)
    (show "its suspender ended" (receive ((tuple 'echo m) m)))
    (! pid 'stop))
  (show "itself" (attempt (lambda () (erlang:suspend_process (self)))))
  (show "no pid" (attempt (lambda () (erlang:suspend_process (id 'name)))))
  (show "bad option" (attempt (lambda () (erlang:suspend_process (spawn (lambda () 'ok)) (id '(unknown))))))
  (show "resume no pid" (attempt (lambda () (erlang:resume_process (id 'name))))))
