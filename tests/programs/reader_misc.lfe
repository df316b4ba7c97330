;;; Reader syntax not shown elsewhere.
(defmodule reader_misc
  (export (main 0) (f 1)))

(defun f (x) (tuple 'f x))

(defun show (x) (io:format "~w~n" (list x)))

(defun main ()
  (show (funcall #'f/1 1))
  (show (funcall #'reader_misc:f/1 2))
  (show (lists:map #'f/1 '(a b)))
  (show '#(1 #B(1 2) #M(k #(v)) "s" #"b"))
  (show #B(1 (2 (size 16)) (#"xy" binary)))
  (show #B(42 (42 (size 16)) (42 (size 32))))
  (show '(a.b a..b -a --> <-> ? ! $x %y &z *w*))
  (show '(#\a #\b))
  (show (list 'a;comment
              'b))
  (show '(1 . 2))
  (show '((a . b) . (c . d)))
  (show (quote (quote x)))
  (show '(quote x y))
  (show '`(a ,b ,@c))
  (show '[])
  (show (list 1.5e3 1.5E-3 -1.5e+3))
  (show (++ "multi
line" "")))
