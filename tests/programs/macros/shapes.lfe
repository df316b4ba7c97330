;; The shapes of definitions, what they bind, and where macros expand.
(defmodule shapes (export (main 0)))

(define-macro low ((doc "A core form.")) (lambda (args env) `(list ,@args ',(is_list args))))
(define-macro low-clauses () (match-lambda (((list a) env) `(one ,a)) (((list a b) env) `'(two ,a ,b)) ((as env) `'(many ,@as))))
(defmacro no-args () "doc" ''none)
(defmacro only-doc () "the expansion")
(defmacro all args "doc" `'(all ,args))
(defmacro clauses
  "With a doc string."
  (() ''zero)
  ((list x) (when (is_atom x)) `'(atom ,x))
  ((list x) `'(other ,x))
  ((list* x _ rest) `'(more ,x ,rest)))
(defmacro one (x) `'(one-of ,x))
(defmacro defadder (name n)
  `(progn
     (defmacro ,name (x) (list '+ ,n x))
     (defun ,(list_to_atom (++ (atom_to_list name) "-fun")) (y) (,name y))))
(defadder add5 5)
(defmacro nested (x) `(one ,x))
(defmacro list-of (n) (cons 'list (lists:seq 1 n)))
(defmacro pat (x) `(tuple 'p ,x))
(defmacro my-let (name value body) `(let ((,name ,value)) ,body))
(defmacro while-list (xs fun) `(lists:map ,fun ,xs))
(defmacro str () "abc")
(defmacro map-of (k v) `(map ,k ,v))
(defmacro bin () `(binary (1 (size 8)) (#"xy" binary)))

(defun shadowed (x)
  (flet ((nested (y) (list 'local y)))
    (nested x)))


(defmacro one-p (x) `(=:= 1 ,x))

(defun in-patterns
  (((pat x)) (when (one-p x)) (tuple (quote one) x))
  (((pat (pat y))) (tuple (quote inner) y))
  ((_) (quote none)))

(defun main ()
  (io:format "~p~n" (list (lists:map (fun in-patterns 1) (list (pat 1) (pat (pat 2)) 3))))
  (io:format "~p~n" (list (list (low 1 2) (low-clauses 1) (low-clauses 1 2) (low-clauses 1 2 3))))
  (io:format "~p~n" (list (list (no-args) (only-doc) (all 1 2) (all))))
  (io:format "~p~n" (list (list (clauses) (clauses a) (clauses 1) (clauses 1 2 3 4))))
  (io:format "~p~n" (list (list (add5 1) (add5-fun 2) (nested 3) (list-of 4))))
  (io:format "~p~n" (list (list (shadowed 1) (str) (map-of 'a 1) (bin))))
  (io:format "~p~n" (list (my-let x 3 (my-let y (+ x 1) (list x y)))))
  (io:format "~p~n" (list (while-list '(1 2) (lambda (x) (add5 x)))))
  (io:format "~p~n" (list (macrolet ((nested (x) `(list 'inner ,x)) (again (x) `(nested (nested ,x))))
                            (list (nested 1) (again 2)
                                  (macrolet ((nested (x) `(list 'innermost ,x))) (nested 3))
                                  (nested 4)))))
  (io:format "~p~n" (list (let-macro ((lm (lambda (args env) (list 'quote args)))) (lm 1 2)))))
