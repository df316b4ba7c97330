;;; What applications are loaded and running: a server, begun with the first question, and a table that
;;; others read. In the table are `#(#(keys application) keys)`, `#(#(env application parameter) value)`,
;;; `#(#(persistent application parameter) value)` and `#(#(master pid) application)`.
;;;
;;; The server's state is a map: running, a list of `#(application type master)`, newest first, where the
;;; master of an application without processes is none; and starting and stopping, maps from
;;; applications to what they were asked as and the clients that wait.

(defmodule application_controller
  "Applications that are loaded and running."
  (export (ask 1) (loaded 0) (keys 1) (parameter 2) (parameters 1)
          (application_of 1) (application_with 1)
          (init 1) (handle_call 3) (handle_cast 2) (handle_info 2)))

;;; What others call.

(defun ask (request)
  "Asks the server."
  (begin)
  (gen_server:call 'application_controller request 'infinity))

(defun begin ()
  (case (whereis 'application_controller)
    ('undefined (gen_server:start #(local application_controller) 'application_controller () ()))
    (_ 'ok)))

(defun loaded ()
  "The applications that are loaded."
  (lists:append (found (tuple (tuple 'keys '$1) '_))))

(defun keys (application)
  "The keys of an application: `#(ok keys)` or undefined."
  (value (tuple 'keys application)))

(defun parameter (application name)
  "The value of a parameter: `#(ok value)` or undefined."
  (value (tuple 'env application name)))

(defun parameters (application)
  "The parameters of an application."
  (lists:map #'list_to_tuple/1 (found (tuple (tuple 'env application '$1) '$2))))

(defun application_of (pid)
  "The application of a process: `#(ok application)` or undefined."
  (case (process_info pid 'group_leader)
    ((tuple _ leader) (value (tuple 'master leader)))
    ('undefined 'undefined)))

(defun application_with (module)
  "The application whose keys name a module: `#(ok application)` or undefined."
  (case (lists:filter (lambda (application) (has-module? application module)) (loaded))
    ((cons application _) (tuple 'ok application))
    (() 'undefined)))

(defun has-module? (application module)
  (let (((tuple 'ok keys) (keys application)))
    (lists:member module (proplists:get_value 'modules keys))))

(defun value (key)
  (begin)
  (case (ets:lookup 'application_controller key)
    ((list (tuple _ value)) (tuple 'ok value))
    (() 'undefined)))

(defun found (pattern)
  (begin)
  (ets:match 'application_controller pattern))

;;; The server.

(defun init (_)
  "The applications that every program has."
  (group_leader (alate:standard_device) (self))
  (ets:new 'application_controller '(named_table ordered_set #(read_concurrency true)))
  (let ((own (application_spec:own)))
    (lists:foreach (match-lambda (((tuple application keys)) (enter application keys))) own)
    (tuple 'ok
           (map 'running (lists:reverse
                           (lists:map (match-lambda
                                        (((tuple application _)) (tuple application 'permanent 'none)))
                                      own))
                'starting #M() 'stopping #M()))))

(defun handle_call
  "Answers what `application` asks."
  (((tuple 'load what) _ state) (tuple 'reply (load what) state))
  (((tuple 'unload application) _ state) (tuple 'reply (unload application state) state))
  (('running _ (= (map 'running running) state))
   (tuple 'reply (lists:map (lambda (entry) (element 1 entry)) running) state))
  (((tuple 'set parameters persistent) _ state)
   (lists:foreach (lambda (parameter) (set-parameter parameter persistent)) parameters)
   (tuple 'reply 'ok state))
  (((tuple 'unset application parameter) _ state)
   (ets:delete 'application_controller (tuple 'env application parameter))
   (ets:delete 'application_controller (tuple 'persistent application parameter))
   (tuple 'reply 'ok state))
  (((tuple 'start application type) from state) (start application type from state))
  (((tuple 'stop application) from state) (stop application from state)))

(defun handle_cast (_ state)
  "Nothing is cast."
  (tuple 'noreply state))

(defun handle_info
  "What masters tell: started, or ended with a reason."
  (((tuple 'started application master) state) (started application master state))
  (((tuple 'ended application master reason) state) (ended application master reason state))
  ((_ state) (tuple 'noreply state)))

;;; Loading.

(defun load (what)
  (case (application_spec:read what)
    ((tuple 'ok application given)
     (if (loaded? application)
       (tuple 'error (tuple 'already_loaded what))
       (entered application given)))
    (failure failure)))

(defun loaded? (application)
  (=/= 'undefined (keys application)))

;; Those that an application includes are loaded with it.
(defun entered (application given)
  (enter application given)
  (lists:foreach #'load/1 (proplists:get_value 'included_applications given ()))
  'ok)

(defun enter (application given)
  (let ((keys (application_spec:keys given)))
    (ets:insert 'application_controller (tuple (tuple 'keys application) keys))
    (lists:foreach (match-lambda
                     (((tuple name value)) (set-loaded application name value)))
                   (proplists:get_value 'env keys))))

;; A parameter that was set for good before is not changed.
(defun set-loaded (application name value)
  (if (ets:member 'application_controller (tuple 'persistent application name))
    'true
    (ets:insert 'application_controller (tuple (tuple 'env application name) value))))

(defun set-parameter
  (((tuple application name value) persistent)
   (ets:insert 'application_controller (tuple (tuple 'env application name) value))
   (if persistent
     (ets:insert 'application_controller (tuple (tuple 'persistent application name) value))
     'true)))

(defun unload (application state)
  (cond
    ((running? application state) (tuple 'error (tuple 'running application)))
    ((not (loaded? application)) (tuple 'error (tuple 'not_loaded application)))
    ('true
     (ets:delete 'application_controller (tuple 'keys application))
     (ets:match_delete 'application_controller (tuple (tuple 'env application '_) '_))
     'ok)))

;;; Starting.

(defun start (application type from state)
  (case (may-start application type state)
    ('ok (launch application type from state))
    ('wait (tuple 'noreply (waiting 'starting application type from state)))
    (failure (tuple 'reply failure state))))

(defun may-start (application type state)
  (cond
    ((not (lists:member type '(permanent transient temporary)))
     (tuple 'error (tuple 'invalid_restart_type type)))
    ((running? application state) (tuple 'error (tuple 'already_started application)))
    ((is_map_key application (map-get state 'starting)) 'wait)
    ((loaded? application) (needs application state))
    ('true (case (load application)
             ('ok (needs application state))
             (failure failure)))))

(defun running? (application state)
  (lists:keymember application 1 (map-get state 'running)))

;; Whether all that an application needs is running, except what need not be there.
(defun needs (application state)
  (let* (((tuple 'ok keys) (keys application))
         (optional (proplists:get_value 'optional_applications keys)))
    (case (lists:filter (lambda (needed) (missing? needed optional state))
                        (proplists:get_value 'applications keys))
      (() 'ok)
      ((cons needed _) (tuple 'error (tuple 'not_started needed))))))

(defun missing? (needed optional state)
  (andalso (not (running? needed state))
           (not (andalso (lists:member needed optional)
                         (not (loaded? needed))
                         (=/= 'ok (load needed))))))

(defun launch (application type from state)
  (let (((tuple 'ok keys) (keys application)))
    (case (proplists:get_value 'mod keys)
      (() (tuple 'reply 'ok (with-running application type 'none state)))
      (module
       (let ((master (application_master:start application module
                                               (proplists:get_value 'start_phases keys))))
         (ets:insert 'application_controller (tuple (tuple 'master master) application))
         (tuple 'noreply (waiting 'starting application type from state)))))))

;; Remembers what an application was asked as, and one more client that waits.
(defun waiting (what application type from state)
  (let* ((all (map-get state what))
         ((tuple first clients) (maps:get application all (tuple type ()))))
    (map-update state what (map-set all application (tuple first (cons from clients))))))

;; Answers all clients that wait: the next state.
(defun told (what application answer state)
  (let* ((all (map-get state what))
         ((tuple _ clients) (maps:get application all #(none ()))))
    (lists:foreach (lambda (client) (gen_server:reply client answer)) clients)
    (map-update state what (maps:remove application all))))

(defun with-running (application type master state)
  (progress application)
  (map-update state 'running (cons (tuple application type master) (map-get state 'running))))

(defun started (application master state)
  (let (((tuple type _) (map-get (map-get state 'starting) application)))
    (tuple 'noreply
           (told 'starting application 'ok (with-running application type master state)))))

;;; Stopping.

(defun stop (application from state)
  (case (lists:keyfind application 1 (map-get state 'running))
    ('false (tuple 'reply (tuple 'error (tuple 'not_started application)) state))
    ((tuple _ type 'none)
     (exited application 'stopped type)
     (tuple 'reply 'ok (without-running application state)))
    ((tuple _ type master)
     (! master 'stop)
     (tuple 'noreply (waiting 'stopping application type from state)))))

(defun without-running (application state)
  (map-update state 'running (lists:keydelete application 1 (map-get state 'running))))

;; A master has ended: it could not start its application, was asked to stop it, or has seen it end.
(defun ended (application master reason state)
  (ets:delete 'application_controller (tuple 'master master))
  (cond
    ((is_map_key application (map-get state 'starting))
     (let (((tuple type _) (map-get (map-get state 'starting) application)))
       (exited application reason type)
       (tuple 'noreply
              (after-end application reason type
                         (told 'starting application (tuple 'error reason) state)))))
    ((is_map_key application (map-get state 'stopping))
     (let (((tuple type _) (map-get (map-get state 'stopping) application)))
       (exited application 'stopped type)
       (tuple 'noreply
              (told 'stopping application 'ok (without-running application state)))))
    ('true
     (let (((tuple _ type _) (lists:keyfind application 1 (map-get state 'running))))
       (exited application reason type)
       (tuple 'noreply (after-end application reason type (without-running application state)))))))

;; The end of an application on which the program depends is that of the program.
(defun after-end
  ((_ _ 'temporary state) state)
  ((_ 'normal 'transient state) state)
  ((application reason type state)
   (io:format 'standard_error "Kernel pid terminated (application_controller) (~tp)~n"
              (list (tuple (kind-of-end reason) application reason)))
   (halt 1)
   state))

(defun kind-of-end
  (((tuple _ (tuple _ 'start _))) 'application_start_failure)
  (((tuple 'bad_return _)) 'application_start_failure)
  ((_) 'application_terminated))

;;; Reports.

(defun exited (application reason type)
  (logger:log 'notice
              (map 'label #(application_controller exit)
                   'report (list (tuple 'application application)
                                 (tuple 'exited reason)
                                 (tuple 'type type)))
              (metadata '(otp) 'info_report 'std_info #(application_controller info_exited 3))))

(defun progress (application)
  (logger:log 'info
              (map 'label #(application_controller progress)
                   'report (list (tuple 'application application)
                                 (tuple 'started_at (node))))
              (metadata '(otp sasl) 'info_report 'progress
                        #(application_controller info_started 2))))

(defun metadata (domain tag type function)
  (map 'domain domain
       'report_cb #'logger:format_otp_report/1
       'error_logger (map 'tag tag 'type type 'report_cb #'logger:format_otp_report/1)
       'mfa function))
