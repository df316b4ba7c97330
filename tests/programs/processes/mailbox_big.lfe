;; no-stress
;;; Requests and answers under a large mailbox: each answer carries a fresh reference.
(defmodule mailbox_big
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun server (count)
  (receive
    ((tuple 'square from ref n) (! from (tuple ref (* n n))) (server (+ count 1)))
    ((tuple 'stop from ref) (! from (tuple ref count)))))

(defun ask (pid n)
  (let ((ref (make_ref)))
    (! pid (tuple 'square (self) ref n))
    (receive ((tuple r answer) (when (=:= r ref)) answer))))

(defun ask-monitored (pid n)
  (let ((ref (monitor 'process pid)))
    (! pid (tuple 'square (self) ref n))
    (receive
      ((tuple r answer) (when (=:= r ref)) (demonitor ref '(flush)) answer)
      ((tuple 'DOWN r 'process _ reason) (when (=:= r ref)) (exit reason)))))

(defun fill
  ((0) 'ok)
  ((n) (! (self) (tuple 'job n)) (fill (- n 1))))

(defun drain (count sum)
  (receive
    ((tuple 'job n) (drain (+ count 1) (+ sum n)))
    (after 0 (tuple count sum))))

(defun queue-length () (element 2 (process_info (self) 'message_queue_len)))

(defun main ()
  (let ((pid (spawn (lambda () (server 0)))))
    (show "empty" (ask pid 12))
    (fill 20000)
    (show "queue" (queue-length))
    (show "asked" (lists:sum (lc ((<- n (lists:seq 1 200))) (ask pid n))))
    (show "monitored" (lists:sum (lc ((<- n (lists:seq 1 200))) (ask-monitored pid n))))
    (show "queue" (queue-length))
    (fill 5000)
    (show "again" (ask pid 1000))
    (show "last in the queue" (receive ((tuple 'job n) (when (=:= n 1)) n)))
    (let ((ref (make_ref)))
      (! pid (tuple 'stop (self) ref))
      (show "served" (receive ((tuple r count) (when (=:= r ref)) count))))
    (show "drained" (drain 0 0))
    (show "queue" (queue-length))))
