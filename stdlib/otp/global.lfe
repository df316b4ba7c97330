;;; Erlang's module `global` on one node: names and locks. A process, begun with the first name or lock,
;;; keeps both in a table that others read.

(defmodule global
  "Global names and locks, as in Erlang."
  (export (register_name 2) (register_name 3) (re_register_name 2) (re_register_name 3)
          (unregister_name 1) (whereis_name 1) (registered_names 0) (send 2)
          (set_lock 1) (set_lock 2) (set_lock 3) (del_lock 1) (del_lock 2)
          (trans 2) (trans 3) (trans 4) (sync 0) (disconnect 0)
          (notify_all_name 3) (random_notify_name 3) (random_exit_name 3)
          (keep 1)))

;;; Names.

(defun register_name (name pid)
  "Gives a process a global name: yes, or no if it is taken."
  (register_name name pid #'random_exit_name/3))

(defun register_name
  "register_name/2; there are no other nodes whose names could clash."
  ((name pid resolve) (when (is_pid pid) (orelse (is_function resolve) (is_tuple resolve)))
   (ask (tuple 'register name pid)))
  ((_ pid _) (when (is_pid pid)) (error 'badarg))
  ((_ _ _) (error 'function_clause)))

(defun re_register_name (name pid)
  "Gives a process a name that may be another's."
  (re_register_name name pid #'random_exit_name/3))

(defun re_register_name
  "re_register_name/2; there are no other nodes whose names could clash."
  ((name pid resolve) (when (is_pid pid) (is_function resolve 3))
   (ask (tuple 'register-again name pid))))

(defun unregister_name (name)
  "Takes a name back."
  (if (kept?) (ask (tuple 'unregister name)) 'ok))

(defun whereis_name (name)
  "The process with a name, or undefined."
  (if (kept?)
    (living (ets:lookup 'global_names (tuple 'name name)))
    'undefined))

(defun living
  (((list (tuple _ pid _))) (if (is_process_alive pid) pid 'undefined))
  ((()) 'undefined))

(defun registered_names ()
  "All names."
  (if (kept?)
    (lists:append (ets:match 'global_names #(#(name $1) _ _)))
    ()))

(defun send (name message)
  "Sends a message to the process with a name: its pid."
  (case (whereis_name name)
    ('undefined (exit (tuple 'badarg (tuple name message))))
    (pid
     (! pid message)
     pid)))

(defun notify_all_name
  "Tells two processes that both have lost a name."
  ((name one other)
   (! one (tuple 'global_name_conflict name other))
   (! other (tuple 'global_name_conflict name one))
   'none))

(defun random_notify_name (name one other)
  "Chooses one of two processes for a name and tells the other."
  (let (((tuple winner loser) (drawn one other)))
    (! loser (tuple 'global_name_conflict name))
    winner))

(defun random_exit_name (_ one other)
  "Chooses one of two processes for a name and kills the other."
  (let (((tuple winner loser) (drawn one other)))
    (exit loser 'kill)
    winner))

(defun drawn (one other)
  (if (=:= 1 (rand:uniform 2)) (tuple one other) (tuple other one)))

(defun sync ()
  "There are no nodes to be in step with."
  'ok)

(defun disconnect ()
  "There are no nodes to leave."
  ())

;;; Locks.

(defun set_lock (id)
  "set_lock/3 on all nodes, tried until it succeeds."
  (set_lock id (list (node)) 'infinity))

(defun set_lock (id nodes)
  "set_lock/3, tried until it succeeds."
  (set_lock id nodes 'infinity))

(defun set_lock
  "Takes a lock, `#(resource requester)`: whether it could be had. A requester may have it several times."
  (((tuple resource requester) nodes retries)
   (when (is_list nodes) (orelse (=:= retries 'infinity)
                                 (andalso (is_integer retries) (>= retries 0))))
   (if (lists:member (node) nodes)
     (locked resource requester retries 1)
     'true))
  (((tuple _ _) nodes _) (when (not (is_list nodes))) (error 'badarg)))

(defun locked (resource requester retries try)
  (cond
    ((ask (tuple 'lock resource requester (self))) 'true)
    ((=:= retries 0) 'false)
    ('true
     (timer:sleep (rand:uniform (min 1000 (* try 20))))
     (locked resource requester (fewer retries) (+ try 1)))))

(defun fewer
  (('infinity) 'infinity)
  ((n) (- n 1)))

(defun del_lock (id)
  "Gives a lock back."
  (del_lock id (list (node))))

(defun del_lock
  "Gives a lock back."
  (((tuple resource requester) nodes) (when (is_list nodes))
   (ask (tuple 'unlock resource requester (self)))
   'true))

(defun trans (id f)
  "trans/4 on all nodes, tried until the lock can be had."
  (trans id f (list (node)) 'infinity))

(defun trans (id f nodes)
  "trans/4, tried until the lock can be had."
  (trans id f nodes 'infinity))

(defun trans (id f nodes retries)
  "Calls a function while the caller has a lock, or answers aborted."
  (if (set_lock id nodes retries)
    (try (funcall f)
      (after (del_lock id nodes)))
    'aborted))

;;; The process.

(defun kept? ()
  (=/= (ets:whereis 'global_names) 'undefined))

(defun ask (question)
  (let* ((pid (keeper))
         (ref (erlang:monitor 'process pid)))
    (! pid (tuple 'ask (self) ref question))
    (receive
      ((tuple r answer) (when (=:= r ref))
       (demonitor ref '(flush))
       answer)
      ((tuple 'DOWN r _ _ reason)
       (when (=:= r ref) (orelse (=:= reason 'taken) (=:= reason 'noproc)))
       (ask question))
      ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (exit reason)))))

(defun keeper ()
  (case (whereis 'global_name_server)
    ('undefined (spawn 'global 'keep '(begin)))
    (pid pid)))

(defun keep
  "What the process does that keeps names and locks."
  (('begin)
   (try (register 'global_name_server (self))
     (catch ((tuple 'error _ _) (exit 'taken))))
   (ets:new 'global_names '(named_table protected set #(read_concurrency true)))
   (keep 'names))
  (('names)
   (receive
     ((tuple 'ask from ref question)
      (! from (tuple ref (answer question)))
      (keep 'names))
     ((tuple 'DOWN ref _ pid _)
      (forget ref pid)
      (keep 'names))
     (_ (keep 'names)))))

(defun answer
  (((tuple 'register name pid))
   (if (=:= (whereis_name name) 'undefined)
     (named-once name pid (ets:match 'global_names (tuple #(name $1) pid '_)))
     'no))
  (((tuple 'register-again name pid))
   (unnamed name)
   (named name pid))
  (((tuple 'unregister name))
   (unnamed name)
   'ok)
  (((tuple 'lock resource requester pid)) (lock resource requester pid))
  (((tuple 'unlock resource requester pid)) (unlock resource requester pid)))

;; A process has one name.
(defun named-once
  ((name pid ()) (named name pid))
  ((name pid (cons (list other) _))
   (error_logger:error_msg "global: ~w registered under several names: ~tw\n"
                           (list pid (list name other)))
   'no))

(defun named (name pid)
  (unnamed name)
  (ets:insert 'global_names (tuple (tuple 'name name) pid (erlang:monitor 'process pid)))
  'yes)

(defun unnamed (name)
  (case (ets:take 'global_names (tuple 'name name))
    ((list (tuple _ _ ref)) (demonitor ref '(flush)))
    (() 'true)))

;; A lock is kept with its requester and, for each time it was taken, the process and its monitor.
(defun lock (resource requester pid)
  (case (ets:lookup 'global_names (tuple 'lock resource))
    (() (hold resource requester pid ()))
    ((list (tuple _ holder holds)) (when (=:= holder requester))
     (hold resource requester pid holds))
    (_ 'false)))

(defun hold (resource requester pid holds)
  (let ((hold (tuple pid (erlang:monitor 'process pid))))
    (ets:insert 'global_names (tuple (tuple 'lock resource) requester (cons hold holds)))))

(defun unlock (resource requester pid)
  (case (ets:lookup 'global_names (tuple 'lock resource))
    ((list (tuple _ holder holds)) (when (=:= holder requester))
     (case (lists:keyfind pid 1 holds)
       ((tuple _ ref)
        (demonitor ref '(flush))
        (held resource requester (lists:keydelete ref 2 holds)))
       ('false 'true)))
    (_ 'true)))

(defun held
  ((resource _ ()) (ets:delete 'global_names (tuple 'lock resource)))
  ((resource requester holds)
   (ets:insert 'global_names (tuple (tuple 'lock resource) requester holds))))

;; What a process had that has ended.
(defun forget (ref pid)
  (ets:match_delete 'global_names (tuple (tuple 'name '_) pid ref))
  (lists:foreach
   (match-lambda
     (((tuple (tuple 'lock resource) requester holds))
      (held resource requester (lists:keydelete ref 2 holds))))
   (ets:match_object 'global_names #(#(lock _) _ _))))
