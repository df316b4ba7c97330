;;; spawn_link/1 and /3: linked from the start, in both directions, through generations.
(defmodule spawn_link_forms
  (export (main 0) (crash 1)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun crash (reason) (exit reason))

(defun wait () (receive ((tuple 'exit reason) (exit reason))))

(defun exit-of (pid) (receive ((tuple 'EXIT p reason) (when (=:= p pid)) (bare reason))))

(defun bare
  (((tuple reason (cons (tuple _ _ _ _) _))) (tuple 'with-stack reason))
  ((reason) reason))

(defun run (f)
  (let (((tuple _ ref) (spawn_monitor f)))
    (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (bare reason)))))

(defun descend (to n)
  (if (=:= n 0)
    (progn (! to (tuple 'bottom (self))) (wait))
    (progn (spawn_link (lambda () (descend to (- n 1)))) (receive ('never 'ok)))))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (show "parent dies with its child" (run (lambda () (spawn_link (lambda () (exit 'from-the-child))) (receive ('never 'ok)))))
  (show "unless it ends normally" (run (lambda () (let ((me (self))) (spawn_link (lambda () (! me 'go)))) (receive ('go (exit 'alive))))))
  (show "mfa" (run (lambda () (spawn_link 'spawn_link_forms 'crash '(#(by mfa))) (receive ('never 'ok)))))
  (show "an error in the child" (run (lambda () (spawn_link (lambda () (error 'wrong))) (receive ('never 'ok)))))
  (show "undefined" (run (lambda () (spawn_link 'no_such_module 'f ()) (receive ('never 'ok)))))
  ;; The child dies with its parent.
  (let* ((me (self))
         ((tuple pid ref) (spawn_monitor (lambda () (! me (tuple 'child (spawn_link #'wait/0))) (wait))))
         (child (receive ((tuple 'child c) c)))
         (child-ref (monitor 'process child)))
    (! pid #(exit parent-gone))
    (show "child" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r child-ref)) reason)))
    (show "parent" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason))))
  (let* ((me (self))
         ((tuple pid ref) (spawn_monitor (lambda () (! me (tuple 'child (spawn_link #'wait/0))) (receive ('end 'normal-end)))))
         (child (receive ((tuple 'child c) c))))
    (! pid 'end)
    (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (show "parent's normal end" reason)))
    (show "child lives" (is_process_alive child))
    (show "without links" (process_info child 'links))
    (exit child 'kill))
  (let* ((me (self)) ((tuple _ ref) (spawn_monitor (lambda () (descend me 50)))))
    (receive ((tuple 'bottom pid) (! pid #(exit from-fifty-below))))
    (show "generations" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason))))
  (process_flag 'trap_exit 'true)
  (show "trapped" (lc ((<- reason '(normal a #(b 1) kill shutdown))) (exit-of (spawn_link (lambda () (exit reason))))))
  (show "many" (let ((pids (lc ((<- i (lists:seq 1 50))) (spawn_link (lambda () (exit i)))))) (lists:sum (lists:map #'exit-of/1 (lists:reverse pids)))))
  (show "killed child" (let ((pid (spawn_link #'wait/0))) (exit pid 'kill) (exit-of pid)))
  (show "child of a killed child"
    (let* ((me (self)) (pid (spawn_link (lambda () (! me (tuple 'grandchild (spawn_link #'wait/0))) (wait))))
           (ref (receive ((tuple 'grandchild g) (monitor 'process g)))))
      (exit pid 'kill)
      (list (exit-of pid) (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))))
  (show "a child that traps outlives its parent"
    (let* ((me (self)))
      (spawn (lambda ()
               (let ((parent (self)))
                 (spawn_link (lambda ()
                               (process_flag 'trap_exit 'true)
                               (! parent 'ready)
                               (receive ((tuple 'EXIT p reason) (! me (tuple 'heard (=:= p parent) reason))))))
                 (receive ('ready (exit 'parent-crashed))))))
      (receive ((tuple 'heard from reason) (list from reason)))))
  (process_flag 'trap_exit 'false)
  (show "refused" (list (attempt (lambda () (spawn_link (hd '(x))))) (attempt (lambda () (spawn_link 'm 'f (hd '(x)))))))
  (show "nothing else" (receive (m m) (after 0 'empty))))
