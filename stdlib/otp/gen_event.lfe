;;; Erlang's module `gen_event`: managers that call handlers, modules with a state, for each event. The
;;; manager itself is in `gen_event_loop`, its handlers in `gen_event_handler`.

(defmodule gen_event
  "Event managers and their handlers, as in Erlang."
  (export (start 0) (start 1) (start 2) (start_link 0) (start_link 1) (start_link 2)
          (start_monitor 0) (start_monitor 1) (start_monitor 2) (stop 1) (stop 3)
          (add_handler 3) (add_sup_handler 3) (delete_handler 3) (swap_handler 3)
          (swap_sup_handler 3) (which_handlers 1)
          (notify 2) (sync_notify 2) (call 3) (call 4)
          (send_request 3) (send_request 5) (receive_response 2) (receive_response 3)
          (wait_response 2) (wait_response 3) (check_response 2) (check_response 3)
          (reqids_new 0) (reqids_size 1) (reqids_add 3) (reqids_to_list 1)
          (init_it 6) (wake_hib 3)
          (system_continue 3) (system_terminate 4) (system_code_change 4)
          (system_get_state 1) (system_replace_state 2)
          (format_status 2) (format_log 1) (format_log 2) (behaviour_info 1)))

(defun behaviour_info
  "The functions a handler's module exports."
  (('callbacks)
   '(#(init 1) #(handle_event 2) #(handle_call 2) #(handle_info 2) #(terminate 2) #(code_change 3)
     #(format_status 1) #(format_status 2)))
  (('optional_callbacks)
   '(#(handle_info 2) #(terminate 2) #(code_change 3) #(format_status 1) #(format_status 2))))

;;; Starting and ending.

(defun start ()
  "Starts a manager."
  (gen:start 'gen_event 'nolink 'gen_event () ()))

(defun start (name-or-options)
  "Starts a manager with a name or options."
  (begin 'nolink name-or-options))

(defun start (name options)
  "Starts a manager with a name and options."
  (gen:start 'gen_event 'nolink name 'gen_event () options))

(defun start_link ()
  "Starts a manager that is linked to the caller."
  (gen:start 'gen_event 'link 'gen_event () ()))

(defun start_link (name-or-options)
  "start_link/0 with a name or options."
  (begin 'link name-or-options))

(defun start_link (name options)
  "start_link/0 with a name and options."
  (gen:start 'gen_event 'link name 'gen_event () options))

(defun start_monitor ()
  "Starts a manager that is watched: `#(ok #(pid reference))`."
  (gen:start 'gen_event 'monitor 'gen_event () ()))

(defun start_monitor (name-or-options)
  "start_monitor/0 with a name or options."
  (begin 'monitor name-or-options))

(defun start_monitor (name options)
  "start_monitor/0 with a name and options."
  (gen:start 'gen_event 'monitor name 'gen_event () options))

(defun begin
  ((link name) (when (is_tuple name)) (gen:start 'gen_event link name 'gen_event () ()))
  ((link options) (when (is_list options)) (gen:start 'gen_event link 'gen_event () options)))

(defun stop (manager)
  "stop/3 with the reason normal and no limit."
  (gen:stop manager))

(defun stop (manager reason time)
  "Has a manager end, and waits until it has."
  (gen:stop manager reason time))

;;; Handlers.

(defun add_handler (manager handler arguments)
  "Adds a handler: a module, or `#(module id)`."
  (ask manager (tuple 'add_handler handler arguments)))

(defun add_sup_handler (manager handler arguments)
  "Adds a handler that ends with the caller, which is told when the handler is removed."
  (ask manager (tuple 'add_sup_handler handler arguments (self))))

(defun delete_handler (manager handler arguments)
  "Removes a handler: what its terminate answers."
  (ask manager (tuple 'delete_handler handler arguments)))

(defun swap_handler
  "Puts a handler in the place of another: `#(handler arguments)` each."
  ((manager (tuple old arguments) (tuple new more))
   (ask manager (tuple 'swap_handler old arguments new more))))

(defun swap_sup_handler
  "swap_handler/3 for a handler that ends with the caller."
  ((manager (tuple old arguments) (tuple new more))
   (ask manager (tuple 'swap_sup_handler old arguments new more (self)))))

(defun which_handlers (manager)
  "The handlers, the last added first."
  (ask manager 'which_handlers))

(defun ask (manager request)
  (let (((tuple 'ok answer) (gen:call manager (self) request 'infinity)))
    answer))

;;; Events and questions.

(defun notify
  "Has all handlers called with an event."
  ((manager event) (when (orelse (is_pid manager) (is_atom manager)))
   (! manager (tuple 'notify event))
   'ok)
  ((manager event) (gen:send manager (tuple 'notify event))))

(defun sync_notify (manager event)
  "notify/2 that waits until all handlers have been called."
  (ask manager (tuple 'sync_notify event)))

(defun call (manager handler request)
  "call/4 with five seconds."
  (asked manager handler request 5000 (list manager handler request)))

(defun call (manager handler request time)
  "Asks a handler and waits for the answer; after the time the caller exits."
  (asked manager handler request time (list manager handler request time)))

(defun asked (manager handler request time arguments)
  (try (let (((tuple 'ok answer) (gen:call manager (self) (tuple 'call handler request) time)))
         answer)
    (catch
      ((tuple 'exit reason _) (exit (tuple reason (tuple 'gen_event 'call arguments))))
      ((tuple 'error reason trace)
       (exit (tuple (tuple reason trace) (tuple 'gen_event 'call arguments)))))))

(defun send_request (manager handler request)
  "Asks a handler; the answer is waited for later, by the request's identifier."
  (gen_request:send manager (self) (tuple 'call handler request)))

(defun send_request (manager handler request label collection)
  "send_request/3 into a collection of identifiers, with a label."
  (gen_request:send manager (self) (tuple 'call handler request) label collection))

(defun receive_response (id time)
  "Waits for an answer: `#(reply answer)`, `#(error reason)`, or timeout, after which the request is
   given up."
  (answer (gen_request:receive_response id time)))

(defun receive_response (collection time delete)
  "The first answer to a collection's requests: `#(answer label collection)`."
  (answer-of-several (gen_request:receive_response collection time delete)))

(defun wait_response (id time)
  "receive_response/2, but after the time the answer can be waited for again."
  (answer (gen_request:wait_response id time)))

(defun wait_response (collection time delete)
  "receive_response/3, but after the time the answers can be waited for again."
  (answer-of-several (gen_request:wait_response collection time delete)))

(defun check_response (message id)
  "Whether a message is the answer to a request: that, or no_reply."
  (answer (gen_request:check_response message id)))

(defun check_response (message collection delete)
  "Whether a message is an answer to one of a collection's requests."
  (answer-of-several (gen_request:check_response message collection delete)))

;; An error that is the answer is an error.
(defun answer
  (((tuple 'reply (= (tuple 'error _) failure))) failure)
  ((answer) answer))

(defun answer-of-several
  (((tuple got label collection)) (tuple (answer got) label collection))
  ((other) other))

(defun reqids_new ()
  "An empty collection of identifiers of requests."
  (gen_request:new))

(defun reqids_size (collection)
  "The number of requests in a collection."
  (gen_request:size collection))

(defun reqids_add (id label collection)
  "A collection with one more request."
  (gen_request:add id label collection))

(defun reqids_to_list (collection)
  "The identifiers and labels of a collection."
  (gen_request:to_list collection))

;;; The manager.

(defun init_it (starter parent name _ _ options)
  "The beginning of a manager's process."
  (gen_event_loop:begin starter parent name options))

(defun wake_hib (manager handlers debug)
  "What a manager that has hibernated goes on with."
  (gen_event_loop:wake manager handlers debug))

(defun system_continue (_ debug misc)
  "What `sys` has a manager go on with."
  (gen_event_loop:continue debug misc))

(defun system_terminate (reason _ _ misc)
  "What `sys` has a manager end with."
  (gen_event_loop:terminate reason misc))

(defun system_code_change (misc module version extra)
  "Has the handlers of a module change to another version."
  (gen_event_loop:change-code misc module version extra))

(defun system_get_state
  "The handlers with their states."
  (((tuple _ handlers _)) (tuple 'ok (lists:map #'gen_event_handler:shown/1 handlers))))

(defun system_replace_state
  "Puts what a function makes of each handler, `#(module id state)`, in its place."
  ((f (tuple manager handlers hibernating))
   (let ((handlers (lists:map (lambda (handler) (gen_event_handler:replaced f handler)) handlers)))
     (tuple 'ok (lists:map #'gen_event_handler:shown/1 handlers)
            (tuple manager handlers hibernating)))))

(defun format_status (how items)
  "What `sys:get_status` shows of a manager."
  (gen_event_report:status how items))

(defun format_log (report)
  "The format and arguments of a manager's report."
  (gen_event_report:format report))

(defun format_log (report options)
  "The text of a manager's report."
  (gen_event_report:text report options))
