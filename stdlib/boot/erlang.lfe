;;; The functions of Erlang's module `erlang` that are not builtins: those that take time in
;;; proportion to a list, and those that begin processes or give way to others.

(defmodule erlang
  "Functions that Erlang provides without a module name, the part in Lisp."
  (export (++ 2) (-- 2) (append 2) (subtract 2)
          (exit 2) (link 1) (node 0) (node 1) (nodes 0) (nodes 1) (is_alive 0)
          (spawn 1) (spawn 2) (spawn 3) (spawn 4)
          (spawn_link 1) (spawn_link 2) (spawn_link 3) (spawn_link 4)
          (spawn_monitor 1) (spawn_monitor 2) (spawn_monitor 3) (spawn_monitor 4)
          (spawn_opt 2) (spawn_opt 3) (spawn_opt 4) (spawn_opt 5)
          (spawn_request 1) (spawn_request 2) (spawn_request 3) (spawn_request 4) (spawn_request 5)
          (hibernate 3) (yield 0) (garbage_collect 1) (garbage_collect 2) (bump_reductions 1)
          (process_display 2) (system_monitor 0) (system_monitor 1) (system_monitor 2)))

(defun ++
  "The elements of a list before another."
  (((cons x xs) ys) (cons x (erlang:++ xs ys)))
  ((() ys) ys)
  ((_ _) (error 'badarg)))

(defun append (xs ys)
  "The function `++`."
  (erlang:++ xs ys))

(defun --
  "A list without the first occurrence of each element of another."
  ((xs ys) (when (>= (length xs) 0) (=< (length ys) 8)) (remove-each xs ys))
  ((xs ys) (when (>= (length xs) 0) (>= (length ys) 0))
   (remove-counted xs (counts ys #M())))
  ((_ _) (error 'badarg)))

(defun subtract (xs ys)
  "The function `--`."
  (erlang:-- xs ys))

(defun remove-each
  ((() _) ())
  ((xs (cons y ys)) (remove-each (remove-first y xs) ys))
  ((xs ()) xs))

(defun remove-first
  ((y (cons x xs)) (if (=:= x y) xs (cons x (remove-first y xs))))
  ((_ ()) ()))

;; How often each element occurs, for lists too long to search again and again.
(defun counts
  (((cons y ys) map)
   (case (maps:find y map)
     ((tuple 'ok n) (counts ys (map-set map y (+ n 1))))
     ('error (counts ys (map-set map y 1)))))
  ((() map) map))

(defun remove-counted
  (((cons x xs) map)
   (case (maps:find x map)
     ((tuple 'ok n) (when (> n 0)) (remove-counted xs (map-set map x (- n 1))))
     (_ (cons x (remove-counted xs map)))))
  ((() _) ()))

;;; Processes.

(defun spawn (f)
  "A process that calls a function without arguments."
  (alate:spawn f ()))

(defun spawn (node f)
  "spawn/1 on a node: see spawn_opt/3."
  (spawn-on node f ()))

(defun spawn (module name arguments)
  "A process that calls an exported function."
  (alate:spawn module name arguments ()))

(defun spawn (node module name arguments)
  "spawn/3 on a node: see spawn_opt/5."
  (spawn-on node module name arguments ()))

(defun spawn_link (f)
  "spawn/1 of a linked process."
  (alate:spawn f '(link)))

(defun spawn_link (node f)
  "spawn_link/1 on a node: see spawn_opt/3."
  (spawn-on node f '(link)))

(defun spawn_link (module name arguments)
  "spawn/3 of a linked process."
  (alate:spawn module name arguments '(link)))

(defun spawn_link (node module name arguments)
  "spawn_link/3 on a node: see spawn_opt/5."
  (spawn-on node module name arguments '(link)))

(defun spawn_monitor (f)
  "spawn/1 of a process that is watched: a tuple of its pid and the monitor's reference."
  (alate:spawn f '(monitor)))

(defun spawn_monitor (node f)
  "spawn_monitor/1 on a node: see spawn_opt/3."
  (spawn-on node f '(monitor)))

(defun spawn_monitor (module name arguments)
  "spawn/3 of a process that is watched."
  (alate:spawn module name arguments '(monitor)))

(defun spawn_monitor (node module name arguments)
  "spawn_monitor/3 on a node: see spawn_opt/5."
  (spawn-on node module name arguments '(monitor)))

(defun spawn_opt (f options)
  "spawn/1 with options."
  (alate:spawn f options))

(defun spawn_opt (node f options)
  "spawn/1 with options on a node. On another than this one the process ends with noconnection."
  (spawn-on node f options))

(defun spawn_opt (module name arguments options)
  "spawn/3 with options."
  (alate:spawn module name arguments options))

(defun spawn_opt (node module name arguments options)
  "spawn/3 with options on a node. On another than this one the process ends with noconnection."
  (spawn-on node module name arguments options))

;; spawn_request: OTP tells by the first two arguments which they are.
(defun spawn_request (f)
  "A process that calls a function without arguments: the answer is a reference, which a message with what has come of it carries."
  (alate:spawn_request f ()))

(defun spawn_request
  "spawn_request/1 with options, or on a node."
  ((f options) (when (is_function f)) (alate:spawn_request f options))
  ((node f) (request-on node f ())))

(defun spawn_request
  "spawn_request/1 with options on a node, or of an exported function."
  ((node f options) (when (is_function f)) (request-on node f options))
  ((module name arguments) (alate:spawn_request module name arguments ())))

(defun spawn_request
  "spawn_request/3 of an exported function with options, or on a node."
  ((node module name arguments) (when (is_atom name)) (request-on node module name arguments ()))
  ((module name arguments options) (alate:spawn_request module name arguments options)))

(defun spawn_request (node module name arguments options)
  "spawn_request/3 with options on a node."
  (request-on node module name arguments options))

(defun request-on
  (('nonode@nohost f options) (alate:spawn_request f options))
  ((node f options) (when (is_atom node) (is_function f 0)) (alate:spawn_request_elsewhere options))
  ((_ _ _) (error 'badarg)))

(defun request-on
  (('nonode@nohost module name arguments options)
   (alate:spawn_request module name arguments options))
  ((node module name arguments options)
   (when (is_atom node) (is_atom module) (is_atom name) (>= (length arguments) 0))
   (alate:spawn_request_elsewhere options))
  ((_ _ _ _ _) (error 'badarg)))

(defun spawn-on
  (('nonode@nohost f options) (alate:spawn f options))
  ((node f options) (when (is_atom node) (is_function f 0)) (alate:spawn #'unreachable/0 options))
  ((_ _ _) (error 'badarg)))

(defun spawn-on
  (('nonode@nohost module name arguments options) (alate:spawn module name arguments options))
  ((node module name arguments options)
   (when (is_atom node) (is_atom module) (is_atom name) (>= (length arguments) 0))
   (alate:spawn #'unreachable/0 options))
  ((_ _ _ _ _) (error 'badarg)))

(defun unreachable () (exit 'noconnection))

(defun hibernate (module name arguments)
  "Forgets the stack of the caller; when there is a message, the exported function goes on."
  (alate:hibernate module name arguments)
  (alate:yield))

(defun garbage_collect
  "Asks for a collection: all processes share one heap. False if the process is dead."
  ((pid) (when (=:= pid (self))) (erlang:garbage_collect))
  ((pid) (andalso (is_process_alive pid) (erlang:garbage_collect))))

(defun garbage_collect
  "garbage_collect/1; with the option async the answer is a message."
  ((pid (list (tuple 'async id)))
   (! (self) (tuple 'garbage_collect id (erlang:garbage_collect pid)))
   'async)
  ((pid options)
   (if (lists-of-types? options) (erlang:garbage_collect pid) (error 'badarg))))

(defun lists-of-types?
  (((cons (tuple 'type type) options)) (when (orelse (=:= type 'major) (=:= type 'minor)))
   (lists-of-types? options))
  ((()) 'true)
  ((_) 'false))

(defun bump_reductions
  "Processes give way by time, so this does nothing."
  ((n) (when (is_integer n) (>= n 1)) 'true)
  ((_) (error 'badarg)))

(defun system_monitor ()
  "Nobody is told of long collections and the like."
  'undefined)

(defun system_monitor (_)
  "Accepted without effect."
  'undefined)

(defun system_monitor
  "Accepted without effect."
  ((pid options) (when (is_pid pid) (is_list options)) 'undefined)
  ((_ _) (error 'badarg)))

(defun exit (pid reason)
  "Sends an exit signal. One to the caller itself takes effect before this returns."
  (alate:send_exit pid reason)
  (alate:yield))

(defun link (pid)
  "Links the caller and another process: each gets an exit signal when the other ends."
  (alate:link pid))

(defun yield ()
  "Lets other processes run."
  (alate:yield))

(defun node ()
  "The name of this node."
  'nonode@nohost)

(defun node (of)
  "The node of a pid, reference or port."
  (if (orelse (is_pid of) (is_reference of) (is_port of))
    'nonode@nohost
    (error 'badarg)))

(defun nodes ()
  "The nodes this one is connected to."
  ())

(defun nodes
  "The nodes of a kind, or of any of several: this one alone is there."
  ((kind) (when (orelse (=:= kind 'this) (=:= kind 'known))) '(nonode@nohost))
  ((kind) (when (orelse (=:= kind 'visible) (=:= kind 'hidden) (=:= kind 'connected))) ())
  (((cons kind kinds)) (when (is_atom kind)) (erlang:++ (erlang:-- (erlang:nodes kind) (erlang:nodes kinds)) (erlang:nodes kinds)))
  ((()) ())
  ((_) (error 'badarg)))

(defun is_alive ()
  "Whether this node can be connected to."
  'false)

(defun process_display
  "Writes what a process is doing on standard error."
  ((pid 'backtrace)
   (case (alate:process_text pid)
     ('undefined (error 'badarg))
     (text (alate:write 2 text) 'true)))
  ((_ _) (error 'badarg)))
