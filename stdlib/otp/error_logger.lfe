;;; Erlang's module `error_logger`: the functions of old, which log through `logger`.

(defmodule error_logger
  "Logging of errors, warnings and information, as in Erlang."
  (export (error_msg 1) (error_msg 2) (format 2) (error_report 1) (error_report 2)
          (warning_map 0) (warning_msg 1) (warning_msg 2) (warning_report 1) (warning_report 2)
          (info_msg 1) (info_msg 2) (info_report 1) (info_report 2) (get_format_depth 0)
          (tty 1) (logfile 1)))

(defun error_msg (format)
  "error_msg/2 without arguments."
  (error_msg format ()))

(defun error_msg (format arguments)
  "Logs an error."
  (message 'error 'error format arguments))

(defun format (format arguments)
  "error_msg/2."
  (error_msg format arguments))

(defun error_report (report)
  "Logs a report of an error."
  (error_report 'std_error report))

(defun error_report (type report)
  "error_report/1 of a type."
  (report 'error 'error_report type report))

(defun warning_map ()
  "The level of warnings."
  'warning)

(defun warning_msg (format)
  "warning_msg/2 without arguments."
  (warning_msg format ()))

(defun warning_msg (format arguments)
  "Logs a warning."
  (message 'warning 'warning_msg format arguments))

(defun warning_report (report)
  "Logs a report of a warning."
  (warning_report 'std_warning report))

(defun warning_report (type report)
  "warning_report/1 of a type."
  (report 'warning 'warning_report type report))

(defun info_msg (format)
  "info_msg/2 without arguments."
  (info_msg format ()))

(defun info_msg (format arguments)
  "Logs information."
  (message 'notice 'info_msg format arguments))

(defun info_report (report)
  "Logs a report of information."
  (info_report 'std_info report))

(defun info_report (type report)
  "info_report/1 of a type."
  (report 'notice 'info_report type report))

(defun message (level tag format arguments)
  (logger:log level
              (map 'label (tuple 'error_logger (label tag)) 'format format 'args arguments)
              (metadata (map 'tag tag) #'message-text/1)))

(defun label
  (('error) 'error_msg)
  ((tag) tag))

(defun message-text
  (((map 'format format 'args arguments)) (tuple format arguments)))

(defun report (level tag type report)
  (logger:log level
              (map 'label (tuple 'error_logger tag) 'report report)
              (maps:merge (metadata (map 'tag tag 'type type) #'logger:format_otp_report/1)
                          (domain type))))

;; A type that is the caller's own is the domain.
(defun domain (type)
  (if (lists:member type '(std_error std_warning std_info))
    #M()
    (map 'domain (list type))))

(defun metadata (tags callback)
  (map 'pid (self) 'gl (group_leader) 'time (logger:timestamp) 'report_cb callback
       'error_logger tags))

(defun get_format_depth ()
  "The depth of terms in reports: there is no limit."
  'unlimited)

(defun tty
  "Whether errors are written to standard output."
  (('true)
   (logger:add_handler 'error_logger_tty_true 'logger_std_h
                       (map 'formatter #(logger_formatter #M(legacy_header true single_line false))))
   'ok)
  (('false)
   (logger:remove_handler 'error_logger_tty_true)
   (logger:remove_handler 'default)
   'ok))

(defun logfile
  "Has errors written to a file, or not any more, or answers its name."
  (((tuple 'open name))
   (logger:add_handler 'error_logger 'logger_std_h
                       (map 'config (map 'type (tuple 'file name))
                            'formatter #(logger_formatter #M(legacy_header true single_line false)))))
  (('close)
   (case (logger:remove_handler 'error_logger)
     ('ok 'ok)
     (_ #(error module_not_found))))
  (('filename)
   (case (logger:get_handler_config 'error_logger)
     ((tuple 'ok (map 'config (map 'file name))) name)
     (_ #(error no_log_file)))))
