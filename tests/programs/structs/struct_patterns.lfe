;; Structs in patterns and guards.
(defmodule struct_patterns (export (main 0)))

(define-struct (a (b 2) (c (list 1 (number)))))

(defun pat
  (((struct struct_patterns a 1 b b)) (tuple 'one b))
  (((struct struct_patterns a x b x)) (tuple 'same x))
  (((= (struct struct_patterns c (cons h _)) s)) (tuple h (maps:size s)))
  (((struct struct_patterns)) 'mine)
  ((_) 'no))

(defun g1 ((x) (when (not (=:= (struct-field x struct_patterns a) 5))) 'y) ((_) 'n))
(defun g2 ((x) (when (not (is-struct x struct_patterns))) 'y) ((_) 'n))
(defun g3 ((x) (when (not (is-struct x))) 'y) ((_) 'n))
(defun g4 ((x y) (when (orelse (=:= y 1) (=:= (struct-field x struct_patterns a) 5))) 'y) ((_ _) 'n))
(defun g5 ((x) (when (is-struct x struct_patterns) (=:= (struct-field x struct_patterns a) 5)) 'y) ((_) 'n))
(defun g6 ((x) (when (is-struct (element 1 (tuple x)))) 'y) ((_) 'n))
(defun g7 ((x) (when (struct-field x struct_patterns a)) 'y) ((_) 'n))

(defun main ()
  (lists:foreach
    (lambda (x)
      (io:format "~p~n  ~p~n" (list x (list (pat x) (g1 x) (g2 x) (g3 x) (g4 x 1) (g4 x 2) (g5 x) (g6 x) (g7 x)))))
    (list 1 #M() (struct struct_patterns) (struct struct_patterns a 5) (struct struct_patterns a 1)
          (struct struct_patterns a 'true b 'true) (struct struct_patterns a 2 c 'none)
          (map '__struct__ 'struct_patterns) (map '__struct__ 'foo 'a 5) (map '__struct__ "no")))
  (io:format "~p~n" (list (lc ((<- (struct struct_patterns a a) (list 1 (struct struct_patterns a 3) 'a))) a)))
  (let (((struct struct_patterns c (cons _ n)) (struct struct_patterns)))
    (io:format "~p~n" (list n))))
