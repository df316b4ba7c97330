;;; The configuration of `logger`: a map in a persistent term, of the primary configuration, the handlers
;;; in the order they were added (the last first), the levels of modules and the proxy's configuration.

(defmodule logger_config
  "The configuration of the logger."
  (export (current 0) (reset 0) (change 2) (allowed 2) (event-allowed 1) (level-allowed 2) (number 1)
          (primary-defaults 0) (proxy-defaults 0) (set-primary 1)
          (add-handler 3) (remove-handler 1) (change-handler 3) (handler 1) (shown 1)
          (with-filter 3) (without-filter 2) (set-modules 2)))

(defun current ()
  "The whole configuration."
  (case (persistent_term:get 'logger_config 'none)
    ('none (defaults))
    (config config)))

(defun reset ()
  "Puts the configuration of the start back."
  (persistent_term:erase 'logger_config)
  'ok)

(defun change (part f)
  "Puts what a function makes of a part in its place."
  (let ((config (current)))
    (persistent_term:put 'logger_config
                         (map-set config part (funcall f (map-get config part))))
    'ok))

(defun defaults ()
  (map 'primary (primary-defaults)
       'handlers (list (tuple 'default (default-handler)))
       'modules #M()
       'proxy (proxy-defaults)))

(defun primary-defaults ()
  "The primary configuration at the start."
  #M(level notice filters () filter_default log metadata #M()))

(defun default-handler ()
  (let (((tuple 'ok config)
         (logger_std_h:adding_handler
          (map 'id 'default
               'module 'logger_std_h
               'level 'all
               'filter_default 'stop
               'filters (list (tuple 'remote_gl (tuple #'logger_filters:remote_gl/2 'stop))
                              (tuple 'domain
                                     (tuple #'logger_filters:domain/2 #(log super (otp sasl))))
                              (tuple 'no_domain
                                     (tuple #'logger_filters:domain/2 #(log undefined ()))))
               'formatter #(logger_formatter #M(legacy_header true single_line false))
               'config #M(type standard_io)))))
    config))

(defun proxy-defaults ()
  "The proxy's configuration at the start."
  #M(sync_mode_qlen 500 drop_mode_qlen 1000 flush_qlen 5000
     burst_limit_enable false burst_limit_max_count 500 burst_limit_window_time 1000
     overload_kill_enable false overload_kill_qlen 20000 overload_kill_mem_size 3000000
     overload_kill_restart_after 5000))

;;; Levels.

(defun event-allowed (level)
  "Whether events of a level are logged where nothing is said of the module."
  (=< (event-number level) (number (map-get (map-get (current) 'primary) 'level))))

(defun allowed (level module)
  "Whether events of a level are logged in a module."
  (let ((config (current)))
    (level-allowed level
                   (maps:get module (map-get config 'modules)
                             (map-get (map-get config 'primary) 'level)))))

(defun level-allowed (level limit)
  "Whether a level is as severe as another, or more."
  (=< (number level) (number limit)))

(defun number
  "The number of a level; the more severe, the less."
  (('none) -1)
  (('all) 10)
  ((level) (event-number level)))

;; The number of a level that events may have.
(defun event-number
  (('emergency) 0)
  (('alert) 1)
  (('critical) 2)
  (('error) 3)
  (('warning) 4)
  (('notice) 5)
  (('info) 6)
  (('debug) 7))

(defun level?
  ((level)
   (lists:member level '(none all emergency alert critical error warning notice info debug))))

(defun set-modules
  "Sets the level of modules."
  ((modules level)
   (case (tuple (modules? modules) (level? level))
     (#(true true)
      (change 'modules
              (lambda (levels) (lists:foldl (lambda (m all) (map-set all m level)) levels modules))))
     ((tuple 'false _) (tuple 'error (tuple 'not_a_list_of_modules modules)))
     (_ (invalid 'invalid_level level)))))

(defun modules? (modules)
  (andalso (is_list modules) (lists:all #'is_atom/1 modules)))

;;; Checking.

(defun invalid (what value)
  (tuple 'error (tuple what value)))

(defun set-primary (config)
  "Sets the primary configuration, if it is one."
  (case (first-error (maps:to_list config) #'primary-error/1)
    ('ok (change 'primary (lambda (_) config)))
    (failure failure)))

(defun first-error
  (((cons item items) check)
   (case (funcall check item)
     ('ok (first-error items check))
     (failure failure)))
  ((() _) 'ok))

(defun primary-error
  (((tuple 'metadata value)) (if (is_map value) 'ok (invalid 'invalid_primary_config (tuple 'metadata value))))
  (((= (tuple name _) item))
   (if (lists:member name '(level filters filter_default))
     (common-error item)
     (invalid 'invalid_primary_config item))))

(defun common-error
  (((tuple 'level level)) (if (level? level) 'ok (invalid 'invalid_level level)))
  (((tuple 'filters filters))
   (if (is_list filters)
     (first-error filters #'filter-error/1)
     (invalid 'invalid_filters filters)))
  (((tuple 'filter_default default))
   (if (orelse (=:= default 'log) (=:= default 'stop))
     'ok
     (invalid 'invalid_filter_default default)))
  (((tuple 'formatter formatter)) (formatter-error formatter))
  ((_) 'ok))

(defun filter-error
  (((tuple id (tuple f _))) (when (is_atom id) (is_function f 2)) 'ok)
  ((filter) (invalid 'invalid_filter filter)))

(defun formatter-error
  (((tuple module config)) (when (is_atom module))
   (if (erlang:function_exported module 'check_config 1)
     (formatter-answer (call module 'check_config config) module)
     'ok))
  ((formatter) (invalid 'invalid_formatter formatter)))

(defun formatter-answer
  (('ok _) 'ok)
  (((= (tuple 'error (tuple 'invalid_formatter_config _ _)) failure) _) failure)
  (((= (tuple 'error (tuple 'invalid_formatter_template _ _)) failure) _) failure)
  (((tuple 'error reason) module)
   (tuple 'error (tuple 'invalid_formatter_config module reason))))

;;; Filters.

(defun with-filter (id filter filters)
  "Filters with one more."
  (case (tuple (filter-error (tuple id filter)) (lists:keymember id 1 filters))
    (#(ok false) (tuple 'ok (++ filters (list (tuple id filter)))))
    (#(ok true) (tuple 'error (tuple 'already_exist id)))
    ((tuple failure _) failure)))

(defun without-filter (id filters)
  "Filters without one."
  (if (lists:keymember id 1 filters)
    (tuple 'ok (lists:keydelete id 1 filters))
    (tuple 'error (tuple 'not_found id))))

;;; Handlers.

(defun handler (id)
  "The configuration of a handler."
  (case (lists:keyfind id 1 (map-get (current) 'handlers))
    ((tuple _ config) (tuple 'ok (shown config)))
    ('false (tuple 'error (tuple 'not_found id)))))

(defun shown (config)
  "A configuration as it is shown."
  (let ((module (map-get config 'module)))
    (if (erlang:function_exported module 'filter_config 1)
      (call module 'filter_config config)
      config)))

(defun add-handler
  "Adds a handler, if its configuration is one."
  ((id _ _) (when (not (is_atom id))) (invalid 'invalid_id id))
  ((_ module _) (when (not (is_atom module))) (invalid 'invalid_module module))
  ((_ _ config) (when (not (is_map config))) (invalid 'invalid_config config))
  ((id module config)
   (let ((config (maps:merge (handler-defaults)
                             (maps:merge config (map 'id id 'module module)))))
     (case (tuple (handler-error config) (handler id))
       ((tuple 'ok (tuple 'ok _)) (tuple 'error (tuple 'already_exist id)))
       ((tuple 'ok _) (add config))
       ((tuple failure _) failure)))))

(defun handler-defaults ()
  #M(level all filters () filter_default log formatter #(logger_formatter #M())))

(defun handler-error (config)
  (case (first-error (maps:to_list config) #'common-error/1)
    ('ok (function-error (map-get config 'module)))
    (failure failure)))

(defun function-error (module)
  (if (erlang:function_exported module 'log 2)
    'ok
    (invalid 'invalid_handler (tuple 'function_not_exported (tuple module 'log 2)))))

(defun add (config)
  (case (told (map-get config 'module) 'adding_handler (list config) (tuple 'ok config))
    ((tuple 'ok config)
     (change 'handlers (lambda (all) (cons (tuple (map-get config 'id) config) all))))
    ((tuple 'error reason)
     (tuple 'error (tuple 'handler_not_added reason)))))

;; Tells a handler's module, if it wants to be told.
(defun told (module name arguments default)
  (if (erlang:function_exported module name (length arguments))
    (try (apply module name arguments)
      (catch ((tuple class reason _) (tuple 'error (tuple 'callback_crashed (tuple class reason))))))
    default))

(defun remove-handler (id)
  "Removes a handler."
  (case (lists:keyfind id 1 (map-get (current) 'handlers))
    ((tuple _ config)
     (change 'handlers (lambda (all) (lists:keydelete id 1 all)))
     (told (map-get config 'module) 'removing_handler (list config) 'ok)
     'ok)
    ('false (tuple 'error (tuple 'not_found id)))))

(defun change-handler (how id f)
  "Changes the configuration of a handler; the function answers new items of the old configuration."
  (case (lists:keyfind id 1 (map-get (current) 'handlers))
    ((tuple _ old) (changed how old (funcall f old)))
    ('false (tuple 'error (tuple 'not_found id)))))

(defun changed (how old items)
  (let ((new (maps:merge (base how old) items)))
    (case (change-error old new)
      ('ok (change-told how old new))
      (failure failure))))

(defun base
  (('set old) (maps:merge (handler-defaults) (maps:with '(id module) old)))
  (('update old) old))

(defun change-error (old new)
  (case (tuple (maps:with '(id) old) (maps:with '(module) old))
    ((tuple id module)
     (cond
       ((=/= id (maps:with '(id) new)) (illegal id (maps:with '(id) new)))
       ((=/= module (maps:with '(module) new)) (illegal module (maps:with '(module) new)))
       ('true (handler-error new))))))

(defun illegal (old new)
  (tuple 'error (tuple 'illegal_config_change old new)))

(defun change-told (how old new)
  (case (told (map-get new 'module) 'changing_config (list how old new) (tuple 'ok new))
    ((tuple 'ok new)
     (change 'handlers
             (lambda (all) (lists:keyreplace (map-get new 'id) 1 all (tuple (map-get new 'id) new)))))
    (failure failure)))
