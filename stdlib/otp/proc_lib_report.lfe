;;; What `proc_lib` knows of processes: what they began with, and the reports of their crashes.

(defmodule proc_lib_report
  "Crash reports of processes."
  (export (first_call 3) (initial_call 1) (translated 1) (crashed 3) (text 2) (text_of_event 2)))

;;; What processes began with.

(defun first_call
  "What a process is said to have begun with: the callback module's init, for those of behaviours."
  (('gen 'init_it (list* _ _ _ _ module _)) (when (is_atom module)) (tuple module 'init 1))
  ((module name arguments) (tuple module name (length arguments))))

(defun initial_call (process)
  "What a process began with, with placeholders for arguments, or false."
  (case (recorded-call process)
    ((tuple module name arity) (tuple module name (placeholders arity)))
    ('false 'false)))

(defun placeholders (arity)
  (lists:map #'placeholder/1 (lists:seq 1 arity)))

(defun placeholder (n)
  (list_to_atom (++ "Argument__" (integer_to_list n))))

(defun translated (process)
  "What a process began with as `#(module function arity)`; the function of all processes of `proc_lib`
   if it is not one of them."
  (case (recorded-call process)
    ('false #(proc_lib init_p 5))
    (call call)))

(defun recorded-call (process)
  (case (lists:keyfind '$initial_call 1 (dictionary-of process))
    ((tuple _ (= (tuple _ _ _) call)) call)
    (_ 'false)))

(defun dictionary-of
  ((pid) (when (=:= pid (self))) (get))
  ((pid) (when (is_pid pid)) (dictionary-in (process_info pid 'dictionary)))
  (((tuple x y z)) (when (is_integer x) (is_integer y) (is_integer z))
   (dictionary-of
    (list_to_pid (lists:flatten (io_lib:format "<~w.~w.~w>" (list x y z))))))
  ((items) (when (is_list items)) (dictionary-in (lists:keyfind 'dictionary 1 items))))

(defun dictionary-in
  (((tuple 'dictionary dictionary)) dictionary)
  ((_) ()))

;;; Making a report.

(defun crashed
  "Reports the end of the caller, unless it is an orderly one."
  (('exit 'normal _) 'ok)
  (('exit 'shutdown _) 'ok)
  (('exit (tuple 'shutdown _) _) 'ok)
  ((class reason trace)
   (logger:log 'error
               (map 'label #(proc_lib crash)
                    'report (list (crasher class reason trace) (neighbours)))
               (map 'domain '(otp sasl)
                    'report_cb #'proc_lib:report_cb/2
                    'logger_formatter (map 'title "CRASH REPORT")
                    'error_logger #M(tag error_report type crash_report)
                    'mfa #(proc_lib crash_report 4)))))

(defun crasher (class reason trace)
  (list* (tuple 'initial_call (initial_call (self)))
         (tuple 'pid (self))
         (named (self))
         (tuple 'error_info (tuple class reason trace))
         (tuple 'ancestors (ancestors-in (get)))
         (tuple 'message_queue_len (item (self) 'message_queue_len))
         (tuple 'messages (item (self) 'messages))
         (tuple 'links (item (self) 'links))
         (tuple 'dictionary (users-own (get)))
         (items (self) '(trap_exit status heap_size stack_size reductions))))

(defun item (pid name)
  (case (process_info pid name)
    ((tuple _ value) value)
    (_ ())))

(defun items (pid names)
  (lists:map (lambda (name) (tuple name (item pid name))) names))

(defun named (pid)
  (tuple 'registered_name (item pid 'registered_name)))

(defun ancestors-in (dictionary)
  (case (lists:keyfind '$ancestors 1 dictionary)
    ((tuple _ ancestors) ancestors)
    ('false ())))

(defun users-own (dictionary)
  (lists:filter (match-lambda
                  (((tuple '$ancestors _)) 'false)
                  (((tuple '$initial_call _)) 'false)
                  ((_) 'true))
                dictionary))

;; The processes that end with this one: those it is linked to, and so on, as far as they do not trap exits.
(defun neighbours ()
  (lists:map (lambda (pid) (tuple 'neighbour (neighbour pid)))
             (linked (linked-pids (self)) (list (self)) ())))

(defun linked
  (((cons pid pids) seen found)
   (if (orelse (lists:member pid seen) (=/= (process_info pid 'trap_exit) #(trap_exit false)))
     (linked pids seen found)
     (linked (++ pids (linked-pids pid)) (cons pid seen) (cons pid found))))
  ((() _ found) (lists:reverse found)))

(defun linked-pids (pid)
  (lists:filter #'is_pid/1 (item pid 'links)))

(defun neighbour (pid)
  (list* (tuple 'pid pid)
         (named pid)
         (tuple 'initial_call (began-with pid))
         (tuple 'current_function (item pid 'current_function))
         (tuple 'ancestors (ancestors-in (dictionary-of pid)))
         (items pid
                '(message_queue_len links trap_exit status heap_size stack_size reductions
                  current_stacktrace))))

(defun began-with (pid)
  (case (initial_call pid)
    ('false (item pid 'initial_call))
    (call call)))

;;; Its text.

(defun text_of_event
  "The text of a report as `logger` asks for it."
  (((map 'report report) options)
   (let ((depth (maps:get 'depth options 'unlimited)))
     (text report
           (map 'depth depth 'encoding 'utf8
                'single_line (maps:get 'single_line options 'false)
                'chars_limit (maps:get 'chars_limit options 'unlimited))))))

(defun text
  "The text of a report; options are depth, encoding, single_line and chars_limit."
  (((list crasher linked) (= (map 'single_line 'true) options))
   (limited (line-text crasher linked options) (maps:get 'chars_limit options 'unlimited)))
  (((list crasher linked) options)
   (unicode:characters_to_list
    (list "  crasher:\n"
          (lists:map (lambda (item) (lines item 4 options)) (with-call crasher))
          "  neighbours:\n"
          (lists:map (lambda (one) (neighbour-lines one options)) linked)))))

(defun limited
  ((text 'unlimited) text)
  ((text limit) (if (> (length text) limit)
                  (++ (lists:sublist text (max 0 (- limit 3))) "...")
                  text)))

;; A report begins with what the process began with.
(defun with-call
  (((= (list* (tuple 'initial_call _) _) crasher)) crasher)
  ((crasher) (cons 'no-call crasher)))

(defun lines
  (('no-call _ _) "\n")
  (((tuple 'initial_call (tuple module name arguments)) indent _) (when (is_list arguments))
   (list (spaces indent) (call-text module name arguments) "\n"))
  (((tuple 'error_info (tuple class reason trace)) indent options)
   (let ((head (++ (spaces indent) "exception " (atom_to_list class) ": ")))
     (list head
           (exception_text:format class reason trace
                                  (+ 1 (length head))
                                  (+ indent 2)
                                  (printer options))
           "\n")))
  (((tuple name value) indent options)
   (let ((head (++ (spaces indent) (lists:flatten (io_lib:format "~tw: " (list name))))))
     (list head (funcall (printer options) value (+ 1 (length head))) "\n"))))

(defun call-text (module name arguments)
  (io_lib:format "initial call: ~tw:~tw/~w" (list module name (length arguments))))

(defun neighbour-lines
  (((tuple 'neighbour items) options)
   (list "    neighbour:\n"
         (lists:map (lambda (item) (lines item 6 options)) items))))

(defun spaces (n)
  (lists:duplicate n #\ ))

;; How a term is shown from a column on.
(defun printer (options)
  (let ((modifier (if (=:= (maps:get 'encoding options 'latin1) 'latin1) "" "t")))
    (case (maps:get 'depth options 'unlimited)
      ('unlimited
       (lambda (term column)
         (io_lib:format (++ "~80." (integer_to_list column) modifier "p") (list term))))
      (depth
       (lambda (term column)
         (io_lib:format (++ "~80." (integer_to_list column) modifier "P") (list term depth)))))))

;;; In one line.

(defun line-text (crasher linked options)
  (unicode:characters_to_list
   (list "crasher: "
         (lists:join ", " (lists:map (lambda (item) (line-item item options)) crasher))
         "; neighbours: "
         (lists:join ", " (lists:map (lambda (one) (line-neighbour one options)) linked)))))

(defun line-neighbour
  (((tuple 'neighbour items) options)
   (list "neighbour: "
         (lists:join ", " (lists:map (lambda (item) (line-item item options)) items)))))

(defun line-item
  (((tuple 'initial_call (tuple module name arguments)) _) (when (is_list arguments))
   (call-text module name arguments))
  (((tuple 'error_info (tuple class reason trace)) options)
   (io_lib:format "~w: ~s" (list class (line-term (with-trace class reason trace) options))))
  (((tuple name value) options)
   (io_lib:format "~tw: ~s" (list name (line-term value options)))))

(defun with-trace
  (('error reason trace) (tuple reason trace))
  ((_ reason _) reason))

(defun line-term
  ((term (map 'depth depth)) (when (is_integer depth)) (io_lib:format "~0P" (list term depth)))
  ((term _) (io_lib:format "~0p" (list term))))
