;;; Functions and closures of many arguments.
(defmodule many_arguments
  (export (main 0)))

(defun six (a b c d e f) (list a b c d e f))
(defun seven (a b c d e f g) (list g f e d c b a))
(defun twelve (a b c d e f g h i j k l) (+ a (* 2 b) c d e f g h i j (* 3 k) l))

(defun rotate
  ((0 a b c d e f g h) (list a b c d e f g h))
  ((n a b c d e f g h) (rotate (- n 1) b c d e f g h a)))

(defun depth
  ((0 _ _ _ _ _ _ _) 0)
  ((n a b c d e f g) (+ a (depth (- n 1) b c d e f g a))))

(defun main ()
  (io:format "~w~n" (list (six 1 2 3 4 5 6)))
  (io:format "~w~n" (list (seven 1 2 3 4 5 6 7)))
  (io:format "~w~n" (list (twelve 1 2 3 4 5 6 7 8 9 10 11 12)))
  (io:format "~w~n" (list (rotate 1003 1 2 3 4 5 6 7 8)))
  (io:format "~w~n" (list (depth 1000 1 2 3 4 5 6 7)))
  (let ((x 100))
    (io:format "~w~n" (list (funcall (lambda (a b c d e f g h) (list x a b c d e f g h)) 1 2 3 4 5 6 7 8))))
  (io:format "~w~n" (list (apply #'seven/7 '(a b c d e f g))))
  (io:format "~w~n" (list (apply 'lists 'append '((1) (2)))))
  (io:format "~w~n" (list (funcall #'twelve/12 1 1 1 1 1 1 1 1 1 1 1 1)))
  (io:format "~w~n" (list (try (apply #'six/6 '(1 2)) (catch ((tuple 'error (tuple 'badarity (tuple _ args)) _) args))))))
