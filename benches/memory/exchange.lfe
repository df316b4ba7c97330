;;; 100 000 processes exchange messages, each with a neighbour, while 500 MB are live. Run with
;;; ALATE_GC=log to see the pauses.
(defmodule exchange
  (export (main 1)))

(defun main
  (((list seconds))
   (let* ((me (self))
          (_ (spawn (lambda () (hold (lists:map (lambda (n) (lists:seq n (+ n 99))) (lists:seq 1 310000)) me))))
          (_ (receive ('held 'ok)))
          (pairs (pairs 50000)))
     (lists:foreach (lambda (pid) (! pid 'begin)) pairs)
     (timer:sleep (* 1000 (list_to_integer seconds)))
     (lists:foreach (lambda (pid) (! pid (tuple 'stop me))) pairs)
     (io:format "~w messages~n" (list (sum (length pairs) 0))))))

(defun hold (terms me)
  (! me 'held)
  (receive ('never terms)))

(defun pairs
  ((0) ())
  ((n) (let ((other (spawn (lambda () (answer)))))
         (cons (spawn (lambda () (receive ('begin (! other (tuple (self) 1)) (ask other 1)))))
               (pairs (- n 1))))))

;; Every message is a new tuple with a new list.
(defun ask (other count)
  (receive
    ((tuple 'stop me) (! me (tuple 'count count)))
    ((tuple _ numbers) (! other (tuple (self) (lists:seq 1 (+ 1 (rem count 10))))) (ask other (+ count 1)))))

(defun answer ()
  (receive
    ((tuple from numbers) (! from (tuple (self) numbers)) (answer))))

(defun sum
  ((0 total) total)
  ((n total) (receive ((tuple 'count count) (sum (- n 1) (+ total count))))))
