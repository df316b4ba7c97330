;;; Erlang's module `proc_lib`: processes that know their ancestors and what they began with, that can
;;; tell who starts them when they are ready, and whose crashes are reported.

(defmodule proc_lib
  "Processes that follow OTP's principles, as in Erlang."
  (export (spawn 1) (spawn 2) (spawn 3) (spawn 4)
          (spawn_link 1) (spawn_link 2) (spawn_link 3) (spawn_link 4)
          (spawn_opt 2) (spawn_opt 3) (spawn_opt 4) (spawn_opt 5)
          (start 3) (start 4) (start 5)
          (start_link 3) (start_link 4) (start_link 5)
          (start_monitor 3) (start_monitor 4) (start_monitor 5)
          (init_ack 1) (init_ack 2) (hibernate 3) (stop 1) (stop 3)
          (initial_call 1) (translate_initial_call 1)
          (format 1) (format 2) (format 3) (report_cb 2)
          (init_p 3) (init_p 5) (wake_up 3)))

;;; Processes that are not waited for.

(defun spawn (f)
  "A process that calls a function without arguments."
  (spawn-fun f ()))

(defun spawn (node f)
  "spawn/1 on a node."
  (spawn-fun node f ()))

(defun spawn (module name arguments)
  "A process that calls an exported function."
  (spawn-call module name arguments ()))

(defun spawn (node module name arguments)
  "spawn/3 on a node."
  (spawn-call node module name arguments ()))

