;;; Modular powers of big integers and a primality test.
(defmodule miller_rabin
  (export (main 0)))

(defun power
  ((_ 0 _) 1)
  ((b e m) (when (=:= (band e 1) 0)) (power (rem (* b b) m) (bsr e 1) m))
  ((b e m) (rem (* b (power b (- e 1) m)) m)))

(defun prime?
  ((n) (when (< n 2)) 'false)
  ((n) (when (< n 4)) 'true)
  ((n) (when (=:= (rem n 2) 0)) 'false)
  ((n)
   (let (((tuple s d) (halve 0 (- n 1))))
     (lists:all (lambda (a) (passes a s d n)) (lc ((<- a '(2 3 5 7 11 13 17 19 23 29 31 37)) (< a n)) a)))))

(defun halve
  ((s d) (when (=:= (band d 1) 0)) (halve (+ s 1) (bsr d 1)))
  ((s d) (tuple s d)))

(defun passes (a s d n)
  (let ((x (power a d n)))
    (orelse (=:= x 1) (=:= x (- n 1)) (squares x (- s 1) n))))

(defun squares
  ((_ 0 _) 'false)
  ((x s n)
   (let ((y (rem (* x x) n)))
     (if (=:= y (- n 1)) 'true (squares y (- s 1) n)))))

(defun main ()
  (io:format "~w~n" (list (lists:filter #'prime?/1 (lists:seq 1 100))))
  (io:format "~w~n" (list (prime? 1000000007)))
  (io:format "~w~n" (list (prime? (- (bsl 1 127) 1))))
  (io:format "~w~n" (list (prime? (- (bsl 1 129) 1))))
  (io:format "~w~n" (list (prime? (- (bsl 1 521) 1))))
  (io:format "~w~n" (list (power 3 1000 1000000007)))
  (io:format "~w~n" (list (power 7 (bsl 1 200) (- (bsl 1 107) 1)))))
