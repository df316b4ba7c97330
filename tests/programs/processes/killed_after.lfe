;;; An exit signal is no exception: neither handlers nor `after` of the process that gets it run.
(defmodule killed_after
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun wait () (receive ('never 'ok) ('error (error 'raised)) ('return 'value) ('exit (exit 'asked))))

;; A process that waits inside try, and tells of every part that runs.
(defun guarded (to)
  (try
    (progn (! to (tuple 'ready (self))) (wait))
    (case (x (! to (tuple 'value x))))
    (catch ((tuple class reason _) (! to (tuple 'caught class reason))))
    (after (! to 'after))))

(defun nested (to)
  (try
    (try (guarded to) (after (! to 'outer-after)))
    (after (! to 'outermost-after))))

(defun messages () (receive (m (cons m (messages))) (after 0 ())))

(defun run (f act)
  (let* ((me (self)) ((tuple pid ref) (spawn_monitor (lambda () (funcall f me)))))
    (receive ((tuple 'ready p) (when (=:= p pid)) 'ok))
    (funcall act pid)
    (let ((reason (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason))))
      (tuple reason (messages)))))

(defun main ()
  (show "value" (run #'guarded/1 (lambda (pid) (! pid 'return))))
  (show "error" (run #'guarded/1 (lambda (pid) (! pid 'error))))
  (show "exit/1" (run #'guarded/1 (lambda (pid) (! pid 'exit))))
  (show "exit/2" (run #'guarded/1 (lambda (pid) (exit pid 'signal))))
  (show "kill" (run #'guarded/1 (lambda (pid) (exit pid 'kill))))
  (show "nested value" (run #'nested/1 (lambda (pid) (! pid 'return))))
  (show "nested error" (run #'nested/1 (lambda (pid) (! pid 'error))))
  (show "nested signal" (run #'nested/1 (lambda (pid) (exit pid 'signal))))
  (show "nested kill" (run #'nested/1 (lambda (pid) (exit pid 'kill))))
  (show "normal signal, then a value" (run #'guarded/1 (lambda (pid) (exit pid 'normal) (! pid 'return))))
  (show "by a link"
    (run (lambda (to)
           (spawn_link (lambda () (receive ('go (exit 'link-broke)))))
           (guarded to))
         (lambda (pid)
           (let (((tuple 'links (list other)) (process_info pid 'links))) (! other 'go)))))
  ;; With the flag set it is a message, and the process goes on.
  (show "trapping"
    (run (lambda (to)
           (process_flag 'trap_exit 'true)
           (try (progn (! to (tuple 'ready (self)))
                       (receive ((tuple 'EXIT _ reason) (error (tuple 'got reason)))))
             (catch ((tuple class reason _) (! to (tuple 'caught class reason))))
             (after (! to 'after))))
         (lambda (pid) (exit pid 'signal))))
  (show "trapping, killed"
    (run (lambda (to) (process_flag 'trap_exit 'true) (guarded to))
         (lambda (pid) (exit pid 'kill))))
  ;; Killed in the midst of an after.
  (show "in after"
    (run (lambda (to)
           (try (error 'body)
             (after (! to 'after-begins) (! to (tuple 'ready (self))) (wait) (! to 'after-ends))))
         (lambda (pid) (exit pid 'signal))))
  (show "catch"
    (run (lambda (to) (! to (tuple 'ready (self))) (let ((x (catch (wait)))) (! to (tuple 'caught x))))
         (lambda (pid) (exit pid 'signal)))))
