;;; A tree of processes that answer upwards: sums over ten thousand leaves, Fibonacci by spawning.
(defmodule skynet
  (export (main 0)))

(defun node-of
  ((to number 1) (! to (tuple 'sum number)))
  ((to number size)
   (let ((part (div size 10)) (me (self)))
     (lists:foreach (lambda (i) (spawn (lambda () (node-of me (+ number (* i part)) part)))) (lists:seq 0 9))
     (! to (tuple 'sum (gather 10 0))))))

(defun gather
  ((0 sum) sum)
  ((n sum) (receive ((tuple 'sum x) (gather (- n 1) (+ sum x))))))

(defun fib (to n)
  (if (< n 2)
    (! to (tuple 'fib n))
    (let ((me (self)))
      (spawn (lambda () (fib me (- n 1))))
      (spawn (lambda () (fib me (- n 2))))
      (let ((a (receive ((tuple 'fib x) x))) (b (receive ((tuple 'fib x) x))))
        (! to (tuple 'fib (+ a b)))))))

;; One after the other: each ends before the next is made.
(defun relay
  ((0 n) n)
  ((k n)
   (let (((tuple _ ref) (spawn_monitor (lambda () (exit (tuple 'next (+ n k)))))))
     (receive ((tuple 'DOWN r _ _ (tuple 'next m)) (when (=:= r ref)) (relay (- k 1) m))))))

(defun merge-sort (to xs)
  (if (< (length xs) 2)
    (! to (tuple 'sorted (self) xs))
    (let* ((me (self)) ((tuple left right) (lists:split (div (length xs) 2) xs))
           (a (spawn (lambda () (merge-sort me left)))) (b (spawn (lambda () (merge-sort me right)))))
      (let ((as (receive ((tuple 'sorted p s) (when (=:= p a)) s))) (bs (receive ((tuple 'sorted p s) (when (=:= p b)) s))))
        (! to (tuple 'sorted me (lists:merge as bs)))))))

(defun main ()
  (node-of (self) 0 10000)
  (io:format "~w~n" (list (receive ((tuple 'sum n) n))))
  (node-of (self) 5 100)
  (io:format "~w~n" (list (receive ((tuple 'sum n) n))))
  (fib (self) 16)
  (io:format "~w~n" (list (receive ((tuple 'fib n) n))))
  (io:format "~w~n" (list (relay 3000 0)))
  (let ((me (self)) (xs (lc ((<- i (lists:seq 1 200))) (rem (* i 7919) 211))))
    (spawn (lambda () (merge-sort me xs)))
    (receive ((tuple 'sorted _ ys) (io:format "~w~n" (list (=:= ys (lists:sort xs)))) (io:format "~w~n" (list (lists:sublist ys 10)))))))
