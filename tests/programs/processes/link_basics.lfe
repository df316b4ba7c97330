;;; link and unlink: what they answer, one signal for a link, both directions, and what dies with whom.
(defmodule link_basics
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun idle () (receive ((tuple 'exit reason) (exit reason)) ('stop 'ok)))

(defun next () (receive (m m)))
(defun rest () (receive (m (cons m (rest))) (after 0 ())))

(defun down (pid)
  (let ((ref (monitor 'process pid)))
    (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason))))

;; The process and what it told, with the pid replaced.
(defun exit-of (pid)
  (receive ((tuple 'EXIT p reason) (when (=:= p pid)) (tuple 'EXIT reason))))

;; A process that links to another one, says so and waits.
(defun partner (to other)
  (spawn (lambda () (link other) (! to (tuple 'linked (self))) (idle))))

(defun main ()
  (process_flag 'trap_exit 'true)
  (let ((pid (spawn #'idle/0)))
    (show "link" (link pid))
    (show "again" (link pid))
    (! pid #(exit one))
    (show "one signal" (list (exit-of pid) (down pid) (rest))))
  (let ((pid (spawn #'idle/0)))
    (link pid)
    (show "unlink" (unlink pid))
    (show "unlink again" (unlink pid))
    (! pid #(exit unseen))
    (show "none" (list (exit-after pid) (rest))))
  (let ((pid (spawn_link #'idle/0)))
    (! pid 'stop)
    (show "normal end" (exit-of pid)))
  (show "link to itself" (link (self)))
  (show "unlink from itself" (unlink (self)))
  (show "unlink a stranger" (unlink (spawn (lambda () 'ok))))
  ;; A process without the flag dies with its link, unless the reason is normal.
  (let* ((a (spawn #'idle/0)) (b (partner (self) a)))
    (next)
    (let ((ref (monitor 'process b)))
      (! a #(exit together))
      (show "with it" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))))
  (let* ((a (spawn #'idle/0)) (b (partner (self) a)))
    (next)
    (let ((ref (monitor 'process a)))
      (! b #(exit together))
      (show "the other way" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))))
  (let* ((a (spawn #'idle/0)) (b (partner (self) a)))
    (next)
    (let ((ref (monitor 'process a)))
      (! a 'stop)
      (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (show "normal end of a link" reason)))
      (show "survivor" (is_process_alive b))
      (! b 'stop)))
  (show "bad" (try (link (length (rest))) (catch ((tuple c r _) (tuple c r)))))
  (show "bad unlink" (try (unlink (hd (list 'name))) (catch ((tuple c r _) (tuple c r))))))

(defun exit-after (pid)
  (let ((ref (monitor 'process pid)))
    (receive
      ((tuple 'EXIT p _) (when (=:= p pid)) 'signal)
      ((tuple 'DOWN r _ _ _) (when (=:= r ref)) 'no-signal))))
