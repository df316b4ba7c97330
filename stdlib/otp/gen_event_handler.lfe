;;; The handlers of an event manager: `#(handler module id state supervisor)`, without an id or a
;;; supervising process false. A function here answers what has become of a handler, and what is to be
;;; done with the manager: `hibernate` or `wait`.

(defmodule gen_event_handler
  "Handlers of event managers."
  (export (add 4) (name 1) (named 2) (find 2) (shown 1) (replaced 2)
          (event 4) (asked 4) (removed 4) (swapped 4) (stop 3)))

(defun name
  "What a handler is called."
  (((tuple 'handler module 'false _ _)) module)
  (((tuple 'handler module id _ _)) (tuple module id)))

(defun named
  "A handler with a name, without a state."
  (((tuple module id) supervisor) (tuple 'handler module id 'none supervisor))
  ((module supervisor) (tuple 'handler module 'false 'none supervisor)))

(defun find (name handlers)
  "The first handler with a name, or false."
  (case (lists:dropwhile (lambda (handler) (=/= (name handler) name)) handlers)
    ((cons handler _) handler)
    (() 'false)))

(defun shown
  "A handler as `sys:get_state` shows it."
  (((tuple 'handler module id state _)) (tuple module id state)))

(defun replaced
  "A handler with the state that a function gives it, of `#(module id state)`."
  ((f (= (tuple 'handler module id state _) handler))
   (case (funcall f (tuple module id state))
     ((tuple m i state) (when (=:= m module) (=:= i id)) (setelement 4 handler state))
     (_ handler))))

(defun with-state (handler state)
  (setelement 4 handler state))

;;; Adding.

(defun add (name arguments supervisor handlers)
  "Adds a handler: `#(answer handlers what)`."
  (let* ((handler (named name supervisor))
         (module (element 2 handler)))
    (link-to supervisor)
    (case (catch (call module 'init arguments))
      ((tuple 'ok state) (tuple 'ok (cons (with-state handler state) handlers) 'wait))
      ((tuple 'ok state 'hibernate)
       (tuple 'ok (cons (with-state handler state) handlers) 'hibernate))
      (other
       (unlink-from supervisor handlers)
       (tuple other handlers 'wait)))))

(defun link-to
  (('false) 'true)
  ((pid) (link pid)))

;; A process that supervises no other handler. The manager's parent stays linked.
(defun unlink-from
  (('false _) 'true)
  ((pid handlers)
   (if (orelse (lists:keymember pid 5 handlers) (parent? pid (get '$ancestors)))
     'true
     (unlink pid))))

(defun parent?
  ((pid (cons parent _)) (when (is_pid parent)) (=:= pid parent))
  ((pid (cons parent _)) (=:= pid (whereis parent)))
  ((_ _) 'false))

;;; Events.

(defun event (function event handlers name)
  "Has all handlers called with an event: `#(handlers what)`."
  (each handlers function event name () 'wait))

(defun each
  (((cons handler rest) function event name done what)
   (case (told handler function event name)
     ((tuple 'kept handler) (each rest function event name (cons handler done) what))
     ((tuple 'hibernate handler)
      (each rest function event name (cons handler done) 'hibernate))
     ('gone
      (unlink-from (element 5 handler) (++ done rest))
      (each rest function event name done what))))
  ((() _ _ _ done what) (tuple (lists:reverse done) what)))

(defun told (handler function event name)
  (let (((tuple 'handler module _ state _) handler))
    (case (catch (call module function event state))
      ((tuple 'ok state) (tuple 'kept (with-state handler state)))
      ((tuple 'ok state 'hibernate) (tuple 'hibernate (with-state handler state)))
      ((tuple 'swap_handler arguments state new more)
       (swap (with-state handler state) arguments new more (element 5 handler) name event))
      ('remove_handler
       (ended handler 'remove_handler 'remove name event 'normal)
       'gone)
      ((= (tuple 'EXIT (tuple 'undef (cons (tuple m f (list _ _) _) _))) failure)
       (when (=:= f 'handle_info) (=:= m module))
       (if (erlang:function_exported module 'handle_info 2)
         (failed handler failure name event)
         (progn
           (gen_event_report:unhandled module event)
           (tuple 'kept handler))))
      (other (failed handler other name event)))))

(defun failed (handler reason name event)
  (ended handler (tuple 'error reason) reason name event reason)
  'gone)

;; Calls a handler's terminate, and tells the process that supervises it.
(defun ended (handler arguments reason name event told)
  (let* (((tuple 'handler module _ state supervisor) handler)
         (answer (terminated module arguments state)))
    (report reason handler name event state)
    (tell supervisor (name handler) told)
    answer))

(defun terminated (module arguments state)
  (if (erlang:function_exported module 'terminate 2)
    (catch (call module 'terminate arguments state))
    'ok))

(defun report
  (('remove _ _ _ _) 'ok)
  ((reason handler name event state)
   (gen_event_report:crashed (name handler) (element 2 handler) name event state reason)))

(defun tell
  (('false _ _) 'ok)
  ((pid name reason)
   (! pid (tuple 'gen_event_EXIT name reason))
   'ok))

;;; One in the place of another.

;; Ends a handler and begins another with what its terminate answers.
(defun swap (handler arguments new more supervisor name event)
  (let* (((tuple 'handler module _ state old-supervisor) handler)
         (answer (terminated module arguments state)))
    (tell old-supervisor (name handler) (tuple 'swapped new supervisor))
    (case (add new (tuple more answer) supervisor ())
      ((tuple 'ok (list handler) 'wait) (tuple 'kept handler))
      ((tuple 'ok (list handler) 'hibernate) (tuple 'hibernate handler))
      ((tuple _ () _)
       (tell supervisor new 'normal)
       'gone))))

(defun swapped (old new supervisor handlers)
  "Puts a handler in the place of another, names with arguments: `#(answer handlers what)`."
  (let (((tuple old-name arguments) old)
        ((tuple new-name more) new))
    (case (find old-name handlers)
      ('false
       (add new-name (tuple more 'error) (or-false supervisor) handlers))
      (handler
       (let* ((rest (lists:delete handler handlers))
              ((tuple 'handler module _ state old-supervisor) handler)
              (keeper (if (=:= supervisor 'same) old-supervisor supervisor))
              (answer (terminated module arguments state)))
         (tell old-supervisor old-name (tuple 'swapped new-name keeper))
         (unlink-from old-supervisor rest)
         (add new-name (tuple more answer) keeper rest))))))

(defun or-false
  (('same) 'false)
  ((pid) pid))

;;; Questions.

(defun asked (handler-name request handlers name)
  "Asks a handler: `#(answer handlers what)`."
  (case (find handler-name handlers)
    ('false (tuple #(error bad_module) handlers 'wait))
    (handler (answered handler request handlers name))))

(defun answered (handler request handlers name)
  (let (((tuple 'handler module _ state supervisor) handler))
    (case (catch (call module 'handle_call request state))
      ((tuple 'ok answer state)
       (tuple answer (replace handler (with-state handler state) handlers) 'wait))
      ((tuple 'ok answer state 'hibernate)
       (tuple answer (replace handler (with-state handler state) handlers) 'hibernate))
      ((tuple 'swap_handler answer arguments state new more)
       (case (swap (with-state handler state) arguments new more supervisor name request)
         ('gone (tuple answer (without handler handlers) 'wait))
         ((tuple 'hibernate other) (tuple answer (replace handler other handlers) 'hibernate))
         ((tuple 'kept other) (tuple answer (replace handler other handlers) 'wait))))
      ((tuple 'remove_handler answer)
       (ended handler 'remove_handler 'remove name request 'normal)
       (tuple answer (without handler handlers) 'wait))
      (other
       (ended handler (tuple 'error other) other name request other)
       (tuple (tuple 'error other) (without handler handlers) 'wait)))))

(defun without (handler handlers)
  (let ((rest (lists:delete handler handlers)))
    (unlink-from (element 5 handler) rest)
    rest))

;; The first that is the same.
(defun replace
  ((old new (cons handler handlers)) (when (=:= old handler)) (cons new handlers))
  ((old new (cons handler handlers)) (cons handler (replace old new handlers))))

(defun stop (handler arguments told)
  "Ends a handler together with its manager or supervising process."
  (ended handler arguments 'remove 'none 'none told))

(defun removed
  "Ends a handler: `#(answer handlers)`."
  ((handler-name arguments told handlers)
   (case (find handler-name handlers)
     ('false (tuple #(error module_not_found) handlers))
     (handler
      (let ((answer (ended handler arguments 'remove 'none 'none told)))
        (tuple answer (without handler handlers)))))))
