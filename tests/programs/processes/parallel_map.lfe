;;; A map that evaluates each element in a process of its own: ordered, unordered, failing, limited.
(defmodule parallel_map
  (export (main 0)))

(defun pmap (f xs)
  (let* ((me (self))
         (refs (lists:map (lambda (x)
                            (let ((ref (make_ref)))
                              (spawn (lambda () (! me (tuple ref (funcall f x)))))
                              ref))
                          xs)))
    (lists:map (lambda (ref) (receive ((tuple r value) (when (=:= r ref)) value))) refs)))

(defun pmap-any (f xs)
  (let ((me (self)) (tag (make_ref)))
    (lists:foreach (lambda (x) (spawn (lambda () (! me (tuple tag (funcall f x)))))) xs)
    (lc ((<- _ xs)) (receive ((tuple r value) (when (=:= r tag)) value)))))

;; The answer travels as the reason the process ends with.
(defun pmap-safe (f xs)
  (lists:map
    (match-lambda (((tuple pid ref))
      (receive ((tuple 'DOWN r 'process p (tuple 'value v)) (when (=:= r ref) (=:= p pid)) (tuple 'ok v))
               ((tuple 'DOWN r 'process _ (tuple reason stack)) (when (=:= r ref) (is_list stack)) (tuple 'failed reason))
               ((tuple 'DOWN r 'process _ reason) (when (=:= r ref)) (tuple 'ended reason)))))
    (lists:map (lambda (x) (spawn_monitor (lambda () (exit (tuple 'value (funcall f x)))))) xs)))

(defun pmap-limited (f xs width)
  (if (=< (length xs) width) (pmap f xs)
    (let (((tuple now later) (lists:split width xs)))
      (++ (pmap f now) (pmap-limited f later width)))))

(defun fib (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

(defun main ()
  (io:format "~w~n" (list (pmap #'fib/1 (lists:seq 1 20))))
  (io:format "~w~n" (list (lists:sort (pmap-any (lambda (x) (* x x)) (lists:seq 1 30)))))
  (io:format "~w~n"
    (list (pmap-safe (lambda (x) (cond ((=:= x 3) (error 'three)) ((=:= x 5) (exit 'five))
                                       ((=:= x 7) (div x (- x 7))) ('true (* x 10))))
                     (lists:seq 1 8))))
  (io:format "~w~n" (list (pmap-limited (lambda (x) (- x)) (lists:seq 1 25) 4)))
  (io:format "~w~n" (list (pmap (lambda (row) (lists:sum (pmap #'fib/1 row))) '((1 2 3) (4 5 6) () (7)))))
  (io:format "~w~n" (list (pmap (lambda (x) x) ())))
  (io:format "~w~n" (list (lists:sum (pmap (lambda (x) (length (lists:seq 1 x))) (lists:seq 1 500)))))
  (io:format "~w~n" (list (receive (m m) (after 0 'empty)))))
