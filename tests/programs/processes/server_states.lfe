;;; Servers as loops: state machines, behaviour replaced by messages, deferred answers, long loops.
(defmodule server_states
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun ask (pid what)
  (let ((ref (make_ref)))
    (! pid (tuple 'ask (self) ref what))
    (receive ((tuple r x) (when (=:= r ref)) x) (after 10000 'no-answer))))

;; A door with a code, its states functions that call each other.
(defun locked (code entered)
  (receive
    ((tuple 'ask from ref (tuple 'digit d))
     (let ((now (++ entered (list d))))
       (cond
         ((=:= now code) (! from (tuple ref 'open)) (open code))
         ((< (length now) (length code)) (! from (tuple ref 'more)) (locked code now))
         ('true (! from (tuple ref 'wrong)) (locked code ())))))
    ((tuple 'ask from ref 'close) (! from (tuple ref 'closed-already)) (locked code entered))
    ((tuple 'ask from ref 'stop) (! from (tuple ref 'stopped-locked)))))

(defun open (code)
  (receive
    ((tuple 'ask from ref 'close) (! from (tuple ref 'closing)) (locked code ()))
    ((tuple 'ask from ref (tuple 'digit _)) (! from (tuple ref 'open-already)) (open code))
    ((tuple 'ask from ref 'stop) (! from (tuple ref 'stopped-open)))))

;; A server whose function comes from outside.
(defun generic (f state)
  (receive
    ((tuple 'ask from ref (tuple 'become g)) (! from (tuple ref 'became)) (generic g state))
    ((tuple 'ask from ref 'stop) (! from (tuple ref state)))
    ((tuple 'ask from ref request)
     (let (((tuple answer new) (funcall f request state)))
       (! from (tuple ref answer))
       (generic f new)))))

;; A buffer of at most n: those that put when it is full, or take when it is empty, wait.
(defun buffer (n items)
  (let ((size (length items)))
    (receive
      ((tuple 'ask from ref (tuple 'put x)) (when (< size n)) (! from (tuple ref 'ok)) (buffer n (++ items (list x))))
      ((tuple 'ask from ref 'take) (when (> size 0)) (! from (tuple ref (hd items))) (buffer n (tl items)))
      ((tuple 'ask from ref 'stop) (! from (tuple ref items))))))

(defun count-down (to n) (if (=:= n 0) (! to 'counted) (progn (! (self) n) (receive (m (when (=:= m n)) (count-down to (- n 1)))))))

(defun publisher (subscribers)
  (receive
    ((tuple 'ask from ref 'subscribe) (monitor 'process from) (! from (tuple ref 'subscribed)) (publisher (cons from subscribers)))
    ((tuple 'ask from ref (tuple 'publish x)) (lists:foreach (lambda (pid) (! pid (tuple 'news x))) subscribers) (! from (tuple ref (length subscribers))) (publisher subscribers))
    ((tuple 'DOWN _ _ pid _) (publisher (lists:delete pid subscribers)))
    ((tuple 'ask from ref 'stop) (! from (tuple ref 'ok)))))

(defun subscriber (pub to n acc)
  (if (=:= n 0)
    (! to (tuple 'heard (lists:reverse acc)))
    (receive ((tuple 'news x) (subscriber pub to (- n 1) (cons x acc))))))

(defun main ()
  (let ((door (spawn (lambda () (locked '(1 2 3) ())))))
    (show "door" (lc ((<- x '(close #(digit 1) #(digit 2) #(digit 4) #(digit 1) #(digit 2) #(digit 3) #(digit 9) close #(digit 1) stop))) (ask door x))))
  (let ((pid (spawn (lambda () (generic (lambda (x n) (tuple (+ x n) (+ x n))) 0)))))
    (show "adding" (lc ((<- i '(1 2 3))) (ask pid i)))
    (show "become" (ask pid (tuple 'become (lambda (x n) (tuple (* x n) n)))))
    (show "multiplying" (lc ((<- i '(1 2 3))) (ask pid i)))
    (show "become" (ask pid (tuple 'become (let ((me (self))) (lambda (x n) (! me (tuple 'aside x)) (tuple 'sent (cons x n)))))))
    (show "aside" (list (ask pid 'a) (receive ((tuple 'aside x) x))))
    (show "stop" (ask pid 'stop)))
  (let* ((me (self)) (pid (spawn (lambda () (buffer 3 ())))))
    (spawn (lambda () (lists:foreach (lambda (i) (ask pid (tuple 'put i))) (lists:seq 1 30)) (! me 'produced)))
    (show "taken" (lc ((<- _ (lists:seq 1 28))) (ask pid 'take)))
    (receive ('produced 'ok))
    (show "left" (ask pid 'stop)))
  (let ((me (self)))
    (spawn (lambda () (count-down me 50000)))
    (show "long loop" (receive ('counted 'counted))))
  (let* ((me (self)) (pub (spawn (lambda () (publisher ())))))
    (lists:foreach
      (lambda (n)
        (spawn (lambda () (ask pub 'subscribe) (! me 'subscribed) (subscriber pub me n ())))
        (receive ('subscribed 'ok)))
      '(1 2 5))
    (lists:foreach (lambda (x) (ask pub (tuple 'publish x))) '(a b c d e))
    (show "heard" (lists:sort (lc ((<- _ '(1 2 3))) (receive ((tuple 'heard xs) xs)))))
    (show "stop" (ask pub 'stop))))
