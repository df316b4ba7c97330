;;; UDP: Erlang's module `gen_udp`.

(defmodule gen_udp
  "Datagrams over UDP, as in Erlang."
  (export (open 1) (open 2) (connect 2) (connect 3) (send 2) (send 3) (send 4) (send 5)
          (recv 2) (recv 3) (close 1) (controlling_process 2)))

(defun open (port)
  "A socket on a port; 0: any that is free. `#(ok socket)` or `#(error reason)`."
  (open port ()))

(defun open (port options)
  "open/1 with options."
  (let ((plan (inet_socket:plan (++ options (list (tuple 'port port))))))
    (case (inet_socket:opened 'datagram () plan)
      ((= (tuple 'ok socket) ok)
       (alate_net:set_option socket 'active (proplists:get_value 'active options 'true))
       ok)
      (failure failure))))

(defun connect (socket address)
  "connect/3 with a map of `addr` and `port`."
  (connect socket (map-get address 'addr) (map-get address 'port)))

(defun connect (socket address port)
  "Has a socket send to one address, and receive from it, only."
  (with-address address (lambda (host) (alate_net:connect socket host port))))

(defun with-address (address act)
  (case (inet:getaddr address (if (=:= (size-of address) 8) 'inet6 'inet))
    ((tuple 'ok host) (funcall act host))
    (failure failure)))

(defun size-of
  ((term) (when (is_tuple term)) (tuple_size term))
  ((_) 0))

(defun send (socket data)
  "Sends a datagram to the address that the socket is connected to."
  (sent socket () 0 data))

(defun send
  "Sends a datagram to an address: `#(host port)`, or a map with `addr` and `port`."
  ((socket (tuple 'local _) _) (when (is_port socket)) #(error einval))
  ((socket (tuple address port) data) (send socket address port data))
  ((socket (map 'addr address 'port port) data) (send socket address port data)))

(defun send
  "Sends a datagram to a host, by its name or address: ok or `#(error reason)`."
  ((socket (= (tuple 'local _) address) port data) (sent socket address port data))
  ((socket (tuple address port) () data) (send socket address port data))
  ((socket address port data)
   (case (alate_net:owner socket)
     ('undefined #(error closed))
     (_ (with-address address (lambda (host) (sent socket host port data)))))))

(defun send (socket address port _ data)
  "send/4; data that goes with the datagram makes no difference."
  (send socket address port data))

(defun sent (socket host port data)
  (inet_socket:waiting socket 'write 'infinity
                       (lambda () (alate_net:send_to socket host port data))))

(defun recv (socket length)
  "Receives a datagram, of which no more than `length` bytes are kept (0: all), from a socket in passive
  mode: `#(ok #(address port packet))` or `#(error reason)`."
  (recv socket length 'infinity))

(defun recv (socket length timeout)
  "recv/2; `#(error timeout)` after so many milliseconds."
  (inet_socket:waiting socket 'read (inet_socket:deadline timeout)
                       (lambda () (alate_net:receive_from socket length))))

(defun close (socket)
  "Closes a socket."
  (alate_net:close socket))

(defun controlling_process (socket to)
  "Gives a socket to another process, which gets its messages from now on."
  (inet_socket:owner_changed socket to 'udp #(udp_closed udp_error udp_passive)))
