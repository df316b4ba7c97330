;;; The example's server, with somebody who kills its processes.

(defmodule kv_chaos
  "Starts the server on a free port and kills its processes at random."
  (export (main 1)))

(defun main
  "Kills one process in so many milliseconds."
  (((list pause))
   ;; Whom it kills is no news.
   (logger:set_primary_config 'level 'none)
   (process_flag 'trap_exit 'true)
   (let (((tuple 'ok supervisor) (kv_sup:start_link 0)))
     (io:format "port ~w~n" (list (kv_sup:port supervisor)))
     (kill-for-ever supervisor (list_to_integer pause)))))

(defun kill-for-ever (supervisor pause)
  (receive
    ((tuple 'EXIT pid reason) (when (=:= pid supervisor))
     (io:format "the supervisor has ended: ~p~n" (list reason))
     (halt 1))
    ((tuple 'EXIT _ reason) (exit reason))
    (after pause
      (kill (one-of (victims supervisor)))
      (kill-for-ever supervisor pause))))

;; Connections most often; the others of the server too, but for the supervisor of the connections every
;; time only, whose end ends all of these.
(defun victims (supervisor)
  (let ((connections (try (lists:sublist (supervisor:which_children 'kv_connections) 500)
                       (catch (_ ()))))
        (others (supervisor:which_children supervisor)))
    (if (=:= (rand:uniform 4) 1)
      others
      connections)))

(defun one-of
  ((()) 'nobody)
  ((children) (element 2 (lists:nth (rand:uniform (length children)) children))))

(defun kill (pid)
  (if (is_pid pid)
    (exit pid 'kill)))
