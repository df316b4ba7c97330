;;; Signals from one process to another arrive in the order sent: messages, links, monitors, exits, questions.
(defmodule signal_order
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun times (n f) (lists:usort (lc ((<- i (lists:seq 1 n))) (funcall f i))))

(defun down (ref) (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))

(defun idle () (receive ('stop 'ok)))

;; Answers each message; an exit signal behind a message cannot overtake it.
(defun answering (to) (receive (m (! to (tuple 'had m)) (answering to))))

;; Takes all that came before the mark, and all after it.
(defun until-mark (mark) (receive (m (if (=:= m mark) () (cons m (until-mark mark))))))

(defun main ()
  (show "message, then its sender's end"
    (times 100 (lambda (i)
      (let* ((me (self)) ((tuple _ ref) (spawn_monitor (lambda () (! me (tuple 'last-words i)) (exit 'done)))))
        (receive ((tuple 'DOWN r _ _ 'done) (when (=:= r ref)) (receive ((tuple 'last-words j) (=:= i j)) (after 0 'missing))))))))
  (process_flag 'trap_exit 'true)
  (show "message, then EXIT of a link"
    (times 100 (lambda (i)
      (let* ((me (self)) (pid (spawn_link (lambda () (! me (tuple 'last-words i)) (exit 'done)))))
        (list (receive ((tuple 'last-words _) 'words) ((tuple 'EXIT p _) (when (=:= p pid)) 'exit))
              (receive ((tuple 'last-words _) 'words) ((tuple 'EXIT p _) (when (=:= p pid)) 'exit)))))))
  (process_flag 'trap_exit 'false)
  (show "monitor, then stop"
    (times 100 (lambda (_)
      (let* ((pid (spawn #'idle/0)) (ref (monitor 'process pid))) (! pid 'stop) (down ref)))))
  (show "stop, then kill: never late"
    (times 100 (lambda (_)
      (let* ((pid (spawn #'idle/0)) (ref (monitor 'process pid))) (exit pid 'signal) (! pid 'stop) (down ref)))))
  (show "exit, then a question"
    (times 100 (lambda (_)
      (let ((pid (spawn #'idle/0))) (exit pid 'signal) (list (is_process_alive pid) (process_info pid 'status))))))
  (show "messages, then a question"
    (times 50 (lambda (i)
      (let ((pid (spawn (lambda () (receive ('never 'ok))))))
        (lists:foreach (lambda (m) (! pid m)) (lists:seq 1 20))
        (let ((answer (process_info pid '(messages message_queue_len)))) (exit pid 'kill)
          (=:= answer (list (tuple 'messages (lists:seq 1 20)) #(message_queue_len 20))))))))
  (show "link, then a question"
    (times 50 (lambda (_)
      (let ((pid (spawn #'idle/0))) (link pid)
        (let ((answer (=:= (process_info pid 'links) (tuple 'links (list (self))))))
          (unlink pid) (! pid 'stop) answer)))))
  (show "unlink, then exit"
    (times 50 (lambda (_)
      (let (((tuple pid ref) (spawn_opt #'idle/0 '(link monitor)))) (unlink pid) (exit pid 'crash) (down ref)))))
  (show "demonitor, then nothing"
    (times 50 (lambda (_)
      (let* (((tuple pid ref) (spawn_monitor #'idle/0)) (other (monitor 'process pid)))
        (demonitor ref '(flush))
        (! pid 'stop)
        (list (down other) (receive ((tuple 'DOWN _ _ _ _) 'came) (after 0 'nothing)))))))
  ;; A trapping process sees messages and exit signals in one order.
  (let* ((me (self))
         (pid (spawn (lambda ()
                (process_flag 'trap_exit 'true)
                (! me 'trapping)
                (receive ('report (! me (tuple 'saw (until-mark 'mark)))))))))
    (receive ('trapping 'ok))
    (lists:foreach (lambda (i) (if (=:= (rem i 3) 0) (exit pid i) (! pid i))) (lists:seq 1 12))
    (! pid 'mark)
    (! pid 'report)
    (show "mixed" (receive ((tuple 'saw xs) (lists:map (lambda (x) (case x ((tuple 'EXIT p i) (when (=:= p me)) (tuple 'exit i)) (_ x))) xs)))))
  ;; Through a name, by pid and by alias: one order.
  (let ((a (erlang:alias)))
    (register 'signal_order_main (self))
    (! 'signal_order_main 1) (! (self) 2) (! a 3) (erlang:send 'signal_order_main 4) (! a 5) (! (self) 6)
    (show "all ways" (lc ((<- _ (lists:seq 1 6))) (receive (n n)))))
  ;; A message sent on in turn comes before what is sent after its receipt was confirmed.
  (let* ((me (self)) (pid (spawn (lambda () (answering me)))))
    (show "answers" (lc ((<- i (lists:seq 1 10))) (progn (! pid i) (receive ((tuple 'had n) n)))))
    (exit pid 'kill)))
