;;; supervisor: every function, the strategies, specifications that are wrong.
;; no-stress
(defmodule supervisors
  (export (main 0) (init 1) (start 1) (start 2) (stubborn 0) (log 2)
          (handle_call 3) (handle_cast 2)))

;; A server and a supervisor are one module: what init gets says which.
(defun init
  (((tuple 'child x)) (tuple 'ok x))
  ((f) (when (is_function f)) (funcall f))
  ((x) x))

(defun handle_call (x _ state) (tuple 'reply x state))

(defun handle_cast (_ state) (tuple 'noreply state))

(defun start
  ((x) (when (is_tuple x)) x)
  ((name) (start name 'x)))

(defun start (name x)
  (gen_server:start_link (tuple 'local name) 'supervisors (tuple 'child x) '()))

(defun stubborn ()
  (tuple 'ok (spawn_link (lambda ()
                           (process_flag 'trap_exit 'true)
                           (timer:sleep 2000)))))

(defun child (id) (child id 'permanent))

(defun child (id restart)
  (map 'id id 'start (tuple 'supervisors 'start (list id)) 'restart restart))

;; Reports, without what differs from run to run.
(defun log
  (((map 'level level 'msg (tuple 'report (map 'label label 'report report)) 'meta meta) _)
   (if (=:= (element 1 label) 'supervisor)
     (io:format "~p ~p ~p~n" (list level (shape report)
                                   (maps:with '(domain logger_formatter mfa) (maps:without '(mfa) meta)))))
   'ok)
  ((_ _) 'ok))

(defun shape
  ((x) (when (is_pid x)) (case (process_info x 'registered_name)
                           ((tuple 'registered_name name) name)
                           (_ 'pid)))
  ((x) (when (is_function x)) 'function)
  (((cons (tuple m f a p) _)) (when (is_atom m) (is_atom f) (is_list p)) 'trace)
  (((cons x y)) (cons (shape x) (shape y)))
  ((x) (when (is_tuple x)) (list_to_tuple (shape (tuple_to_list x))))
  ((x) x))

(defun show (label f)
  (io:format "~s: ~p~n"
             (list label
                   (try (tuple 'v (shape (funcall f)))
                     (catch ((tuple class reason _) (tuple class (shape reason))))))))

(defun flush ()
  (receive (m (cons (shape m) (flush))) (after 50 ())))

(defun children (s)
  (show "children" (lambda () (supervisor:which_children s)))
  (show "count" (lambda () (supervisor:count_children s))))

;; Kills a child and waits for what comes of it.
(defun kill (name)
  (catch (exit (whereis name) 'kill))
  (timer:sleep 30))

(defun children-one-by-one ()
  (let (((tuple 'ok s)
         (supervisor:start_link #(local sup) 'supervisors
           (tuple 'ok (tuple #M(intensity 2 period 1)
                             (list (child 'a) (child 'b 'transient) (child 'c 'temporary)))))))
    (children s)
    (kill 'a) (children s)
    (kill 'c) (children s)
    (gen_server:stop 'b) (timer:sleep 30) (children s)
    (show "start" (lambda () (supervisor:start_child s (child 'a))))
    (show "start" (lambda () (supervisor:start_child s (child 'b))))
    (show "start" (lambda () (supervisor:start_child s 'foo)))
    (show "start" (lambda () (supervisor:start_child s (child #(error foo)))))
    (show "start" (lambda () (supervisor:start_child s (child 'd 'temporary))))
    (show "start" (lambda () (supervisor:start_child s (child 'd 'temporary))))
    (lists:foreach
      (lambda (x)
        (show "start" (lambda ()
                        (supervisor:start_child s (map 'id (tuple 'init x) 'start (tuple 'supervisors 'init (list x)))))))
      '(ignore #(error sorry) foo))
    (show "ignored temporary" (lambda () (supervisor:start_child s #M(id ig restart temporary start #(supervisors init (ignore))))))
    (show "undefined" (lambda () (supervisor:start_child s #M(id ig3 start #(supervisors nofun ())))))
    (lists:foreach
      (lambda (id)
        (show "restart" (lambda () (supervisor:restart_child s id)))
        (show "delete" (lambda () (supervisor:delete_child s id)))
        (show "terminate" (lambda () (supervisor:terminate_child s id)))
        (show "restart" (lambda () (supervisor:restart_child s id)))
        (show "restart" (lambda () (supervisor:restart_child s id)))
        (show "terminate" (lambda () (supervisor:terminate_child s id)))
        (show "delete" (lambda () (supervisor:delete_child s id)))
        (show "spec" (lambda () (supervisor:get_childspec s id))))
      '(b d zz #(init ignore)))
    (show "spec" (lambda () (supervisor:get_childspec s 'a)))
    (show "spec" (lambda () (supervisor:get_childspec s (whereis 'a))))
    (children s)
    (timer:sleep 2100)
    (kill 'a) (kill 'a) (kill 'a)
    (show "messages" #'flush/0)))

(defun wrong-specifications ()
  (lists:foreach
    (lambda (answer) (show "start" (lambda () (supervisor:start_link 'supervisors answer))))
    (list 'foo 'ignore #(ok foo) #(ok #(foo ())) #(ok #(#(one_for_one 1 0) ()))
          #(ok #(#(one_for_one -1 1) ())) #(ok #(#(foo 1 1) ())) #(ok #(#M(strategy foo) ()))
          #(ok #(#M(auto_shutdown foo) ())) #(ok #(#M(strategy simple_one_for_one) ()))
          #(ok #(#M() (foo))) #(ok #(#M() (#M()))) #(ok #(#M() (#M(id a))))
          #(ok #(#M() (#M(id a start foo))))
          (tuple 'ok (tuple #M() (list (child 'a) (child 'a))))
          (tuple 'ok (tuple #M() (list (child 'a) (child #(error bad)))))
          (tuple 'ok (tuple #M(strategy simple_one_for_one) (list (child 'a) (child 'b))))
          (lambda () (error 'x)) (lambda () (exit 'x))))
  (show "messages" #'flush/0)
  (lists:foreach
    (lambda (item)
      (let (((tuple key value) item))
        (show "check" (lambda () (supervisor:check_childspecs (list (maps:put key value (child 'a))))))))
    '(#(restart foo) #(shutdown foo) #(shutdown -1) #(shutdown infinity) #(shutdown brutal_kill)
      #(type foo) #(type supervisor) #(modules foo) #(modules dynamic) #(modules (a 1)) #(modules ())
      #(significant foo) #(significant true) #(start #(a b c)) #(start #(a b (c))) #(id (any "term"))
      #(other thing)))
  (lists:foreach
    (lambda (specs) (show "check" (lambda () (supervisor:check_childspecs specs))))
    (list 'foo () '(foo) (list (child 'a) (child 'a)) (list (child 'a) (child 'b)) '(#(a b))
          '(#(a #(a b ()) permanent infinity supervisor dynamic))
          '(#(a #(a b ()) permanent -1 supervisor dynamic))
          '(#(a #(a b ()) permanent 10 worker (m)))))
  (lists:foreach
    (lambda (auto)
      (lists:foreach
        (lambda (restart)
          (show "check" (lambda () (supervisor:check_childspecs (list (maps:put 'significant 'true (child 'a restart))) auto))))
        '(permanent transient temporary)))
    '(never any_significant all_significant undefined foo)))

(defun alike ()
  (let (((tuple 'ok s)
         (supervisor:start_link 'supervisors
           #(ok #(#M(strategy simple_one_for_one intensity 5)
                  (#M(id k start #(supervisors start ()) restart transient)))))))
    (show "start" (lambda () (supervisor:start_child s '(s1))))
    (children s)
    (show "start" (lambda () (supervisor:start_child s '(s2 foo))))
    (show "start" (lambda () (supervisor:start_child s '(#(error foo)))))
    (show "count" (lambda () (supervisor:count_children s)))
    (kill 's1)
    (show "again" (lambda () (is_pid (whereis 's1))))
    (show "terminate" (lambda () (supervisor:terminate_child s 'k)))
    (show "terminate" (lambda () (supervisor:terminate_child s (self))))
    (show "terminate" (lambda () (supervisor:terminate_child s (whereis 's1))))
    (show "delete" (lambda () (supervisor:delete_child s 'k)))
    (show "restart" (lambda () (supervisor:restart_child s 'k)))
    (show "spec" (lambda () (supervisor:get_childspec s 'k)))
    (show "spec" (lambda () (supervisor:get_childspec s (whereis 's2))))
    (show "spec" (lambda () (supervisor:get_childspec s 'zz)))
    (children s)
    (gen_server:stop 's2)
    (timer:sleep 20)
    (children s)
    (supervisor:start_child s '(s3))
    (gen_server:stop s)
    (show "ended" (lambda () (whereis 's3)))))

(defun strategies ()
  (lists:foreach
    (lambda (strategy)
      (supervisor:start_link #(local sup) 'supervisors
        (tuple 'ok (tuple (map 'strategy strategy 'intensity 5)
                          (list (child 'a) (child 'b) (child 'c) (child 'd 'temporary)))))
      (let ((before (lists:map #'whereis/1 '(a b c d))))
        (kill 'b)
        (show strategy (lambda ()
                         (lists:zipwith (lambda (x y) (=:= x y)) before (lists:map #'whereis/1 '(a b c d))))))
      (children 'sup)
      (gen_server:stop 'sup))
    '(one_for_one rest_for_one one_for_all)))

(defun significant (restart id)
  (maps:put 'significant 'true (child id restart)))

(defun automatic ()
  (lists:foreach
    (lambda (auto)
      (let (((tuple 'ok s)
             (supervisor:start_link #(local sup) 'supervisors
               (tuple 'ok (tuple (map 'auto_shutdown auto)
                                 (list (significant 'transient 'a) (significant 'temporary 'b) (child 'c)))))))
        (gen_server:stop 'a) (timer:sleep 30)
        (show auto (lambda () (is_process_alive s)))
        (catch (gen_server:stop 'b)) (timer:sleep 30)
        (show auto (lambda () (is_process_alive s)))
        (show "messages" #'flush/0)))
    '(any_significant all_significant)))

(defun ending ()
  (supervisor:start_link #(local sup) 'supervisors
    (tuple 'ok (tuple #M() (list (maps:put 'shutdown 'brutal_kill (child 'a))
                                 #M(id z start #(supervisors stubborn ()) shutdown 10)))))
  (show "stop" (lambda () (gen_server:stop 'sup)))
  (show "messages" #'flush/0)
  (show "gone" (lambda () (supervisor:start_child 'nope 'x)))
  (show "gone" (lambda () (supervisor:which_children 'nope)))
  (show "gone" (lambda () (supervisor:count_children 'nope)))
  (show "gone" (lambda () (supervisor:terminate_child 'nope 'x)))
  (show "gone" (lambda () (supervisor:get_childspec #(global nope) 'x))))

(defun main ()
  (process_flag 'trap_exit 'true)
  (logger:add_handler 'shown 'supervisors #M())
  (logger:remove_handler 'default)
  (logger:set_primary_config 'level 'info)
  (children-one-by-one)
  (wrong-specifications)
  (logger:set_primary_config 'level 'error)
  (alike)
  (strategies)
  (automatic)
  (ending))
