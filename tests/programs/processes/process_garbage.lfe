;;; Processes that make garbage while they hold state, send large terms and wait with deep stacks.
(defmodule process_garbage
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun churn
  ((0 kept) kept)
  ((n kept)
   (let ((waste (lists:seq 1 20)))
     (churn (- n 1) (if (=:= (rem n 50) 0) (cons (tuple n (lists:sum waste) (integer_to_list n)) kept) kept)))))

(defun holder (state)
  (receive
    ((tuple 'add x) (churn 100 ()) (holder (cons x state)))
    ((tuple 'read from) (! from (tuple 'state (lists:reverse state))) (holder state))
    ('collect (erlang:garbage_collect) (holder state))
    ('stop 'ok)))

;; Waits with a frame for each level, each holding terms of its own.
(defun deep (to n)
  (if (=:= n 0)
    (progn (! to (tuple 'at-the-bottom (self))) (receive ('return 0)))
    (let* ((mine (list n (* n n) (integer_to_list n))) (below (deep to (- n 1))))
      (+ below (length mine) (hd mine)))))

(defun tree (depth) (if (=:= depth 0) 'leaf (tuple depth (tree (- depth 1)) (tree (- depth 1)))))

(defun count-leaves
  (('leaf) 1)
  (((tuple _ a b)) (+ (count-leaves a) (count-leaves b))))

(defun pass-on (to n) (receive (x (! to (cons n x)))))

(defun main ()
  (let* ((refs (lc ((<- i (lists:seq 1 20)))
                 (element 2 (spawn_monitor (lambda () (exit (tuple 'kept (length (churn (* i 50) ()))))))))))
    (show "churning" (lc ((<- ref refs)) (receive ((tuple 'DOWN r _ _ (tuple 'kept n)) (when (=:= r ref)) n)))))
  (let ((pid (spawn (lambda () (holder ())))))
    (lists:foreach (lambda (i) (! pid (tuple 'add (list i (* 1.5 i) (integer_to_list i) (tuple 'x (list_to_binary (list i))))))) (lists:seq 1 50))
    (! pid 'collect)
    (! pid (tuple 'read (self)))
    (receive ((tuple 'state s) (show "state" (list (length s) (hd s) (lists:last s)))))
    (churn 500 ())
    (! pid 'stop))
  (let* ((me (self)) (pids (lc ((<- i (lists:seq 1 5))) (spawn (lambda () (! me (tuple 'sum (deep me (* i 300)))))))))
    (lists:foreach (lambda (pid) (receive ((tuple 'at-the-bottom p) (when (=:= p pid)) 'ok))) pids)
    (churn 1000 ())
    (erlang:garbage_collect)
    (show "collected elsewhere" (lists:usort (lc ((<- pid pids)) (erlang:garbage_collect pid))))
    (lists:foreach (lambda (pid) (! pid 'return)) pids)
    (show "deep stacks" (lists:sort (lc ((<- _ pids)) (receive ((tuple 'sum n) n))))))
  (show "collect a dead one" (let (((tuple pid ref) (spawn_monitor (lambda () 'ok)))) (receive ((tuple 'DOWN r _ _ _) (when (=:= r ref)) (erlang:garbage_collect pid)))))
  (let* ((me (self)) (t (tree 10)))
    (lists:foreach (lambda (_) (spawn (lambda () (churn 50 ()) (! me (tuple 'leaves (count-leaves t)))))) (lists:seq 1 20))
    (show "one tree for all" (lists:usort (lc ((<- _ (lists:seq 1 20))) (receive ((tuple 'leaves n) n))))))
  ;; A term that grows as it goes from process to process; its senders are gone.
  (let* ((me (self)) (first (lists:foldl (lambda (n next) (spawn (lambda () (pass-on next n)))) me (lists:seq 1 300))))
    (! first ())
    (receive (x (when (is_list x)) (show "passed on" (list (length x) (hd x) (lists:last x) (lists:sum x))))))
  ;; Messages that wait unread while both sides collect.
  (let ((me (self)))
    (lists:foreach (lambda (i) (spawn (lambda () (churn 20 ()) (! me (tuple 'later i (lists:seq 1 i)))))) (lists:seq 1 100))
    (churn 500 ())
    (show "unread" (lists:sum (lc ((<- i (lists:seq 1 100))) (receive ((tuple 'later j xs) (when (=:= i j)) (lists:sum xs))))))))
