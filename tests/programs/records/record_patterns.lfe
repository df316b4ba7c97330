;; Records in the patterns of functions, case, let, receive, comprehensions.
(defmodule record_patterns (export (main 0)))

(defrecord circle (x 0) (y 0) (radius 1))
(defrecord square (x 0) (y 0) (side 1))
(defrecord box content)

(defun area
  (((match-circle radius r)) (* 3 r r))
  (((match-square side s)) (* s s))
  ((_) 'none))

(defun origin
  (((make-circle x 0 y 0)) 'circle)
  (((match-square y 0 x 0)) 'square)
  (((match-box content (match-box content (match-circle x x y x)))) (tuple 'boxed x))
  (((= (match-box content c) whole)) (tuple c whole))
  ((_) 'elsewhere))

(defun same
  (((match-circle x a y a radius a)) (tuple 'same a))
  (((match-circle x a y b)) (when (> a b)) (tuple 'more a b))
  (((match-circle)) 'circle)
  ((_) 'other))

(defun main ()
  (let ((shapes (list (make-circle) (make-square) (make-circle x 1 radius 2)
                      (make-square side 5 y 3) (make-box) (make-box content 'a)
                      (make-box content (make-box content (make-circle x 4 y 4)))
                      #(circle 1 2) 'shape)))
    (io:format "~p~n" (list (lists:map (lambda (shape) (area shape)) shapes)))
    (io:format "~p~n" (list (lists:map (lambda (shape) (origin shape)) shapes)))
    (io:format "~p~n" (list (list-comp ((<- (match-circle radius r) shapes)) r)))
    (io:format "~p~n" (list (list-comp ((<- (match-square side s) (when (> s 2)) shapes)) s))))
  (io:format "~p~n" (list (lists:map (lambda (c) (same c))
    (list (make-circle x 2 y 2 radius 2) (make-circle x 2 y 1) (make-circle y 1) 1))))
  (let (((match-circle x x radius radius) (make-circle radius 9)))
    (io:format "~p ~p~n" (list x radius)))
  (let (((tuple (match-box content a) (cons (match-box content b) _))
         (tuple (make-box content 1) (list (make-box content 2) 3))))
    (io:format "~p ~p~n" (list a b)))
  (! (self) (make-box content 'other))
  (! (self) (make-circle radius 7))
  (io:format "~p~n" (list (receive ((match-circle radius r) r))))
  (io:format "~p~n" (list (receive ((match-box content c) c))))
  (io:format "~p~n" (list (try (let (((match-box content c) (make-circle))) c)
                            (catch ((tuple class reason _) (tuple class reason)))))))
