;;; The state machines of `gen_statem`. A machine is a map with the keys parent, name, hibernate_after,
;;; modules (the callback module first), mode, enter (whether there are state enter calls), state, data,
;;; queue (events to handle), postponed (newest first), timers and due (see `gen_statem_timer`), and
;;; debug. An event is `#(type content)`.
;;;
;;; A transition, from a callback's being called to the next event, is a map of the event, the state
;;; before, and what `gen_statem_action` gathers; its kind is event, init or, once a state is called for
;;; its being entered, enter.

(defmodule gen_statem_loop
  "The process of a state machine."
  (export (begin 6) (enter 6) (wake 1) (continue 2) (terminate-by-system 3)))

;;; Beginning.

(defun begin
  "Calls the callback module's init and tells the starter what has come of it."
  ((starter 'self name module arguments options)
   (begin starter (self) name module arguments options))
  ((starter parent name module arguments options)
   (let ((machine (machine parent (gen:name name) module options)))
     (try (call module 'init arguments)
       (case (answer (begun answer starter name machine)))
       (catch
         ((tuple 'throw answer _) (begun answer starter name machine))
         ((tuple class reason trace)
          (init-failed class class reason trace starter name machine)))))))

(defun machine (parent short module options)
  (map 'parent parent 'name short 'hibernate_after (gen:hibernate_after options)
       'modules (list module) 'mode 'state_functions 'enter 'false
       'state 'undefined 'data 'undefined
       'queue () 'postponed () 'timers #M() 'due ()
       'debug (gen:debug_options short options)))

(defun begun
  (((tuple 'ok state data) starter _ machine)
   (proc_lib:init_ack starter (tuple 'ok (self)))
   (first state data () machine))
  (((tuple 'ok state data actions) starter _ machine)
   (proc_lib:init_ack starter (tuple 'ok (self)))
   (first state data actions machine))
  (((tuple 'stop reason) starter name _)
   (gen:unregister_name name)
   (proc_lib:init_ack starter (tuple 'error reason))
   (exit reason))
  (('ignore starter name _)
   (gen:unregister_name name)
   (proc_lib:init_ack starter 'ignore)
   (exit 'normal))
  ((other starter name machine)
   (init-failed 'error 'exit (tuple 'bad_return_from_init other) (trace) starter name machine)))

;; The class that is told need not be that of the end.
(defun init-failed (told class reason trace starter name machine)
  (gen:unregister_name name)
  (proc_lib:init_ack starter (tuple 'error reason))
  (gen_statem_report:terminated told reason trace () machine)
  (erlang:raise class reason trace))

(defun enter (name module options state data actions)
  "Makes the caller a state machine."
  (let ((short (gen:own_name name)))
    (first state data actions (machine (gen:own_parent) short module options))))

;; The transition into the first state. There is no event that could be postponed.
(defun first (state data actions machine)
  (let* ((machine (map-update machine 'state state 'data data))
         (transition (transition #(internal init_state) machine)))
    (try (gen_statem_action:mode machine)
      (case ((= (map 'modules (cons module _)) machine)
             (acted actions 'init 'true transition
                    (gen_statem_report:tell (tuple 'enter module state) machine))))
      (catch ((tuple class reason trace) (failed class reason trace transition machine))))))

;;; Waiting.

(defun next
  "Goes on with the next event."
  ((hibernate (= (map 'queue (cons event queue)) machine))
   (collected hibernate)
   (handle event (map-update machine 'queue queue)))
  ((hibernate (= (map 'due (cons _ _)) machine))
   (collected hibernate)
   (let (((tuple event machine) (gen_statem_timer:due machine)))
     (arrived event machine)))
  (('true machine)
   (proc_lib:hibernate 'gen_statem 'wakeup_from_hibernate (list machine)))
  (('false (= (map 'hibernate_after 'infinity) machine))
   (receive (message (received message 'false machine))))
  (('false (= (map 'hibernate_after limit) machine))
   (receive
     (message (received message 'false machine))
     (after limit (next 'true machine)))))

;; Who would hibernate and has events, collects instead.
(defun collected
  (('true) (erlang:garbage_collect))
  (('false) 'true))

(defun wake (machine)
  "Goes on with the message that has ended hibernation."
  (receive (message (received message 'true machine))))

(defun received
  (((tuple '$gen_call from request) _ machine)
   (arrived (tuple (tuple 'call from) request) machine))
  (((tuple '$gen_cast message) _ machine) (arrived (tuple 'cast message) machine))
  (((= (tuple 'timeout reference kind) message) _ machine)
   (case (gen_statem_timer:fired kind reference machine)
     ((tuple event machine) (arrived event machine))
     ('false (arrived (tuple 'info message) machine))))
  (((tuple 'system from request) hibernated (= (map 'parent parent 'debug debug) machine))
   (sys:handle_system_msg request from parent 'gen_statem debug (tuple machine hibernated)
                          hibernated))
  (((tuple 'EXIT from reason) _ (= (map 'parent parent) machine)) (when (=:= from parent))
   (end 'exit reason (trace) () machine))
  ((message _ machine) (arrived (tuple 'info message) machine)))

(defun arrived (event machine)
  (handle event (gen_statem_report:tell (tuple 'in event (map-get machine 'state)) machine)))

;;; A transition.

(defun handle (event machine)
  (let (((tuple type content) event)
        (transition (transition event machine)))
    (called type content 'event transition machine)))

;; What one transition asks for, while it is gathered.
(defun transition (event machine)
  (map 'event event 'from (map-get machine 'state)
       'postpone 'false 'hibernate 'false 'timeouts () 'events ()))

;; Calls the state with an event, or with the state before for its being entered: the kind.
(defun called (type content kind transition machine)
  (try (call-state type content machine)
    (case (answer (answered answer kind transition machine)))
    (catch
      ((tuple 'throw answer _) (answered answer kind transition machine))
      ((tuple class reason trace) (failed class reason trace transition machine)))))

(defun call-state
  ((type content
    (map 'mode 'state_functions 'modules (cons module _) 'state state 'data data))
   (call module state type content data))
  ((type content (map 'modules (cons module _) 'state state 'data data))
   (call module 'handle_event type content state data)))

(defun answered (answer kind transition machine)
  (case (outcome answer machine)
    ((tuple 'go repeat actions next)
     (if (andalso (=:= kind 'enter) (=/= (map-get next 'state) (map-get machine 'state)))
       (bad-return 'bad_state_enter_return_from_state_function answer transition machine)
       (acted actions kind repeat transition next)))
    ((tuple 'stop reason replies next) (stop reason replies transition next))
    ('bad (bad-return 'bad_return_from_state_function answer transition machine))))

(defun bad-return (what answer transition machine)
  (failed 'error (tuple what answer) (trace) transition machine))

;; What a callback's answer means, with the machine's next state and data.
(defun outcome
  (((tuple 'next_state state data) machine) (go 'false () (moved state data machine)))
  (((tuple 'next_state state data actions) machine)
   (go 'false actions (moved state data machine)))
  (((tuple 'keep_state data) machine) (go 'false () (with-data data machine)))
  (((tuple 'keep_state data actions) machine) (go 'false actions (with-data data machine)))
  (('keep_state_and_data machine) (go 'false () machine))
  (((tuple 'keep_state_and_data actions) machine) (go 'false actions machine))
  (((tuple 'repeat_state data) machine) (go 'true () (with-data data machine)))
  (((tuple 'repeat_state data actions) machine) (go 'true actions (with-data data machine)))
  (('repeat_state_and_data machine) (go 'true () machine))
  (((tuple 'repeat_state_and_data actions) machine) (go 'true actions machine))
  (('stop machine) (tuple 'stop 'normal () machine))
  (((tuple 'stop reason) machine) (tuple 'stop reason () machine))
  (((tuple 'stop reason data) machine) (tuple 'stop reason () (with-data data machine)))
  (((tuple 'stop_and_reply reason replies) machine) (tuple 'stop reason replies machine))
  (((tuple 'stop_and_reply reason replies data) machine)
   (tuple 'stop reason replies (with-data data machine)))
  ((_ _) 'bad))

(defun go (repeat actions machine)
  (tuple 'go repeat actions machine))

(defun moved (state data machine)
  (map-update machine 'state state 'data data))

(defun with-data (data machine)
  (map-update machine 'data data))

;; Carries out the actions, then calls the state for its being entered, if it is.
(defun acted (actions kind repeat transition machine)
  (try (gen_statem_action:gather actions kind transition machine)
    (case
      ((tuple transition machine)
       (if (entered? kind repeat transition machine)
         (called 'enter (map-get transition 'from) 'enter transition machine)
         (finished transition machine))))
    (catch
      ((tuple class reason trace) (failed class reason trace transition machine)))))

(defun entered?
  ((_ _ _ (map 'enter 'false)) 'false)
  ((_ 'true _ _) 'true)
  (('enter _ _ _) 'false)
  ((_ _ (map 'from from) (map 'state state)) (=/= state from)))

(defun finished (transition machine)
  (let* (((map 'from from 'timeouts timeouts 'events events 'hibernate hibernate) transition)
         (changed (=/= from (map-get machine 'state)))
         (machine (timers-cancelled changed (requeued changed (done transition machine)))))
    (next hibernate
          (gen_statem_timer:set timeouts (with-events events machine)))))

;; The event is handled, or postponed.
(defun done
  (((map 'event event 'from from 'postpone 'true) (= (map 'state state 'postponed postponed) machine))
   (gen_statem_report:tell (tuple 'postpone event from state)
                           (map-update machine 'postponed (cons event postponed))))
  (((map 'event event 'from from) (= (map 'state state) machine))
   (gen_statem_report:tell (tuple 'consume event from state) machine)))

;; In another state what is postponed comes again.
(defun requeued
  (('true (= (map 'postponed postponed 'queue queue) machine)) (when (=/= postponed ()))
   (map-update machine 'postponed () 'queue (lists:reverse postponed queue)))
  ((_ machine) machine))

(defun with-events
  ((() machine) machine)
  ((events machine)
   (map-update machine 'queue (lists:reverse events (map-get machine 'queue)))))

;; Any event ends the time-out for want of events, another state that of the state.
(defun timers-cancelled
  (('true machine)
   (gen_statem_timer:cancel 'state_timeout (gen_statem_timer:cancel 'timeout machine)))
  (('false machine) (gen_statem_timer:cancel 'timeout machine)))

;;; Ending.

(defun stop (reason replies transition machine)
  (try (gen_statem_action:reply_all replies machine)
    (case (machine (failed 'exit reason (trace) transition machine)))
    (catch ((tuple class reason trace) (failed class reason trace transition machine)))))

(defun failed (class reason trace transition machine)
  (end class reason trace (list (map-get transition 'event)) machine))

;; Calls the callback module's terminate; what it raises takes the place of the reason.
(defun end (class reason trace events machine)
  (let (((map 'modules (cons module _) 'state state 'data data) machine))
    (try (if (erlang:function_exported module 'terminate 3)
           (call module 'terminate reason state data)
           'ok)
      (case (_ (ended class reason trace events machine)))
      (catch
        ((tuple 'throw _ _) (ended class reason trace events machine))
        ((tuple other why where) (ended other why where events machine))))))

(defun ended (class reason trace events machine)
  (if (reported? class reason)
    (gen_statem_report:terminated class reason trace events machine)
    (gen_statem_report:tell (tuple 'terminate reason (map-get machine 'state)) machine))
  (erlang:raise class reason trace))

(defun reported?
  (('exit 'normal) 'false)
  (('exit 'shutdown) 'false)
  (('exit (tuple 'shutdown _)) 'false)
  ((_ _) 'true))

(defun trace ()
  (element 2 (process_info (self) 'current_stacktrace)))

;;; What `sys` calls.

(defun continue (debug misc)
  "Goes on after a system message."
  (let (((tuple machine hibernated) misc))
    (next hibernated (map-update machine 'debug debug))))

(defun terminate-by-system (reason debug misc)
  "Ends as `sys` asks for."
  (let (((tuple machine _) misc))
    (end 'exit reason (trace) () (map-update machine 'debug debug))))
