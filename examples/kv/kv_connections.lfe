;;; The connections: when one fails, its client has to connect again, and nobody else notices.

(defmodule kv_connections
  "The supervisor of the connections."
  (behaviour supervisor)
  (export (start_link 0) (begin 1) (init 1)))

(defun start_link ()
  (supervisor:start_link (tuple 'local (MODULE)) (MODULE) ()))

(defun begin (socket)
  "Begins a process for a connection: `#(ok pid)`."
  (supervisor:start_child (MODULE) (list socket)))

(defun init (_)
  (tuple 'ok (tuple (map 'strategy 'simple_one_for_one)
                    (list (map 'id 'connection
                               'start #(kv_connection start_link ())
                               'restart 'temporary)))))
