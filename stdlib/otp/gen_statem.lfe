;;; Erlang's module `gen_statem`: state machines whose states a callback module gives. What all behaviours
;;; share is in `gen`, requests that are answered later in `gen_request`, the machine itself in
;;; `gen_statem_loop`.

(defmodule gen_statem
  "State machines, as in Erlang."
  (export (start 3) (start 4) (start_link 3) (start_link 4) (start_monitor 3) (start_monitor 4)
          (stop 1) (stop 3) (call 2) (call 3) (cast 2) (reply 1) (reply 2)
          (send_request 2) (send_request 4)
          (receive_response 1) (receive_response 2) (receive_response 3)
          (wait_response 1) (wait_response 2) (wait_response 3)
          (check_response 2) (check_response 3)
          (reqids_new 0) (reqids_size 1) (reqids_add 3) (reqids_to_list 1)
          (enter_loop 4) (enter_loop 5) (enter_loop 6)
          (init_it 6) (wakeup_from_hibernate 1)
          (system_continue 3) (system_terminate 4) (system_code_change 4)
          (system_get_state 1) (system_replace_state 2)
          (format_status 2) (format_log 1) (format_log 2) (behaviour_info 1)))

(defun behaviour_info
  "The functions a callback module exports."
  (('callbacks)
   '(#(init 1) #(callback_mode 0) #(state_name 3) #(handle_event 4) #(terminate 3) #(code_change 4)
     #(format_status 2) #(format_status 1)))
  (('optional_callbacks)
   '(#(format_status 1) #(format_status 2) #(terminate 3) #(code_change 4) #(state_name 3)
     #(handle_event 4))))

;;; Starting and ending.

(defun start (module arguments options)
  "Starts a state machine."
  (gen:start 'gen_statem 'nolink module arguments (gen:checked_options options)))

(defun start (name module arguments options)
  "Starts a state machine with a name."
  (gen:start 'gen_statem 'nolink (gen:checked_name name) module arguments
             (gen:checked_options options)))

(defun start_link (module arguments options)
  "Starts a state machine that is linked to the caller."
  (gen:start 'gen_statem 'link module arguments (gen:checked_options options)))

(defun start_link (name module arguments options)
  "Starts a state machine with a name that is linked to the caller."
  (gen:start 'gen_statem 'link (gen:checked_name name) module arguments
             (gen:checked_options options)))

(defun start_monitor (module arguments options)
  "Starts a state machine that is watched: `#(ok #(pid reference))`."
  (gen:start 'gen_statem 'monitor module arguments (gen:checked_options options)))

(defun start_monitor (name module arguments options)
  "Starts a state machine with a name that is watched."
  (gen:start 'gen_statem 'monitor (gen:checked_name name) module arguments
             (gen:checked_options options)))

(defun stop (machine)
  "stop/3 with the reason normal and no limit."
  (gen:stop machine))

(defun stop (machine reason time)
  "Has a state machine end, and waits until it has."
  (gen:stop machine reason time))

;;; Requests.

(defun call (machine request)
  "call/3 without a limit."
  (ask machine request 'infinity))

(defun call (machine request time)
  "Asks a state machine and waits for its answer; after the time, which may be `#(clean_timeout time)` or
   `#(dirty_timeout time)`, the caller exits. Neither leaves a late answer."
  (ask machine request time))

(defun ask (machine request time)
  (try (let (((tuple 'ok answer) (gen:call machine '$gen_call request (limit time)))) answer)
    (catch
      ((tuple 'exit reason _)
       (exit (tuple reason (tuple 'gen_statem 'call (list machine request time)))))
      ((tuple class reason trace) (erlang:raise class reason trace)))))

(defun limit
  (((tuple 'clean_timeout time)) time)
  (((tuple 'dirty_timeout time)) time)
  ((time) (when (is_tuple time)) (error 'badarg))
  ((time) time))

(defun cast (machine message)
  "Sends a state machine an event that it does not answer."
  (gen:send machine (tuple '$gen_cast message)))

(defun reply
  "Sends replies, `#(reply client answer)`, or one."
  ((replies) (when (is_list replies))
   (lists:foreach #'reply-one/1 replies))
  ((reply) (reply-one reply)))

(defun reply-one
  (((tuple 'reply client answer)) (reply client answer)))

(defun reply
  "Answers a call in the place of an action."
  (((= (tuple _ _) client) answer) (gen:reply client answer)))

(defun send_request (machine request)
  "Asks a state machine; the answer is waited for later, by the request's identifier."
  (gen_request:send machine '$gen_call request))

(defun send_request (machine request label collection)
  "send_request/2 into a collection of identifiers, with a label."
  (gen_request:send machine '$gen_call request label collection))

(defun receive_response (id)
  "receive_response/2 without a limit."
  (gen_request:receive_response id 'infinity))

(defun receive_response (id time)
  "Waits for an answer: `#(reply answer)`, `#(error #(reason machine))`, or timeout, after which the
   request is given up."
  (gen_request:receive_response id time))

(defun receive_response (collection time delete)
  "The first answer to a collection's requests: `#(answer label collection)`."
  (gen_request:receive_response collection time delete))

(defun wait_response (id)
  "wait_response/2 without a limit."
  (gen_request:wait_response id 'infinity))

(defun wait_response (id time)
  "receive_response/2, but after the time the answer can be waited for again."
  (gen_request:wait_response id time))

(defun wait_response (collection time delete)
  "receive_response/3, but after the time the answers can be waited for again."
  (gen_request:wait_response collection time delete))

(defun check_response (message id)
  "Whether a message is the answer to a request: that, or no_reply."
  (gen_request:check_response message id))

(defun check_response (message collection delete)
  "Whether a message is an answer to one of a collection's requests."
  (gen_request:check_response message collection delete))

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

;;; The machine.

(defun enter_loop (module options state data)
  "Makes the caller, a process of `proc_lib`, a state machine."
  (gen_statem_loop:enter (self) module options state data ()))

(defun enter_loop (module options state data name-or-actions)
  "enter_loop/4 with a name, or with actions."
  (if (name? name-or-actions)
    (gen_statem_loop:enter name-or-actions module options state data ())
    (gen_statem_loop:enter (self) module options state data name-or-actions)))

(defun name?
  (((tuple 'local name)) (is_atom name))
  (((tuple 'global _)) 'true)
  (((tuple 'via module _)) (is_atom module))
  ((pid) (is_pid pid)))

(defun enter_loop (module options state data name actions)
  "enter_loop/4 with a name and actions."
  (gen_statem_loop:enter name module options state data actions))

(defun init_it (starter parent name module arguments options)
  "The beginning of a state machine's process."
  (gen_statem_loop:begin starter parent name module arguments options))

(defun wakeup_from_hibernate (machine)
  "What a state machine that has hibernated goes on with."
  (gen_statem_loop:wake machine))

(defun system_continue (_ debug misc)
  "What `sys` has a state machine go on with."
  (gen_statem_loop:continue debug misc))

(defun system_terminate (reason _ debug misc)
  "What `sys` has a state machine end with."
  (gen_statem_loop:terminate-by-system reason debug misc))

(defun system_code_change
  "Changes to another version of the callback module."
  (((tuple (= (map 'modules (cons module _) 'state state 'data data) machine) hibernated)
    _ version extra)
   (case (call module 'code_change version state data extra)
     ((tuple 'ok state data)
      (tuple 'ok (tuple (gen_statem_action:mode (map-update machine 'state state 'data data))
                        hibernated)))
     (failure failure))))

(defun system_get_state
  "The machine's state and data."
  (((tuple (map 'state state 'data data) _)) (tuple 'ok (tuple state data))))

(defun system_replace_state
  "Puts what a function makes of the machine's state and data in their place."
  ((f (tuple (= (map 'state state 'data data) machine) hibernated))
   (let (((= (tuple state data) both) (funcall f (tuple state data))))
     (tuple 'ok both (tuple (map-update machine 'state state 'data data) hibernated)))))

(defun format_status (how items)
  "What `sys:get_status` shows of a state machine."
  (gen_statem_report:status how items))

(defun format_log (report)
  "The format and arguments of a state machine's report."
  (gen_statem_report:format report))

(defun format_log (report options)
  "The text of a state machine's report."
  (gen_statem_report:text report options))
