;;; process_flag: old values, new values, and what it refuses.
(defmodule process_flags
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun attempt (flag value)
  (try (process_flag (id flag) (id value)) (catch ((tuple class reason _) (tuple class reason)))))

(defun in-process (f)
  (let (((tuple _ ref) (spawn_monitor (lambda () (exit (tuple 'answer (funcall f)))))))
    (receive ((tuple 'DOWN r _ _ (tuple 'answer x)) (when (=:= r ref)) x))))

(defun main ()
  (show "trap_exit"
    (in-process (lambda ()
      (list (process_info (self) 'trap_exit) (process_flag 'trap_exit 'true) (process_info (self) 'trap_exit)
            (process_flag 'trap_exit 'true) (process_flag 'trap_exit 'false) (process_info (self) 'trap_exit)))))
  (show "not inherited"
    (in-process (lambda ()
      (process_flag 'trap_exit 'true)
      (in-process (lambda () (process_flag 'trap_exit 'false))))))
  (show "priority"
    (in-process (lambda ()
      (list (process_flag 'priority 'low) (process_flag 'priority 'high) (process_flag 'priority 'max)
            (process_flag 'priority 'normal) (process_info (self) 'priority)))))
  (show "priority not inherited"
    (in-process (lambda ()
      (process_flag 'priority 'high)
      (in-process (lambda () (process_flag 'priority 'normal))))))
  (show "message_queue_data"
    (in-process (lambda ()
      (list (process_flag 'message_queue_data 'off_heap) (process_info (self) 'message_queue_data)
            (process_flag 'message_queue_data 'on_heap)))))
  (show "min_heap_size" (in-process (lambda () (is_integer (process_flag 'min_heap_size 5000)))))
  (show "min_bin_vheap_size" (in-process (lambda () (is_integer (process_flag 'min_bin_vheap_size 50000)))))
  (show "fullsweep_after" (in-process (lambda () (process_flag 'fullsweep_after 7) (process_flag 'fullsweep_after 8))))
  (show "save_calls" (in-process (lambda () (list (process_flag 'save_calls 10) (process_flag 'save_calls 0)))))
  (show "sensitive" (in-process (lambda () (list (process_flag 'sensitive 'true) (process_flag 'sensitive 'false)))))
  (lists:foreach
    (match-lambda (((tuple flag value)) (show "refused" (list flag value (attempt flag value)))))
    '(#(trap_exit yes) #(trap_exit 1) #(priority top) #(priority 0) #(unknown true) #("trap_exit" true)
      #(min_heap_size -1) #(min_heap_size a) #(fullsweep_after -1) #(message_queue_data heap) #(save_calls -1)
      #(sensitive maybe)))
  (show "while trapping, a link's signal is a message"
    (in-process (lambda ()
      (process_flag 'trap_exit 'true)
      (let ((pid (spawn_link (lambda () (exit 'below)))))
        (receive ((tuple 'EXIT p reason) (when (=:= p pid)) reason))))))
  (show "no longer trapping"
    (let (((tuple _ ref) (spawn_monitor (lambda ()
                           (process_flag 'trap_exit 'true)
                           (process_flag 'trap_exit 'false)
                           (spawn_link (lambda () (exit 'below)))
                           (receive ('never 'ok))))))
      (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))))
