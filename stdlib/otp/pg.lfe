;;; Erlang's module `pg`: groups of processes under names, on this node. A scope is a server with the
;;; scope's name and a table of that name, `#(group members)`, that others read.
;;;
;;; The server's state is a map: scope, members, a map from pids to the reference of a monitor and the
;;; groups a pid is in, once for each time it has joined, and watchers, a map from the references given
;;; out to `#(pid monitor group)`, where the group of who watches all is `#(all)`, and of who watches one
;;; `#(one group)`.

(defmodule pg
  "Groups of processes, as in Erlang."
  (export (start 1) (start_link 0) (start_link 1)
          (join 2) (join 3) (leave 2) (leave 3)
          (get_members 1) (get_members 2) (get_local_members 1) (get_local_members 2)
          (which_groups 0) (which_groups 1) (which_local_groups 0) (which_local_groups 1)
          (monitor_scope 0) (monitor_scope 1) (monitor 1) (monitor 2)
          (demonitor 1) (demonitor 2)
          (init 1) (handle_call 3) (handle_cast 2) (handle_info 2)))

;;; Scopes.

(defun start
  "Starts a scope."
  ((scope) (when (is_atom scope)) (gen_server:start (tuple 'local scope) 'pg (list scope) ())))

(defun start_link ()
  "Starts the scope pg, linked to the caller."
  (start_link 'pg))

(defun start_link
  "Starts a scope that is linked to the caller."
  ((scope) (when (is_atom scope))
   (gen_server:start_link (tuple 'local scope) 'pg (list scope) ())))

;;; Groups.

(defun join (group pids)
  "join/3 in the scope pg."
  (join 'pg group pids))

(defun join
  "Adds a process, or several, to a group; who joins twice is in it twice."
  ((scope group pids) (when (is_atom scope))
   (gen_server:call scope (tuple 'join_local group (checked pids)) 'infinity)))

(defun leave (group pids)
  "leave/3 in the scope pg."
  (leave 'pg group pids))

(defun leave
  "Takes a process, or several, out of a group once: ok, or not_joined if none was in it."
  ((scope group pids) (when (is_atom scope))
   (gen_server:call scope (tuple 'leave_local group (checked pids)) 'infinity)))

(defun checked
  ((pid) (when (is_pid pid)) pid)
  ((pids) (when (is_list pids))
   (lists:foreach #'check/1 pids)
   pids)
  ((_) (error 'function_clause)))

(defun check
  ((pid) (when (is_pid pid)) 'ok)
  ((other) (error (tuple 'nolocal other))))

(defun get_members (group)
  "get_members/2 in the scope pg."
  (get_members 'pg group))

(defun get_members (scope group)
  "The processes in a group."
  (try (ets:lookup scope group)
    (case
      ((list (tuple _ members)) members)
      (() ()))
    (catch ((tuple 'error 'badarg _) ()))))

(defun get_local_members (group)
  "get_members/1; all members are of this node."
  (get_members group))

(defun get_local_members (scope group)
  "get_members/2; all members are of this node."
  (get_members scope group))

(defun which_groups ()
  "which_groups/1 of the scope pg."
  (which_groups 'pg))

(defun which_groups (scope)
  "The groups with members."
  (lists:append (ets:match scope #($1 _))))

(defun which_local_groups ()
  "which_groups/0; all members are of this node."
  (which_groups))

(defun which_local_groups (scope)
  "which_groups/1; all members are of this node."
  (which_groups scope))

;;; Watching.

(defun monitor_scope ()
  "monitor_scope/1 of the scope pg."
  (monitor_scope 'pg))

(defun monitor_scope (scope)
  "Has the caller told who joins and leaves: a reference and the groups. A message is
   `#(reference join group pids)` or `#(reference leave group pids)`."
  (gen_server:call scope 'monitor 'infinity))

(defun monitor (group)
  "monitor/2 in the scope pg."
  (monitor 'pg group))

(defun monitor (scope group)
  "monitor_scope/1 of one group: a reference and the members."
  (gen_server:call scope (tuple 'monitor group) 'infinity))

(defun demonitor (reference)
  "demonitor/2 in the scope pg."
  (demonitor 'pg reference))

(defun demonitor (scope reference)
  "Ends what monitor_scope or monitor began: ok, or false if there is no such thing. Messages of it that
   have arrived are taken out."
  (let ((answer (gen_server:call scope (tuple 'demonitor reference) 'infinity)))
    (flush reference)
    answer))

(defun flush (reference)
  (receive
    ((tuple ref _ _ _) (when (=:= ref reference)) (flush reference))
    (after 0 'ok)))

;;; The server.

(defun init
  "An empty scope."
  (((list scope))
   (ets:new scope '(set protected named_table #(read_concurrency true)))
   (tuple 'ok (map 'scope scope 'members #M() 'watchers #M()))))

(defun handle_call
  "Answers what others call."
  (((tuple 'join_local group pids) _ state)
   (tuple 'reply 'ok (joined group (listed pids) state)))
  (((tuple 'leave_local group pids) _ (= (map 'scope scope) state))
   (case (present (listed pids) (get_members scope group))
     (() (tuple 'reply 'not_joined state))
     (leaving (tuple 'reply 'ok (left group leaving state)))))
  (('monitor (tuple pid _) (= (map 'scope scope) state))
   (watched pid #(all) (maps:from_list (ets:tab2list scope)) state))
  (((tuple 'monitor group) (tuple pid _) (= (map 'scope scope) state))
   (watched pid (tuple 'one group) (get_members scope group) state))
  (((tuple 'demonitor reference) _ (= (map 'watchers watchers) state))
   (case (maps:take reference watchers)
     ((tuple (tuple _ monitor _) watchers)
      (erlang:demonitor monitor '(flush))
      (tuple 'reply 'ok (map-update state 'watchers watchers)))
     ('error (tuple 'reply 'false state)))))

(defun handle_cast (_ state)
  "Nothing is cast."
  (tuple 'noreply state))

(defun handle_info
  "Who ends, leaves, and watches no more."
  (((tuple 'DOWN monitor 'process pid _) (= (map 'members members 'watchers watchers) state))
   (tuple 'noreply
          (ended pid (maps:get pid members 'none)
                 (map-update state 'watchers (without-watcher monitor watchers)))))
  ((_ state) (tuple 'noreply state)))

(defun listed
  ((pid) (when (is_pid pid)) (list pid))
  ((pids) pids))

;; Those of some processes that are members, each at most as often as it is one.
(defun present (pids members)
  (-- pids (-- pids members)))

(defun joined
  ((_ () state) state)
  ((group pids (= (map 'scope scope) state))
   (ets:insert scope (tuple group (++ pids (get_members scope group))))
   (told 'join group pids
         (lists:foldl (lambda (pid state) (with-member pid group state)) state pids))))

(defun with-member (pid group state)
  (let* ((members (map-get state 'members))
         ((tuple monitor groups) (member pid members)))
    (map-update state 'members (map-set members pid (tuple monitor (cons group groups))))))

(defun member (pid members)
  (case (maps:get pid members 'none)
    ('none (tuple (erlang:monitor 'process pid) ()))
    (member member)))

(defun left (group pids state)
  (told 'leave group pids
        (lists:foldl (lambda (pid state) (without-member pid group state))
                     (out-of group pids state)
                     pids)))

;; A group without members is none.
(defun out-of (group pids state)
  (let ((scope (map-get state 'scope)))
    (case (-- (get_members scope group) pids)
      (() (ets:delete scope group))
      (members (ets:insert scope (tuple group members))))
    state))

(defun without-member (pid group state)
  (let* ((members (map-get state 'members))
         ((tuple monitor groups) (map-get members pid)))
    (map-update state 'members
                (case (lists:delete group groups)
                  (() (erlang:demonitor monitor '(flush))
                      (maps:remove pid members))
                  (groups (map-set members pid (tuple monitor groups)))))))

(defun ended
  ((_ 'none state) state)
  ((pid (tuple _ groups) state)
   (lists:foldl (lambda (group state) (told 'leave group (list pid) (out-of group (list pid) state)))
                (map-update state 'members (maps:remove pid (map-get state 'members)))
                groups)))

(defun watched (pid what now state)
  (let ((reference (make_ref))
        (monitor (erlang:monitor 'process pid)))
    (tuple 'reply (tuple reference now)
           (map-update state
                       'watchers (map-set (map-get state 'watchers) reference
                                          (tuple pid monitor what))))))

(defun without-watcher (monitor watchers)
  (maps:filter (match-lambda ((_ (tuple _ m _)) (=/= m monitor))) watchers))

;; Tells who watches the group: the state.
(defun told (what group pids state)
  (maps:foreach
    (lambda (reference watcher)
      (let (((tuple pid _ watches) watcher))
        (if (orelse (=:= watches #(all)) (=:= watches (tuple 'one group)))
          (! pid (tuple reference what group pids))
          'ok)))
    (map-get state 'watchers))
  state)
