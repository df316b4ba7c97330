;;; The value of receive, receives within receives, in arguments, and below other calls.
(defmodule receive_nested
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun put (messages) (lists:foreach (lambda (m) (! (self) m)) messages))

(defun drain () (receive (m (cons m (drain))) (after 0 ())))

(defun next () (receive (m m) (after 0 'none)))

;; Not a tail call: the addition waits on the stack while the rest is received.
(defun total (n)
  (if (=:= n 0) 0
    (+ (receive ((tuple 'add x) x)) (total (- n 1)))))

(defun build ()
  (receive
    ('open (let ((inside (build-many))) (cons 'group inside)))
    ((tuple 'leaf x) x)))

(defun build-many ()
  (receive
    ('close ())
    (m (progn (case m
                ('open (let ((inside (build-many))) (cons (cons 'group inside) (build-many))))
                ((tuple 'leaf x) (cons x (build-many))))))))

(defun main ()
  (put '(1 2 3))
  (show "in arguments" (list (next) (next) (next) (next)))
  (put '(5 7))
  (show "in an operation" (- (next) (next)))
  (put '(#(first a) #(second b)))
  (show "nested" (receive ((tuple 'second y) (receive ((tuple 'first x) (tuple x y))))))
  (put '(outer inner innermost))
  (show "three deep"
    (receive ('outer (let ((a 1)) (receive ('innermost (receive ('inner (tuple 'done a)))))))))
  (show "let of a receive" (progn (put '(#(x 4))) (let (((tuple 'x n) (receive (m m)))) (* n n))))
  (put '(1 2))
  (show "case of a receive" (case (receive (2 'two)) ('two (case (receive (1 'one)) ('one 'both)))))
  (put '(#(add 1) #(add 2) noise #(add 3) #(add 4)))
  (show "total" (total 4))
  (show "left" (drain))
  (put '(open #(leaf 1) open #(leaf 2) #(leaf 3) close #(leaf 4) open close close))
  (show "tree" (build))
  (put '(a b c))
  (show "several expressions" (receive ('b (next) (next) 'last)))
  (put '(#(n 3)))
  (let ((f (receive ((tuple 'n n) (lambda (x) (+ x n))))))
    (show "closure from a receive" (funcall f 10)))
  (put '(go))
  (show "in a lambda" (funcall (lambda () (receive ('go 'gone)))))
  (put '(3 1 2))
  (show "in a comprehension" (lc ((<- i '(1 2 3))) (receive (n (when (=:= n i)) (* n 10)))))
  (put '(bad))
  (show "raising in the body"
    (try (receive ('bad (error 'body))) (catch ((tuple c r _) (tuple c r)))))
  (show "left" (drain)))
