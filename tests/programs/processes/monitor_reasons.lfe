;;; DOWN messages: their shape, and the reason for every way to end.
(defmodule monitor_reasons
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun reason-of (f)
  (let* ((pid (spawn (lambda () (receive ('go (funcall f))))))
         (ref (monitor 'process pid)))
    (! pid 'go)
    (receive
      ((tuple 'DOWN r 'process p reason) (when (=:= r ref) (=:= p pid))
       (case reason
         ((tuple why (cons (tuple m f _ _) _)) (when (is_atom m) (is_atom f)) (tuple 'with-stack why))
         (_ reason))))))

(defun main ()
  (show "reference" (let ((ref (monitor 'process (self)))) (list (is_reference ref) (demonitor ref))))
  (show "value" (reason-of (lambda () 'value)))
  (show "exit normal" (reason-of (lambda () (exit 'normal))))
  (show "exit" (reason-of (lambda () (exit #(a reason)))))
  (show "kill oneself" (reason-of (lambda () (exit (self) 'kill) (receive ('never 'ok)))))
  (show "exit kill" (reason-of (lambda () (exit 'kill))))
  (show "error" (reason-of (lambda () (error 'wrong))))
  (show "badarith" (reason-of (lambda () (/ 1 (id 0)))))
  (show "badmatch" (reason-of (lambda () (let (((cons a _) (id ()))) a))))
  (show "throw" (reason-of (lambda () (throw 'ball))))
  (show "undef" (reason-of (lambda () (call 'no_such_module 'f))))
  (show "linked" (reason-of (lambda () (spawn_link (lambda () (exit 'below))) (receive ('never 'ok)))))
  (let* ((pid (spawn (lambda () (receive ('never 'ok))))) (ref (monitor 'process pid)))
    (exit pid 'kill)
    (receive ((tuple 'DOWN r 'process p reason) (when (=:= r ref)) (show "killed" (list (=:= p pid) reason))))
    (let ((late (monitor 'process pid)))
      (receive ((tuple 'DOWN r 'process p reason) (when (=:= r late)) (show "late" (list (=:= p pid) reason)))))
    (let ((later (monitor 'process pid)))
      (show "a second late one" (receive ((tuple 'DOWN r 'process _ reason) (when (=:= r later)) reason)))))
  ;; What the process sent before it ended arrives before the DOWN message.
  (let* ((me (self))
         ((tuple _ ref) (spawn_monitor (lambda () (lists:foreach (lambda (i) (! me i)) (lists:seq 1 5)) (exit 'done)))))
    (receive ((tuple 'DOWN r _ _ 'done) (when (=:= r ref)) (show "ended" 'done)))
    (show "sent before" (lc ((<- _ (lists:seq 1 6))) (receive (m m) (after 0 'none)))))
  (show "to oneself" (try (let ((ref (monitor 'process (self)))) (demonitor ref '(flush info)))
                       (catch ((tuple c r _) (tuple c r)))))
  (show "bad type" (try (monitor (id 'processes) (self)) (catch ((tuple c r _) (tuple c r)))))
  (show "bad item" (try (monitor 'process (id 5)) (catch ((tuple c r _) (tuple c r)))))
  (show "nothing else" (receive (m m) (after 0 'empty))))
