;;; Dynamic variables: defvar, defparameter, let, let*, parameters, set-dynamic, set-global. LFE has none;
;;; the answers follow from the definitions of special variables in Common Lisp.
(defmodule dynamic_variables
  (export (main 0)))

(defvar *base* 10 "What numbers are written in.")
(defvar *depth* 0)
(defparameter *names* (list 'a 'b (list_to_atom "c")) #"A binary is a doc string too.")
(defvar *scale* (lambda (x) (* x *base*)))
(defvar *later* (twice *base*))
(defvar *none*)

(defun twice (x) (* 2 x))

(defun show (label x) (io:format "~s: ~p~n" (list label x)))

(defun base () *base*)
(defun depth () *depth*)
(defun both () (list *base* *depth*))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

;; A plain parameter binds, and every call its own.
(defun nest (*depth*)
  (if (>= *depth* 3)
    (list (depth))
    (cons (depth) (nest (+ *depth* 1)))))

(defun two (*base* x *depth*)
  (list x (base) (depth)))

(defun initial ()
  (show "initial values" (list *base* *depth* *names* *later*))
  (show "a fun reads when it runs" (funcall *scale* 3))
  (show "no value" (attempt (lambda () *none*)))
  (show "under its own name" (list dynamic_variables:*base* (let ((dynamic_variables:*base* 1)) *base*))))

(defun binding ()
  (show "let" (let ((*base* 2)) (base)))
  (show "after it" (base))
  (show "let sees what is outside" (let ((*base* 2) (*depth* (+ *base* 1))) (both)))
  (show "let* sees the one before" (let* ((*base* 2) (*depth* (+ *base* 1))) (both)))
  (show "swapped" (let ((*base* *depth*) (*depth* *base*)) (both)))
  (show "with others" (let (((tuple x y) (tuple 1 2)) (*depth* 5) (z (depth))) (list x y z (depth))))
  (show "nested" (let ((*base* 2)) (list (base) (let ((*base* 3)) (base)) (base))))
  (show "parameters" (nest 0))
  (show "among others" (two 7 'x 8))
  (show "of a lambda" (funcall (lambda (*base*) (base)) 4))
  (show "of a local function" (flet ((f (*base* y) (list (base) y))) (f 5 6)))
  (show "of a recursive one"
        (fletrec ((f (*depth*) (if (== *depth* 3) (depth) (f (+ *depth* 1))))) (f 0)))
  (show "all undone" (both)))

(defun closures ()
  (let* ((f (let ((*base* 2)) (lambda () (base))))
         (g (let ((*base* 2)) (let ((kept *base*)) (lambda () kept)))))
    (show "made under a binding" (list (funcall f) (funcall g)))
    (show "run under another" (let ((*base* 3)) (list (funcall f) (funcall g) (funcall *scale* 3)))))
  (show "mapped" (let ((*base* 3)) (lists:map *scale* '(1 2 3))))
  (show "comprehension" (let ((*base* 3)) (lc ((<- x '(1 2 3)) (< x *base*)) (* x *base*))))
  (show "binding in one" (lc ((<- x '(1 2 3))) (let ((*base* x)) (funcall *scale* x))))
  (show "loop" (do ((i 0 (+ i 1)) (sum 0 (+ sum *base*))) ((== i 4) sum) i)))

(defun leaving ()
  (show "throw" (catch (let ((*base* 2)) (throw (base)))))
  (show "through two" (catch (let ((*base* 2)) (let ((*base* 3) (*depth* 4)) (throw (both))))))
  (show "undone" (both))
  (show "to the one between"
        (let ((*base* 2))
          (list (catch (let ((*base* 3)) (throw (base)))) (base))))
  (show "handler"
        (let ((*base* 2))
          (try (let ((*base* 3)) (error (base)))
            (catch ((tuple 'error reason _) (list reason (base)))))))
  (show "case of try"
        (try (let ((*base* 3)) (base))
          (case (x (list x (base))))
          (catch (_ 'wrong))))
  (show "after"
        (let ((*base* 2))
          (catch
            (try (let ((*base* 3)) (throw 'out))
              (after (show "in after" (base)))))))
  (show "after inside"
        (catch
          (let ((*base* 3))
            (try (throw 'out) (after (show "still bound" (base)))))))
  (show "errors of builtins" (list (attempt (lambda () (let ((*base* 3)) (car (base))))) (base)))
  (show "no match"
        (list (attempt (lambda () (let ((*base* 3)) (case (base) (4 'four))))) (base)))
  (show "exit" (list (attempt (lambda () (let ((*base* 3)) (exit (base))))) (base)))
  (show "catch" (list (let ((*base* 4)) (catch (base))) (base))))

(defun changing ()
  (show "the binding" (let ((*base* 2)) (list (set-dynamic *base* 3) (base))))
  (show "outside" (base))
  (show "of the outer one"
        (let ((*base* 2))
          (let ((*base* 3)) (set-dynamic *base* 4))
          (base)))
  (show "global under a binding"
        (let ((*base* 2))
          (list (set-global *base* 16) (base))))
  (show "now seen" (base))
  (show "no binding: the global one" (progn (set-dynamic *base* 8) (base)))
  (show "by another name" (progn (set-global dynamic_variables:*base* 10) *base*))
  (show "a first value" (list (set-global *none* 'some) *none*))
  (show "undone after changing"
        (list (catch (let ((*depth* 1)) (set-dynamic *depth* 2) (throw (depth)))) (depth))))

(defun guards ()
  (show "in a guard"
        (let ((*depth* 3))
          (lc ((<- x '(1 2 3 4))) (case x (y (when (< y *depth*)) 'less) (y (when (== y *depth*)) 'same) (_ 'more)))))
  (show "in a match" (let ((*base* "ab")) (case *base* ((cons a (cons b ())) (tuple b a)))))
  (show "in a binary" (let ((*depth* 24)) (binary (1 (size *depth*)))))
  (show "in a condition" (if (== *base* 10) 'ten 'other)))

;; The body is no tail position, but what it calls goes on as always.
(defun count (n) (if (== n 0) (depth) (count (- n 1))))

(defun deep (n *depth*)
  (if (== n 0) *depth* (+ 1 (deep (- n 1) (+ *depth* 1)))))

(defun depths ()
  (show "a loop under a binding" (let ((*depth* 'still)) (count 10000)))
  (show "deep" (list (deep 500 0) (depth)))
  (show "out of the deep" (list (catch (throw-from 500 0)) (depth))))

(defun throw-from (n *depth*)
  (if (== n 0)
    (throw (tuple 'depth (depth)))
    (throw-from (- n 1) (+ *depth* 1))))

(defun garbage (n) (if (== n 0) 'done (progn (lists:seq 1 20) (garbage (- n 1)))))

(defun survives ()
  (show "values survive collections"
        (let ((*names* (list 'x (lists:seq 1 3))))
          (let ((*names* (tuple *names* (make-list-of 3))))
            (garbage 200)
            (tuple *names* (list 'inner)))))
  (set-global *names* (make-list-of 4))
  (garbage 200)
  (erlang:garbage_collect)
  (garbage 200)
  (erlang:garbage_collect)
  (garbage 200)
  (show "so do global ones" *names*))

(defun make-list-of (n) (if (== n 0) () (cons (tuple n) (make-list-of (- n 1)))))

(defun main ()
  (initial) (binding) (closures) (leaving) (changing) (guards) (depths) (survives))
