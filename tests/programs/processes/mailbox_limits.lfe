;;; Mailboxes of limited room: what is dropped, who waits, who ends. Erlang has none of this; the
;;; expected output follows from docs/language.md.
(defmodule mailbox_limits
  (export (main 0)))

(defun main ()
  (drops)
  (blocks)
  (blocked-sender-is-killed)
  (receiver-ends)
  (exits)
  (runtime-messages-are-let-in)
  (wrong-options))

(defun say (format args)
  (io:format format args))

(defun all (seen)
  (receive
    (message (all (cons message seen)))
    (after 0 (lists:reverse seen))))

(defun info (pid)
  (let (((tuple 'mailbox info) (process_info pid 'mailbox)))
    info))

(defun drops ()
  (let* ((me (self))
         (pid (spawn_opt (lambda () (receive ('go 'ok)) (! me (all ())))
                         '(#(mailbox 4 drop)))))
    (lists:foreach (lambda (n) (! pid n)) (lists:seq 1 3))
    (! pid 'go)
    ;; It may have taken the first one by now, or not: after it there is room for at most one more.
    (receive (messages (say "drops: ~p~n" (list messages)))))
  (let ((pid (spawn_opt (lambda () (receive ('never 'ok))) '(#(mailbox 2 drop)))))
    (lists:foreach (lambda (n) (! pid n)) (lists:seq 1 10))
    (say "~p ~p~n" (list (process_info pid 'messages) (lists:sort (maps:to_list (info pid)))))
    (say "unlimited: ~p~n" (list (process_info (self) 'mailbox)))
    (exit pid 'kill)))

(defun blocks ()
  (let* ((me (self))
         (pid (spawn_opt (lambda () (receive ('go (! me (all-of 21 ()))))) '(#(mailbox 2 block))))
         (_ (spawn (lambda ()
                     (lists:foreach (lambda (n) (! pid n)) (lists:seq 1 20))
                     (! me 'sent)))))
    (wait-until (lambda () (>= (maps:get 'waits (info pid)) 1)))
    (say "blocked: ~p~n" (list (receive ('sent 'no) (after 20 'yes))))
    (! (spawn (lambda () (! pid 'go))) 'unheard)
    (receive ((cons _ _) 'ok))
    (receive ('sent (say "all sent~n" ())))))

(defun all-of
  ((1 seen) (lists:reverse seen))
  ((n seen) (receive (message (all-of (- n 1) (cons message seen))))))

(defun wait-until (test)
  (case (funcall test)
    ('true 'ok)
    ('false (timer:sleep 1) (wait-until test))))

(defun blocked-sender-is-killed ()
  (let* ((pid (spawn_opt (lambda () (receive ('never 'ok))) '(#(mailbox 1 block))))
         ((tuple sender watch) (spawn_monitor (lambda () (fill pid)))))
    (wait-until (lambda () (>= (maps:get 'waits (info pid)) 1)))
    (exit sender 'kill)
    (receive ((tuple 'DOWN w _ _ reason) (when (=:= w watch)) (say "killed: ~p~n" (list reason))))
    (exit pid 'kill)))

(defun fill (pid)
  (! pid 'more)
  (fill pid))

(defun receiver-ends ()
  (let* ((me (self))
         (pid (spawn_opt (lambda () (receive ('never 'ok))) '(#(mailbox 1 block))))
         (_ (spawn (lambda () (! pid 1) (! pid 2) (! pid 3) (! me 'went-on)))))
    (wait-until (lambda () (>= (maps:get 'waits (info pid)) 1)))
    (exit pid 'kill)
    (receive ('went-on (say "went on~n" ())))))

(defun exits ()
  (let (((tuple pid watch) (spawn_opt (lambda () (process_flag 'trap_exit 'true) (receive ('never 'ok)))
                                      '(monitor #(mailbox 3 exit)))))
    (lists:foreach (lambda (n) (! pid n)) (lists:seq 1 10))
    (receive ((tuple 'DOWN w _ _ reason) (when (=:= w watch)) (say "exits: ~p~n" (list reason))))))

(defun runtime-messages-are-let-in ()
  (let* ((me (self))
         (pid (spawn_opt (lambda ()
                           (let (((tuple _ watch) (spawn_monitor (lambda () 'ok))))
                             (! me 'watching)
                             (receive ('go 'ok))
                             (receive ((tuple 'DOWN w _ _ _) (when (=:= w watch)) (! me 'heard)))))
                         '(#(mailbox 1 drop)))))
    (receive ('watching 'ok))
    (wait-until (lambda () (=:= (process_info pid 'message_queue_len) #(message_queue_len 1))))
    (! pid 'go)
    (receive ('heard (say "heard~n" ())))))

(defun wrong-options ()
  (lists:foreach
    (lambda (option)
      (say "~p: ~p~n"
           (list option (try (progn (spawn_opt (lambda () 'ok) (list option)) 'accepted)
                          (catch ((tuple class reason _) (tuple class reason)))))))
    '(#(mailbox 0 drop) #(mailbox 1 forget) #(mailbox x drop) #(mailbox 1) #(letterbox 1 drop)
      #(mailbox 1 drop))))
