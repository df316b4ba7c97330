;;; exit/1, exit/2 to oneself, and the same as a trapped message.
(defmodule exit_self
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun ending (f)
  (let (((tuple _ ref) (spawn_monitor f)))
    (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref))
              (case reason
                ((tuple why (cons (tuple _ _ _ _) _)) (tuple 'with-stack why))
                (_ reason))))))

(defun trapping (reason)
  (ending (lambda ()
            (process_flag 'trap_exit 'true)
            (let ((answer (exit (self) reason)))
              (receive
                ((tuple 'EXIT from told) (exit (list 'trapped answer (=:= from (self)) told)))
                (after 1000 (exit 'nothing-came)))))))

(defun main ()
  (show "exit/1" (ending (lambda () (exit 'a-reason))))
  (show "exit/1 is caught" (ending (lambda () (try (exit 'a-reason) (catch ((tuple 'exit r _) (exit (tuple 'caught r))))))))
  (show "catch" (ending (lambda () (exit (tuple 'caught (catch (exit 'a-reason)))))))
  (show "exit/2 is no exception"
    (ending (lambda () (try (progn (exit (self) 'a-signal) (receive (after 1000 (exit 'alive))))
                         (catch (_ (exit 'caught)))))))
  (show "normal to oneself" (ending (lambda () (exit (self) 'normal) (receive (after 1000 (exit 'alive))))))
  (show "kill to oneself" (ending (lambda () (exit (self) 'kill) (receive (after 1000 (exit 'alive))))))
  (show "shutdown to oneself" (ending (lambda () (exit (self) 'shutdown) (receive (after 1000 (exit 'alive))))))
  (lists:foreach (lambda (reason) (show "trapping" (tuple reason (trapping reason))))
    '(normal kill killed shutdown other #(a tuple)))
  (show "exit/1 though trapping"
    (ending (lambda () (process_flag 'trap_exit 'true) (exit 'a-reason))))
  (show "exit/1 kill though trapping"
    (ending (lambda () (process_flag 'trap_exit 'true) (exit 'kill))))
  (show "deep" (ending (lambda () (nest 1000))))
  (show "an exit in after" (ending (lambda () (try (exit 'first) (after (exit 'second))))))
  (show "an exit in a handler" (ending (lambda () (try (error 'first) (catch (_ (exit 'second))))))))

(defun nest
  ((0) (exit 'bottom))
  ((n) (+ 1 (nest (- n 1)))))
