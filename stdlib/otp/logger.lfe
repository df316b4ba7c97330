;;; Erlang's module `logger`. Who logs calls the handlers itself; the configuration is in
;;; `logger_config`.

(defmodule logger
  "Logging, as in Erlang."
  (export (emergency 1) (emergency 2) (emergency 3) (alert 1) (alert 2) (alert 3) (critical 1) (critical 2) (critical 3) (error 1) (error 2) (error 3)
          (warning 1) (warning 2) (warning 3) (notice 1) (notice 2) (notice 3) (info 1) (info 2) (info 3) (debug 1) (debug 2) (debug 3)
          (log 2) (log 3) (log 4) (allow 2) (macro_log 3) (macro_log 4) (macro_log 5)
          (set_primary_config 1) (set_primary_config 2) (update_primary_config 1)
          (get_primary_config 0) (get_config 0) (i 0) (i 1)
          (add_handler 3) (add_handlers 1) (remove_handler 1)
          (get_handler_config 0) (get_handler_config 1) (get_handler_ids 0)
          (set_handler_config 2) (set_handler_config 3)
          (update_handler_config 2) (update_handler_config 3)
          (update_formatter_config 2) (update_formatter_config 3)
          (add_primary_filter 2) (remove_primary_filter 1)
          (add_handler_filter 3) (remove_handler_filter 2)
          (set_module_level 2) (unset_module_level 0) (unset_module_level 1)
          (get_module_level 0) (get_module_level 1)
          (set_application_level 2) (unset_application_level 1)
          (get_proxy_config 0) (set_proxy_config 1) (update_proxy_config 1)
          (set_process_metadata 1) (update_process_metadata 1) (get_process_metadata 0)
          (unset_process_metadata 0)
          (compare_levels 2) (timestamp 0) (filter_stacktrace 2) (reconfigure 0)
          (format_report 1) (format_otp_report 1)))

;;; Logging.

