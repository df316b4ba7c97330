;;; Dynamic programming: a knapsack and the number of ways to change money.
(defmodule knapsack
  (export (main 0)))

(defun best (items capacity)
  (lists:last (lists:foldl #'with-item/2 (lists:duplicate (+ capacity 1) 0) items)))

(defun with-item
  (((tuple w v) row)
   (lists:zipwith (lambda (without with) (max without with))
                  row
                  (lists:sublist (++ (lists:duplicate w -1) (lists:map (lambda (x) (+ x v)) row)) (length row)))))

(defun ways (coins total) (element (+ total 1) (list_to_tuple (lists:foldl #'with-coin/2 (cons 1 (lists:duplicate total 0)) coins))))

(defun with-coin (coin row)
  (lists:reverse (fill row coin () (lists:duplicate coin 0))))

;; The last `coin` sums wait in a queue of two lists.
(defun fill (row coin done window)
  (fill row done (queue:from_list window)))

(defun fill
  ((() done _) done)
  (((cons x xs) done window)
   (let* (((tuple (tuple 'value back) window) (queue:out window))
          (sum (+ x back)))
     (fill xs (cons sum done) (queue:in sum window)))))

(defun main ()
  (io:format "~w~n" (list (best '(#(12 4) #(2 2) #(1 1) #(1 2) #(4 10)) 15)))
  (io:format "~w~n" (list (best (lc ((<- i (lists:seq 1 30))) (tuple (+ 3 (rem (* i 7) 11)) (+ 5 (rem (* i 13) 17)))) 100)))
  (io:format "~w~n" (list (ways '(1 2 5 10 20 50 100 200) 200))))
