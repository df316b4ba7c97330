;;; Erlang's module `gen_server`: servers whose particulars a callback module gives. What all behaviours
;;; share is in `gen`, requests that are answered later in `gen_request`, the server itself in
;;; `gen_server_loop`.

(defmodule gen_server
  "Servers, as in Erlang."
  (export (start 3) (start 4) (start_link 3) (start_link 4) (start_monitor 3) (start_monitor 4)
          (stop 1) (stop 3) (call 2) (call 3) (cast 2) (reply 2)
          (abcast 2) (abcast 3) (multi_call 2) (multi_call 3) (multi_call 4)
          (send_request 2) (send_request 4) (receive_response 2) (receive_response 3)
          (wait_response 2) (wait_response 3) (check_response 2) (check_response 3)
          (reqids_new 0) (reqids_size 1) (reqids_add 3) (reqids_to_list 1)
          (enter_loop 3) (enter_loop 4) (enter_loop 5)
          (init_it 6) (wake_hib 3)
          (system_continue 3) (system_terminate 4) (system_code_change 4)
          (system_get_state 1) (system_replace_state 2)
          (format_status 2) (format_log 1) (format_log 2) (behaviour_info 1)))

(defun behaviour_info
  "The functions a callback module exports."
  (('callbacks)
   '(#(init 1) #(handle_call 3) #(handle_cast 2) #(handle_info 2) #(handle_continue 2)
     #(terminate 2) #(code_change 3) #(format_status 1) #(format_status 2)))
  (('optional_callbacks)
   '(#(handle_info 2) #(handle_continue 2) #(terminate 2) #(code_change 3) #(format_status 1)
     #(format_status 2))))

;;; Starting and ending.

(defun start (module arguments options)
  "Starts a server."
  (gen:start 'gen_server 'nolink module arguments (gen:checked_options options)))

(defun start (name module arguments options)
  "Starts a server with a name."
  (gen:start 'gen_server 'nolink (gen:checked_name name) module arguments (gen:checked_options options)))

(defun start_link (module arguments options)
  "Starts a server that is linked to the caller."
  (gen:start 'gen_server 'link module arguments (gen:checked_options options)))

(defun start_link (name module arguments options)
  "Starts a server with a name that is linked to the caller."
  (gen:start 'gen_server 'link (gen:checked_name name) module arguments (gen:checked_options options)))

(defun start_monitor (module arguments options)
  "Starts a server that is watched: `#(ok #(pid reference))`."
  (gen:start 'gen_server 'monitor module arguments (gen:checked_options options)))

(defun start_monitor (name module arguments options)
  "Starts a server with a name that is watched."
  (gen:start 'gen_server 'monitor (gen:checked_name name) module arguments (gen:checked_options options)))

(defun stop (server)
  "stop/3 with the reason normal and no limit."
  (gen:stop server))

(defun stop (server reason time)
  "Has a server end, and waits until it has."
  (gen:stop server reason time))

;;; Requests.

(defun call (server request)
  "call/3 with five seconds."
  (try (let (((tuple 'ok answer) (gen:call server '$gen_call request 5000))) answer)
    (catch
      ((tuple class reason trace) (failed class reason trace (list server request))))))

(defun call (server request time)
  "Asks a server and waits for its answer; after the time the caller exits."
  (try (let (((tuple 'ok answer) (gen:call server '$gen_call request time))) answer)
    (catch
      ((tuple class reason trace) (failed class reason trace (list server request time))))))

(defun failed
  (('error reason trace arguments) (failed 'exit (tuple reason trace) trace arguments))
  ((_ reason _ arguments) (exit (tuple reason (tuple 'gen_server 'call arguments)))))

(defun cast (server request)
  "Sends a server a request that it does not answer."
  (gen:send server (tuple '$gen_cast request)))

(defun reply (client answer)
  "Answers a call in the place of the server's function."
  (gen:reply client answer))

(defun abcast (name request)
  "cast/2 to the servers with a name on all nodes."
  (abcast (cons (node) (nodes)) name request))

(defun abcast
  "cast/2 to the servers with a name on some nodes."
  ((nodes name request) (when (is_list nodes) (is_atom name))
   (lists:foreach (lambda (node) (cast-on node name request)) nodes)
   'abcast))

(defun cast-on
  ((node name request) (when (is_atom node)) (cast (tuple name node) request)))

(defun multi_call
  "multi_call/4 on all nodes without a limit."
  ((name request) (when (is_atom name)) (multi_call (cons (node) (nodes)) name request 'infinity)))

(defun multi_call
  "multi_call/4 without a limit."
  ((nodes name request) (when (is_list nodes) (is_atom name))
   (multi_call nodes name request 'infinity)))

(defun multi_call
  "Asks the servers with a name on some nodes: a tuple of the answers, `#(node answer)`, and the nodes
   without one."
  ((nodes name request time)
   (when (is_list nodes) (is_atom name)
         (orelse (=:= time 'infinity) (andalso (is_integer time) (>= time 0))))
   (let ((until (until time))
         (requests (lists:map (lambda (node) (asked node name request)) nodes)))
     (collected requests until () ()))))

(defun until
  (('infinity) 'infinity)
  ((time) (tuple 'abs (+ time (erlang:monotonic_time 'millisecond)))))

(defun asked (node name request)
  (tuple node (gen_request:send (tuple name node) '$gen_call request)))

(defun collected
  (((cons (tuple node id) requests) until answers bad)
   (case (gen_request:receive_response id until)
     ((tuple 'reply answer) (collected requests until (cons (tuple node answer) answers) bad))
     (_ (collected requests until answers (cons node bad)))))
  ((() _ answers bad) (tuple (lists:reverse answers) (lists:reverse bad))))

(defun send_request (server request)
  "Asks a server; the answer is waited for later, by the request's identifier."
  (gen_request:send server '$gen_call request))

(defun send_request (server request label collection)
  "send_request/2 into a collection of identifiers, with a label."
  (gen_request:send server '$gen_call request label collection))

(defun receive_response (id time)
  "Waits for an answer: `#(reply answer)`, `#(error #(reason server))`, or timeout, after which the
   request is given up."
  (gen_request:receive_response id time))

(defun receive_response (collection time delete)
  "The first answer to a collection's requests: `#(answer label collection)`."
  (gen_request:receive_response collection time delete))

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

;;; The server.

(defun enter_loop (module options state)
  "Makes the caller, a process of `proc_lib`, a server."
  (gen_server_loop:enter (self) module options state 'infinity))

(defun enter_loop
  "enter_loop/3 with a name, a time, or hibernate, or `#(continue term)`."
  ((module options state (= (tuple kind _) name))
   (when (orelse (=:= kind 'local) (=:= kind 'global)))
   (gen_server_loop:enter name module options state 'infinity))
  ((module options state (= (tuple 'via _ _) name))
   (gen_server_loop:enter name module options state 'infinity))
  ((module options state (= (tuple 'continue _) next))
   (gen_server_loop:enter (self) module options state next))
  ((module options state time) (gen_server_loop:enter (self) module options state time)))

(defun enter_loop (module options state name time)
  "enter_loop/3 with a name and a time."
  (gen_server_loop:enter name module options state time))

(defun init_it (starter parent name module arguments options)
  "The beginning of a server's process."
  (gen_server_loop:begin starter parent name module arguments options))

(defun wake_hib (server state debug)
  "What a server that has hibernated goes on with."
  (gen_server_loop:wake server state debug))

(defun system_continue (parent debug misc)
  "What `sys` has a server go on with."
  (gen_server_loop:continue parent debug misc))

(defun system_terminate (reason parent debug misc)
  "What `sys` has a server end with."
  (gen_server_loop:terminate-by-system reason parent debug misc))

(defun system_code_change
  "Changes to another version of the callback module."
  (((tuple server state time) _ version extra)
   (case (call (gen_server_loop:module server) 'code_change version state extra)
     ((tuple 'ok state) (tuple 'ok (tuple server state time)))
     (failure failure))))

(defun system_get_state
  "The server's state."
  (((tuple _ state _)) (tuple 'ok state)))

(defun system_replace_state
  "Puts what a function makes of the server's state in its place."
  ((f (tuple server state time))
   (let ((state (funcall f state)))
     (tuple 'ok state (tuple server state time)))))

(defun format_status (how items)
  "What `sys:get_status` shows of a server."
  (gen_server_report:status how items))

(defun format_log (report)
  "The format and arguments of a server's report."
  (gen_server_report:format report))

(defun format_log (report options)
  "The text of a server's report."
  (gen_server_report:text report options))
