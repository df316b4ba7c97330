;;; Accepts connections, and begins a process for each.

(defmodule kv_acceptor
  "A process that accepts connections."
  (export (start_link 1) (loop 1) (socket 1)))

(defun start_link (socket)
  "Starts a process that accepts connections of a listening socket."
  (tuple 'ok (proc_lib:spawn_link (MODULE) 'loop (list socket))))

(defun loop (listener)
  (let (((tuple 'ok socket) (gen_tcp:accept listener)))
    (case (kv_connections:begin socket)
      ((tuple 'ok pid)
       (gen_tcp:controlling_process socket pid)
       (kv_connection:go pid))
      (_ (gen_tcp:close socket)))
    (loop listener)))

(defun socket (supervisor)
  "The listening socket of a supervisor's acceptors."
  (let (((tuple 'ok (map 'start (tuple _ _ (list socket))))
         (supervisor:get_childspec supervisor #(kv_acceptor 1))))
    socket))
