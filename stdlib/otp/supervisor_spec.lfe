;;; What a supervisor is told of itself and its children. A child is a tuple
;;; `#(child pid id start restart significant shutdown type modules)`.

(defmodule supervisor_spec
  "Flags and child specifications of supervisors."
  (export (flags 1) (children 2) (child 2) (shown 1) (check 2)))

;;; Flags.

(defun flags
  "The flags of a supervisor as a map with all of them, or what is wrong."
  (((tuple strategy intensity period))
   (checked-flags (map 'strategy strategy 'intensity intensity 'period period
                       'auto_shutdown 'never)))
  ((flags) (when (is_map flags))
   (checked-flags (maps:merge #M(strategy one_for_one intensity 1 period 5 auto_shutdown never)
                              flags)))
  ((other) (tuple 'error (tuple 'invalid_type other))))

(defun checked-flags
  (((= (map 'strategy strategy 'intensity intensity 'period period 'auto_shutdown auto) flags))
   (cond
     ((not (lists:member strategy '(one_for_one one_for_all rest_for_one simple_one_for_one)))
      (tuple 'error (tuple 'invalid_strategy strategy)))
     ((not (andalso (is_integer intensity) (>= intensity 0)))
      (tuple 'error (tuple 'invalid_intensity intensity)))
     ((not (andalso (is_integer period) (> period 0)))
      (tuple 'error (tuple 'invalid_period period)))
     ((not (auto-shutdown? auto)) (tuple 'error (tuple 'invalid_auto_shutdown auto)))
     ((andalso (=:= strategy 'simple_one_for_one) (=/= auto 'never))
      (tuple 'error
             (tuple 'bad_combination
                    (list (tuple 'auto_shutdown auto) (tuple 'strategy strategy)))))
     ('true (tuple 'ok flags)))))

(defun auto-shutdown? (auto)
  (lists:member auto '(never any_significant all_significant)))

;;; Children.

(defun check
  "Whether specifications are good."
  ((specs auto) (when (is_list specs))
   (if (orelse (=:= auto 'undefined) (auto-shutdown? auto))
     (case (children specs auto)
       ((tuple 'ok _) 'ok)
       (failure failure))
     (tuple 'error (tuple 'badarg auto))))
  ((specs _) (tuple 'error (tuple 'badarg specs))))

(defun children (specs auto)
  "The children of specifications, the last first, or what is wrong."
  (children specs auto ()))

(defun children
  (((cons spec specs) auto done)
   (case (child spec auto)
     ((tuple 'ok child) (with-child child specs auto done))
     (failure failure)))
  ((() _ done) (tuple 'ok done)))

(defun with-child (child specs auto done)
  (if (lists:keymember (element 3 child) 3 done)
    (tuple 'error (tuple 'duplicate_child_name (element 3 child)))
    (children specs auto (cons child done))))

(defun child
  "The child of a specification, or what is wrong."
  (((tuple id start restart shutdown type modules) auto)
   (checked (map 'id id 'start start 'restart restart 'shutdown shutdown 'type type
                 'modules modules 'significant 'false)
            auto))
  ((spec auto) (when (is_map spec))
   (case (missing spec)
     ('nothing (checked (with-defaults spec) auto))
     (what (tuple 'error what))))
  ((other _) (tuple 'error (tuple 'invalid_child_spec other))))

(defun missing
  (((map 'id _ 'start _)) 'nothing)
  (((map 'id _)) 'missing_start)
  ((_) 'missing_id))

(defun with-defaults (spec)
  (let ((spec (maps:merge #M(restart permanent type worker significant false) spec)))
    (maps:merge (map 'shutdown (default-shutdown (map-get spec 'type))
                     'modules (default-modules (map-get spec 'start)))
                spec)))

(defun default-shutdown
  (('supervisor) 'infinity)
  ((_) 5000))

(defun default-modules
  (((tuple module _ _)) (list module))
  ((_) ()))

(defun checked
  (((= (map 'start start 'restart restart 'type type 'shutdown shutdown 'modules modules
            'significant significant)
       spec)
    auto)
   (cond
     ((not (call? start)) (wrong 'invalid_mfa start))
     ((not (lists:member restart '(permanent transient temporary)))
      (wrong 'invalid_restart_type restart))
     ((not (lists:member type '(worker supervisor))) (wrong 'invalid_child_type type))
     ((not (is_boolean significant)) (wrong 'invalid_significant significant))
     ((not (shutdown? shutdown)) (wrong 'invalid_shutdown shutdown))
     ((andalso significant (=:= auto 'never))
      (combination (tuple 'auto_shutdown auto)))
     ((andalso significant (=:= restart 'permanent))
      (combination (tuple 'restart restart)))
     ('true
      (case (modules-error modules)
        ('ok (tuple 'ok (as-child spec)))
        (failure failure))))))

(defun modules-error
  (('dynamic) 'ok)
  ((modules) (when (is_list modules))
   (case (lists:dropwhile #'is_atom/1 modules)
     ((cons other _) (wrong 'invalid_module other))
     (() 'ok)))
  ((other) (wrong 'invalid_modules other)))

(defun wrong (what value)
  (tuple 'error (tuple what value)))

(defun combination (other)
  (wrong 'bad_combination (list other #(significant true))))

(defun call?
  (((tuple module name arguments))
   (andalso (is_atom module) (is_atom name) (is_list arguments)))
  ((_) 'false))

(defun shutdown?
  (('infinity) 'true)
  (('brutal_kill) 'true)
  ((time) (andalso (is_integer time) (>= time 0))))

(defun as-child
  (((map 'id id 'start start 'restart restart 'significant significant 'shutdown shutdown
         'type type 'modules modules))
   (tuple 'child 'undefined id start restart significant shutdown type modules)))

(defun shown
  "The specification of a child, as a map."
  (((tuple 'child _ id start restart significant shutdown type modules))
   (map 'id id 'start start 'restart restart 'significant significant 'shutdown shutdown
        'type type 'modules modules)))
