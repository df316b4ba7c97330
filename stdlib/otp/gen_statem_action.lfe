;;; The actions of state machines. What the actions of one transition ask for is gathered in a map with
;;; the keys postpone, hibernate, timeouts and events, the last two with the newest first; replies are
;;; sent and callback modules changed at once. What is no action is raised.

(defmodule gen_statem_action
  "The actions that the callbacks of state machines answer."
  (export (gather 4) (reply_all 2) (mode 1)))

(defun gather
  "Carries out actions, or one, of a callback of a kind (event, enter or init): a tuple of what the
   transition is to do and the machine."
  ((() _ transition machine) (tuple transition machine))
  (((cons action actions) kind transition machine)
   (let (((tuple transition machine) (act action kind transition machine)))
     (gather actions kind transition machine)))
  ((action kind transition machine) (act action kind transition machine)))

(defun act
  ((action 'enter transition machine)
   (if (for-events? action)
     (error (tuple 'bad_state_enter_action_from_state_function action))
     (carried-out action transition machine)))
  ((action 'init transition machine)
   (let (((tuple transition machine) (carried-out action transition machine)))
     (tuple (map-update transition 'postpone 'false) machine)))
  ((action _ transition machine) (carried-out action transition machine)))

;; Actions that a state enter call may not answer.
(defun for-events?
  (('postpone) 'true)
  (('pop_callback_module) 'true)
  (((tuple name _))
   (lists:member name '(postpone change_callback_module push_callback_module)))
  (((tuple 'next_event _ _)) 'true)
  ((_) 'false))

(defun carried-out
  (('postpone transition machine) (tuple (map-update transition 'postpone 'true) machine))
  (((tuple 'postpone yes) transition machine) (when (is_boolean yes))
   (tuple (map-update transition 'postpone yes) machine))
  (('hibernate transition machine) (tuple (map-update transition 'hibernate 'true) machine))
  (((tuple 'hibernate yes) transition machine) (when (is_boolean yes))
   (tuple (map-update transition 'hibernate yes) machine))
  (((= (tuple 'next_event type content) action) transition machine)
   (if (type? type)
     (with-event (tuple type content) transition machine)
     (bad action)))
  (((= (tuple 'reply from answer) action) transition machine)
   (if (client? from)
     (tuple transition (replied from answer machine))
     (bad action)))
  (((tuple 'change_callback_module module) transition machine) (when (is_atom module))
   (tuple transition (with-modules (cons module (cdr (map-get machine 'modules))) machine)))
  (((tuple 'push_callback_module module) transition machine) (when (is_atom module))
   (tuple transition (with-modules (cons module (map-get machine 'modules)) machine)))
  (('pop_callback_module transition (= (map 'modules (list* _ module modules)) machine))
   (tuple transition (with-modules (cons module modules) machine)))
  ((action transition machine)
   (let ((timeout (timeout action)))
     (if (timeout? timeout)
       (tuple (map-update transition 'timeouts (cons timeout (map-get transition 'timeouts)))
              machine)
       (bad action)))))

(defun bad (action)
  (error (tuple 'bad_action_from_state_function action)))

;;; Events.

(defun type?
  (((tuple 'call from)) (client? from))
  (((tuple 'timeout _)) 'true)
  ((type) (lists:member type '(cast info timeout state_timeout internal))))

(defun client?
  (((tuple pid _)) (is_pid pid))
  ((_) 'false))

(defun with-event (event transition machine)
  (tuple (map-update transition 'events (cons event (map-get transition 'events)))
         (gen_statem_report:tell (tuple 'in event (map-get machine 'state)) machine)))

;;; Replies.

(defun reply_all
  "Sends the replies that go with the end of a machine, or one: the machine."
  ((() machine) machine)
  (((cons reply replies) machine) (reply_all replies (reply-one reply machine)))
  ((reply machine) (reply-one reply machine)))

(defun reply-one
  (((= (tuple 'reply from answer) reply) machine)
   (if (client? from)
     (replied from answer machine)
     (bad-reply reply)))
  ((reply _) (bad-reply reply)))

(defun bad-reply (reply)
  (error (tuple 'bad_reply_action_from_state_function reply)))

(defun replied (from answer machine)
  (gen:reply from answer)
  (gen_statem_report:tell (tuple 'out answer from) machine))

;;; Callback modules.

(defun with-modules (modules machine)
  (mode
    (gen_statem_report:tell (tuple 'module (car modules) (map-get machine 'state))
                            (map-update machine 'modules modules))))

(defun mode (machine)
  "A machine with the callback mode that its module says."
  (let (((map 'modules (cons module _)) machine))
    (with-mode (try (call module 'callback_mode)
                 (catch ((tuple 'throw answer _) answer)))
               machine)))

(defun with-mode (answer machine)
  (case (lists:partition (lambda (item) (=:= item 'state_enter)) (items answer))
    ((tuple enter (list mode))
     (when (orelse (=:= mode 'state_functions) (=:= mode 'handle_event_function)))
     (map-update machine 'mode mode 'enter (=/= enter ())))
    (_ (error (tuple 'bad_return_from_callback_mode answer)))))

(defun items
  ((answer) (when (is_list answer)) answer)
  ((answer) (list answer)))

;;; Time-outs, as `#(kind time content options)`; the time of an update is the atom update.

(defun timeout
  (((tuple kind 'cancel)) (tuple kind 'infinity 'cancel ()))
  (((tuple kind time content)) (tuple kind time content ()))
  (((tuple kind time content options)) (when (is_list options)) (tuple kind time content options))
  (((tuple kind time content option)) (tuple kind time content (list option)))
  ((time) (tuple 'timeout time time ())))

(defun timeout?
  (((tuple kind time _ options))
   (andalso (kind? kind)
            (lists:all #'option?/1 options)
            (time? time (lists:member #(abs true) options)))))

(defun kind?
  (('timeout) 'true)
  (('state_timeout) 'true)
  (((tuple 'timeout _)) 'true)
  ((_) 'false))

(defun option?
  (((tuple 'abs yes)) (is_boolean yes))
  ((_) 'false))

(defun time?
  (('infinity _) 'true)
  (('update _) 'true)
  ((time absolute) (andalso (is_integer time) (orelse absolute (>= time 0)))))
