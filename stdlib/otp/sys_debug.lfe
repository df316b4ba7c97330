;;; Debug structures: what `sys` has a process of a behaviour tell about its events. A structure is a
;;; list of items: `#(trace true)`, `#(log (left . events))`, `#(statistics data)`, `#(log_to_file
;;; device)`, and functions, `#(function state)` or `#(id #(function state))`.

(defmodule sys_debug
  "Debug structures of processes of behaviours."
  (export (event 4) (options 1) (value 3) (kept 1) (print 1) (change 2)))

;; Events that a log keeps if nothing else is said.
(defun log-length () 10)

;;; Events.

(defun event
  "Tells an event: the next structure."
  (((cons item items) print extra event)
   (case (told item print extra event)
     ('done (event items print extra event))
     (item (cons item (event items print extra event)))))
  ((() _ _ _) ()))

(defun told
  (((= #(trace true) item) print extra event)
   (funcall print 'standard_io event extra)
   item)
  (((tuple 'log log) print extra event)
   (tuple 'log (logged log (tuple event extra print))))
  (((= (tuple 'log_to_file device) item) print extra event)
   (funcall print device event extra)
   item)
  (((tuple 'statistics data) _ _ event) (tuple 'statistics (counted data event)))
  (((tuple id (tuple f state)) _ extra event)
   (case (called f state event extra)
     ('done 'done)
     (state (tuple id (tuple f state)))))
  (((tuple f state) _ extra event)
   (case (called f state event extra)
     ('done 'done)
     (state (tuple f state)))))

;; A function that fails is done.
(defun called (f state event extra)
  (try (funcall f state event extra)
    (catch ((tuple _ _ _) 'done))))

(defun logged
  (((cons 0 events) event) (list* 0 event (lists:droplast events)))
  (((cons left events) event) (list* (- left 1) event events)))

(defun counted
  (((tuple time reductions in out) event)
   (case (direction event)
     ('in (tuple time reductions (+ in 1) out))
     ('out (tuple time reductions in (+ out 1)))
     ('neither (tuple time reductions in out)))))

(defun direction
  (((tuple 'in _)) 'in)
  (((tuple 'in _ _)) 'in)
  (((tuple 'out _ _)) 'out)
  (((tuple 'out _ _ _)) 'out)
  ((_) 'neither))

;;; Structures.

(defun options
  "The structure of the options of start; what is no option is said."
  ((options) (when (is_list options)) (lists:foldl #'with-option/2 () options)))

(defun with-option
  (('trace debug) (set 'trace 'true debug))
  (('log debug) (set 'log (list (log-length)) debug))
  (((tuple 'log n) debug) (when (is_integer n) (> n 0)) (set 'log (list n) debug))
  (('statistics debug) (set 'statistics (statistics-now) debug))
  (((= (tuple 'log_to_file file) option) debug)
   (case (log_file:open file 'write (self))
     ((tuple 'ok device) (set 'log_to_file device debug))
     (_ (ignored option debug))))
  (((tuple 'install (tuple f state)) debug) (installed f (tuple f state) debug))
  (((tuple 'install (tuple id f state)) debug) (installed id (tuple id (tuple f state)) debug))
  ((option debug) (ignored option debug)))

(defun ignored (option debug)
  (io:format "sys:debug_options: ignoring option ~p~n" (list option))
  debug)

(defun set (name value debug)
  (lists:keystore name 1 debug (tuple name value)))

(defun installed (id item debug)
  (if (lists:keymember id 1 debug) debug (cons item debug)))

(defun statistics-now ()
  (tuple (erlang:localtime) (process_info (self) 'reductions) 0 0))

(defun value (item debug default)
  "The value of an item."
  (case (lists:keyfind item 1 debug)
    ((tuple _ value) value)
    ('false default)))

(defun kept (debug)
  "The events that are kept, oldest first."
  (lists:map (lambda (entry) (element 1 entry)) (entries debug)))

(defun entries (debug)
  (let (((cons _ events) (value 'log debug '(0))))
    (lists:reverse events)))

(defun print (debug)
  "Prints the events that are kept."
  (lists:foreach (match-lambda
                   (((tuple event extra print)) (funcall print 'standard_io event extra)))
                 (entries debug)))

;;; Changes that others ask for: a tuple of the answer and the structure.

(defun change
  "Does what a request asks for: a tuple of the answer and the next structure."
  (((tuple 'trace 'true) debug) (tuple 'ok (set 'trace 'true debug)))
  (((tuple 'trace 'false) debug) (tuple 'ok (without 'trace debug)))
  (((tuple 'log 'true) debug) (tuple 'ok (with-log (log-length) debug)))
  (((tuple 'log (tuple 'true n)) debug) (when (is_integer n) (> n 0))
   (tuple 'ok (with-log n debug)))
  (((tuple 'log 'false) debug) (tuple 'ok (without 'log debug)))
  (((tuple 'log 'get) debug) (tuple (tuple 'ok (kept debug)) debug))
  (((tuple 'log 'print) debug)
   (print debug)
   (tuple 'ok debug))
  (((tuple 'log_to_file 'false) debug)
   (close debug)
   (tuple 'ok (without 'log_to_file debug)))
  (((tuple 'log_to_file file) debug)
   (close debug)
   (case (log_file:open file 'write (self))
     ((tuple 'ok device) (tuple 'ok (set 'log_to_file device debug)))
     (_ (tuple #(error open_file) (without 'log_to_file debug)))))
  (((tuple 'statistics 'true) debug) (tuple 'ok (set 'statistics (statistics-now) debug)))
  (((tuple 'statistics 'false) debug) (tuple 'ok (without 'statistics debug)))
  (((tuple 'statistics 'get) debug) (tuple (tuple 'ok (statistics-of debug)) debug))
  (('no_debug debug)
   (close debug)
   (tuple 'ok ()))
  (((tuple 'install (tuple f state)) debug) (tuple 'ok (installed f (tuple f state) debug)))
  (((tuple 'install (tuple id f state)) debug)
   (tuple 'ok (installed id (tuple id (tuple f state)) debug)))
  (((tuple 'remove id) debug) (tuple 'ok (without id debug)))
  ((_ debug) (tuple 'unknown_debug debug)))

(defun without (name debug)
  (lists:keydelete name 1 debug))

;; A log that is there is kept.
(defun with-log (n debug)
  (if (lists:keymember 'log 1 debug) debug (set 'log (list n) debug)))

(defun close (debug)
  (case (value 'log_to_file debug 'none)
    ('none 'ok)
    (device (log_file:close device))))

(defun statistics-of (debug)
  (case (value 'statistics debug 'none)
    ('none 'no_statistics)
    ((tuple time (tuple 'reductions before) in out)
     (let (((tuple 'reductions now) (process_info (self) 'reductions)))
       (list (tuple 'start_time time) (tuple 'current_time (erlang:localtime))
             (tuple 'reductions (- now before))
             (tuple 'messages_in in) (tuple 'messages_out out))))))
