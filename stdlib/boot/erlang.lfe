;;; The functions of Erlang's module `erlang` that are not builtins: those that take time in
;;; proportion to a list, and those that begin processes or give way to others.

(defmodule erlang
  "Functions that Erlang provides without a module name, the part in Lisp."
  (export (++ 2) (-- 2) (append 2) (subtract 2)
          (exit 2) (link 1) (node 0) (node 1) (nodes 0)
          (spawn 1) (spawn 3) (spawn_link 1) (spawn_link 3) (spawn_monitor 1) (spawn_monitor 3)
          (spawn_opt 2) (spawn_opt 4) (yield 0)))

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

(defun spawn (module name arguments)
  "A process that calls an exported function."
  (alate:spawn module name arguments ()))

(defun spawn_link (f)
  "spawn/1 of a linked process."
  (alate:spawn f '(link)))

(defun spawn_link (module name arguments)
  "spawn/3 of a linked process."
  (alate:spawn module name arguments '(link)))

(defun spawn_monitor (f)
  "spawn/1 of a process that is watched: a tuple of its pid and the monitor's reference."
  (alate:spawn f '(monitor)))

(defun spawn_monitor (module name arguments)
  "spawn/3 of a process that is watched."
  (alate:spawn module name arguments '(monitor)))

(defun spawn_opt (f options)
  "spawn/1 with options."
  (alate:spawn f options))

(defun spawn_opt (module name arguments options)
  "spawn/3 with options."
  (alate:spawn module name arguments options))

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
