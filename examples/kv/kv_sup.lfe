;;; What begins what again. The table and the listening socket belong to the supervisor itself: nothing
;;; is lost and nobody is refused while a child is begun again.

(defmodule kv_sup
  "The supervisor of the server."
  (behaviour supervisor)
  (export (start_link 1) (port 1) (init 1)))

;; So many processes accept connections.
(defun acceptors () 4)

(defun start_link (port)
  "Starts the server on a port; 0: any that is free."
  (supervisor:start_link (MODULE) port))

(defun port (supervisor)
  "The port that the server listens on."
  (let (((tuple 'ok port) (inet:port (kv_acceptor:socket supervisor))))
    port))

(defun init (port)
  "The store, the connections, and those who accept them; each may be begun again by itself."
  (case (gen_tcp:listen port '(binary #(packet line) #(active false) #(reuseaddr true)
                               #(nodelay true) #(backlog 1024)))
    ((tuple 'ok socket)
     (kv_store:new)
     (tuple 'ok (tuple (map 'strategy 'one_for_one 'intensity 1000 'period 10)
                       (list* (child 'kv_store ())
                              (connections)
                              (lc ((<- n (lists:seq 1 (acceptors))))
                                (mset (child 'kv_acceptor (list socket))
                                      'id (tuple 'kv_acceptor n)))))))
    ((tuple 'error reason) (exit reason))))

(defun child (module arguments)
  (map 'id module
       'start (tuple module 'start_link arguments)))

(defun connections ()
  (mset (child 'kv_connections ()) 'type 'supervisor))
