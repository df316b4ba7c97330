;;; A sieve of processes: each holds a prime and passes on what it does not divide.
(defmodule prime_pipeline
  (export (main 0)))

(defun filter (prime next to)
  (receive
    ('end (case next ('none (! to 'end)) (_ (! next 'end))))
    (n (when (=:= (rem n prime) 0)) (filter prime next to))
    (n (case next
         ('none (! to (tuple 'prime n))
                (filter prime (spawn (lambda () (filter n 'none to))) to))
         (_ (! next n) (filter prime next to))))))

(defun primes (limit)
  (let* ((me (self)) (first (spawn (lambda () (filter 2 'none me)))))
    (lists:foreach (lambda (n) (! first n)) (lists:seq 3 limit))
    (! first 'end)
    (cons 2 (collect))))

(defun collect ()
  (receive
    ((tuple 'prime p) (cons p (collect)))
    ('end ())))

;; Stages that transform: each maps its input and passes it on, the last one back to us.
(defun pipeline (fs)
  (let ((me (self)))
    (lists:foldr (lambda (f next) (spawn (lambda () (stage f next)))) me fs)))

(defun stage (f next)
  (receive
    ('end (! next 'end))
    ((tuple 'item x) (! next (tuple 'item (funcall f x))) (stage f next))))

(defun results ()
  (receive
    ('end ())
    ((tuple 'item x) (cons x (results)))))

(defun main ()
  (io:format "~w~n" (list (primes 300)))
  (let ((ps (primes 2000)))
    (io:format "~w primes, the last ~w~n" (list (length ps) (lists:last ps))))
  (let ((first (pipeline (list (lambda (x) (+ x 1)) (lambda (x) (* x x)) #'integer_to_list/1 #'lists:reverse/1 #'list_to_atom/1))))
    (lists:foreach (lambda (i) (! first (tuple 'item i))) (lists:seq 1 12))
    (! first 'end)
    (io:format "~w~n" (list (results))))
  (let ((first (pipeline (lists:duplicate 200 (lambda (x) (+ x 1))))))
    (lists:foreach (lambda (i) (! first (tuple 'item i))) '(0 1000 -200))
    (! first 'end)
    (io:format "~w~n" (list (results)))))
