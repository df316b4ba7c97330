;;; Strings and prefixes in patterns of functions and case.
(defmodule string_patterns
  (export (main 0)))

(defun command
  (("quit") 'quit)
  (((++ "set " rest)) (tuple 'set rest))
  (((++ "get " (cons c _))) (tuple 'get c))
  (((cons #\# comment)) (tuple 'comment comment))
  (((list a b)) (tuple 'pair a b))
  ((()) 'empty)
  ((other) (tuple 'unknown other)))

(defun header
  ((#"GET") 'get)
  (((binary "GET " (path binary))) (tuple 'get path))
  (((binary (n (size 8)) (body binary (size n)) (_ binary))) (when (> n 0)) (tuple 'body n body))
  ((_) 'bad))

(defun main ()
  (lists:foreach (lambda (s) (io:format "~p~n" (list (command s))))
    '("quit" "set x" "get yz" "# note" "ab" "" "quitter" "set" (1 2)))
  (lists:foreach (lambda (b) (io:format "~p~n" (list (header b))))
    (list #"GET" #"GET /index" (binary 3 1 2 3 4) (binary 9 1 2) (binary 0))))
