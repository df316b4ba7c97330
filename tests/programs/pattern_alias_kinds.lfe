;; Aliases in clauses that are not the first: what they look at counts like what others look at.
(defmodule pattern_alias_kinds
  (export (main 0)))

(defrecord game server client answer)

(defun over
  (((tuple _ 'over)) 'over)
  (((= (tuple _ 'soon) game)) (list 'soon game))
  (((= (tuple player _) game)) (list player game)))

(defun first
  (((tuple _ 1)) 'one)
  (((= (tuple 'a _) pair)) (list 'a pair))
  (((= pair (tuple 'b _))) (list 'b pair))
  (((= (= one (tuple x _)) two)) (list 'other x one two)))

(defun lists
  (((cons _ '(1))) 'one)
  (((= (cons 'a _) pair)) (list 'a pair))
  (((= (list* _ x _) all)) (list x all))
  (((= _ any)) any))

(defun played
  (((match-game answer 'x)) 'x)
  (((= (match-game server 's) game)) (list 's (game-answer game)))
  (((= (match-game client client) game)) (list client game)))

(defun maps
  (((map 'a _)) 'a)
  (((= (map 'b b) map)) (list b map))
  (((= (map 'c 1) map)) (list 'one map))
  (((= (map 'c c) map)) (list c map)))

(defun answered (guess)
  (receive
    ((= (tuple 'guess from number) message) (when (== number guess))
     (list 'right from message))
    ((= (tuple 'guess from number) message) (when (> number guess))
     (list 'high from message))
    ((= (tuple 'guess _ _) message) (list 'low message))))

(defun main ()
  (let ((show (lambda (value) (io:format "~p~n" (list value)))))
    (lists:foreach show (list (over #(1 over)) (over #(1 soon)) (over #(1 2))))
    (lists:foreach show (list (first #(x 1)) (first #(a 2)) (first #(b 2)) (first #(c 2))))
    (lists:foreach show
      (list (lists '(x 1)) (lists '(a 2)) (lists '(b 2 3)) (lists '(b)) (lists 'c)))
    (lists:foreach show
      (list (played (make-game answer 'x))
            (played (make-game server 's answer 2))
            (played (make-game client 'c))))
    (lists:foreach show
      (list (maps #M(a 1)) (maps #M(b 1)) (maps #M(c 1)) (maps #M(c 2))))
    (lists:foreach
      (lambda (n)
        (! (self) (tuple 'guess 'me n))
        (funcall show (answered 2)))
      '(1 2 3))))
