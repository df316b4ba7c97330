;;; A topological order, or the news of a cycle.
(defmodule topological
  (export (main 0)))

(defun order (graph)
  (try
    (let (((tuple sorted _) (lists:foldl (lambda (n acc) (visit n graph () acc)) (tuple () #M()) (lists:sort (maps:keys graph)))))
      (tuple 'ok (lists:reverse sorted)))
    (catch ((tuple 'throw (tuple 'cycle path) _) (tuple 'cycle path)))))

(defun visit
  ((n graph path (= (tuple sorted seen) acc))
   (cond ((lists:member n path) (throw (tuple 'cycle (lists:reverse (cons n path)))))
         ((is_map_key n seen) acc)
         (else
          (let (((tuple sorted seen)
                 (lists:foldl (lambda (m a) (visit m graph (cons n path) a)) acc (maps:get n graph ()))))
            (tuple (cons n sorted) (map-set seen n 'true)))))))

(defun main ()
  (io:format "~w~n" (list (order #M(shirt (trousers) tie (jacket) trousers (shoes belt) belt (jacket) socks (shoes)))))
  (io:format "~w~n" (list (order #M(a (b) b (c) c (a))))))
