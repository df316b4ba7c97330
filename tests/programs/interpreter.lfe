;;; A small interpreter of arithmetic expressions with variables, functions and errors.
(defmodule interpreter
  (export (main 0)))

(defun evaluate
  ((x _) (when (is_number x)) x)
  ((x env) (when (is_atom x))
   (case (maps:find x env)
     ((tuple 'ok v) v)
     ('error (throw (tuple 'unbound x)))))
  (((list 'let x e body) env) (evaluate body (map-set env x (evaluate e env))))
  (((list 'fn x body) env) (tuple 'closure x body env))
  (((list 'if t a b) env) (if (=/= (evaluate t env) 0) (evaluate a env) (evaluate b env)))
  (((list op a b) env) (when (orelse (=:= op '+) (=:= op '-) (=:= op '*) (=:= op '/)))
   (apply-op op (evaluate a env) (evaluate b env)))
  (((list f a) env)
   (case (evaluate f env)
     ((tuple 'closure x body closed) (evaluate body (map-set closed x (evaluate a env))))
     (other (throw (tuple 'not-a-function other))))))

(defun apply-op
  (('+ a b) (+ a b))
  (('- a b) (- a b))
  (('* a b) (* a b))
  (('/ _ 0) (throw 'division-by-zero))
  (('/ a b) (div a b)))

(defun run (e)
  (io:format "~w~n" (list (try (tuple 'ok (evaluate e #M())) (catch ((tuple 'throw what _) (tuple 'error what)))))))

(defun main ()
  (run '(+ 1 (* 2 3)))
  (run '(let x 5 (let y (* x x) (- y x))))
  (run '((fn x (* x x)) 12))
  (run '(let compose (fn f (fn g (fn x (f (g x)))))
          (((compose (fn x (+ x 1))) (fn x (* x 10))) 4)))
  (run '(/ 1 0))
  (run '(+ a 1))
  (run '(1 2))
  (run '(if (- 1 1) yes 42))
  (run '(let fact (fn self (fn n (if n (* n ((self self) (- n 1))) 1))) ((fact fact) 20))))
