;;; Closures over many variables, in loops, returned, stored, recursive through fletrec.
(defmodule closures
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun counter (n) (lambda () (tuple n (counter (+ n 1)))))

(defun step (c k)
  (let (((tuple n next) (funcall c)))
    (if (== k 0) n (step next (- k 1)))))

(defun curry3 (f) (lambda (a) (lambda (b) (lambda (c) (funcall f a b c)))))

(defun y (f)
  (funcall (lambda (x) (funcall x x))
           (lambda (x) (funcall f (lambda (n) (funcall (funcall x x) n))))))

(defun main ()
  (show (step (counter 0) 1000))
  (show (funcall (funcall (funcall (curry3 (lambda (a b c) (list a b c))) 1) 2) 3))
  (show (funcall (y (lambda (self) (lambda (n) (if (== n 0) 1 (* n (funcall self (- n 1))))))) 20))
  (show (lists:map (lambda (f) (funcall f 10)) (lists:map (lambda (n) (lambda (x) (+ x n))) '(1 2 3))))
  (let* ((a 1) (b 2) (c 3) (d 4) (e 5) (f 6) (g 7)
         (k (lambda (x) (list a b c d e f g x))))
    (show (funcall k 8)))
  (let ((fs (map 'add (lambda (x y) (+ x y)) 'sub (lambda (x y) (- x y)))))
    (show (list (funcall (map-get fs 'add) 5 3) (funcall (map-get fs 'sub) 5 3))))
  (fletrec ((walk ((() acc) acc)
                  (((cons x xs) acc) (walk xs (cons (lambda () x) acc)))))
    (show (lists:map (lambda (f) (funcall f)) (walk '(a b c) ()))))
  (let ((n 3))
    (flet ((scale (x) (* x n)))
      (show (lists:map #'scale/1 '(1 2 3)))))
  (show (funcall (lambda () (funcall (lambda () 'inner)))))
  (show (== (lambda (x) x) (id 1)))
  (let ((f (lambda (x) x)))
    (show (list (== f f) (is_function f 1) (is_function f 2)))))

(defun id (x) x)
