;;; Church numerals.
(defmodule church
  (export (main 0)))

(defun zero () (lambda (_) (lambda (x) x)))
(defun succ (n) (lambda (f) (lambda (x) (funcall f (funcall (funcall n f) x)))))
(defun add (m n) (lambda (f) (lambda (x) (funcall (funcall m f) (funcall (funcall n f) x)))))
(defun mul (m n) (lambda (f) (funcall m (funcall n f))))
(defun power (m n) (funcall n m))
(defun value (n) (funcall (funcall n (lambda (x) (+ x 1))) 0))
(defun church ((0) (zero)) ((n) (succ (church (- n 1)))))

(defun main ()
  (let ((two (church 2)) (three (church 3)) (five (church 5)))
    (io:format "~w~n" (list (lists:map #'value/1
      (list (zero) two (add two three) (mul three five) (power two five) (power three (church 7))))))))
