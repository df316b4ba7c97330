;;; Messages with priority (EEP 76) and links in one direction. OTP 25 has neither; the expected output
;;; follows from the EEP and from docs/language.md.
(defmodule priority_messages
  (export (main 0)))

(defun main ()
  (before-ordinary-ones)
  (only-through-an-alias-that-takes-them)
  (seen-by-a-receive-under-way)
  (followers)
  (followers-of-the-dead))

(defun drain (seen)
  (receive
    (message (drain (cons message seen)))
    (after 0 (lists:reverse seen))))

(defun before-ordinary-ones ()
  (let ((alias (alias '(priority))))
    (! (self) 1)
    (erlang:send alias 'first '(priority))
    (! alias 2)
    (erlang:send alias 'second '(priority))
    (io:format "~p~n" (list (drain ())))
    (unalias alias)
    (erlang:send alias 'third '(priority))
    (io:format "~p~n" (list (drain ())))))

(defun only-through-an-alias-that-takes-them ()
  (let ((plain (alias)))
    (! (self) 1)
    (erlang:send plain 2 '(priority))
    (erlang:send (self) 3 '(priority nosuspend))
    (io:format "~p~n" (list (drain ())))))

(defun seen-by-a-receive-under-way ()
  (let* ((me (self))
         (pid (spawn (lambda ()
                       (let ((alias (alias '(priority))))
                         (! me (tuple 'alias alias))
                         (receive ((tuple 'wanted n) (! me (tuple 'got n (drain ()))))))))))
    (receive
      ((tuple 'alias alias)
       (lists:foreach (lambda (n) (! pid n)) '(1 2 3))
       (erlang:send alias #(wanted 4) '(priority))
       (receive (answer (io:format "~p~n" (list answer))))))))

;; Who follows another ends with it, but not the other way round.
(defun followers ()
  (let* ((me (self))
         (leader (spawn (lambda () (receive ('end (exit 'over))))))
         ((tuple first w1) (spawn_monitor (lambda () (alate:follow leader) (! me 'ready) (receive ('end 'ok)))))
         ((tuple second w2) (spawn_monitor (lambda () (alate:follow leader) (! me 'ready) (receive ('never 'ok))))))
    (receive ('ready 'ok))
    (receive ('ready 'ok))
    (! first 'end)
    (receive ((tuple 'DOWN w _ _ reason) (when (=:= w w1)) (io:format "~p~n" (list reason))))
    (io:format "~p ~p~n" (list (is_process_alive leader) (is_process_alive second)))
    (exit first 'unheard)
    (! leader 'end)
    (receive ((tuple 'DOWN w _ _ reason) (when (=:= w w2)) (io:format "~p~n" (list reason))))))

(defun followers-of-the-dead ()
  (let (((tuple pid watch) (spawn_monitor (lambda () 'ok))))
    (receive ((tuple 'DOWN w _ _ _) (when (=:= w watch)) 'ok))
    (io:format "~p~n" (list (try (alate:follow pid) (catch ((tuple class reason _) (tuple class reason))))))
    (process_flag 'trap_exit 'true)
    (alate:follow pid)
    (receive ((tuple 'EXIT p reason) (when (=:= p pid)) (io:format "~p~n" (list reason))))))
