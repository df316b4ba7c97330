;;; spawn_request: what is answered, and which messages come.
(defmodule spawn_requests
  (export (main 0) (f 0) (f 1) (waits 0)))

(defun f () 'ok)

(defun f (x) x)

(defun waits () (receive ('stop 'ok)))

(defun main ()
  (process_flag 'trap_exit 'true)
  (funs)
  (replies)
  (wrong-options)
  (functions)
  (other-nodes)
  (requests)
  (io:format "~p~n" (list (receive (m (tuple 'stray m)) (after 0 'nothing-more)))))

;; Prints the answer, and so many messages.
(defun show (name count request)
  (io:format "~p: ~p~n"
    (list name (try (plain (funcall request)) (catch ((tuple class reason _) (tuple class reason))))))
  (messages count))

(defun messages
  ((0) 'ok)
  ((n) (receive (m (io:format "  ~p~n" (list (plain m))))) (messages (- n 1))))

;; Pids and references have no name.
(defun plain
  ((r) (when (is_reference r)) 'ref)
  ((p) (when (is_pid p)) 'pid)
  ((t) (when (is_tuple t)) (list_to_tuple (lists:map #'plain/1 (tuple_to_list t))))
  ((t) t))

(defun ok () (lambda () 'ok))

(defun funs ()
  (show 'fun 1 (lambda () (spawn_request (ok))))
  (show 'node 1 (lambda () (spawn_request (node) (ok))))
  (show 'link 2 (lambda () (spawn_request (ok) '(link))))
  (show 'monitor 2 (lambda () (spawn_request (ok) '(monitor))))
  (show 'both 3 (lambda () (spawn_request (lambda () (exit 'oops)) '(link monitor))))
  (show 'node-both 3 (lambda () (spawn_request (node) (ok) '(link monitor))))
  (show 'tagged 2 (lambda () (spawn_request (ok) '(#(priority high) #(monitor (#(tag down)))))))
  (show 'alias 2 (lambda () (spawn_request (ok) '(#(monitor (#(alias explicit_unalias)))))))
  (show 'no-fun 0 (lambda () (spawn_request 'foo)))
  (show 'fun-of-one 0 (lambda () (spawn_request (lambda (x) x)))))

(defun replies ()
  (show 'yes 1 (lambda () (spawn_request (ok) '(#(reply yes) #(reply_tag #(my tag))))))
  (show 'no 0 (lambda () (spawn_request (ok) '(#(reply no)))))
  (show 'no-monitor 1 (lambda () (spawn_request (ok) '(#(reply no) monitor))))
  (show 'error-only 0 (lambda () (spawn_request (ok) '(#(reply error_only)))))
  (show 'success-only 1 (lambda () (spawn_request (ok) '(#(reply success_only)))))
  (show 'last-counts 1
    (lambda () (spawn_request (ok) '(#(reply_tag a) #(reply_tag "b") #(reply no) #(reply yes))))))

(defun wrong-options ()
  (lists:foreach
    (lambda (case)
      (let (((tuple count options) case))
        (show options count (lambda () (spawn_request (ok) options)))))
    '(#(1 (bad)) #(1 (#(reply what))) #(1 (#(priority highest))) #(0 (#(reply no) bad)) #(0 (bad #(reply no)))
      #(1 (bad #(reply_tag x))) #(1 (#(reply error_only) bad)) #(0 (bad #(reply success_only)))
      #(0 (#(reply no) #(reply what))) #(1 (reply)) #(1 (#(reply))) #(1 (#(reply yes no)))
      #(1 (#(min_heap_size -1))) #(0 foo) #(0 (link . x)))))

(defun functions ()
  (show 'mfa 1 (lambda () (spawn_request 'spawn_requests 'f ())))
  (show 'mfa-options 2 (lambda () (spawn_request 'spawn_requests 'f '(1) '(monitor))))
  (show 'mfa-node 1 (lambda () (spawn_request (node) 'spawn_requests 'f '(1))))
  (show 'mfa-node-options 3 (lambda () (spawn_request (node) 'spawn_requests 'f '(1) '(monitor link))))
  (show 'undefined 2 (lambda () (spawn_request 'spawn_requests 'f '(a b) '(monitor))))
  (show 'no-module 0 (lambda () (spawn_request 1 'f ())))
  (show 'no-name 0 (lambda () (spawn_request 'spawn_requests 1 ())))
  (show 'no-list 0 (lambda () (spawn_request 'spawn_requests 'f '(1 . 2) ()))))

(defun other-nodes ()
  (show 'elsewhere 1 (lambda () (spawn_request 'nope@nohost 'm 'f '(1) '(monitor))))
  (show 'fun-elsewhere 1 (lambda () (spawn_request 'nope@nohost (ok))))
  (show 'elsewhere-no 0 (lambda () (spawn_request 'nope@nohost (ok) '(#(reply no)))))
  (show 'elsewhere-success 0 (lambda () (spawn_request 'nope@nohost (ok) '(#(reply success_only)))))
  (show 'elsewhere-error 1
    (lambda () (spawn_request 'nope@nohost (ok) '(#(reply error_only) #(reply_tag x)))))
  (show 'elsewhere-bad 1 (lambda () (spawn_request 'nope@nohost (ok) '(bad))))
  (show 'elsewhere-what 1 (lambda () (spawn_request 'nope@nohost (ok) '(#(reply what)))))
  (show 'no-node 0 (lambda () (spawn_request "x" (ok))))
  (show 'no-node 0 (lambda () (spawn_request "x" 'm 'f ()))))

(defun requests ()
  (show 'abandon 1 (lambda () (spawn_request_abandon (spawn_request (ok)))))
  (show 'abandon-nothing 0 (lambda () (spawn_request_abandon (make_ref))))
  (show 'abandon-wrong 0 (lambda () (spawn_request_abandon 'foo)))
  (show 'same-reference 0
    (lambda ()
      (let ((r (spawn_request (ok) '(monitor))))
        (receive
          ((tuple 'spawn_reply s 'ok p)
           (receive ((tuple 'DOWN d 'process q reason)
                     (list (=:= r s) (=:= r d) (=:= p q) reason))))))))
  (show 'demonitor 0
    (lambda ()
      (let ((r (spawn_request 'spawn_requests 'waits () '(monitor))))
        (receive ((tuple 'spawn_reply _ 'ok p) (list (demonitor r '(info flush)) (! p 'stop)))))))
  (show 'kill 1
    (lambda ()
      (spawn_request 'spawn_requests 'waits () '(link))
      (receive ((tuple 'spawn_reply _ 'ok p) (exit p 'kill))))))
