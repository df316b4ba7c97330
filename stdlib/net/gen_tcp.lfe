;;; TCP: Erlang's module `gen_tcp`, also for local (Unix) sockets.

(defmodule gen_tcp
  "Connections over TCP, and local ones, as in Erlang."
  (export (listen 2) (accept 1) (accept 2) (connect 2) (connect 3) (connect 4)
          (send 2) (recv 2) (recv 3) (shutdown 2) (close 1) (controlling_process 2)))

;; How long nobody is accepted when there are no descriptors left, in milliseconds.
(defun pause () 100)

(defun listen (port options)
  "A socket that waits for connections on a port; 0: any that is free. `#(ok socket)` or
  `#(error reason)`."
  (let ((plan (inet_socket:plan (++ options (list (tuple 'port port))))))
    (case (inet_socket:opened 'stream '(#(reuseaddr true)) plan)
      ((= (tuple 'ok socket) ok)
       (case (alate_net:listen socket (backlog options))
         ('ok
          (alate_net:set_option socket 'active (active options))
          ok)
         (failure (alate_net:close socket) failure)))
      (failure failure))))

(defun backlog (options)
  (proplists:get_value 'backlog options 5))

(defun active (options)
  (proplists:get_value 'active options 'true))

(defun accept (socket)
  "Waits for a connection: `#(ok socket)`, of the calling process, or `#(error reason)`."
  (accept socket 'infinity))

(defun accept (socket timeout)
  "accept/1; `#(error timeout)` after so many milliseconds."
  (accepted socket (inet_socket:deadline timeout)))

(defun accepted (socket deadline)
  (case (inet_socket:waiting socket 'read deadline (lambda () (alate_net:accept socket)))
    ('pause
     (receive (after (pause) (accepted socket deadline))))
    (answer answer)))

(defun connect (address options)
  "Connects to an address in one term: a map with `family`, `addr` and `port`, or `path`."
  (connect address options 'infinity))

(defun connect (a b c)
  "connect/2 with a time limit in milliseconds, or connect/4 without one."
  (if (is_map a)
    (connect-map a b c)
    (connect a b c 'infinity)))

(defun connect-map
  (((map 'family 'local 'path path) options timeout)
   (connect (tuple 'local path) 0 options timeout))
  (((map 'addr address 'port port) options timeout)
   (connect address port options timeout)))

(defun connect (address port options timeout)
  "Connects to a host, by its name or address, or to `#(local path)`: `#(ok socket)` or `#(error reason)`."
  (let* ((deadline (inet_socket:deadline timeout))
         (plan (inet_socket:plan (if (is-local address) (cons 'local options) options))))
    (case (inet:getaddrs address (family address options))
      ((tuple 'ok addresses) (connect-first addresses port options plan deadline #(error einval)))
      (failure failure))))

(defun is-local
  (((tuple 'local _)) 'true)
  ((_) 'false))

(defun family
  (((tuple 'local _) _) 'local)
  ((address _) (when (=:= (tuple_size address) 8)) 'inet6)
  ((_ options) (if (lists:member 'inet6 options) 'inet6 'inet)))

;; The first of the addresses that answers.
(defun connect-first
  ((() _ _ _ _ failure) failure)
  (((cons address rest) port options plan deadline _)
   (case (connect-one address port options plan deadline)
     ((= (tuple 'error reason) failure) (when (=/= reason 'timeout))
      (connect-first rest port options plan deadline failure))
     (answer answer))))

(defun connect-one (address port options plan deadline)
  (case (inet_socket:opened 'stream () plan)
    ((= (tuple 'ok socket) ok)
     (case (connected socket address port deadline)
       ('ok
        (alate_net:set_option socket 'active (active options))
        ok)
       (failure (alate_net:close socket) failure)))
    (failure failure)))

(defun connected (socket address port deadline)
  (case (alate_net:connect socket address port)
    ('wait
     (case (inet_socket:await socket 'write deadline)
       ('ok (alate_net:connected socket))
       (failure failure)))
    (answer answer)))

(defun send (socket data)
  "Sends I/O data, as one packet: ok or `#(error reason)`. Waits while much is not written yet."
  (case (alate_net:send socket data)
    ('wait (drained socket (alate_net:get_option socket 'send_timeout)))
    (answer answer)))

(defun drained (socket timeout)
  (case (inet_socket:waiting socket 'write (inet_socket:deadline timeout)
                             (lambda () (alate_net:drained socket)))
    ((= #(error timeout) failure)
     (case (alate_net:get_option socket 'send_timeout_close)
       ('true (alate_net:close socket))
       (_ 'ok))
     failure)
    (answer answer)))

(defun recv (socket length)
  "Receives a packet from a socket in passive mode: `#(ok packet)` or `#(error reason)`; where there are
  no packets, `length` bytes, or for 0 what there is."
  (recv socket length 'infinity))

(defun recv (socket length timeout)
  "recv/2; `#(error timeout)` after so many milliseconds."
  (inet_socket:waiting socket 'read (inet_socket:deadline timeout)
                       (lambda () (alate_net:receive socket length))))

(defun shutdown (socket how)
  "Ends one direction: `read`, `write` or `read_write`. What was sent before is still written."
  (case how
    ('read (alate_net:shutdown socket how))
    (_
      (inet_socket:waiting socket 'write 'infinity (lambda () (written socket)))
      (alate_net:shutdown socket how))))

(defun written (socket)
  (let ((low (alate_net:get_option socket 'low_watermark)))
    (alate_net:set_option socket 'low_watermark 0)
    (let ((answer (alate_net:drained socket)))
      (alate_net:set_option socket 'low_watermark low)
      answer)))

(defun close (socket)
  "Closes a socket. What was sent before is still written."
  (alate_net:close socket))

(defun controlling_process (socket to)
  "Gives a socket to another process, which gets its messages from now on."
  (inet_socket:owner_changed socket to 'tcp #(tcp_closed tcp_error tcp_passive)))
