;;; Dynamic variables and processes: each has its own bindings; global values are shared. LFE has none;
;;; the answers follow from the definitions, as of threads in Common Lisp implementations.
(defmodule dynamic_processes
  (export (main 0) (report 1) (wake 1) (forget 1)))

(defvar *table* 'shared)
(defvar *level* 0)

(defun show (label x) (io:format "~s: ~p~n" (list label x)))

(defun table () *table*)

(defun ask (options f)
  (let* ((self (self))
         (pid (spawn_opt (lambda () (! self (tuple (self) (funcall f)))) options)))
    (receive ((tuple p answer) (when (== p pid)) answer))))

(defun report (to) (! to (tuple 'report *table* *level*)))

(defun starting ()
  (show "a new process has the global values"
        (let ((*table* 'mine)) (list (ask () (lambda () (table))) (table))))
  (show "one that inherits has the spawner's"
        (let ((*table* 'mine) (*level* 3))
          (list (ask '(inherit) (lambda () (list (table) *level*))))))
  (show "as they were then"
        (let ((*table* 'first))
          (let* ((self (self))
                 (pid (spawn_opt (lambda () (receive ('go (! self (tuple 'saw (table)))))) '(inherit))))
            (set-dynamic *table* 'second)
            (! pid 'go)
            (receive ((tuple 'saw what) (list what (table)))))))
  (show "by name too"
        (let ((*table* 'mine))
          (spawn_opt (MODULE) 'report (list (self)) '(inherit link))
          (receive ((tuple 'report table level) (list table level)))))
  (show "its own changes stay its own"
        (let ((*table* 'mine))
          (list (ask '(inherit) (lambda () (set-dynamic *table* 'other) (table))) (table))))
  (show "a binding over an inherited one"
        (let ((*table* 'mine))
          (ask '(inherit) (lambda () (list (let ((*table* 'inner)) (table)) (table))))))
  (show "inherited again"
        (let ((*table* 'mine))
          (ask '(inherit) (lambda () (list (ask '(inherit) (lambda () (table))) (ask () (lambda () (table))))))))
  (show "a bad option"
        (try (spawn_opt (lambda () 'ok) '(inherits)) (catch ((tuple c r _) (tuple c r))))))

(defun sharing ()
  (show "a global value is everyone's"
        (list (ask () (lambda () (set-global *table* 'new))) (table)))
  (show "also set without a binding"
        (list (ask () (lambda () (set-dynamic *table* 'newer))) (table)))
  (show "not seen under a binding"
        (let ((*table* 'mine))
          (list (ask () (lambda () (set-global *table* 'newest))) (table))))
  (set-global *table* 'shared))

;; Many at once, each under bindings of its own, that let others run in between.
(defun levels (n)
  (if (== n 0)
    (list *level*)
    (let ((*level* (+ *level* 1)))
      (erlang:yield)
      (let ((inner (levels (- n 1))))
        (erlang:yield)
        (cons *level* inner)))))

(defun crowd ()
  (let* ((self (self))
         (pids (lc ((<- n (lists:seq 1 20)))
                 (spawn (lambda () (! self (tuple (self) (let ((*level* n)) (levels 5)))))))))
    (show "a crowd"
          (lc ((<- pid pids)) (receive ((tuple p levels) (when (== p pid)) (lists:sum levels)))))
    (show "nothing is left of it" *level*)))

(defun waiting ()
  (let* ((self (self))
         (pid (spawn (lambda ()
                       (! self (let ((*table* 'waiting)) (receive ('go (tuple 'went (table))))))
                       (! self (tuple 'then (table)))))))
    (let ((*table* 'sender)) (! pid 'go))
    (show "under a receive" (list (receive ((tuple 'went t) t)) (receive ((tuple 'then t) t))))
    (show "after a time" (let ((*table* 'late)) (receive (after 5 (table)))))))

(defun ends ()
  (process_flag 'trap_exit 'true)
  (let* ((self (self))
         (pid (spawn_link (lambda () (let ((*table* 'dying)) (! self 'ready) (receive ('never 'x)))))))
    (receive ('ready 'ok))
    (exit pid 'kill)
    (show "killed" (receive ((tuple 'EXIT p why) (when (== p pid)) (list why (table))))))
  (let ((pid (spawn_link (lambda () (let ((*table* 'leaving)) (exit (tuple 'with (table))))))))
    (show "exit" (receive ((tuple 'EXIT p why) (when (== p pid)) why))))
  (let* ((self (self))
         (pid (spawn_link (lambda ()
                            (let ((*table* 'outer))
                              (catch (let ((*table* 'inner)) (exit 'caught)))
                              (! self (tuple 'saw (table))))))))
    (show "an exit caught" (receive ((tuple 'saw t) t)))
    (receive ((tuple 'EXIT p _) (when (== p pid)) 'ok))))

;; To hibernate forgets the stack: what was bound on it is undone, what was inherited is not.
(defun wake (to)
  (receive ('go (! to (tuple 'woke *table* *level*)))))

(defun hibernating ()
  (let* ((self (self))
         (sleeper (lambda ()
                    (let ((*table* 'outer))
                      (let ((*table* 'inner))
                        (try
                          (erlang:hibernate (MODULE) 'wake (list self))
                          (after 'never)))))))
    (let ((pid (spawn sleeper)))
      (! pid 'go)
      (show "hibernated" (receive ((tuple 'woke table level) (list table level)))))
    (let ((pid (let ((*table* 'mine) (*level* 7)) (spawn_opt sleeper '(inherit)))))
      (! pid 'go)
      (show "with what was inherited" (receive ((tuple 'woke table level) (list table level)))))))

;; A binding is a root: what it holds, and what it hides, survives.
(defun forget (n) (if (== n 0) 'done (progn (lists:seq 1 50) (forget (- n 1)))))

(defun collecting ()
  (let ((*table* (lists:seq 1 5)))
    (let ((*table* (tuple (lists:reverse *table*))))
      (let ((before (ask '(inherit) (lambda () (forget 100) (table)))))
        (forget 100)
        (show "inner" (list before (table)))))
    (show "outer" (table))))

(defun main ()
  (starting) (sharing) (crowd) (waiting) (ends) (hibernating) (collecting)
  (show "in the end" (list *table* *level*)))
