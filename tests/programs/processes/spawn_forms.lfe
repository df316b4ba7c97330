;;; spawn/1 and spawn/3, what a spawned process can see, and what its result is worth.
(defmodule spawn_forms
  (export (main 0) (tell 2) (add 3) (named 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun tell (to what) (! to (tuple 'told what)))
(defun add (to a b) (! to (tuple 'sum (+ a b))))
(defun named () 'nothing)

(defun next () (receive (message message)))

(defun reason-of (f)
  (let (((tuple _ ref) (spawn_monitor f)))
    (receive ((tuple 'DOWN r 'process _ reason) (when (=:= r ref)) reason))))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (let ((me (self)))
    (show "lambda" (progn (spawn (lambda () (! me 'from-lambda))) (next)))
    (show "mfa" (progn (spawn 'spawn_forms 'tell (list me 'hello)) (next)))
    (show "mfa of three" (progn (spawn 'spawn_forms 'add (list me 3 4)) (next)))
    (show "another module" (progn (spawn 'erlang 'send (list me 'sent)) (next)))
    (show "pid" (is_pid (spawn #'named/0)))
    (show "self differs" (progn (spawn (lambda () (! me (self)))) (=/= (next) me)))
    (show "self is what spawn answered"
      (let ((pid (spawn (lambda () (! me (self)))))) (=:= pid (next))))
    (show "self is stable" (=:= (self) me))
    (show "grandchild"
      (progn (spawn (lambda () (let ((parent (self)))
                                 (spawn (lambda () (! me (tuple 'grandchild (=/= parent (self)))))))))
             (next)))
    (let* ((xs (lists:seq 1 5)) (m #M(k v)) (f (lambda (x) (* x 10))))
      (spawn (lambda () (! me (tuple (lists:map f xs) m))))
      (show "captured" (next)))
    (lists:foreach (lambda (i) (spawn (lambda () (! me i)))) (lists:seq 1 20))
    (show "many" (lists:sort (lc ((<- _ (lists:seq 1 20))) (next))))
    (show "all different"
      (length (lists:usort (lc ((<- _ (lists:seq 1 50))) (spawn #'named/0)))))
    (show "result is dropped" (reason-of (lambda () 'value)))
    (show "no function" (attempt (lambda () (spawn (element 1 #(atom))))))
    (show "list is no function" (attempt (lambda () (spawn (element 1 #((1)))))))
    (show "bad module" (attempt (lambda () (spawn 1 'f ()))))
    (show "bad function" (attempt (lambda () (spawn 'm "f" ()))))
    (show "bad arguments" (attempt (lambda () (spawn 'm 'f 'x))))
    (show "improper arguments" (attempt (lambda () (spawn 'm 'f '(1 . 2)))))))
