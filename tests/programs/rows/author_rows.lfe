;; What a compiler's author must know, row by row: order, macros, patterns, records, calls.
(defmodule author_rows
  (export (main 0) (size-of 1)))

(defun p (x) (io:format "~p~n" (list x)))
(defun say (x) (io:format "<~w>" (list x)) x)
(defun id (x) x)

(defmacro tried (form)
  `(p (try ,form (catch ((tuple class reason _) (tuple class reason))))))

(defrecord point (x (say 'x-default)) (y (say 'y-default)) z)

;; A later macro of the same name takes the place of the earlier, whatever its arity.
(defmacro both (a) `(list 'earlier ,a))
(defmacro both (a b) `(list 'later ,a ,b))

;; What has not a fixed number of arguments.
(defmacro rest-of
  ((cons a rest) `(list ,a ',rest)))

;; Macros in patterns.
(defmacro pair (a b) `(tuple 'pair ,a ,b))

(defmacro environment args `(quote ,args))

(defun size-of
  (((pair a b)) (list a b))
  ((_) 'none))

(defun order ()
  (p (tset (progn (say 'tuple) #(a b)) (say 1) (say 'value)))
  (p (tref (progn (say 'tuple) #(a b)) (say 1)))
  (p (make-point z (say 'z) x (say 'x)))
  (p (make-point))
  (p (update-point (progn (say 'record) (make-point x 1 y 2)) y (say 'y) x (say 'x)))
  (p (list (say 1) (say 2)))
  (p (map (say 'a) (say 1) (say 'b) (say 2)))
  (p (funcall (progn (say 'f) #'id/1) (say 1)))
  (p (let ((a (say 1)) (b (say 2))) (list a b)))
  (p (lists:seq (say 1) (say 3))))

(defun patterns ()
  (let ((x 1))
    (p (case 2 (x (list 'shadows x))))
    (p (case #(2 3) ((tuple x x) 'same) ((tuple x y) (list 'differ x y))))
    (p (let ((x 2) (y x)) (list x y)))
    (p (funcall (lambda (x) x) 3))
    (p (let (((list x y) (list x 2))) (list x y))))
  (p (size-of #(pair 1 2)))
  (p (case #M(a 1 b 2) ((map 'a a 'c c) (list a c)) ((map 'b b) b)))
  (p (case #(1 1.0) ((tuple x x) 'same) (_ 'differ)))
  (p (let ((n 8)) (case #B(65 66) ((binary (x (size n)) (y binary)) (list x y))))))

(defun macros ()
  (p (both 1 2))
  (p (rest-of 1 2 3))
  (p (environment 1 2))
  (p (macro-scope))
  (p (erlang:function_exported 'author_rows '__info__ 1)))

(defun macro-scope ()
  (macrolet ((both args `(quote ,args)))
    (both 1 2 3)))

(defun records ()
  (tried (point-x (id 'no)))
  (tried (set-point-x (id #(point 1)) 1))
  (p (is-point #(point 1 2 3)))
  (p (fields-point)))

(defun calls ()
  (p (funcall 'id 1))
  (tried (funcall (id 'id) 1))
  (p (length (lists:seq 1 3)))
  (p (flet ((id (x) (list 'local x))) (id 1)))
  (p (flet ((length (x) (list 'mine x))) (length 1)))
  (p (fletrec ((id (x) (list 'rec x))) (funcall #'id/1 1)))
  (tried (if (id 'maybe-not) 1 2))
  (tried (andalso (id 'true) (id 5) (id 'true)))
  (p (self-is-a-process)))

(defun self-is-a-process () (is_pid (self)))

(defun main ()
  (order)
  (patterns)
  (macros)
  (records)
  (calls)
  (p (term_to_binary '(a b)))
  (p #M(c 1 a 2 b 3)))
