;;; Erlang's module `application`: parts of a program that are started and stopped as one. What is loaded
;;; and running is kept by `application_controller`, the processes of an application by
;;; `application_master`.

(defmodule application
  "Applications, as in Erlang."
  (export (load 1) (unload 1) (loaded_applications 0) (which_applications 0) (which_applications 1)
          (start 1) (start 2) (stop 1) (ensure_started 1) (ensure_started 2)
          (ensure_all_started 1) (ensure_all_started 2)
          (get_application 0) (get_application 1) (start_type 0)
          (get_env 1) (get_env 2) (get_env 3) (get_all_env 0) (get_all_env 1)
          (set_env 1) (set_env 2) (set_env 3) (set_env 4) (unset_env 2) (unset_env 3)
          (get_key 1) (get_key 2) (get_all_key 0) (get_all_key 1) (behaviour_info 1)))

(defun behaviour_info
  "The functions a callback module exports."
  (('callbacks)
   '(#(start 2) #(stop 1) #(config_change 3) #(prep_stop 1) #(start_phase 3)))
  (('optional_callbacks) '(#(config_change 3) #(prep_stop 1) #(start_phase 3))))

;;; Loading.

(defun load (application)
  "Loads a specification, `#(application name keys)`, or that in the file of an application's name."
  (application_controller:ask (tuple 'load application)))

(defun unload (application)
  "Forgets a specification and its parameters."
  (application_controller:ask (tuple 'unload application)))

(defun loaded_applications ()
  "The applications that are loaded, as `#(name description version)`."
  (lists:map #'described/1 (application_controller:loaded)))

(defun which_applications ()
  "The applications that are running, as `#(name description version)`, newest first."
  (lists:map #'described/1 (application_controller:ask 'running)))

(defun which_applications (_)
  "which_applications/0 with a limit in milliseconds."
  (which_applications))

(defun described (application)
  (tuple application (key application 'description) (key application 'vsn)))

(defun key (application key)
  (let (((tuple 'ok value) (get_key application key))) value))

;;; Starting and stopping.

(defun start (application)
  "start/2 of a temporary application."
  (start application 'temporary))

(defun start
  "Starts an application, whose needs must be running: a permanent or transient one ends the program
   with its own end."
  ((application type) (when (is_atom application))
   (application_controller:ask (tuple 'start application type)))
  ((application _) (tuple 'error (tuple 'bad_application application))))

(defun stop (application)
  "Stops an application; it stays loaded."
  (application_controller:ask (tuple 'stop application)))

(defun ensure_started (application)
  "ensure_started/2 of a temporary application."
  (ensure_started application 'temporary))

(defun ensure_started (application type)
  "start/2, but it is well if the application is running."
  (case (start application type)
    ((tuple 'error (tuple 'already_started name)) (when (=:= name application)) 'ok)
    (answer answer)))

(defun ensure_all_started (application)
  "ensure_all_started/2 of temporary applications."
  (ensure_all_started application 'temporary))

(defun ensure_all_started (application type)
  "Starts an application and all it needs: those that were not running, in the order of starting. If one
   fails, those are stopped again."
  (case (all-started application type ())
    ((tuple 'ok started) (tuple 'ok (lists:reverse started)))
    ((tuple 'error reason started)
     (lists:foreach #'stop/1 started)
     (tuple 'error reason))))

(defun all-started (application type started)
  (case (start application type)
    ('ok (tuple 'ok (cons application started)))
    ((tuple 'error (tuple 'already_started name)) (when (=:= name application))
     (tuple 'ok started))
    ((tuple 'error (tuple 'not_started needed)) (when (=/= needed application))
     (case (all-started needed type started)
       ((tuple 'ok started) (all-started application type started))
       (failure failure)))
    ((tuple 'error reason) (tuple 'error (tuple application reason) started))))

;;; Where a process or module belongs.

(defun get_application ()
  "The application of the caller."
  (get_application (self)))

(defun get_application
  "The application of a process or module: `#(ok name)` or undefined."
  ((pid) (when (is_pid pid)) (application_controller:application_of pid))
  ((module) (when (is_atom module)) (application_controller:application_with module)))

(defun start_type ()
  "How the application of the caller is being started: normal while it is, local after."
  (case (get_application)
    ('undefined 'undefined)
    (_ (application_master:start_type))))

(defun in-own (default f)
  (case (get_application)
    ((tuple 'ok application) (funcall f application))
    ('undefined default)))

;;; Parameters.

(defun get_env (parameter)
  "get_env/2 of the caller's application."
  (in-own 'undefined (lambda (application) (get_env application parameter))))

(defun get_env (application parameter)
  "The value of a parameter: `#(ok value)` or undefined."
  (application_controller:parameter application parameter))

(defun get_env (application parameter default)
  "The value of a parameter, or the default."
  (case (get_env application parameter)
    ((tuple 'ok value) value)
    ('undefined default)))

(defun get_all_env ()
  "get_all_env/1 of the caller's application."
  (in-own () #'get_all_env/1))

(defun get_all_env (application)
  "All parameters with their values."
  (application_controller:parameters application))

(defun set_env (configuration)
  "set_env/2 without options."
  (set_env configuration ()))

(defun set_env
  "Sets the parameters of applications, `#(application ((parameter . value) …))`."
  ((configuration options) (when (is_list configuration) (is_list options))
   (lists:foreach #'check-parameters/1 configuration)
   (application_controller:ask
     (tuple 'set (lists:flatmap #'flat/1 configuration) (persistent? options)))))

(defun check-parameters
  (((tuple application parameters)) (when (is_atom application) (is_list parameters))
   (lists:foreach (lambda (parameter) (check-parameter application parameter)) parameters))
  (((tuple application _)) (when (is_atom application))
   (invalid "application: ~tp; parameters must be a list" application))
  ((other) (invalid "invalid application config: ~tp" other)))

(defun check-parameter
  ((_ (tuple name _)) (when (is_atom name)) 'ok)
  ((application other)
   (error (tuple 'badarg (lists:flatten
                           (io_lib:format "application: ~tp; invalid parameter: ~tp"
                                          (list application other)))))))

(defun invalid (format term)
  (error (tuple 'badarg (lists:flatten (io_lib:format format (list term))))))

(defun flat
  (((tuple application parameters))
   (lists:map (match-lambda (((tuple name value)) (tuple application name value))) parameters)))

(defun persistent? (options)
  (=:= 'true (proplists:get_value 'persistent options 'false)))

(defun set_env (application parameter value)
  "set_env/4 without options."
  (set_env application parameter value ()))

(defun set_env (application parameter value options)
  "Sets a parameter; a persistent one is not changed by loading."
  (application_controller:ask
    (tuple 'set (list (tuple application parameter value)) (persistent? options))))

(defun unset_env (application parameter)
  "unset_env/3 without options."
  (unset_env application parameter ()))

(defun unset_env (application parameter _)
  "Forgets a parameter."
  (application_controller:ask (tuple 'unset application parameter)))

;;; Keys of the specification.

(defun get_key (key)
  "get_key/2 of the caller's application."
  (in-own 'undefined (lambda (application) (get_key application key))))

(defun get_key (application key)
  "The value of a key: `#(ok value)` or undefined."
  (case (get_all_key application)
    ((tuple 'ok keys) (value (lists:keyfind key 1 keys)))
    ('undefined 'undefined)))

(defun value
  (((tuple _ value)) (tuple 'ok value))
  (('false) 'undefined))

(defun get_all_key ()
  "get_all_key/1 of the caller's application."
  (in-own () #'get_all_key/1))

(defun get_all_key (application)
  "All keys with their values: `#(ok keys)` or undefined."
  (application_controller:keys application))
