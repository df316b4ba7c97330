;; Options of a query, operators as filters, records, nested queries and functions of the module: what
;; LFE 2.2.1's macro drops or cannot translate. The answers are those of Erlang's qlc:q/2 where it has the
;; same; errors in filters are raised, as LFE's filters do.
(defmodule qlc_options (export (main 0)))

(defrecord person name (age 18))

(defun p (x) (io:format "~p~n" (list x)))

(defmacro tried body
  `(p (try (progn ,@body) (catch ((tuple class reason _) (tuple class reason))))))

(defun double (x) (* x 2))

(defun main ()
  (p (qlc:e (qlc (lc ((<- x '(1 2 1 3 2))) x) 'unique)))
  (p (qlc:e (qlc (lc ((<- x '(1 2 1 3 2))) x) #(unique true))))
  (p (qlc:e (qlc (lc ((<- x '(1 2 1 3 2))) x) '(cache #(unique false)))))
  (p (qlc:e (qlc (lc ((<- x '(1 1.0 2 1))) (tuple x)) '(unique))))
  (tried (qlc:e (qlc (lc ((<- x '(1))) x) 'fop)))
  (tried (qlc:e (qlc (lc ((<- x '(1))) x) #(join merge))))
  (tried (qlc:e (qlc (lc ((<- x '(1))) x) #(lookup true))))
  (tried (qlc:e (qlc (lc ((<- x '(1))) x) #(max_list_size 0))))
  (tried (qlc:e (qlc (lc ((<- x '(1))) x) #(max_list_size -1))))
  (tried (qlc:e (qlc (lc ((<- x '(1))) x) #(cache foo))))
  (p (qlc:e (qlc (list-comp ((<- x '(1 2 3)) (>= x 2)) (double x)))))
  (p (qlc:e (qlc (lc ((<- (match-person name n age a) (list (make-person name "A") (make-person name "B" age 3)))
                      (< a 10))
                   n))))
  (p (qlc:e (qlc (lc ((<- x (qlc:sort '(2 1))) (<- y (qlc (lc ((<- z '(1 2))) (* z 2)))) (< x y)) (tuple x y)))))
  (p (qlc:e (qlc (lc ((<- (tuple a b) (when (is_atom b)) '(#(3 a) #(1 b) #(2 "c") #(1 d)))
                      (<- (tuple d c) '(#(1 x) #(2 y) #(1 z) #(3 w)))
                      (== a d))
                   (tuple a b c)))))
  (tried (qlc:e (qlc (lc ((<- x '(1 2 3)) (> (/ 1 (- x 2)) 0)) x))))
  (tried (qlc:e (qlc (lc ((<- x '(1 2 3)) (double x)) x))))
  (tried (qlc:e (qlc (lc ((<- x 'foo) (> x 1)) x))))
  (let ((cursor (qlc:cursor (qlc (lc ((<- x '(1 2 0 4))) (div 12 x))))))
    (p (qlc:next_answers cursor 2))
    (tried (qlc:next_answers cursor 1))))
