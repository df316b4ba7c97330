;;; One connection: reads commands, a line each, and answers with a line each.

(defmodule kv_connection
  "The process of a connection."
  (behaviour gen_server)
  (export (start_link 1) (go 1)
          (init 1) (handle_call 3) (handle_cast 2) (handle_info 2)))

(defun start_link (socket)
  (gen_server:start_link (MODULE) socket ()))

(defun go (pid)
  "The connection belongs to the process now: it may begin."
  (gen_server:cast pid 'go))

(defun init (socket)
  (tuple 'ok socket))

(defun handle_call (_ _ socket)
  (tuple 'noreply socket))

(defun handle_cast (_ socket)
  (inet:setopts socket '(#(active once)))
  (tuple 'noreply socket))

(defun handle_info
  (((tuple 'tcp _ line) socket)
   (gen_tcp:send socket (list (answer (string:lexemes line (separators))) "\n"))
   (inet:setopts socket '(#(active once)))
   (tuple 'noreply socket))
  (((tuple 'tcp_closed _) socket)
   (tuple 'stop 'normal socket))
  (((tuple 'tcp_error _ _) socket)
   (tuple 'stop 'normal socket)))

;; A line may end as in a terminal, or as in Telnet, which is one character to `string`.
(defun separators ()
  '(32 10 "\r\n"))

(defun answer
  "The answer to a command."
  (((list #"GET" key))
   (case (kv_store:fetch key)
     ((tuple 'ok value) (list "VALUE " value))
     ('error "NONE")))
  (((list #"SET" key value))
   (kv_store:store key value)
   "OK")
  (((list #"ADD" key number))
   (try (kv_store:add key (binary_to_integer number))
     (case
       ((tuple 'ok sum) (list "VALUE " (integer_to_binary sum)))
       ('error "ERROR the value is no number"))
     (catch ((tuple 'error 'badarg _) "ERROR no number"))))
  (((list #"DELETE" key))
   (if (kv_store:delete key) "OK" "NONE"))
  (((list #"COUNT"))
   (list "VALUE " (integer_to_binary (kv_store:count))))
  ((_) "ERROR no such command"))
