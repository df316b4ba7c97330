;;; A supervisor written with links: restarts, gives up, takes its children with it.
(defmodule supervisor_by_hand
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun start (specs limit)
  (let* ((me (self))
         ((tuple pid ref) (spawn_monitor (lambda ()
           (process_flag 'trap_exit 'true)
           (supervise (maps:from_list (lists:map #'start-child/1 specs)) me 0 limit)))))
    (tuple pid ref)))

(defun start-child
  (((tuple name f)) (tuple (spawn_link (lambda () (register name (self)) (funcall f))) (tuple name f))))

(defun supervise (children parent restarts limit)
  (receive
    ((tuple 'EXIT from reason) (when (=:= from parent)) (shutdown children) (exit reason))
    ((tuple 'EXIT from reason) (when (=/= reason 'normal))
     (let ((spec (maps:get from children)))
       (! parent (tuple 'restarting (element 1 spec) (bare reason)))
       (if (>= restarts limit)
         (progn (shutdown (maps:remove from children)) (exit 'too-many-restarts))
         (let (((tuple pid spec) (start-child spec)))
           (supervise (maps:put pid spec (maps:remove from children)) parent (+ restarts 1) limit)))))
    ((tuple 'EXIT from 'normal)
     (! parent (tuple 'ended (element 1 (maps:get from children))))
     (supervise (maps:remove from children) parent restarts limit))
    ((tuple 'children from)
     (! from (tuple 'children (lists:sort (lc ((<- (tuple name _) (maps:values children))) name))))
     (supervise children parent restarts limit))
    ('stop (shutdown children) (exit 'stopped))))

;; Asks each child to go, and waits until it has.
(defun shutdown (children)
  (lists:foreach
    (lambda (pid) (exit pid 'shutdown) (receive ((tuple 'EXIT p _) (when (=:= p pid)) 'ok)))
    (maps:keys children)))

(defun bare
  (((tuple reason (cons _ _))) (tuple 'crash reason))
  ((reason) reason))

(defun counter (n)
  (receive
    ((tuple 'next from) (! from (tuple 'n n)) (counter (+ n 1)))
    ('crash (error 'asked-to))
    ((tuple 'exit reason) (exit reason))))

(defun next (name) (! name (tuple 'next (self))) (receive ((tuple 'n n) n)))

(defun until (f) (if (funcall f) 'ok (progn (erlang:yield) (until f))))

(defun restarted ()
  (receive ((tuple 'restarting name reason)
            (until (lambda () (is_pid (whereis name))))
            (tuple name reason))))

(defun children (pid) (! pid (tuple 'children (self))) (receive ((tuple 'children names) names)))

(defun main ()
  (let* ((specs (list (tuple 'child_a (lambda () (counter 0))) (tuple 'child_b (lambda () (counter 100)))))
         ((tuple pid ref) (start specs 4)))
    (show "children" (children pid))
    (until (lambda () (andalso (is_pid (whereis 'child_a)) (is_pid (whereis 'child_b)))))
    (show "counting" (list (next 'child_a) (next 'child_a) (next 'child_b)))
    (! 'child_a 'crash)
    (show "restarted" (restarted))
    (show "from the start" (list (next 'child_a) (next 'child_b)))
    (exit (whereis 'child_b) 'kill)
    (show "restarted" (restarted))
    (show "from the start" (list (next 'child_a) (next 'child_b)))
    (! 'child_b #(exit normal))
    (show "ended" (receive ((tuple 'ended name) name)))
    (show "children" (children pid))
    (! 'child_a #(exit once))
    (show "restarted" (restarted))
    (! 'child_a #(exit twice))
    (show "restarted" (restarted))
    (! 'child_a #(exit thrice))
    (show "told" (receive ((tuple 'restarting name reason) (tuple name reason))))
    (show "gave up" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))
    (show "names" (list (whereis 'child_a) (whereis 'child_b))))
  (let* ((specs (lc ((<- i (lists:seq 1 20))) (tuple (list_to_atom (++ "child_" (integer_to_list i))) (lambda () (counter i)))))
         ((tuple pid ref) (start specs 0)))
    (show "twenty" (length (children pid)))
    (! pid 'stop)
    (show "stopped" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))
    (show "none left" (lists:usort (lc ((<- (tuple name _) specs)) (whereis name))))))
