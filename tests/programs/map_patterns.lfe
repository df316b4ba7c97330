;;; Maps in patterns, keys of all kinds, updates in loops.
(defmodule map_patterns
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun area
  (((map 'shape 'circle 'r r)) (* 3 r r))
  (((map 'shape 'square 'side s)) (* s s))
  (((map 'shape other)) (tuple 'unknown other))
  (((map)) 'no-shape)
  ((_) 'no-map))

(defun literal-keys
  (((map 1 a "str" b #(t) c 2.5 d)) (list a b c d))
  ((_) 'other))

(defun main ()
  (show (lists:map #'area/1 (list #M(shape circle r 2) #M(shape square side 3 color red) #M(shape blob) #M(x 1) 5)))
  (show (literal-keys (map 1 'one "str" 'two #(t) 'three 2.5 'four)))
  (show (literal-keys (map 1.0 'one "str" 'two #(t) 'three 2.5 'four)))
  (show (let (((map 'a (map 'b (list x y))) #M(a #M(b (1 2)) c 3))) (tuple x y)))
  (show (try (let (((map 'a x) (id #M(b 1)))) x) (catch ((tuple c r _) (tuple c r)))))
  (show (lists:foldl (lambda (x m) (map-set m (rem x 3) (+ x (maps:get (rem x 3) m 0)))) #M() (lists:seq 1 10)))
  (show (lc ((<- (map 'v v) (list #M(v 1) #M(w 2) #M(v 3)))) v))
  (show (case #M() ((map 'k v) v) (m (tuple 'empty (map_size m)))))
  (show (== #M(a 1 b 2) (map-set (map-set #M() 'b 2) 'a 1))))

(defun id (x) x)
