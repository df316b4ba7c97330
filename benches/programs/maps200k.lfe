;;; Large maps: 200 000 keys put, got, updated and removed.
(defmodule maps200k
  (export (main 0) (run 0)))

(defun run ()
  (let* ((m (fill 200000 #M()))
         (sum (sum-all 200000 m 0))
         (m (bump 200000 m))
         (m (drop 100000 m)))
    (list (map_size m) sum (sum-all 200000 m 0))))

(defun key (n)
  (rem (* n 7919) 1000003))

(defun fill
  ((0 m) m)
  ((n m) (fill (- n 1) (map-set m (key n) n))))

(defun sum-all
  ((0 _ sum) sum)
  ((n m sum)
   (case (maps:find (key n) m)
     ((tuple 'ok value) (sum-all (- n 1) m (+ sum value)))
     ('error (sum-all (- n 1) m sum)))))

(defun bump
  ((0 m) m)
  ((n m)
   (let ((k (key n)))
     (bump (- n 1) (map-update m k (+ 1 (map-get m k)))))))

(defun drop
  ((0 m) m)
  ((n m) (drop (- n 1) (map-remove m (key n)))))

(defun main ()
  (io:format "~w~n" (list (run))))
