;;; flet, flet*, fletrec and the order in which names are looked up.
(defmodule local_functions
  (export (main 0))
  (import (from lists (reverse 1))
          (rename lists ((append 2) join))))

(defun id (x) x)

(defun double (x) (* 2 x))

;; A module's own function comes before an auto-imported one.
(defun ceil (x) (tuple 'ceil x))

(defun show (x)
  (io:format "~w~n" (list x)))

(defun main ()
  (show (reverse '(1 2 3)))
  (show (join '(1) '(2)))
  (show (ceil 1.5))
  (show (flet ((double (x) (+ (double x) 1))) (double 5)))
  (show (flet ((double (x y) (list (double x) y))) (double 5 6)))
  (show (flet ((a (x) "doc" (+ x 1)) (b ((0) 'zero) ((x) (when (> x 10)) 'big) ((_) 'small)))
          (list (a 1) (b 0) (b 11) (b 5))))
  (show (flet* ((a (x) (+ x 1)) (b (x) (a (a x)))) (b 1)))
  (show (fletrec ((even (n) (if (== n 0) 'true (odd (- n 1))))
                  (odd (n) (if (== n 0) 'false (even (- n 1)))))
          (list (even 10001) (odd 10001))))
  (show (fletrec ((factorial (n) (if (=< n 0) 1 (* n (factorial (- n 1)))))) (factorial 20)))
  (let ((n 7))
    (show (fletrec ((count (x acc) (if (> x n) (reverse acc) (count (+ x 1) (cons x acc)))))
            (count 1 ()))))
  ;; Local functions as values.
  (show (flet ((add (x y) (+ x y))) (lists:foldl #'add/2 0 '(1 2 3))))
  (show (lists:map (fun double 1) '(1 2 3)))
  (show (lists:map (fun erlang abs 1) '(-1 2)))
  (show (funcall #'lists:reverse/1 '(a b)))
  (show (funcall 'double 4))
  (show (flet ((double (x) x)) (funcall 'double 4)))
  ;; An accessor is a macro where no function of its arity hides it.
  (show (flet ((cddr (x y) (list x y))) (list (cddr 1 2) (cddr '(1 2 3)))))
  (show (flet ((cadr (x) (list 'mine x))) (cadr '(1 2 3)))))
