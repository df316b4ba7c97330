;;; The processes of a supervisor's children: how they are started and ended, and what is said of it.

(defmodule supervisor_child
  "Starting and ending of a supervisor's children."
  (export (start 2) (run 1) (stop 2) (stop-all 3) (report 4) (format 1) (text 2)))

;;; Starting.

(defun start (child name)
  "Starts a child and says so: `#(ok pid)`, `#(ok pid extra)` or `#(error reason)`."
  (case (run (element 4 child))
    ((= (tuple 'ok pid) answer) (when (is_pid pid))
     (started (setelement 2 child pid) name)
     answer)
    ((= (tuple 'ok pid _) answer) (when (is_pid pid))
     (started (setelement 2 child pid) name)
     answer)
    (answer answer)))

(defun run
  "What a start function answers, as one of the answers that it may have."
  (((tuple module name arguments))
   (case (catch (apply module name arguments))
     ((= (tuple 'ok pid) answer) (when (is_pid pid)) answer)
     ((= (tuple 'ok pid _) answer) (when (is_pid pid)) answer)
     ('ignore #(ok undefined))
     ((= (tuple 'error _) failure) failure)
     (other (tuple 'error other)))))

;;; Ending.

(defun stop (child name)
  "Ends a child's process and waits for it; what is not as it should be is said."
  (case (element 2 child)
    (pid (when (is_pid pid)) (ended (stop-process pid (element 7 child)) child name))
    (_ 'ok)))

(defun stop-all (pids child name)
  "Ends all processes of a child, all at once."
  (let ((monitors (lists:filtermap (lambda (pid) (asked pid child name)) pids)))
    (lists:foreach (match-lambda
                     (((tuple pid ref))
                      (ended (awaited pid ref (element 7 child)) (setelement 2 child pid) name)))
                   monitors)))

(defun asked (pid child name)
  (case (watched pid)
    ((tuple 'ok ref)
     (exit pid (first-signal (element 7 child)))
     (tuple 'true (tuple pid ref)))
    ((tuple 'error reason)
     (ended (tuple 'error reason) (setelement 2 child pid) name)
     'false)))

(defun first-signal
  (('brutal_kill) 'kill)
  ((_) 'shutdown))

(defun stop-process (pid shutdown)
  (case (watched pid)
    ((tuple 'ok ref)
     (exit pid (first-signal shutdown))
     (awaited pid ref shutdown))
    (failure failure)))

;; Watches instead of being linked. One that has ended already has told so.
(defun watched (pid)
  (let ((ref (erlang:monitor 'process pid)))
    (unlink pid)
    (receive
      ((tuple 'EXIT from reason) (when (=:= from pid))
       (demonitor ref '(flush))
       (tuple 'error reason))
      (after 0 (tuple 'ok ref)))))

(defun awaited
  ((_ ref 'brutal_kill)
   (receive
     ((tuple 'DOWN r _ _ 'killed) (when (=:= r ref)) 'ok)
     ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (tuple 'error reason))))
  ((pid ref time)
   (receive
     ((tuple 'DOWN r _ _ 'shutdown) (when (=:= r ref)) 'ok)
     ((tuple 'DOWN r _ _ (tuple 'shutdown _)) (when (=:= r ref)) 'ok)
     ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (tuple 'error reason))
     (after time
       (exit pid 'kill)
       (receive
         ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (tuple 'error reason)))))))

(defun ended
  (('ok _ _) 'ok)
  (((tuple 'error 'shutdown) _ _) 'ok)
  (((tuple 'error (tuple 'shutdown _)) _ _) 'ok)
  (((tuple 'error 'normal) (tuple 'child _ _ _ restart _ _ _ _) _) (when (=/= restart 'permanent))
   'ok)
  (((tuple 'error reason) child name)
   (report 'shutdown_error reason child name)))

;;; Reports.

(defun started (child name)
  (logger:log 'info
              (map 'label #(supervisor progress)
                   'report (list (tuple 'supervisor name) (tuple 'started (parts child))))
              (metadata "PROGRESS REPORT" #M(tag info_report type progress)
                        #(supervisor report_progress 2))))

(defun report (what reason child name)
  "Reports what has gone wrong with a child."
  (logger:log 'error
              (map 'label (tuple 'supervisor what)
                   'report (list (tuple 'supervisor name)
                                 (tuple 'errorContext what)
                                 (tuple 'reason reason)
                                 (tuple 'offender (parts child))))
              (metadata "SUPERVISOR REPORT" #M(tag error_report type supervisor_report)
                        (reporter what))))

(defun reporter
  (('start_error) #(supervisor start_children 2))
  (('shutdown) #(supervisor restart 2))
  (('shutdown_error) #(supervisor shutdown 1))
  ((_) #(supervisor do_restart 3)))

(defun metadata (title tags function)
  (map 'domain '(otp sasl)
       'report_cb #'supervisor:format_log/2
       'logger_formatter (map 'title title)
       'error_logger (map-set tags 'report_cb #'supervisor:format_log/1)
       'mfa function))

;; A supervisor for processes that are all alike tells how many, and the arguments they have in common.
(defun parts
  (((tuple 'child pids id start restart significant shutdown type _)) (when (is_list pids))
   (list (tuple 'nb_children (length pids)) (tuple 'id id) (tuple 'mfargs start)
         (tuple 'restart_type restart) (tuple 'significant significant)
         (tuple 'shutdown shutdown) (tuple 'child_type type)))
  (((tuple 'child pid id start restart significant shutdown type _))
   (list (tuple 'pid pid) (tuple 'id id) (tuple 'mfargs start)
         (tuple 'restart_type restart) (tuple 'significant significant)
         (tuple 'shutdown shutdown) (tuple 'child_type type))))

(defun format
  "The format and arguments of a report."
  (((map 'report report))
   (tuple (lists:append (lists:join "~n" (lists:map #'directive/1 report)))
          (lists:map (lambda (part) (element 2 part)) report))))

(defun directive (part)
  (++ "    " (atom_to_list (element 1 part)) ": ~tp"))

(defun text
  "The text of a report as `logger` asks for it."
  (((map 'label label 'report report) (= (map 'single_line 'true) options))
   (gen_report:line (list (line label report)) options))
  ((report options) (gen_report:text (format report) options)))

(defun line
  ((#(supervisor progress) (list (tuple _ name) (tuple _ child)))
   (tuple "Supervisor: ~tp. Started: ~tp." (list name child)))
  (((tuple _ what) (list (tuple _ name) _ (tuple _ reason) (tuple _ child)))
   (tuple (++ "Supervisor: ~tp. Context: " (atom_to_list what) ". Reason: ~tp. Offender: ~tp.")
          (list name reason child))))
