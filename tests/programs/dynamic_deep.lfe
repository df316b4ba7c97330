;; no-stress
;;; Many bindings on one stack: undone by returns and by a throw, with polls between. The answers follow
;;; from the definitions of special variables in Common Lisp.
(defmodule dynamic_deep
  (export (main 0)))

(defvar *depth* 0)
(defvar *list* ())

(defun down (n *depth* then)
  (if (== n 0)
    (funcall then)
    (down (- n 1) (+ *depth* 1) then)))

(defun sum (n *list*)
  (if (== n 0)
    (length *list*)
    (+ 1 (sum (- n 1) (cons n *list*)))))

(defun main ()
  (io:format "~p~n" (list (down 300000 0 (lambda () *depth*))))
  (io:format "~p~n" (list *depth*))
  (io:format "~p~n" (list (catch (down 300000 0 (lambda () (throw *depth*))))))
  (io:format "~p~n" (list *depth*))
  (io:format "~p~n" (list (sum 100000 ())))
  (io:format "~p~n" (list (catch (sum-then-throw 100000 ()))))
  (io:format "~p~n" (list *list*)))

(defun sum-then-throw (n *list*)
  (if (== n 0)
    (throw (length *list*))
    (+ 1 (sum-then-throw (- n 1) (cons n *list*)))))
