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
  ((xs ys) (when (is_list xs) (is_list ys)) (remove-all xs ys)))

(defun subtract (xs ys)
  "The function `--`."
  (erlang:-- xs ys))

(defun remove-all
  ((xs ()) xs)
  (((= () xs) _) xs)
  ((xs (cons y ys)) (remove-all (remove-first y xs) ys)))

(defun remove-first
  ((y (cons x xs)) (if (=:= x y) xs (cons x (remove-first y xs))))
  ((_ ()) ()))
