;;; maybe with its matches and else clauses.
(defmodule maybe_forms
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun id (x) x)

(defun lookup (k) (lists:keyfind k 1 '(#(a 1) #(b 2))))

(defun both (x y)
  (maybe
    (?= (tuple _ m) (lookup x))
    (?= (tuple _ n) (lookup y))
    (+ m n)))

(defun with-else (x)
  (maybe
    (?= (tuple 'ok v) (id x))
    (* v 2)
    (else
      (('error) 'was-error)
      (((tuple 'error reason)) (list 'failed reason)))))

(defun main ()
  (show (both 'a 'b))
  (show (both 'a 'z))
  (show (both 'z 'a))
  (show (with-else #(ok 21)))
  (show (with-else 'error))
  (show (with-else #(error why)))
  (show (try (with-else 'strange) (catch ((tuple c r _) (tuple c r))))))
