;;; Erlang's module `logger_std_h`: the handler of `logger` that writes to a standard stream or a file.
;;; What logs writes itself: there is no process between it and the stream.

(defmodule logger_std_h
  "The handler that writes log events to standard output, standard error or a file."
  (export (log 2) (adding_handler 1) (removing_handler 1) (changing_config 3) (filter_config 1)
          (filesync 1)))

(defun log (event config)
  "Writes an event."
  (let* (((tuple formatter options) (map-get config 'formatter))
         (text (call formatter 'format event options)))
    (io:put_chars (device (map-get config 'config)) text)))

(defun device
  (((map 'device device)) device)
  (((map 'type 'standard_error)) 'standard_error)
  ((_) 'user))

(defun adding_handler (config)
  "The configuration with all defaults, and the file opened."
  (case (checked (maps:get 'config config #M()))
    ((= (tuple 'error _) failure) failure)
    (own (opened (map-set config 'config (maps:merge (defaults) own))))))

(defun defaults ()
  #M(type standard_io
     sync_mode_qlen 10 drop_mode_qlen 200 flush_qlen 1000
     burst_limit_enable true burst_limit_max_count 500 burst_limit_window_time 1000
     overload_kill_enable false overload_kill_qlen 20000 overload_kill_mem_size 3000000
     overload_kill_restart_after 5000 filesync_repeat_interval no_repeat))

(defun checked
  (((= (map 'type (tuple 'file name)) own)) (file-config name own))
  (((= (map 'type (tuple 'file name modes)) own)) (when (is_list modes)) (file-config name own))
  (((= (map 'type type) own))
   (if (lists:member type '(standard_io standard_error file))
     (known own)
     (invalid (map 'type type))))
  (((= (map 'file _) own)) (known (map-set own 'type 'file)))
  ((own) (when (is_map own)) (known own))
  ((other) (tuple 'error (tuple 'invalid_config 'logger_std_h other))))

(defun file-config (name own)
  (known (maps:merge own (map 'type 'file 'file name))))

(defun known (own)
  (case (maps:to_list (maps:without '(device file modes max_no_bytes max_no_files compress_on_rotate
                                      file_check)
                                    (maps:without (maps:keys (defaults)) own)))
    (() own)
    (unknown (invalid (maps:from_list unknown)))))

(defun invalid (part)
  (tuple 'error (tuple 'invalid_config 'logger_std_h part)))

(defun opened
  (((= (map 'config (= (map 'type 'file) own)) config))
   (let ((name (maps:get 'file own (atom_to_list (map-get config 'id)))))
     (case (log_file:open name 'append 'nobody)
       ((tuple 'ok device)
        (tuple 'ok (map-set config 'config (maps:merge own (map 'file name 'device device)))))
       ((tuple 'error reason)
        (tuple 'error
               (tuple 'handler_not_added (tuple 'open_failed name reason)))))))
  ((config) (tuple 'ok config)))

(defun removing_handler
  "Closes the file."
  (((map 'config (map 'device device)))
   (log_file:close device)
   'ok)
  ((_) 'ok))

(defun changing_config
  "The new configuration, of which type and file stay as they are."
  (('set old new) (merged (map-get old 'config) (maps:get 'config new #M()) new))
  (('update old new) (merged (map-get old 'config) (maps:get 'config new #M()) new)))

(defun merged (old own config)
  (case (known own)
    ((= (tuple 'error _) failure) failure)
    (own (tuple 'ok (map-set config 'config (maps:merge old own))))))

(defun filter_config (config)
  "The configuration as it is shown."
  (map-set config 'config (maps:without '(device) (map-get config 'config))))

(defun filesync (_)
  "There is nothing that has not been written."
  'ok)
