;;; exit/2: every reason to a process that traps exits and to one that does not.
(defmodule exit_signals
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun trapper (to)
  (process_flag 'trap_exit 'true)
  (! to (tuple 'ready (self)))
  (trap to))

(defun trap (to)
  (receive
    ('stop (exit 'stopped))
    ((tuple 'EXIT from reason) (! to (tuple 'trapped (self) (=:= from to) reason)) (trap to))))

(defun plain (to)
  (! to (tuple 'ready (self)))
  (receive ('stop (exit 'stopped))))

;; Sends the signal, then the message stop: signals of one sender arrive in order.
(defun target (f reason)
  (let* ((me (self)) ((tuple pid ref) (spawn_monitor (lambda () (funcall f me)))))
    (receive ((tuple 'ready p) (when (=:= p pid)) 'ok))
    (let ((answer (exit pid reason)))
      (! pid 'stop)
      (receive
        ((tuple 'DOWN r _ _ ending) (when (=:= r ref))
         (list answer ending (receive ((tuple 'trapped p mine told) (when (=:= p pid)) (tuple mine told))
                               (after 0 'not-trapped))))))))

(defun main ()
  (lists:foreach
    (lambda (reason)
      (show "plain" (cons reason (target #'plain/1 reason)))
      (show "traps" (cons reason (target #'trapper/1 reason))))
    (list 'normal 'kill 'killed 'shutdown 'other #(a (tuple) 1.5) "text" 12345678901234567890 ()))
  (let* ((me (self)) ((tuple pid ref) (spawn_monitor (lambda () (trapper me)))))
    (receive ((tuple 'ready _) 'ok))
    (lists:foreach (lambda (i) (exit pid i)) (lists:seq 1 10))
    (! pid 'stop)
    (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (show "ended" reason)))
    (show "in order" (lc ((<- _ (lists:seq 1 10))) (receive ((tuple 'trapped p _ i) (when (=:= p pid)) i)))))
  ;; The first signal that kills decides the reason.
  (let (((tuple pid ref) (spawn_monitor (lambda () (receive ('never 'ok))))))
    (exit pid 'normal)
    (exit pid 'first)
    (exit pid 'second)
    (exit pid 'kill)
    (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (show "first" reason)))
    (show "to the dead" (exit pid 'late)))
  (show "to no pid" (try (exit (hd (list 'name)) 'reason) (catch ((tuple c r _) (tuple c r)))))
  (show "nothing else" (receive (m m) (after 0 'empty))))
