;;; One process holds on to all it can get. It is ended when the heap is exhausted; the others, and the
;;; program, go on. Needs ALATE_HEAP_LIMIT=64M.
(defmodule hoard
  (export (main 0)))

(defun main ()
  (let* ((me (self))
         (honest (lc ((<- n (lists:seq 1 4))) (spawn (lambda () (work n me)))))
         (ends (lc ((<- kind '(list binary messages))) (hoarder kind))))
    (io:format "~p~n" (list ends))
    (lists:foreach (lambda (pid) (! pid 'stop)) honest)
    (io:format "~p~n" (list (lc ((<- pid honest)) (receive ((tuple p sum) (when (=:= p pid)) sum)))))))

(defun hoarder (kind)
  (let (((tuple pid watch) (spawn_monitor (lambda () (register 'hoarder (self)) (hoard kind ())))))
    (receive
      ((tuple 'DOWN w _ _ reason) (when (=:= w watch)) (tuple kind reason)))))

(defun hoard
  (('list held) (hoard 'list (cons (lists:seq 1 1000) held)))
  (('binary held) (hoard 'binary (cons (binary:copy #"0123456789" 10000) held)))
  (('messages held) (! (self) (lists:seq 1 1000)) (hoard 'messages held)))

;; Allocates all the time and holds little.
(defun work (n me)
  (receive
    ('stop (! me (tuple (self) (lists:sum (lists:map (lambda (x) (* x n)) (lists:seq 1 1000))))))
    (after 0 (lists:map (lambda (x) (* x n)) (lists:seq 1 1000)) (work n me))))