(defun spawn_link (f)
  "spawn/1 of a linked process."
  (spawn-fun f '(link)))

(defun spawn_link (node f)
  "spawn_link/1 on a node."
  (spawn-fun node f '(link)))

(defun spawn_link (module name arguments)
  "spawn/3 of a linked process."
  (spawn-call module name arguments '(link)))

(defun spawn_link (node module name arguments)
  "spawn_link/3 on a node."
  (spawn-call node module name arguments '(link)))

(defun spawn_opt (f options)
  "spawn/1 with options."
  (spawn-fun f options))

(defun spawn_opt (node f options)
  "spawn/1 with options on a node."
  (spawn-fun node f options))

(defun spawn_opt (module name arguments options)
  "spawn/3 with options."
  (spawn-call module name arguments options))

(defun spawn_opt (node module name arguments options)
  "spawn/3 with options on a node."
  (spawn-call node module name arguments options))

(defun spawn-fun
  ((f options) (when (is_function f))
   (erlang:spawn_opt 'proc_lib 'init_p (list (own-name) (ancestors) f) options)))

(defun spawn-fun
  ((node f options) (when (is_function f))
   (erlang:spawn_opt node 'proc_lib 'init_p (list (own-name) (ancestors) f) options)))

(defun spawn-call
  ((module name arguments options) (when (is_atom module) (is_atom name) (is_list arguments))
   (erlang:spawn_opt 'proc_lib 'init_p
                     (list (own-name) (ancestors) module name arguments)
                     options)))

(defun spawn-call
  ((node module name arguments options)
   (when (is_atom module) (is_atom name) (is_list arguments))
   (erlang:spawn_opt node 'proc_lib 'init_p
                     (list (own-name) (ancestors) module name arguments)
                     options)))

(defun own-name ()
  (case (process_info (self) 'registered_name)
    ((tuple 'registered_name name) name)
    (_ (self))))

(defun ancestors ()
  (case (get '$ancestors)
    (ancestors (when (is_list ancestors)) ancestors)
    (_ ())))

;;; What the process itself does.

(defun init_p
  "The beginning of a process that calls a function without arguments."
  ((parent ancestors f) (when (is_function f))
   (put '$ancestors (cons parent ancestors))
   (put '$initial_call
        (tuple (fun-info f 'module) (fun-info f 'name) (fun-info f 'arity)))
   (reported (lambda () (funcall f)))))

(defun init_p (parent ancestors module name arguments)
  "The beginning of a process that calls an exported function."
  (put '$ancestors (cons parent ancestors))
  (put '$initial_call (proc_lib_report:first_call module name arguments))
  (reported (lambda () (apply module name arguments))))

(defun fun-info (f item)
  (element 2 (erlang:fun_info f item)))

;; Calls a function; an exception is reported, and is the reason the process ends with.
(defun reported (f)
  (try (funcall f)
    (catch
      ((tuple class reason trace)
       (proc_lib_report:crashed class reason trace)
       (exit (exit-reason class reason trace))))))

(defun exit-reason
  (('exit reason _) reason)
  (('error reason trace) (tuple reason trace))
  (('throw reason trace) (tuple (tuple 'nocatch reason) trace)))

(defun hibernate
  "Forgets the stack of the caller; when there is a message, the exported function goes on."
  ((module name arguments) (when (is_atom module) (is_atom name) (is_list arguments))
   (erlang:hibernate 'proc_lib 'wake_up (list module name arguments))))

(defun wake_up (module name arguments)
  "What a process of hibernate/3 goes on with."
  (reported (lambda () (apply module name arguments))))

;;; Processes that are waited for.

(defun start (module name arguments)
  "start/5 without a limit."
  (start module name arguments 'infinity ()))

(defun start (module name arguments time)
  "start/5 without options."
  (start module name arguments time ()))

(defun start (module name arguments time options)
  "Starts a process and waits until it calls init_ack: what it answers, or `#(error reason)`."
  (let* (((tuple pid monitor)
          (spawn-call module name arguments (cons 'monitor (options-without-monitor options))))
         (answer (started pid monitor time)))
    (demonitor monitor '(flush))
    answer))

(defun start_link (module name arguments)
  "start_link/5 without a limit."
  (start_link module name arguments 'infinity ()))

(defun start_link (module name arguments time)
  "start_link/5 without options."
  (start_link module name arguments time ()))

(defun start_link (module name arguments time options)
  "start/5 of a linked process."
  (let ((pid (spawn-call module name arguments (cons 'link (options-without-monitor options)))))
    (receive
      ((tuple 'ack from answer) (when (=:= from pid)) answer)
      ((tuple 'EXIT from reason) (when (=:= from pid)) (tuple 'error reason))
      (after time
        (unlink pid)
        (kill pid)
        (receive
          ((tuple 'EXIT from _) (when (=:= from pid)) 'true)
          (after 0 'true))
        #(error timeout)))))

(defun start_monitor (module name arguments)
  "start_monitor/5 without a limit."
  (start_monitor module name arguments 'infinity ()))

(defun start_monitor (module name arguments time)
  "start_monitor/5 without options."
  (start_monitor module name arguments time ()))

(defun start_monitor (module name arguments time options)
  "start/5 of a process that is watched: a tuple of the answer and the monitor's reference. The message
   of a process that has ended is there."
  (let (((tuple pid monitor)
         (spawn-call module name arguments (cons 'monitor (options-without-monitor options)))))
    (tuple (case (started pid monitor time)
             ((tuple 'down reason message)
              (! (self) message)
              (tuple 'error reason))
             (answer answer))
           monitor)))

;; A caller's own monitor would make the answer of spawn another one.
(defun options-without-monitor (options)
  (if (lists:any #'monitor-option?/1 options)
    (error 'badarg)
    options))

(defun monitor-option?
  (('monitor) 'true)
  (((tuple 'monitor _)) 'true)
  ((_) 'false))

(defun started (pid monitor time)
  (receive
    ((tuple 'ack from answer) (when (=:= from pid)) answer)
    ((tuple 'DOWN ref 'process _ reason) (when (=:= ref monitor)) (tuple 'error reason))
    (after time
      (kill pid)
      (receive ((tuple 'DOWN ref 'process _ _) (when (=:= ref monitor)) 'ok))
      #(error timeout))))

(defun kill (pid)
  (exit pid 'kill))

(defun init_ack (answer)
  "init_ack/2 to the parent."
  (let (((cons parent _) (get '$ancestors)))
    (init_ack parent answer)))

(defun init_ack (parent answer)
  "Tells the process that has called start that the caller is ready."
  (! parent (tuple 'ack (self) answer))
  'ok)

;;; Ending a process.

(defun stop (process)
  "stop/3 with the reason normal and no limit."
  (stop process 'normal 'infinity))

(defun stop (process reason time)
  "Has a process that handles system messages end, and waits until it has."
  (let ((monitor (monitor 'process process))
        (deadline (deadline time)))
    (try (sys:terminate process reason time)
      (catch
        ((tuple 'exit why _)
         (demonitor monitor '(flush))
         (exit (plain-reason why)))))
    (receive
      ((tuple 'DOWN ref _ _ why) (when (=:= ref monitor) (=:= why reason)) 'ok)
      ((tuple 'DOWN ref _ _ why) (when (=:= ref monitor)) (exit why))
      (after (left-until deadline)
        (demonitor monitor '(flush))
        (exit 'timeout)))))

;; Of a process that is not there or not in time no call is told.
(defun plain-reason
  (((tuple 'noproc (tuple 'sys 'terminate _))) 'noproc)
  (((tuple 'timeout (tuple 'sys 'terminate _))) 'timeout)
  ((why) why))

(defun deadline
  (('infinity) 'infinity)
  ((time) (when (is_integer time)) (+ time (erlang:monotonic_time 'millisecond)))
  ((time) time))

(defun left-until
  (('infinity) 'infinity)
  ((deadline) (max 0 (- deadline (erlang:monotonic_time 'millisecond)))))

;;; What is known of a process.

(defun initial_call (process)
  "What a process began with, with placeholders for arguments, or false: of a pid, or the items of
   process_info/1."
  (proc_lib_report:initial_call process))

(defun translate_initial_call (process)
  "What a process began with as `#(module function arity)`."
  (proc_lib_report:translated process))

(defun format (report)
  "The text of a crash report."
  (proc_lib_report:text report #M(depth unlimited encoding latin1)))

(defun format (report encoding)
  "format/1 in an encoding."
  (proc_lib_report:text report (map 'depth 'unlimited 'encoding encoding)))

(defun format (report encoding depth)
  "format/2 with terms cut at a depth."
  (proc_lib_report:text report (map 'depth depth 'encoding encoding)))

(defun report_cb (report options)
  "The text of a crash report as `logger` has it."
  (proc_lib_report:text_of_event report options))