(defun emergency (message)
  "Logs a text or report."
  (log 'emergency message))

(defun emergency (message more)
  "log/3 at this level."
  (log 'emergency message more))

(defun emergency (message arguments metadata)
  "log/4 at this level."
  (log 'emergency message arguments metadata))

(defun alert (message)
  "Logs a text or report."
  (log 'alert message))

(defun alert (message more)
  "log/3 at this level."
  (log 'alert message more))

(defun alert (message arguments metadata)
  "log/4 at this level."
  (log 'alert message arguments metadata))

(defun critical (message)
  "Logs a text or report."
  (log 'critical message))

(defun critical (message more)
  "log/3 at this level."
  (log 'critical message more))

(defun critical (message arguments metadata)
  "log/4 at this level."
  (log 'critical message arguments metadata))

(defun error (message)
  "Logs a text or report."
  (log 'error message))

(defun error (message more)
  "log/3 at this level."
  (log 'error message more))

(defun error (message arguments metadata)
  "log/4 at this level."
  (log 'error message arguments metadata))

(defun warning (message)
  "Logs a text or report."
  (log 'warning message))

(defun warning (message more)
  "log/3 at this level."
  (log 'warning message more))

(defun warning (message arguments metadata)
  "log/4 at this level."
  (log 'warning message arguments metadata))

(defun notice (message)
  "Logs a text or report."
  (log 'notice message))

(defun notice (message more)
  "log/3 at this level."
  (log 'notice message more))

(defun notice (message arguments metadata)
  "log/4 at this level."
  (log 'notice message arguments metadata))

(defun info (message)
  "Logs a text or report."
  (log 'info message))

(defun info (message more)
  "log/3 at this level."
  (log 'info message more))

(defun info (message arguments metadata)
  "log/4 at this level."
  (log 'info message arguments metadata))

(defun debug (message)
  "Logs a text or report."
  (log 'debug message))

(defun debug (message more)
  "log/3 at this level."
  (log 'debug message more))

(defun debug (message arguments metadata)
  "log/4 at this level."
  (log 'debug message arguments metadata))

(defun log (level message)
  "Logs a text or report."
  (if (level-allowed? level)
    (log-event level (message-of message) #M())
    'ok))

(defun log
  "Logs a text or report with metadata, a format with arguments, or what a function makes of its
   argument."
  ((level message metadata) (when (is_map metadata) (not (is_function message)))
   (if (level-allowed? level)
     (log-event level (message-of message) metadata)
     'ok))
  ((level message arguments) (log level message arguments #M())))

(defun log
  "Logs a format with arguments, or what a function makes of its argument, with metadata."
  ((level f argument metadata) (when (is_function f 1) (is_map metadata))
   (if (level-allowed? level)
     (log-lazily level f argument metadata)
     'ok))
  ((level format arguments metadata) (when (is_list arguments) (is_map metadata))
   (if (level-allowed? level)
     (log-event level (formatted format arguments) metadata)
     'ok)))

(defun message-of
  ((report) (when (is_map report)) (tuple 'report report))
  ((text) (when (is_binary text)) (tuple 'string text))
  ((list) (when (is_list list)) (if (report? list) (tuple 'report list) (tuple 'string list))))

;; A list of pairs is a report, any other a text.
(defun report?
  (((cons (tuple _ _) _)) 'true)
  ((_) 'false))

(defun formatted
  ((format arguments)
   (when (is_list arguments) (orelse (is_list format) (is_binary format) (is_atom format)))
   (tuple format arguments)))

(defun level-allowed? (level)
  (logger_config:event-allowed level))

(defun log-lazily (level f argument metadata)
  (case (lazy f argument)
    ('ignore 'ok)
    (message (log-event level message metadata))))

(defun lazy (f argument)
  (try (funcall f argument)
    (case
      ((tuple format arguments) (when (is_list format) (is_list arguments))
       (tuple format arguments))
      ('ignore 'ignore)
      (report (when (is_map report)) (tuple 'report report))
      (text (when (orelse (is_list text) (is_binary text))) (message-of text))
      (other (tuple "LAZY_FUN ERROR: ~tp; Returned: ~tp" (list (tuple f argument) other))))
    (catch
      ((tuple class reason _)
       (tuple "LAZY_FUN CRASH: ~tp; Reason: ~tp"
              (list (tuple f argument) (tuple class reason)))))))

(defun allow (level module)
  "Whether events of a level are logged in a module."
  (logger_config:allowed level module))

(defun macro_log (where level message)
  "What the macros of Erlang's logger.hrl call."
  (log level message where))

(defun macro_log
  "What the macros of Erlang's logger.hrl call."
  ((where level message metadata) (when (is_map metadata))
   (log level message (maps:merge where metadata)))
  ((where level message arguments) (log level message arguments where)))

(defun macro_log (where level message arguments metadata)
  "What the macros of Erlang's logger.hrl call."
  (log level message arguments (maps:merge where metadata)))

;;; Events on their way to the handlers.

(defun log-event (level message metadata)
  (let ((config (logger_config:current)))
    (passed (map 'level level 'msg message 'meta (all-metadata metadata config)) config)))

(defun all-metadata (metadata config)
  (maps:merge
   (map 'pid (self) 'gl (group_leader) 'time (timestamp))
   (maps:merge (map-get (map-get config 'primary) 'metadata)
               (maps:merge (own-metadata) metadata))))

(defun own-metadata ()
  (case (get_process_metadata)
    ('undefined #M())
    (metadata metadata)))

(defun passed (event config)
  (let ((primary (map-get config 'primary)))
    (case (filtered event (map-get primary 'filters) (map-get primary 'filter_default)
                    (lambda (id) (remove_primary_filter id)))
      ('stop 'ok)
      (event (handled event (map-get config 'handlers))))))

(defun handled
  ((event (cons (tuple id config) handlers))
   (if (logger_config:level-allowed (map-get event 'level) (map-get config 'level))
     (to-handler event id config))
   (handled event handlers))
  ((_ ()) 'ok))

(defun to-handler (event id config)
  (case (filtered event (map-get config 'filters) (map-get config 'filter_default)
                  (lambda (filter) (remove_handler_filter id filter)))
    ('stop 'ok)
    (event (call-handler event id config))))

;; A handler that fails is removed.
(defun call-handler (event id config)
  (try (call (map-get config 'module) 'log event config)
    (catch
      ((tuple class reason trace)
       (logger_config:change 'handlers (lambda (handlers) (lists:keydelete id 1 handlers)))
       (log 'error
            (list #(logger removed_failing_handler)
                  (tuple 'handler (tuple id (map-get config 'module)))
                  (tuple 'log_event event)
                  (tuple 'config config)
                  (tuple 'reason
                         (tuple class reason (filter_stacktrace 'logger trace)))))))))

;; An event after filters: stop, or the event, perhaps another one. A filter that fails is removed.
(defun filtered
  ((event (cons (tuple id (tuple f argument)) filters) default remove)
   (case (decision f argument event)
     ('stop 'stop)
     ('ignore (filtered event filters default remove))
     ('failed
      (funcall remove id)
      (filtered event filters default remove))
     (event (passed-by event filters default remove))))
  ((event () 'log _) event)
  ((_ () 'stop _) 'stop))

;; One filter has taken the event: what the others do not stop is logged.
(defun passed-by (event filters _ remove)
  (filtered event filters 'log remove))

(defun decision (f argument event)
  (try (funcall f event argument)
    (case
      ('stop 'stop)
      ('ignore 'ignore)
      ((= (map 'level _ 'msg _ 'meta _) event) event)
      (_ 'failed))
    (catch ((tuple _ _ _) 'failed))))

;;; The primary configuration.

(defun set_primary_config (config)
  "Puts a configuration in the place of the primary one."
  (logger_config:set-primary (maps:merge (logger_config:primary-defaults) config)))

(defun set_primary_config (name value)
  "Sets an item of the primary configuration."
  (logger_config:set-primary (map-set (get_primary_config) name value)))

(defun update_primary_config (config)
  "Sets items of the primary configuration."
  (logger_config:set-primary (maps:merge (get_primary_config) config)))

(defun get_primary_config ()
  "The primary configuration."
  (map-get (logger_config:current) 'primary))

(defun get_config ()
  "All configurations."
  (map 'primary (get_primary_config)
       'handlers (get_handler_config)
       'proxy (get_proxy_config)
       'module_levels (get_module_level)))

(defun i ()
  "Prints all configurations."
  (io:format "~tp~n" (list (get_config))))

(defun i
  "Prints the configuration of a part: primary, handlers, proxy or modules."
  (('primary) (io:format "~tp~n" (list (get_primary_config))))
  (('handlers) (io:format "~tp~n" (list (get_handler_config))))
  (('proxy) (io:format "~tp~n" (list (get_proxy_config))))
  (('modules) (io:format "~tp~n" (list (get_module_level))))
  ((handler) (io:format "~tp~n" (list (get_handler_config handler)))))

(defun reconfigure ()
  "Puts the configuration of the start back."
  (logger_config:reset))

;;; Handlers.

(defun add_handler (id module config)
  "Adds a handler."
  (logger_config:add-handler id module config))

(defun add_handlers
  "Adds handlers: `#(handler id module config)`."
  ((handlers) (when (is_list handlers))
   (lists:foldl #'add-next/2 'ok handlers)))

(defun add-next
  (((tuple 'handler id module config) 'ok) (add_handler id module config))
  ((_ 'ok) 'ok)
  ((_ failure) failure))

(defun remove_handler (id)
  "Removes a handler."
  (logger_config:remove-handler id))

(defun get_handler_config ()
  "The configurations of all handlers."
  (lists:map (match-lambda (((tuple _ config)) (logger_config:shown config)))
             (map-get (logger_config:current) 'handlers)))

(defun get_handler_config (id)
  "The configuration of a handler."
  (logger_config:handler id))

(defun get_handler_ids ()
  "The names of all handlers."
  (lists:map (match-lambda (((tuple id _)) id)) (map-get (logger_config:current) 'handlers)))

(defun set_handler_config (id config)
  "Puts a configuration in the place of a handler's."
  (logger_config:change-handler 'set id (lambda (_) config)))

(defun set_handler_config (id name value)
  "Sets an item of a handler's configuration."
  (logger_config:change-handler 'update id (lambda (_) (map name value))))

(defun update_handler_config (id config)
  "Sets items of a handler's configuration."
  (logger_config:change-handler 'update id (lambda (_) config)))

(defun update_handler_config (id name value)
  "Sets an item of a handler's configuration."
  (update_handler_config id (map name value)))

(defun update_formatter_config (id config)
  "Sets items of the configuration of a handler's formatter."
  (logger_config:change-handler
   'update id
   (match-lambda
     (((map 'formatter (tuple module old)))
      (map 'formatter (tuple module (maps:merge old config)))))))

(defun update_formatter_config (id name value)
  "Sets an item of the configuration of a handler's formatter."
  (update_formatter_config id (map name value)))

;;; Filters.

(defun add_primary_filter (id filter)
  "Adds a filter for all events."
  (case (logger_config:with-filter id filter (map-get (get_primary_config) 'filters))
    ((tuple 'ok filters) (set_primary_config 'filters filters))
    (failure failure)))

(defun remove_primary_filter (id)
  "Removes a filter."
  (case (logger_config:without-filter id (map-get (get_primary_config) 'filters))
    ((tuple 'ok filters) (set_primary_config 'filters filters))
    (failure failure)))

(defun add_handler_filter (handler id filter)
  "Adds a filter for a handler's events."
  (with-handler handler
                (lambda (filters) (logger_config:with-filter id filter filters))))

(defun remove_handler_filter (handler id)
  "Removes a handler's filter."
  (with-handler handler (lambda (filters) (logger_config:without-filter id filters))))

(defun with-handler (handler change)
  (case (get_handler_config handler)
    ((tuple 'ok config)
     (case (funcall change (map-get config 'filters))
       ((tuple 'ok filters) (update_handler_config handler 'filters filters))
       (failure failure)))
    (failure failure)))

;;; Levels of modules.

(defun set_module_level
  "Has a level of its own for modules."
  ((module level) (when (is_atom module)) (set_module_level (list module) level))
  ((modules level) (logger_config:set-modules modules level)))

(defun unset_module_level ()
  "Takes back all levels of modules."
  (logger_config:change 'modules (lambda (_) #M())))

(defun unset_module_level
  "Takes back the levels of modules."
  ((module) (when (is_atom module)) (unset_module_level (list module)))
  ((modules) (logger_config:change 'modules (lambda (levels) (maps:without modules levels)))))

(defun get_module_level ()
  "The levels of modules, as pairs."
  (maps:to_list (map-get (logger_config:current) 'modules)))

(defun get_module_level
  "The levels of some modules, as pairs."
  ((module) (when (is_atom module)) (get_module_level (list module)))
  ((modules) (maps:to_list (maps:with modules (map-get (logger_config:current) 'modules)))))

(defun set_application_level (application level)
  "Has a level of its own for the modules of an application."
  (case (application:get_key application 'modules)
    ((tuple 'ok modules) (set_module_level modules level))
    ('undefined (tuple 'error (tuple 'not_loaded application)))))

(defun unset_application_level (application)
  "Takes back the level of an application's modules."
  (case (application:get_key application 'modules)
    ((tuple 'ok modules) (unset_module_level modules))
    ('undefined (tuple 'error (tuple 'not_loaded application)))))

;;; The proxy for events of other nodes: there are none, but its configuration can be set.

(defun get_proxy_config ()
  "The proxy's configuration."
  (map-get (logger_config:current) 'proxy))

(defun set_proxy_config (config)
  "Puts a configuration in the place of the proxy's."
  (logger_config:change 'proxy (lambda (_) (maps:merge (logger_config:proxy-defaults) config))))

(defun update_proxy_config (config)
  "Sets items of the proxy's configuration."
  (logger_config:change 'proxy (lambda (old) (maps:merge old config))))

;;; Metadata of the process.

(defun set_process_metadata
  "Sets metadata for all events that the caller logs."
  ((metadata) (when (is_map metadata))
   (put '$logger_metadata$ metadata)
   'ok)
  ((_) (error 'badarg)))

(defun update_process_metadata
  "Adds to the metadata of the caller."
  ((metadata) (when (is_map metadata))
   (set_process_metadata (maps:merge (own-metadata) metadata)))
  ((_) (error 'badarg)))

(defun get_process_metadata ()
  "The metadata of the caller, or undefined."
  (get '$logger_metadata$))

(defun unset_process_metadata ()
  "Takes back the metadata of the caller."
  (erase '$logger_metadata$)
  'ok)

;;; Levels and reports.

(defun compare_levels (x y)
  "lt, eq or gt: how severe a level is, compared with another."
  (compared (level-number x) (level-number y)))

(defun compared
  ((x y) (when (< x y)) 'gt)
  ((x y) (when (> x y)) 'lt)
  ((_ _) 'eq))

(defun level-number (level)
  (try (logger_config:number level)
    (catch ((tuple 'error _ _) (error 'badarg)))))

(defun timestamp ()
  "The time in microseconds, as in the metadata of events."
  (os:system_time 'microsecond))

(defun filter_stacktrace (module trace)
  "A trace up to the first call of a module."
  (lists:takewhile (lambda (entry) (=/= (element 1 entry) module)) trace))

(defun format_otp_report
  "The format and arguments of a report of OTP's: its label is not told."
  (((map 'label _ 'report report)) (format_report report))
  ((report) (format_report report)))

(defun format_report
  "The format and arguments of a report."
  ((report) (when (is_map report)) (format_report (maps:to_list report)))
  ((()) #("~tp" (())))
  ((report) (when (is_list report))
   (if (io_lib:printable_unicode_list report)
     (tuple "~ts" (list report))
     (gen_report:joined
      (lists:join #("\n" ()) (lists:map #'report-line/1 report)))))
  ((report) (tuple "~tp" (list report))))

(defun report-line
  (((tuple key value))
   (tuple (lists:append (list "    " (directive key) ": " (directive value))) (list key value)))
  ((other) (tuple (++ "    " (directive other)) (list other))))

(defun directive (term)
  (if (andalso (is_list term) (=/= term ()) (io_lib:printable_unicode_list term))
    "~ts"
    "~tp"))
