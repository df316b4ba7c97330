;;; The functions of Erlang's module `erlang` that are not builtins: those that take time in
;;; proportion to a list.

(defmodule erlang
  "Functions that Erlang provides without a module name, the part in Lisp."
  (export (++ 2) (-- 2) (append 2) (subtract 2)))

(defun ++
  "The elements of a list before another."
  (((cons x xs) ys) (cons x (erlang:++ xs ys)))
  ((() ys) ys)
  ((_ _) (error 'badarg)))

(defun append (xs ys)
  "The function `++`."
  (erlang:++ xs ys))

(defun --
  "A list without the first occurrence of each element of another."
  ((xs ys) (when (>= (length xs) 0) (=< (length ys) 8)) (remove-each xs ys))
  ((xs ys) (when (>= (length xs) 0) (>= (length ys) 0))
   (remove-counted xs (counts ys #M())))
  ((_ _) (error 'badarg)))

(defun subtract (xs ys)
  "The function `--`."
  (erlang:-- xs ys))

(defun remove-each
  ((() _) ())
  ((xs (cons y ys)) (remove-each (remove-first y xs) ys))
  ((xs ()) xs))

(defun remove-first
  ((y (cons x xs)) (if (=:= x y) xs (cons x (remove-first y xs))))
  ((_ ()) ()))

;; How often each element occurs, for lists too long to search again and again.
(defun counts
  (((cons y ys) map)
   (case (maps:find y map)
     ((tuple 'ok n) (counts ys (map-set map y (+ n 1))))
     ('error (counts ys (map-set map y 1)))))
  ((() map) map))

(defun remove-counted
  (((cons x xs) map)
   (case (maps:find x map)
     ((tuple 'ok n) (when (> n 0)) (remove-counted xs (map-set map x (- n 1))))
     (_ (cons x (remove-counted xs map)))))
  ((() _) ()))
