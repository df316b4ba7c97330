;;; Erlang's module `supervisor`: servers that start, watch and restart other processes. What they are
;;; told is in `supervisor_spec`, the processes in `supervisor_child`, restarts in `supervisor_restart`.

(defmodule supervisor
  "Supervisors, as in Erlang."
  (export (start_link 2) (start_link 3) (start_child 2) (restart_child 2) (terminate_child 2)
          (delete_child 2) (which_children 1) (count_children 1) (get_childspec 2)
          (check_childspecs 1) (check_childspecs 2)
          (init 1) (handle_call 3) (handle_cast 2) (handle_info 2) (terminate 2) (code_change 3)
          (format_status 2) (format_log 1) (format_log 2) (behaviour_info 1)
          (try_again_restart 2)))

(defun behaviour_info
  "The functions a callback module exports."
  (('callbacks) '(#(init 1)))
  (('optional_callbacks) ()))

;;; What can be asked of a supervisor.

(defun start_link (module arguments)
  "Starts a supervisor that is linked to the caller."
  (gen_server:start_link 'supervisor (tuple 'self module arguments) ()))

(defun start_link (name module arguments)
  "Starts a supervisor with a name."
  (gen_server:start_link name 'supervisor (tuple name module arguments) ()))

(defun start_child (supervisor spec)
  "Adds a child and starts it; where all are alike, starts one more, with a list of further arguments."
  (ask supervisor (tuple 'start_child spec)))

(defun restart_child (supervisor id)
  "Starts a child that has ended."
  (ask supervisor (tuple 'restart_child id)))

(defun delete_child (supervisor id)
  "Forgets a child that has ended."
  (ask supervisor (tuple 'delete_child id)))

(defun terminate_child (supervisor id)
  "Ends a child; where all are alike, that with a pid."
  (ask supervisor (tuple 'terminate_child id)))

(defun which_children (supervisor)
  "`#(id pid type modules)` of all children."
  (ask supervisor 'which_children))

(defun count_children (supervisor)
  "How many children there are, as pairs."
  (ask supervisor 'count_children))

(defun get_childspec (supervisor id)
  "The specification of a child, by its id or pid."
  (ask supervisor (tuple 'get_childspec id)))

(defun ask (supervisor request)
  (gen_server:call supervisor request 'infinity))

(defun check_childspecs (specs)
  "Whether child specifications are good: ok, or an error."
  (supervisor_spec:check specs 'undefined))

(defun check_childspecs (specs auto-shutdown)
  "check_childspecs/1 for a supervisor's kind of automatic shutdown."
  (supervisor_spec:check specs auto-shutdown))

(defun try_again_restart (supervisor id)
  "Has a supervisor try again to restart a child."
  (gen_server:cast supervisor (tuple 'try_again_restart id)))

;;; The server. Its state is a map: name, module, arguments, flags, the children (the last first), for
;;; processes that are all alike their arguments by pid, and the times of the last restarts.

(defun init
  "Begins: starts the children that the callback module's init tells."
  (((tuple name module arguments))
   (put '$initial_call (tuple 'supervisor module 1))
   (process_flag 'trap_exit 'true)
   (case (call module 'init arguments)
     ((tuple 'ok (tuple flags specs))
      (begun flags specs (map 'name (own-name name module) 'module module 'arguments arguments
                              'children () 'running #M() 'restarts ())))
     ('ignore 'ignore)
     (other (tuple 'stop (tuple 'bad_return (tuple module 'init other)))))))

(defun own-name
  (('self module) (tuple (self) module))
  ((name _) name))

(defun begun (flags specs state)
  (case (supervisor_spec:flags flags)
    ((tuple 'ok flags) (with-children specs (map-set state 'flags flags)))
    ((tuple 'error reason) (tuple 'stop (tuple 'supervisor_data reason)))))

(defun with-children (specs state)
  (case (map-get state 'flags)
    ((map 'strategy 'simple_one_for_one) (alike specs state))
    ((map 'auto_shutdown auto)
     (case (supervisor_spec:children specs auto)
       ((tuple 'ok children) (start-all (lists:reverse children) state))
       ((tuple 'error reason) (tuple 'stop (tuple 'start_spec reason)))))))

(defun alike
  (((= (list spec) specs) state)
   (case (supervisor_spec:children specs 'never)
     ((tuple 'ok children) (tuple 'ok (map-set state 'children children)))
     ((tuple 'error reason) (tuple 'stop (tuple 'start_spec reason)))))
  ((specs _) (tuple 'stop (tuple 'bad_start_spec specs))))

(defun start-all (children state)
  (case (supervisor_restart:start-each children state)
    ((tuple 'ok state) (tuple 'ok state))
    ((tuple 'error child reason state)
     (supervisor_restart:stop-each state)
     (tuple 'stop
            (tuple 'shutdown (tuple 'failed_to_start_child (element 3 child) reason))))))

(defun handle_call
  "Answers a question."
  (((tuple 'start_child arguments) _ (= (map 'flags (map 'strategy 'simple_one_for_one)) state))
   (one-more arguments state))
  (((tuple 'start_child spec) _ state)
   (case (supervisor_spec:child spec (map-get (map-get state 'flags) 'auto_shutdown))
     ((tuple 'ok child) (add-child child state))
     (failure (tuple 'reply failure state))))
  (('which_children _ state) (tuple 'reply (listed state) state))
  (('count_children _ state) (tuple 'reply (counted state) state))
  (((tuple 'get_childspec id) _ state) (tuple 'reply (spec-of id state) state))
  (((tuple 'terminate_child pid) _ (= (map 'flags (map 'strategy 'simple_one_for_one)) state))
   (end-one pid state))
  (((tuple _ _) _ (= (map 'flags (map 'strategy 'simple_one_for_one)) state))
   (tuple 'reply #(error simple_one_for_one) state))
  (((tuple request id) _ state)
   (case (lists:keyfind id 3 (map-get state 'children))
     ('false (tuple 'reply #(error not_found) state))
     (child (asked request child state)))))

(defun asked
  (('terminate_child child state)
   (supervisor_child:stop child (map-get state 'name))
   (tuple 'reply 'ok (supervisor_restart:ended child state)))
  (('delete_child (tuple 'child 'undefined id _ _ _ _ _ _) state)
   (tuple 'reply 'ok
          (map-set state 'children (lists:keydelete id 3 (map-get state 'children)))))
  (('restart_child (= (tuple 'child 'undefined _ _ _ _ _ _ _) child) state)
   (case (supervisor_child:start child (map-get state 'name))
     ((= (tuple 'error _) failure) (tuple 'reply failure state))
     (answer (tuple 'reply answer (supervisor_restart:put-pid child answer state)))))
  ((_ (tuple 'child (tuple 'restarting _) _ _ _ _ _ _ _) state)
   (tuple 'reply #(error restarting) state))
  ((_ _ state) (tuple 'reply #(error running) state)))

(defun add-child (child state)
  (case (lists:keyfind (element 3 child) 3 (map-get state 'children))
    ('false (start-new child state))
    ((tuple 'child pid _ _ _ _ _ _ _) (when (is_pid pid))
     (tuple 'reply (tuple 'error (tuple 'already_started pid)) state))
    (_ (tuple 'reply #(error already_present) state))))

(defun start-new (child state)
  (case (supervisor_child:start child (map-get state 'name))
    ((tuple 'error reason) (tuple 'reply (tuple 'error (tuple reason child)) state))
    (answer (tuple 'reply answer (supervisor_restart:new-child child answer state)))))

(defun one-more (arguments state)
  (let* (((list child) (map-get state 'children))
         ((tuple module name common) (element 4 child)))
    (case (supervisor_child:run (tuple module name (arguments-after common arguments)))
      ((= (tuple 'error _) failure) (tuple 'reply failure state))
      ((= (tuple 'ok 'undefined) answer) (tuple 'reply answer state))
      (answer (tuple 'reply answer (running (element 2 answer) arguments state))))))

;; What is no list of arguments is for the call to fail with.
(defun arguments-after
  ((common arguments) (when (is_list arguments)) (++ common arguments))
  ((() arguments) arguments)
  ((common arguments) (++ common arguments)))

(defun running (pid arguments state)
  (map-set state 'running (map-set (map-get state 'running) pid arguments)))

(defun end-one
  ((pid (= (map 'running running) state)) (when (is_pid pid) (is_map_key pid running))
   (let (((list child) (map-get state 'children)))
     (supervisor_child:stop (setelement 2 child pid) (map-get state 'name))
     (tuple 'reply 'ok (map-set state 'running (maps:remove pid running)))))
  ((pid state) (when (is_pid pid)) (tuple 'reply #(error not_found) state))
  ((_ state) (tuple 'reply #(error simple_one_for_one) state)))

(defun listed
  (((map 'flags (map 'strategy 'simple_one_for_one) 'children (list child) 'running running))
   (lists:map (lambda (pid) (tuple 'undefined (pid-shown pid) (element 8 child) (element 9 child)))
              (maps:keys running)))
  (((map 'children children))
   (lists:map (match-lambda
                (((tuple 'child pid id _ _ _ _ type modules))
                 (tuple id (pid-shown pid) type modules)))
              children)))

(defun pid-shown
  (((tuple 'restarting _)) 'restarting)
  ((pid) pid))

(defun counted
  (((map 'flags (map 'strategy 'simple_one_for_one) 'children (list child) 'running running))
   (let ((n (map_size running)))
     (counts 1 (length (lists:filter #'is_pid/1 (maps:keys running)))
             (if (=:= (element 8 child) 'supervisor) n 0)
             n)))
  (((map 'children children))
   (let ((supervisors (lists:filter (lambda (child) (=:= (element 8 child) 'supervisor)) children))
         (active (lists:filter (lambda (child) (is_pid (element 2 child))) children)))
     (counts (length children) (length active) (length supervisors) (length children)))))

(defun counts (specs active supervisors all)
  (list (tuple 'specs specs) (tuple 'active active) (tuple 'supervisors supervisors)
        (tuple 'workers (- all supervisors))))

(defun spec-of
  ((id (map 'flags (map 'strategy 'simple_one_for_one) 'children (list child) 'running running))
   (if (orelse (is_map_key id running) (=:= id (element 3 child)))
     (tuple 'ok (supervisor_spec:shown child))
     #(error not_found)))
  ((id (map 'children children))
   (case (lists:keyfind id 3 children)
     ('false #(error not_found))
     (child (tuple 'ok (supervisor_spec:shown child))))))

(defun handle_cast
  "Tries again to restart a child."
  (((tuple 'try_again_restart id) state)
   (answered (supervisor_restart:try-again id state))))

(defun handle_info
  "Looks after a child that has ended; any other message is reported."
  (((tuple 'EXIT pid reason) state)
   (answered (supervisor_restart:died pid reason state)))
  ((message state)
   (error_logger:error_msg "Supervisor received unexpected message: ~tp~n" (list message))
   (tuple 'noreply state)))

(defun answered
  (((tuple 'ok state)) (tuple 'noreply state))
  (((tuple 'shutdown state)) (tuple 'stop 'shutdown state)))

(defun terminate (_ state)
  "Ends all children, the last first."
  (supervisor_restart:stop-each state)
  'ok)

(defun code_change (_ state _)
  "Takes what the callback module's init tells now."
  (case (call (map-get state 'module) 'init (map-get state 'arguments))
    ((tuple 'ok (tuple flags specs)) (changed (supervisor_spec:flags flags) specs state))
    ('ignore (tuple 'ok state))
    (other (tuple 'error other))))

(defun changed
  (((tuple 'ok flags) specs state)
   (case (supervisor_spec:children specs (map-get flags 'auto_shutdown))
     ((tuple 'ok children)
      (tuple 'ok (map-set (map-set state 'flags flags)
                          'children (with-pids children (map-get state 'children)))))
     (failure failure)))
  ((failure _ _) failure))

;; New children that were there keep their processes; those that are no more stay at the end.
(defun with-pids (new old)
  (++ (lists:map (lambda (child)
                   (case (lists:keyfind (element 3 child) 3 old)
                     ('false child)
                     (before (setelement 2 child (element 2 before)))))
                 new)
      (lists:filter (lambda (child) (not (lists:keymember (element 3 child) 3 new))) old)))

(defun format_status
  "What `sys:get_status` shows of a supervisor."
  (('terminate (list _ state)) state)
  ((_ (list _ state))
   (list (tuple 'data (list (tuple "State" state)))
         (tuple 'supervisor (list (tuple "Callback" (map-get state 'module)))))))

(defun format_log (report)
  "The format and arguments of a supervisor's report."
  (supervisor_child:format report))

(defun format_log (report options)
  "The text of a supervisor's report."
  (supervisor_child:text report options))
