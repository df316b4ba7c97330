;;; Two processes that take turns, and a third that keeps the score.
(defmodule ping_pong
  (export (main 0) (pong 0)))

(defun pong ()
  (receive
    ((tuple 'ping from n) (! from (tuple 'pong (self) (+ n 1))) (pong))
    ((tuple 'finish from) (! from 'finished))))

(defun ping
  ((pong-pid n limit) (when (>= n limit)) (! pong-pid (tuple 'finish (self)))
   (receive ('finished n)))
  ((pong-pid n limit)
   (! pong-pid (tuple 'ping (self) n))
   (receive ((tuple 'pong p m) (when (=:= p pong-pid)) (ping pong-pid (+ m 1) limit)))))

(defun match (limit keeper)
  (spawn (lambda ()
           (let ((result (ping (spawn 'ping_pong 'pong ()) 0 limit)))
             (! keeper (tuple 'result limit result))))))

;; Both sides send the other a closure and call the one they got.
(defun swap (to n acc)
  (if (=:= n 0) acc
    (progn
      (! to (tuple (self) (lambda (x) (+ x n))))
      (receive ((tuple _ f) (when (is_function f)) (swap to (- n 1) (funcall f acc)))))))

(defun swapper ()
  (receive
    ((tuple from f) (! from (tuple (self) (lambda (x) (* 2 (funcall f x))))) (swapper))
    ('stop 'ok)))

(defun main ()
  (io:format "~w~n" (list (ping (spawn #'pong/0) 0 20000)))
  (let ((me (self)))
    (lists:foreach (lambda (limit) (match limit me)) '(1 10 100 1000 3001))
    (io:format "~w~n"
      (list (lists:sort (lc ((<- _ (lists:seq 1 5)))
                          (receive ((tuple 'result limit n) (tuple limit n))))))))
  (let ((pid (spawn #'swapper/0)))
    (io:format "~w~n" (list (swap pid 30 0)))
    (! pid 'stop)))
