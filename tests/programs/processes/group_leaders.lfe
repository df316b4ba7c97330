;;; group_leader/0 and /2: inherited by spawn, changed from outside, and output that goes through it.
(defmodule group_leaders
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun in-process (f)
  (let (((tuple _ ref) (spawn_monitor (lambda () (exit (tuple 'answer (funcall f)))))))
    (receive
      ((tuple 'DOWN r _ _ (tuple 'answer x)) (when (=:= r ref)) x)
      ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (tuple 'failed reason)))))

(defun idle () (receive ('stop 'ok)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

;; An output device after the I/O protocol: keeps what is written.
(defun device (text)
  (receive
    ((tuple 'io_request from ref request)
     (let ((more (characters request)))
       (! from (tuple 'io_reply ref 'ok))
       (device (++ text more))))
    ((tuple 'text from) (! from (tuple 'text text)) (device text))
    ('stop 'ok)))

(defun characters
  (((tuple 'put_chars _ chars)) (unicode:characters_to_list chars))
  (((tuple 'put_chars _ m f a)) (unicode:characters_to_list (apply m f a)))
  (((tuple 'put_chars chars)) (unicode:characters_to_list chars)))

(defun text-of (pid) (! pid (tuple 'text (self))) (receive ((tuple 'text text) text)))

(defun main ()
  (let ((mine (group_leader)))
    (show "a pid" (is_pid mine))
    (show "inherited" (in-process (lambda () (=:= (group_leader) mine))))
    (show "and by its children" (in-process (lambda () (in-process (lambda () (=:= (group_leader) mine))))))
    (let ((leader (spawn #'idle/0)))
      (show "set" (in-process (lambda () (list (group_leader leader (self)) (=:= (group_leader) leader)))))
      (show "children inherit the new one"
        (in-process (lambda () (group_leader leader (self)) (in-process (lambda () (=:= (group_leader) leader))))))
      (show "mine is as before" (=:= (group_leader) mine))
      (let ((pid (spawn #'idle/0)))
        (show "set from outside" (group_leader leader pid))
        (show "seen" (=:= (process_info pid 'group_leader) (tuple 'group_leader leader)))
        (! pid 'stop))
      (! leader 'stop))
    (show "refused" (list (attempt (lambda () (group_leader (id 'no) (self)))) (attempt (lambda () (group_leader mine (id 'no)))))))
  (let ((out (spawn (lambda () (device "")))))
    (show "written elsewhere"
      (in-process (lambda ()
        (group_leader out (self))
        (io:format "one ~w~n" '(1))
        (io:put_chars "two\n")
        (io:nl)
        (io:format "three")
        (in-process (lambda () (io:format " from a child: ~s" '("text")) 'done)))))
    (show "text" (text-of out))
    (io:format "to the device: ~w~n" (list (io:format out "named ~w" '(device))))
    (io:format "~s~n" (list (text-of out)))
    (! out 'stop)))
