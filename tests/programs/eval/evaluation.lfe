;; with-compiler
;; Forms that are evaluated while the program runs: values, errors, functions that outlive them.
(defmodule evaluation (export (main 0)))

(defun show (name value)
  (io:format "~s: ~p~n" (list name value)))

(defun try-eval (form)
  (try
    (tuple 'value (lfe:eval form))
    (catch
      ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (show "sum" (lfe:eval '(+ 1 2)))
  (show "list" (lfe:eval (list 'list 1 ''a "text")))
  (show "let" (lfe:eval '(let ((x 1) (y 2)) (list x y))))
  (show "let*" (lfe:eval '(let* ((x 1) (y (+ x 1))) (list x y))))
  (show "case" (lfe:eval '(case #(a 1) ((tuple 'a n) (when (> n 0)) n))))
  (show "lambda" (funcall (lfe:eval '(lambda (x y) (* x y))) 6 7))
  (show "fletrec" (lfe:eval '(fletrec ((fac ((0) 1) ((n) (* n (fac (- n 1)))))) (fac 20))))
  (show "comprehension" (lfe:eval '(lc ((<- x '(1 2 3)) (> x 1)) (* x x))))
  (show "binary" (lfe:eval '(binary (1 (size 16)) ("ab"))))
  (show "map" (lfe:eval '(map-get (map 'a 1 'b 2) 'b)))
  (show "macro" (lfe:eval '(macrolet ((twice (x) `(list ,x ,x))) (twice 3))))
  (show "remote" (lfe:eval '(lists:reverse '(1 2 3))))
  (show "quasi" (lfe:eval '(let ((x 1)) `(a ,x ,@(list 2 3)))))
  (show "catch" (lfe:eval '(catch (throw 'thrown))))
  (show "receive" (progn (! (self) 'hello) (lfe:eval '(receive (m (list 'got m)) (after 0 'none)))))
  (show "self" (=:= (self) (lfe:eval '(self))))
  (show "badmatch" (try-eval '(let (((tuple a b) 'x)) a)))
  (show "throw" (try-eval '(throw 'x)))
  (show "exit" (try-eval '(exit 'x)))
  (show "error" (try-eval '(error 'x)))
  (show "arithmetic" (try-eval '(+ 1 'a)))
  (show "unbound" (try-eval 'nothing))
  (show "undefined" (try-eval '(nothing 1 2)))
  (show "undef" (try-eval '(lists:nothing 1)))
  ;; Functions keep their code after later evaluations.
  (let ((adders (lists:map (lambda (n) (lfe:eval `(lambda (x) (+ x ,n)))) (lists:seq 1 20))))
    (lists:foreach (lambda (n) (lfe:eval `(list ,n))) (lists:seq 1 50))
    (garbage_collect)
    (show "adders" (lists:map (lambda (add) (funcall add 100)) adders)))
  ;; Constants, too.
  (let ((constant (lfe:eval ''(deep #(constant "text" #B(1 2 3))))))
    (lists:foreach (lambda (n) (lfe:eval `(list ,n))) (lists:seq 1 50))
    (garbage_collect)
    (show "constant" constant)))
