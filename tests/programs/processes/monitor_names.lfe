;;; Monitors by registered name: the DOWN message names #(name node).
(defmodule monitor_names
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun idle () (receive ((tuple 'exit reason) (exit reason))))

;; The item is shown with the node's name replaced.
(defun down (ref)
  (receive
    ((tuple 'DOWN r 'process (tuple name n) reason) (when (=:= r ref)) (tuple name (=:= n (node)) reason))
    ((tuple 'DOWN r 'process pid reason) (when (=:= r ref) (is_pid pid)) (tuple 'pid reason))))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun start (name)
  (let ((pid (spawn #'idle/0))) (register name pid) pid))

(defun main ()
  (let* ((pid (start 'watched)) (ref (monitor 'process 'watched)))
    (show "monitors"
      (let (((tuple 'monitors (list (tuple 'process (tuple name n)))) (process_info (self) 'monitors)))
        (tuple name (=:= n (node)))))
    (! 'watched #(exit a-reason))
    (show "by name" (down ref))
    (show "freed" (whereis 'watched))
    (show "alive" (is_process_alive pid)))
  (show "no such name" (down (monitor 'process 'nobody_here)))
  (show "no such name, with node" (down (monitor 'process (tuple 'nobody_here (node)))))
  (let* ((pid (start 'watched)) (ref (monitor 'process (tuple 'watched (node)))) (by-pid (monitor 'process pid)))
    (exit pid 'kill)
    (show "with node" (down ref))
    (show "by pid" (down by-pid)))
  ;; The monitor is on the process, not on the name.
  (let* ((old (start 'moved)) (ref (monitor 'process 'moved)))
    (unregister 'moved)
    (let ((new (start 'moved)))
      (let ((new-ref (monitor 'process 'moved)))
        (! new #(exit new-one))
        (show "the new one" (down new-ref))
        (show "the old one lives" (is_process_alive old))
        (! old #(exit old-one))
        (show "the old one" (down ref)))))
  (let* ((pid (start 'watched)) (ref (monitor 'process 'watched)))
    (show "demonitor" (demonitor ref '(info)))
    (! pid #(exit unseen))
    (show "again, when gone" (down (monitor 'process pid)))
    (show "left" (receive (m m) (after 0 'empty))))
  (show "undefined" (attempt (lambda () (down (monitor 'process (hd '(undefined)))))))
  (show "bad pair" (attempt (lambda () (monitor 'process (hd '(#("name" node)))))))
  (show "bad item" (attempt (lambda () (monitor 'process (hd '("name")))))))
