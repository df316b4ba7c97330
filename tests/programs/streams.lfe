;;; Lazy streams of closures.
(defmodule streams
  (export (main 0)))

(defun from (n) (cons n (lambda () (from (+ n 1)))))

(defun take
  ((0 _) ())
  ((n (cons x rest)) (cons x (take (- n 1) (funcall rest))))
  ((_ ()) ()))

(defun keep (f s)
  (let (((cons x rest) s))
    (if (funcall f x)
      (cons x (lambda () (keep f (funcall rest))))
      (keep f (funcall rest)))))

(defun each (f s)
  (let (((cons x rest) s))
    (cons (funcall f x) (lambda () (each f (funcall rest))))))

(defun sieve
  (((cons p rest))
   (cons p (lambda () (sieve (keep (lambda (n) (=/= (rem n p) 0)) (funcall rest)))))))

(defun fibs (a b) (cons a (lambda () (fibs b (+ a b)))))

(defun main ()
  (io:format "~w~n" (list (take 10 (each (lambda (x) (* x x)) (from 1)))))
  (io:format "~w~n" (list (take 30 (sieve (from 2)))))
  (io:format "~w~n" (list (lists:last (take 500 (fibs 0 1)))))
  (io:format "~w~n" (list (take 5 (keep (lambda (x) (=:= (rem x 7) 0)) (from 100))))))
