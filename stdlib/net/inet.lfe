;;; What sockets of all kinds can be asked, and addresses of the Internet: Erlang's module `inet`.

(defmodule inet
  "Options and names of sockets, and addresses, as in Erlang."
  (export (setopts 2) (getopts 2) (getstat 1) (getstat 2) (close 1)
          (sockname 1) (peername 1) (socknames 1) (peernames 1) (port 1)
          (getaddr 2) (getaddrs 2) (gethostbyname 1) (gethostbyname 2) (gethostname 0)
          (ntoa 1) (parse_address 1) (parse_strict_address 1)
          (parse_ipv4_address 1) (parse_ipv4strict_address 1)
          (parse_ipv6_address 1) (parse_ipv6strict_address 1)
          (ipv4_mapped_ipv6_address 1)
          (is_ip_address 1) (is_ipv4_address 1) (is_ipv6_address 1)
          (format_error 1)))

;;; Sockets.

(defun setopts (socket options)
  "Sets options: ok or `#(error einval)`."
  (inet_socket:set_all socket (lists:map #'pair/1 options)))

(defun pair
  (('binary) #(mode binary))
  (('list) #(mode list))
  ((option) option))

(defun getopts (socket names)
  "`#(ok options)`: the options of these names that there are, with their values."
  (case (alate_net:owner socket)
    ('undefined #(error einval))
    (_ (tuple 'ok (lists:flatmap (lambda (name) (option-of socket name)) names)))))

(defun option-of (socket name)
  (case (alate_net:get_option socket name)
    ('undefined ())
    (value (list (tuple name (value-of name value))))))

(defun truths ()
  '(nodelay reuseaddr reuseport keepalive broadcast ipv6_v6only multicast_loop))

(defun value-of
  (('linger seconds) (when (< seconds 0)) #(false 0))
  (('linger seconds) (tuple 'true seconds))
  ((name value) (if (lists:member name (truths)) (=/= value 0) value)))

(defun getstat (socket)
  "`#(ok counts)`: all that is counted."
  (getstat socket '(recv_cnt recv_max recv_avg recv_oct recv_dvi
                    send_cnt send_max send_avg send_oct send_pend)))

(defun getstat (socket names)
  "`#(ok counts)`: what has been received and sent, of these names."
  (case (alate_net:counts socket)
    ((= (tuple 'error _) failure) failure)
    (counts (tuple 'ok (lists:map (lambda (name) (tuple name (count name counts))) names)))))

(defun count
  (('recv_oct (tuple received _ _ _ _ _)) received)
  (('recv_cnt (tuple _ packets _ _ _ _)) packets)
  (('recv_max (tuple _ _ longest _ _ _)) longest)
  (('recv_avg (tuple received packets _ _ _ _)) (average received packets))
  (('send_oct (tuple _ _ _ sent _ _)) sent)
  (('send_cnt (tuple _ _ _ _ packets _)) packets)
  (('send_max (tuple _ _ _ _ _ longest)) longest)
  (('send_avg (tuple _ _ _ sent packets _)) (average sent packets))
  ((_ _) 0))

(defun average
  ((_ 0) 0)
  ((sum number) (div sum number)))

(defun close (socket)
  "Closes a socket of any kind."
  (alate_net:close socket))

(defun sockname (socket)
  "`#(ok #(address port))`: the socket's own."
  (named (alate_net:own_name socket)))

(defun peername (socket)
  "`#(ok #(address port))`: of the other side."
  (named (alate_net:peer_name socket)))

;; A local address is one term of its own.
(defun named
  (((tuple 'ok (tuple (= (tuple 'local _) address) _))) (tuple 'ok address))
  ((answer) answer))

(defun socknames (socket)
  "sockname/1 in a list: a socket has one address."
  (in-list (sockname socket)))

(defun peernames (socket)
  "peername/1 in a list."
  (in-list (peername socket)))

(defun in-list
  (((tuple 'ok name)) (tuple 'ok (list name)))
  ((failure) failure))

(defun port (socket)
  "`#(ok port)`: the socket's own."
  (inet_socket:port socket))

;;; Names of hosts.

(defun getaddr (host family)
  "`#(ok address)`: the first address of a host, which is a name or an address already."
  (case (getaddrs host family)
    ((tuple 'ok (cons address _)) (tuple 'ok address))
    (failure failure)))

(defun getaddrs
  "`#(ok addresses)` of a host: of the family `inet` or `inet6`."
  (((= (tuple 'local _) address) _) (tuple 'ok (list address)))
  ((address family) (when (is_tuple address))
   (if (of-family address family)
     (tuple 'ok (list address))
     #(error einval)))
  ((host family) (when (is_atom host)) (getaddrs (atom_to_list host) family))
  ((host family)
   (case (parse_address host)
     ((tuple 'ok address)
      (if (of-family address family) (tuple 'ok (list address)) (mapped address family)))
     (_ (resolved host family)))))

(defun of-family
  ((address 'inet) (is_ipv4_address address))
  ((address 'inet6) (is_ipv6_address address))
  ((_ _) 'false))

(defun mapped
  ((address 'inet6) (tuple 'ok (list (ipv4_mapped_ipv6_address address))))
  ((_ _) #(error nxdomain)))

(defun resolved (host family)
  (let ((reference (alate_net:resolve host family)))
    (receive
      ((tuple r #"") (when (=:= r reference)) #(error nxdomain))
      ((tuple r lines) (when (=:= r reference))
       (tuple 'ok (lists:map (lambda (line)
                               (element 2 (parse_address (binary_to_list line))))
                             (binary:split lines #"\n" '(global))))))))

(defun gethostbyname (name)
  "gethostbyname/2 of the family `inet`."
  (gethostbyname name 'inet))

(defun gethostbyname (name family)
  "`#(ok #(hostent name aliases family length addresses))`."
  (case (getaddrs name family)
    ((tuple 'ok addresses)
     (let ((length (if (=:= family 'inet6) 16 4)))
       (tuple 'ok (tuple 'hostent (name-text name) () family length addresses))))
    (failure failure)))

(defun name-text
  ((name) (when (is_atom name)) (atom_to_list name))
  ((name) (when (is_tuple name)) (ntoa name))
  ((name) name))

(defun gethostname ()
  "`#(ok name)`: that of this host, without its domain."
  (case (file:read_file "/proc/sys/kernel/hostname")
    ((tuple 'ok name)
     (tuple 'ok (lists:takewhile (lambda (c) (andalso (=/= c #\.) (=/= c 10)))
                                 (binary_to_list name))))
    (_ #(ok "localhost"))))

;;; Addresses.

(defun is_ip_address (term)
  "Whether a term is an address."
  (orelse (is_ipv4_address term) (is_ipv6_address term)))

(defun is_ipv4_address
  "Whether a term is an address of four bytes."
  (((= (tuple _ _ _ _) address)) (all-below 256 (tuple_to_list address)))
  ((_) 'false))

(defun is_ipv6_address
  "Whether a term is an address of eight 16-bit numbers."
  (((= (tuple _ _ _ _ _ _ _ _) address)) (all-below 65536 (tuple_to_list address)))
  ((_) 'false))

(defun all-below (limit numbers)
  (lists:all (lambda (n) (andalso (is_integer n) (>= n 0) (< n limit))) numbers))

(defun ipv4_mapped_ipv6_address
  "An address of version 4 as one of version 6, and the other way round."
  (((tuple a b c d)) (tuple 0 0 0 0 0 #xffff (+ (* 256 a) b) (+ (* 256 c) d)))
  (((tuple _ _ _ _ _ _ high low))
   (tuple (bsr high 8) (band high 255) (bsr low 8) (band low 255))))

(defun ntoa (address)
  "The text of an address, or `#(error einval)`."
  (cond
    ((is_ipv4_address address)
     (lists:append (lists:join "." (lists:map #'integer_to_list/1 (tuple_to_list address)))))
    ((is_ipv6_address address) (inet_text:version_6 address))
    (else #(error einval))))

(defun parse_address (text)
  "`#(ok address)` of the text of an address, of version 4 in one of its short forms too."
  (either (parse_ipv4_address text) (lambda () (parse_ipv6_address text))))

(defun parse_strict_address (text)
  "`#(ok address)`; the text has all its parts."
  (either (parse_ipv4strict_address text) (lambda () (parse_ipv6strict_address text))))

(defun either
  (((= (tuple 'ok _) answer) _) answer)
  ((_ other) (funcall other)))

(defun parse_ipv4_address (text)
  "`#(ok address)` of one to four numbers with points between them; the last fills what is left."
  (inet_text:parse_version_4 text))

(defun parse_ipv4strict_address (text)
  "`#(ok address)` of four numbers with points between them."
  (inet_text:parse_strict_version_4 text))

(defun parse_ipv6_address (text)
  "`#(ok address)` of version 6; of one of version 4 that which stands for it."
  (case (inet_text:parse_version_6 text)
    ((= (tuple 'ok _) answer) answer)
    (failure
      (case (parse_ipv4_address text)
        ((tuple 'ok address) (tuple 'ok (ipv4_mapped_ipv6_address address)))
        (_ failure)))))

(defun parse_ipv6strict_address (text)
  "`#(ok address)` of version 6."
  (inet_text:parse_version_6 text))

(defun format_error (reason)
  "What an error means."
  (inet_text:error reason))
