;;; A key-value server over TCP: the program.

(defmodule kv
  "Starts the server and keeps it running."
  (export (main 1)))

(defun main
  "Serves on a port, 6400 where none is named, until somebody stops the program."
  ((()) (serve 6400))
  (((list text))
   (case (string:to_integer text)
     ((tuple port "") (serve port))
     (_ (usage))))
  ((_) (usage)))

(defun usage ()
  (io:format 'standard_error "usage: kv [port]~n" ())
  (halt 2))

(defun serve (port)
  (process_flag 'trap_exit 'true)
  (case (kv_sup:start_link port)
    ((tuple 'ok supervisor)
     (io:format "serving on port ~w~n" (list (kv_sup:port supervisor)))
     (until-the-end supervisor))
    ((tuple 'error reason)
     (io:format 'standard_error "cannot serve on port ~w: ~p~n" (list port reason))
     (halt 1))))

(defun until-the-end (supervisor)
  (receive
    ((tuple 'EXIT pid reason) (when (=:= pid supervisor))
     (io:format 'standard_error "the server has ended: ~p~n" (list reason))
     (halt 1))
    ;; Somebody wants the program to end: children first.
    ((tuple 'EXIT _ reason)
     (exit supervisor 'shutdown)
     (exit reason))))
