;;; Requests whose answers are waited for later, and collections of them. A request's identifier is the
;;; reference of a monitor with an alias; a collection is a map of labels by identifiers.

(defmodule gen_request
  "Requests to the processes of behaviours, and their answers."
  (export (send 3) (send 5)
          (receive_response 2) (receive_response 3) (wait_response 2) (wait_response 3)
          (check_response 2) (check_response 3)
          (new 0) (size 1) (add 3) (to_list 1)))

(defun send
  "Sends a request: its identifier."
  ((pid label request) (when (is_pid pid)) (send-to pid label request))
  ((name label request) (when (is_atom name)) (send-or-fail (whereis name) name label request))
  (((= (tuple 'global _) name) label request) (send-or-fail (gen:where name) name label request))
  (((= (tuple 'via _ _) name) label request) (send-or-fail (gen:where name) name label request))
  (((= (tuple name node) process) label request) (when (is_atom name) (is_atom node))
   (if (=:= node (node))
     (send-or-fail (whereis name) process label request)
     (failed process 'nodedown))))

(defun send
  "Sends a request: the collection with its identifier and the caller's label for it."
  ((process label request own-label collection) (when (is_map collection))
   (add (send process label request) own-label collection)))

(defun send-to (pid label request)
  (let ((id (erlang:monitor 'process pid '(#(alias reply_demonitor)))))
    (! pid (tuple label (tuple (self) (cons 'alias id)) request))
    id))

(defun send-or-fail
  (('undefined name _ _) (failed name 'noproc))
  ((pid _ label request) (send-to pid label request)))

;; What is not there is told as a monitor would tell it.
(defun failed (name reason)
  (let ((id (make_ref)))
    (! (self) (tuple 'DOWN id 'process name reason))
    id))

;;; The answer to one request.

(defun receive_response
  "Waits for an answer; after the time the request is given up."
  ((id time) (when (is_reference id))
   (let ((limit (left time)))
     (receive
       ((tuple (cons 'alias ref) answer) (when (=:= ref id)) (answered id answer))
       ((tuple 'DOWN ref _ object reason) (when (=:= ref id)) (broken object reason))
       (after limit (given-up id)))))
  ((_ _) (error 'badarg)))

(defun given-up (id)
  (erlang:demonitor id '(flush))
  (receive
    ((tuple (cons 'alias ref) answer) (when (=:= ref id)) (tuple 'reply answer))
    (after 0 'timeout)))

(defun wait_response
  "Waits for an answer; after the time it can be waited for again."
  ((id time) (when (is_reference id))
   (let ((limit (left time)))
     (receive
       ((tuple (cons 'alias ref) answer) (when (=:= ref id)) (answered id answer))
       ((tuple 'DOWN ref _ object reason) (when (=:= ref id)) (broken object reason))
       (after limit 'timeout))))
  ((_ _) (error 'badarg)))

(defun check_response
  "Whether a message is the answer to a request, and which."
  (((tuple (cons 'alias ref) answer) id) (when (=:= ref id)) (answered id answer))
  (((tuple 'DOWN ref _ object reason) id) (when (=:= ref id)) (broken object reason))
  ((_ id) (when (is_reference id)) 'no_reply)
  ((_ _) (error 'badarg)))

(defun answered (id answer)
  (erlang:demonitor id '(flush))
  (tuple 'reply answer))

(defun broken
  ((object 'noconnection) (tuple 'error (tuple (tuple 'nodedown (node-of object)) object)))
  (((= (tuple _ node) object) 'nodedown) (tuple 'error (tuple (tuple 'nodedown node) object)))
  ((object reason) (tuple 'error (tuple reason object))))

(defun node-of
  (((tuple _ node)) node)
  ((pid) (node pid)))

;; The milliseconds left of a time, which may be that of a moment.
(defun left
  (('infinity) 'infinity)
  (((tuple 'abs moment)) (when (is_integer moment))
   (limit (max 0 (- moment (erlang:monotonic_time 'millisecond)))))
  ((time) (when (is_integer time) (>= time 0)) (limit time))
  ((_) (error 'badarg)))

(defun limit
  ((time) (when (=< time #xffffffff)) time)
  ((_) (error 'badarg)))

;;; The first answer to any request of a collection.

(defun receive_response
  "receive_response/2 of a collection: `#(answer label collection)`; after the time all are given up."
  ((requests time delete) (when (is_map requests) (is_boolean delete))
   (case (wait_response requests time delete)
     ('timeout (give-up requests))
     (answer answer))))

(defun give-up (requests)
  (lists:foreach (lambda (id) (given-up id)) (ids requests))
  'timeout)

(defun ids (requests)
  (lists:filter #'is_reference/1 (maps:keys requests)))

(defun wait_response
  "wait_response/2 of a collection."
  ((requests _ delete) (when (=:= requests #M()) (is_boolean delete)) 'no_request)
  ((requests time delete) (when (is_map requests) (is_boolean delete))
   (let ((limit (left time)))
     (receive
       ((tuple (cons 'alias ref) answer) (when (is_map_key ref requests))
        (told (answered ref answer) ref requests delete))
       ((tuple 'DOWN ref _ object reason) (when (is_map_key ref requests))
        (told (broken object reason) ref requests delete))
       (after limit 'timeout)))))

(defun check_response
  "check_response/2 of a collection."
  ((_ requests delete) (when (=:= requests #M()) (is_boolean delete)) 'no_request)
  (((tuple (cons 'alias ref) answer) requests delete)
   (when (is_map_key ref requests) (is_boolean delete))
   (told (answered ref answer) ref requests delete))
  (((tuple 'DOWN ref _ object reason) requests delete)
   (when (is_map_key ref requests) (is_boolean delete))
   (told (broken object reason) ref requests delete))
  ((_ requests delete) (when (is_map requests) (is_boolean delete)) 'no_reply))

(defun told
  ((answer id requests 'true) (tuple answer (map-get requests id) (maps:remove id requests)))
  ((answer id requests 'false) (tuple answer (map-get requests id) requests)))

;;; Collections.

(defun new ()
  "An empty collection."
  #M())

(defun size
  "The number of requests."
  ((requests) (when (is_map requests)) (map_size requests))
  ((_) (error 'badarg)))

(defun add
  "A collection with one more request."
  ((id label requests)
   (when (is_reference id) (is_map requests) (not (is_map_key id requests)))
   (map-set requests id label))
  ((_ _ _) (error 'badarg)))

(defun to_list
  "Pairs of identifiers and labels."
  ((requests) (when (is_map requests)) (maps:to_list requests))
  ((_) (error 'badarg)))
