;; `extend-module`, before and after the functions it speaks of, in each of two modules.
(defmodule extended_first (export (f 1)))
(extend-module () ((export (g 1)) (import (from lists (reverse 1)))))
(defun f (x) (list 'f (reverse x)))
(defun g (x) (list 'g (f x)))

(defmodule extended (export (main 0)))
(defun g (x) (list 'h (sum x)))
(defun main ()
  (io:format "~p ~p ~p~n" (list (extended_first:f '(1 2)) (extended_first:g '(1 2)) (extended:g '(1 2)))))
(extend-module () ((export (g 1)) (import (rename lists ((sum 1) sum)))))
