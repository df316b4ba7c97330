;;; spawn_monitor/1 and /3: a pid and a reference, no window between the two.
(defmodule spawn_monitor_forms
  (export (main 0) (work 2)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun work (to n) (! to (tuple 'worked n)) (exit (tuple 'result (* n n))))

(defun down (pid ref)
  (receive
    ((tuple 'DOWN r 'process p (tuple reason (cons _ _))) (when (=:= r ref) (=:= p pid)) (tuple 'with-stack reason))
    ((tuple 'DOWN r 'process p reason) (when (=:= r ref) (=:= p pid)) reason)))

(defun run (f) (let (((tuple pid ref) (spawn_monitor f))) (down pid ref)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (let (((tuple pid ref) (spawn_monitor (lambda () 'ok))))
    (show "answer" (list (is_pid pid) (is_reference ref)))
    (show "down" (down pid ref))
    (show "demonitor after it" (demonitor ref '(info flush))))
  (let (((tuple pid ref) (spawn_monitor 'spawn_monitor_forms 'work (list (self) 7))))
    (show "mfa" (down pid ref))
    (show "its message" (receive (m m))))
  (show "exit" (run (lambda () (exit 'gone))))
  (show "error" (run (lambda () (error #(e 1)))))
  (show "throw" (run (lambda () (throw 'up))))
  (show "never noproc" (lists:usort (lc ((<- _ (lists:seq 1 200))) (run (lambda () 'at-once)))))
  (let (((tuple pid ref) (spawn_monitor (lambda () (receive ('stop 'ok))))))
    (show "not linked" (process_info pid 'links))
    (show "demonitor" (demonitor ref '(info)))
    (! pid 'stop))
  (let* ((pairs (lc ((<- i (lists:seq 1 40))) (tuple i (spawn_monitor (lambda () (exit (* 2 i))))))))
    (show "forty" (lc ((<- (tuple i (tuple pid ref)) (lists:reverse pairs))) (- (down pid ref) i))))
  (show "nested" (run (lambda () (exit (tuple 'outer (run (lambda () (exit (tuple 'inner (run (lambda () 'ok)))))))))))
  (show "no function" (attempt (lambda () (spawn_monitor (hd '(atom))))))
  (show "bad arguments" (attempt (lambda () (spawn_monitor 'erlang 'exit (hd '(atom))))))
  (show "nothing else" (receive (m m) (after 0 'empty))))
