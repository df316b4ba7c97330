;;; Maps of many keys: put, get, remove, merge, folding, equality.
;; no-stress
(defmodule maps_large
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun fill
  ((0 m) m)
  ((n m) (fill (- n 1) (map-set m n (* n n)))))

(defun drain
  ((0 m) m)
  ((n m) (drain (- n 1) (map-remove m n))))

(defun main ()
  (let* ((n 20000)
         (m (fill n #M())))
    (show (map_size m))
    (show (list (map-get m 1) (map-get m 12345) (maps:find 20001 m)))
    (show (lists:sum (maps:keys m)))
    (show (lists:sum (maps:values m)))
    (show (maps:fold (lambda (k v acc) (+ k v acc)) 0 m))
    (show (map_size (drain 10000 m)))
    (show (map_size (drain 20000 m)))
    (show (== (drain 19980 m) (maps:from_list (lc ((<- x (lists:seq 19981 20000))) (tuple x (* x x))))))
    (show (=:= m (maps:from_list (lc ((<- x (lists:reverse (lists:seq 1 n)))) (tuple x (* x x))))))
    (show (== m (map-set m 5 0)))
    (show (map_size (maps:merge m (maps:from_list (lc ((<- x (lists:seq 15001 25000))) (tuple x x))))))
    (show (lists:sort (lists:sublist (lists:sort (maps:keys m)) 5)))
    (show (maps:size (maps:filter (lambda (k _) (== (rem k 3) 0)) m)))
    (show (map-get (map-update m 777 'seven) 777))
    (show (map-get m 777))
    (show (lists:sum (maps:values (maps:map (lambda (k v) (rem (+ k v) 10)) m)))))
  (let ((m (maps:from_list (lc ((<- x (lists:seq 1 100))) (tuple (integer_to_list x) x)))))
    (show (list (map-get m "50") (maps:get "100" m) (maps:is_key "101" m))))
  (let ((m (maps:from_list (lc ((<- x (lists:seq 1 1000))) (tuple (tuple 'key x (list x)) x)))))
    (show (lists:sum (lc ((<- x (lists:seq 1 1000))) (map-get m (tuple 'key x (list x)))))))
  (let ((m (maps:from_list (lc ((<- x (lists:seq 1 100))) (tuple (float x) x)))))
    (show (list (map-get m 7.0) (maps:find 7 m))))
  (let ((m (fill 33 #M())))
    (show (list (map_size m) (map_size (map-remove m 33)) (map_size (map-set m 34 0))))
    (show (case m ((map 10 x 20 y) (list x y))))))
