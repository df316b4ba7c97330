;;; if, case, cond, andalso, orelse and what they do with values that are no booleans.
(defmodule conditionals
  (export (main 0)))

(defun id (x) x)

(defun attempt (f)
  (try (funcall f)
    (catch ((tuple c r _) (tuple c r)))))

(defun show (x) (io:format "~w~n" (list x)))

(defun classify
  ((x) (when (is_integer x) (> x 0)) 'positive)
  ((0) 'zero)
  ((x) (when (is_integer x)) 'negative)
  ((_) 'other))

(defun main ()
  (show (if (id 'true) 1 2))
  (show (if (id 'false) 1 2))
  (show (if (id 'false) 1))
  (show (attempt (lambda () (if (id 'foo) 1 2))))
  (show (case (id 3) (1 'one) (3 'three) (_ 'many)))
  (show (case (id #(a 1)) ((tuple 'b x) x) ((tuple 'a x) (when (> x 5)) 'big) ((tuple 'a x) x)))
  (show (attempt (lambda () (case (id 3) (1 'one)))))
  (show (cond ((id 'false) 1) ((> (id 2) 1) 'two) (else 3)))
  (show (cond ((id 'false) 1) ((id 'false) 'two)))
  (show (cond ((id 'false) 1) (else 'last)))
  (show (cond ((?= (cons x xs) (when (is_atom x)) (id '(a b))) (list 'got x xs)) (else 'no)))
  (show (cond ((?= (cons x _) (when (is_integer x)) (id '(a b))) x) (else 'no)))
  (show (attempt (lambda () (cond ((id 'foo) 1)))))
  (show (andalso (id 'true) (id 'true) (id 'false)))
  (show (andalso (id 'true) (id 5)))
  (show (andalso (id 'false) (exit 'never)))
  (show (orelse (id 'true) (exit 'never)))
  (show (orelse (id 'false) (id 7)))
  (show (orelse (id 'false) (id 'false) (id 'true)))
  (show (attempt (lambda () (andalso (id 3) 'true))))
  (show (attempt (lambda () (orelse (id 3) 'true))))
  (show (lists:map #'classify/1 '(5 0 -5 a 1.5)))
  (show (progn 1 2 3))
  (show (prog1 1 2 3))
  (show (prog2 1 2 3)))
