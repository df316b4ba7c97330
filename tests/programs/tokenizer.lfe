;;; A tokenizer of a C-like text on a binary.
(defmodule tokenizer
  (export (main 0)))

(defun letter? (c) (orelse (andalso (>= c #\a) (=< c #\z)) (andalso (>= c #\A) (=< c #\Z)) (=:= c #\_)))
(defun digit? (c) (andalso (>= c #\0) (=< c #\9)))

(defun tokens
  (((binary)) ())
  (((binary c (rest binary))) (when (orelse (=:= c 32) (=:= c 10))) (tokens rest))
  (((binary "/*" (rest binary))) (tokens (after-comment rest)))
  (((= (binary c (rest binary)) all))
   (cond ((letter? c) (let (((tuple n rest) (word all 0))) (cons (tuple 'name (binary:part all 0 n)) (tokens rest))))
         ((digit? c) (let (((tuple n rest) (number all 0))) (cons (tuple 'number n) (tokens rest))))
         (else (cons (list_to_atom (list c)) (tokens rest))))))

(defun after-comment
  (((binary "*/" (rest binary))) rest)
  (((binary _ (rest binary))) (after-comment rest)))

(defun word
  (((= (binary c (rest binary)) all) n)
   (if (orelse (letter? c) (digit? c)) (word rest (+ n 1)) (tuple n all)))
  ((rest n) (tuple n rest)))

(defun number
  (((= (binary c (rest binary)) all) n)
   (if (digit? c) (number rest (+ (* n 10) (- c #\0))) (tuple n all)))
  ((rest n) (tuple n rest)))

(defun main ()
  (io:format "~p~n" (list (tokens #"int main(x1) { /* a comment */ return x1 + 42 * 007; }"))))
