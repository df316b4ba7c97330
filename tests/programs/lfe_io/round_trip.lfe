;; What print1 and prettyprint1 write is read as the same term.
(defmodule round_trip (export (main 0)))
(defun same (term)
  (lists:map (lambda (text) (=:= (tuple 'ok (list term)) (lfe_io:read_string (lists:flatten text))))
             (list (lfe_io:print1 term) (lfe_io:prettyprint1 term -1) (lfe_io:prettyprint1 term -1 0 20) (lfe_io:format1 "~p" (list term)))))
(defun main ()
  (lists:foreach (lambda (term) (io:format "~p~n" (list (same term))))
    (list 'a '|a b| '|1.5| '|| "string" '(1 2.5 -3) '(a . b) #(a "b" #"c") #M(a #M(b (1 2)) "k" #(x)) #B(1 2 (3 (size 4))) ''(a `(b ,c ,@d)) '(defun f (x y) "doc" (let ((z (+ x y))) (list z x y)))
          '((((deep)))) '|a\|b| '|'q| 1.0e22 -0.5e-10 12345678901234567890 '(cond ((> x 1) 'a) ('true "b")) #((() #()) ()))))
