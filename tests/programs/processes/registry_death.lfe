;;; A name is free as soon as its process is known to have ended, however it ended.
(defmodule registry_death
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun named (name f)
  (let* ((me (self))
         (answer (spawn_monitor (lambda () (register name (self)) (! me (tuple 'registered (self))) (funcall f)))))
    (receive ((tuple 'registered pid) (when (=:= pid (element 1 answer))) answer))))

(defun down (ref)
  (receive
    ((tuple 'DOWN r _ _ (tuple reason (cons _ _))) (when (=:= r ref)) (tuple 'with-stack reason))
    ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))

(defun after-death (f act)
  (let (((tuple pid ref) (named 'mortal f)))
    (funcall act pid)
    (let ((reason (down ref)))
      (list reason (whereis 'mortal) (lists:member 'mortal (registered))))))

(defun wait () (receive ('stop 'ok) ('crash (error 'crashed)) ((tuple 'exit reason) (exit reason))))

(defun service (n) (receive ((tuple 'ask from) (! from (tuple 'answer n)) (service n)) ('crash (exit 'crash))))

(defun ask () (! 'service (tuple 'ask (self))) (receive ((tuple 'answer n) n)))

(defun main ()
  (show "value" (after-death (lambda () 'ok) (lambda (_) 'ok)))
  (show "stopped" (after-death #'wait/0 (lambda (pid) (! pid 'stop))))
  (show "crashed" (after-death #'wait/0 (lambda (pid) (! pid 'crash))))
  (show "exit" (after-death #'wait/0 (lambda (_) (! 'mortal #(exit why)))))
  (show "signal" (after-death #'wait/0 (lambda (pid) (exit pid 'signal))))
  (show "killed" (after-death #'wait/0 (lambda (pid) (exit pid 'kill))))
  (show "by link" (after-death (lambda () (spawn_link (lambda () (exit 'linked))) (wait)) (lambda (_) 'ok)))
  (show "sent to the free name" (try (! 'mortal 'lost) (catch ((tuple c r _) (tuple c r)))))
  ;; A name taken again and again.
  (show "generations"
    (lc ((<- n (lists:seq 1 10)))
      (let (((tuple _ ref) (named 'service (lambda () (service n)))))
        (let ((answer (ask)))
          (! 'service 'crash)
          (tuple answer (down ref))))))
  ;; The link's message, too, comes after the name is free.
  (process_flag 'trap_exit 'true)
  (let* ((me (self)) (pid (spawn_link (lambda () (register 'mortal (self)) (! me 'ready) (wait)))))
    (receive ('ready 'ok))
    (! 'mortal #(exit because))
    (show "EXIT" (receive ((tuple 'EXIT p reason) (when (=:= p pid)) (list reason (whereis 'mortal))))))
  (process_flag 'trap_exit 'false)
  ;; Unregistered by another process while it lives.
  (let (((tuple pid ref) (named 'mortal #'wait/0)))
    (unregister 'mortal)
    (let (((tuple _ new) (named 'mortal #'wait/0)))
      (! pid 'stop)
      (down ref)
      (show "the new owner stays" (list (is_pid (whereis 'mortal)) (=/= (whereis 'mortal) pid)))
      (! 'mortal 'stop)
      (show "and ends" (list (down new) (whereis 'mortal))))))
