;;; What a supervisor does when its children end: it starts them again, some or all, or gives up.

(defmodule supervisor_restart
  "Restarts of a supervisor's children."
  (export (died 3) (try-again 2) (start-each 2) (stop-each 1) (ended 2) (put-pid 3) (new-child 3)))

;;; The children in the state.

(defun put-pid (child answer state)
  "The state in which a child has the process that its start has answered."
  (replace (setelement 2 child (element 2 answer)) state))

(defun new-child
  "The state with a child more. One that is temporary and has no process is forgotten."
  (((tuple 'child _ _ _ 'temporary _ _ _ _) #(ok undefined) state) state)
  ((child answer state)
   (map-set state 'children
            (cons (setelement 2 child (element 2 answer)) (map-get state 'children)))))

(defun ended
  "The state in which a child has no process. A temporary one is forgotten."
  ((child state)
   (if (=:= (element 5 child) 'temporary)
     (forget child state)
     (replace (setelement 2 child 'undefined) state))))

(defun replace (child state)
  (map-set state 'children
           (lists:keyreplace (element 3 child) 3 (map-get state 'children) child)))

(defun forget (child state)
  (map-set state 'children (lists:keydelete (element 3 child) 3 (map-get state 'children))))

(defun start-each
  "Starts children one after the other: `#(ok state)`, or which could not be started."
  (((cons child children) state)
   (case (supervisor_child:start child (map-get state 'name))
     ((tuple 'error reason)
      (supervisor_child:report 'start_error reason child (map-get state 'name))
      (tuple 'error child reason state))
     (answer (start-each children (new-child child answer state)))))
  ((() state) (tuple 'ok state)))

(defun stop-each
  "Ends all children, the last first."
  (((= (map 'flags (map 'strategy 'simple_one_for_one) 'children (list child) 'running running)
       state))
   (supervisor_child:stop-all (lists:filter #'is_pid/1 (maps:keys running)) child
                              (map-get state 'name)))
  ((state)
   (lists:foreach (lambda (child) (supervisor_child:stop child (map-get state 'name)))
                  (map-get state 'children))))

;;; A child has ended.

(defun died
  "Does what is to be done when a process has ended: `#(ok state)`, or shutdown."
  ((pid reason (= (map 'flags (map 'strategy 'simple_one_for_one) 'running running) state))
   (if (is_map_key pid running)
     (child-died (one-alike pid state) reason state)
     (tuple 'ok state)))
  ((pid reason state)
   (case (lists:keyfind pid 2 (map-get state 'children))
     ('false (tuple 'ok state))
     (child (child-died child reason state)))))

;; The child of a process among those that are alike: with its pid and all arguments.
(defun one-alike (pid state)
  (let* (((list child) (map-get state 'children))
         ((tuple module name common) (element 4 child)))
    (setelement 4 (setelement 2 child pid)
                (tuple module name (++ common (map-get (map-get state 'running) pid))))))

(defun child-died
  (((= (tuple 'child _ _ _ 'permanent _ _ _ _) child) reason state)
   (supervisor_child:report 'child_terminated reason child (map-get state 'name))
   (restart child state))
  ((child 'normal state) (left child state))
  ((child 'shutdown state) (left child state))
  ((child (tuple 'shutdown _) state) (left child state))
  (((= (tuple 'child _ _ _ 'transient _ _ _ _) child) reason state)
   (supervisor_child:report 'child_terminated reason child (map-get state 'name))
   (restart child state))
  ((child reason state)
   (supervisor_child:report 'child_terminated reason child (map-get state 'name))
   (left child state)))

;; A child is not restarted; the supervisor may end with it.
(defun left
  ((child (= (map 'flags (map 'strategy 'simple_one_for_one)) state))
   (tuple 'ok (without-running (element 2 child) state)))
  ((child state)
   (let ((state (ended child state)))
     (if (andalso (element 6 child) (last-significant? state))
       (tuple 'shutdown state)
       (tuple 'ok state)))))

(defun without-running (pid state)
  (map-set state 'running (maps:remove pid (map-get state 'running))))

(defun last-significant?
  (((map 'flags (map 'auto_shutdown 'any_significant))) 'true)
  (((map 'flags (map 'auto_shutdown 'all_significant) 'children children))
   (not (lists:any (lambda (child) (andalso (element 6 child) (is_pid (element 2 child))))
                   children)))
  ((_) 'false))

;;; Restarting.

(defun restart (child state)
  (case (counted state)
    ((tuple 'ok state) (again (strategy state) child state))
    ((tuple 'too-many state)
     (supervisor_child:report 'shutdown 'reached_max_restart_intensity child
                              (map-get state 'name))
     (tuple 'shutdown (gone child state)))))

(defun strategy (state)
  (map-get (map-get state 'flags) 'strategy))

(defun gone
  ((child (= (map 'flags (map 'strategy 'simple_one_for_one)) state))
   (without-running (element 2 child) state))
  ((child state) (forget child state)))

;; The restarts of the last so many seconds with this one.
(defun counted (state)
  (let* (((map 'intensity intensity 'period period) (map-get state 'flags))
         (now (erlang:monotonic_time 'second))
         (recent (lists:takewhile (lambda (time) (=< (- now time) period))
                                  (map-get state 'restarts)))
         (state (map-set state 'restarts (cons now recent))))
    (if (< (length recent) intensity)
      (tuple 'ok state)
      (tuple 'too-many state))))

(defun again
  (('one_for_one child state)
   (let ((child (setelement 2 child 'undefined)))
     (case (supervisor_child:start child (map-get state 'name))
       ((tuple 'error reason) (failed reason child state))
       (answer (tuple 'ok (put-pid child answer state))))))
  (('rest_for_one child state)
   (let (((tuple after (cons _ before))
          (lists:splitwith (lambda (other) (=/= (element 3 other) (element 3 child)))
                           (map-get state 'children))))
     (with-others (++ after (list (setelement 2 child 'undefined))) before state)))
  (('one_for_all child state)
   (with-others (map-get (replace (setelement 2 child 'undefined) state) 'children) () state))
  (('simple_one_for_one child state)
   (again-alike (element 2 child) child state)))

;; Ends children, the last first, and starts those again that are not temporary.
(defun with-others (children before state)
  (lists:foreach (lambda (child) (supervisor_child:stop child (map-get state 'name))) children)
  (let ((children (lists:filtermap #'to-start/1 children)))
    (start-again (lists:reverse children) (map-set state 'children before))))

(defun to-start
  (((tuple 'child _ _ _ 'temporary _ _ _ _)) 'false)
  ((child) (tuple 'true (setelement 2 child 'undefined))))

(defun start-again
  (((cons child children) state)
   (case (supervisor_child:start child (map-get state 'name))
     ((tuple 'error reason)
      (failed reason child (map-set state 'children
                                    (++ (lists:reverse (cons child children))
                                        (map-get state 'children)))))
     (answer (start-again children (new-child child answer state)))))
  ((() state) (tuple 'ok state)))

;; Tries again later, after the messages that are there.
(defun failed (reason child state)
  (supervisor_child:report 'start_error reason child (map-get state 'name))
  (supervisor:try_again_restart (self) (element 3 child))
  (tuple 'ok (replace (setelement 2 child (tuple 'restarting (element 2 child))) state)))

(defun again-alike (old child state)
  (let* ((running (map-get state 'running))
         (arguments (map-get running old))
         (state (without-running old state)))
    (case (supervisor_child:run (element 4 child))
      ((tuple 'error reason)
       (supervisor_child:report 'start_error reason child (map-get state 'name))
       (let ((waiting (tuple 'restarting (plain old))))
         (supervisor:try_again_restart (self) waiting)
         (tuple 'ok (with-running waiting arguments state))))
      (#(ok undefined) (tuple 'ok state))
      (answer (tuple 'ok (with-running (element 2 answer) arguments state))))))

(defun plain
  (((tuple 'restarting pid)) pid)
  ((pid) pid))

(defun with-running (key arguments state)
  (map-set state 'running (map-set (map-get state 'running) key arguments)))

(defun try-again
  "Tries again to start a child that could not be restarted."
  ((key (= (map 'flags (map 'strategy 'simple_one_for_one) 'running running) state))
   (if (is_map_key key running)
     (restart (one-alike key state) state)
     (tuple 'ok state)))
  ((id state)
   (case (lists:keyfind id 3 (map-get state 'children))
     ((= (tuple 'child (tuple 'restarting _) _ _ _ _ _ _ _) child) (restart child state))
     (_ (tuple 'ok state)))))
