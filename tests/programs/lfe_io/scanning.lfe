;; scan_sexpr: text in parts.
(defmodule scanning (export (main 0)))
(defun shape
  (((tuple 'more _)) 'more)
  ((done) done))
(defun main ()
  (lists:foreach (lambda (text) (io:format "~p~n" (list (shape (lfe_io:scan_sexpr () text)))))
    '("(a b) c" "(a b)" "a" "a " ") x" "(a ] c" "" "  " "'a x" "\"abc\"x" "\"abc" "(a (b) c" "#(1 2)#(3)"))
  (io:format "~p~n" (list (lfe_io:scan_sexpr () "\n\n(a b) c" 5)))
  (let (((tuple 'more k) (lfe_io:scan_sexpr () "(a\n b")))
    (io:format "~p~n" (list (lfe_io:scan_sexpr k " d) e" 1)))))
