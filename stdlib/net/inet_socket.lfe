;;; What sockets of all kinds have in common: options, waiting with a time limit, owners.

(defmodule inet_socket
  "Opening sockets with options, and waiting for them."
  (export (plan 1) (opened 3) (set_all 2) (port 1)
          (deadline 1) (waiting 4) (await 3)
          (owner_changed 4)))

(defrecord plan
  (family 'inet)
  (host 'any)                           ; the socket's own address
  (port 0)
  (backlog 5)
  (settings ()))                        ; `#(name value)`, in order

;;; Options.

(defun plan (options)
  "What a list of options asks for; exits with badarg for one that there is not."
  (lists:foldl #'option/2 (make-plan) options))

(defun option
  (('inet plan) (set-plan-family plan 'inet))
  (('inet6 plan) (set-plan-family plan 'inet6))
  (('local plan) (set-plan-family plan 'local))
  (('binary plan) (setting 'mode 'binary plan))
  (('list plan) (setting 'mode 'list plan))
  (((tuple 'ip address) plan) (own-address address plan))
  (((tuple 'ifaddr address) plan) (own-address address plan))
  (((tuple 'port port) plan) (set-plan-port plan port))
  (((tuple 'backlog backlog) plan) (set-plan-backlog plan backlog))
  ;; What has no meaning here, where there are no drivers and no schedulers of theirs.
  (((tuple name _) plan)
   (when (orelse (=:= name 'delay_send) (=:= name 'inet_backend) (=:= name 'debug)
                 (=:= name 'priority) (=:= name 'high_msgq_watermark)
                 (=:= name 'low_msgq_watermark) (=:= name 'read_packets)))
   plan)
  (((tuple name value) plan)
   (if (lists:member name (names))
     (setting name value plan)
     (exit 'badarg)))
  ((_ _) (exit 'badarg)))

;; Options that can be set.
(defun names ()
  '(active mode packet packet_size header line_delimiter buffer high_watermark low_watermark
    send_timeout send_timeout_close exit_on_close show_econnreset
    nodelay reuseaddr reuseport keepalive broadcast ipv6_v6only sndbuf recbuf tos ttl
    multicast_ttl multicast_loop linger))

(defun own-address
  (((= (tuple 'local _) address) plan)
   (set-plan-family (set-plan-host plan address) 'local))
  ((address plan) (when (=:= (tuple_size address) 8))
   (set-plan-family (set-plan-host plan address) 'inet6))
  ((address plan) (set-plan-host plan address)))

(defun setting (name value plan)
  (set-plan-settings plan (++ (plan-settings plan) (list (tuple name value)))))

;;; Opening.

(defun opened (role defaults plan)
  "`#(ok socket)`: of that role and family, with its options, bound to its own address; else
  `#(error reason)`. The option `active` is left to the caller."
  (case (alate_net:open role (plan-family plan))
    ((= (tuple 'ok socket) ok)
     (let ((settings (lists:keydelete 'active 1 (++ defaults (plan-settings plan)))))
       (case (lists:foldl (lambda (step done) (then done step)) 'ok
                          (list (lambda () (set_all socket settings))
                                (lambda () (bound socket plan))))
         ('ok ok)
         (failure (alate_net:close socket) failure))))
    (failure failure)))

(defun then
  (('ok step) (funcall step))
  ((failure _) failure))

(defun bound (socket plan)
  (case (tuple (plan-family plan) (plan-host plan))
    ((tuple 'local 'any) 'ok)
    ((tuple 'inet6 'any) (bind socket #(0 0 0 0 0 0 0 0) (plan-port plan)))
    ((tuple 'inet6 'loopback) (bind socket #(0 0 0 0 0 0 0 1) (plan-port plan)))
    ((tuple _ 'any) (bind socket #(0 0 0 0) (plan-port plan)))
    ((tuple _ 'loopback) (bind socket #(127 0 0 1) (plan-port plan)))
    ((tuple _ host) (bind socket host (plan-port plan)))))

(defun bind (socket host port)
  (try (alate_net:bind socket host port)
    (catch ((tuple 'error 'badarg _) (exit 'badarg)))))

(defun set_all (socket settings)
  "Sets options, in order: ok, or the first error."
  (case settings
    (() 'ok)
    ((cons (tuple name value) rest)
     (case (set socket name value)
       ('ok (set_all socket rest))
       (failure failure)))
    (_ #(error einval))))

(defun set
  ((socket 'linger (tuple 'true seconds)) (alate_net:set_option socket 'linger seconds))
  ((socket 'linger (tuple 'false _)) (alate_net:set_option socket 'linger -1))
  ((socket name value) (when (is_atom name)) (alate_net:set_option socket name value))
  ((_ _ _) #(error einval)))

(defun port (socket)
  "`#(ok port)`, the socket's own."
  (case (alate_net:own_name socket)
    ((tuple 'ok (tuple _ port)) (tuple 'ok port))
    (failure failure)))

;;; Waiting.

(defun deadline
  "When a time limit in milliseconds is over."
  (('infinity) 'infinity)
  ((milliseconds) (when (is_integer milliseconds) (>= milliseconds 0))
   (+ (erlang:monotonic_time 'millisecond) milliseconds))
  ((_) (error 'badarg)))

(defun left
  (('infinity) 'infinity)
  ((deadline) (max 0 (- deadline (erlang:monotonic_time 'millisecond)))))

(defun waiting (socket want deadline attempt)
  "What an attempt answers, as soon as it is not `wait`; `#(error timeout)` when the deadline is over."
  (case (funcall attempt)
    ('wait
     (case (await socket want deadline)
       ('ok (waiting socket want deadline attempt))
       (failure failure)))
    (answer answer)))

(defun await (socket want deadline)
  "Waits until a socket can be read or written, perhaps: ok, `#(error closed)` or `#(error timeout)`."
  (case (alate_net:await socket want)
    (reference (when (is_reference reference))
     (receive
       ((tuple r 'ready) (when (=:= r reference)) 'ok)
       (after (left deadline)
         (alate_net:forget socket reference)
         ;; It may have come just now.
         (receive
           ((tuple r 'ready) (when (=:= r reference)) 'ok)
           (after 0 #(error timeout))))))
    (failure failure)))

;;; Owners.

(defun owner_changed (socket to data others)
  "Gives a socket to another process, with those of its messages that have come: `data` and `others` are
  their first elements."
  (case (alate_net:owner socket)
    ('undefined #(error einval))
    (owner (when (=:= owner to)) 'ok)
    (owner (when (=/= owner (self))) #(error not_owner))
    (_
      (let ((active (alate_net:get_option socket 'active)))
        (alate_net:set_option socket 'active 'false)
        (hand-over socket to data others)
        (alate_net:give socket to)
        (if (=/= active 'false)
          (alate_net:set_option socket 'active active))
        'ok))))

(defun hand-over (socket to data others)
  (receive
    (message (when (is_tuple message) (> (tuple_size message) 1)
                   (=:= (element 2 message) socket)
                   (orelse (=:= (element 1 message) data)
                           (=:= (element 1 message) (element 1 others))
                           (=:= (element 1 message) (element 2 others))
                           (=:= (element 1 message) (element 3 others))))
     (! to message)
     (hand-over socket to data others))
    (after 0 'ok)))
