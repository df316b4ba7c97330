;;; Tail calls in every position, between functions, closures and modules, for ten million steps.
;; no-stress
(defmodule tail_calls
  (export (main 0) (ping 1) (pong 1)))

(defun ping ((0) 'done) ((n) (tail_calls:pong (- n 1))))
(defun pong ((0) 'done) ((n) (tail_calls:ping (- n 1))))

(defun in-case ((0 a) a) ((n a) (case (rem n 3) (0 (in-case (- n 1) (+ a 1))) (_ (in-case (- n 1) a)))))
(defun in-cond (n) (cond ((=:= n 0) 'zero) ((> n 0) (in-cond (- n 1))) (else 'negative)))
(defun in-let (n) (let ((m (- n 1))) (if (< m 0) 'end (in-let m))))
(defun in-and (n) (andalso (> n 0) (orelse (=:= n 1) (in-and (- n 1)))))

(defun by-closure (f n) (if (=:= n 0) 'finished (funcall f f (- n 1))))

(defun state-a ((() n) n) (((cons _ xs) n) (state-b xs (+ n 1))))
(defun state-b ((() n) n) (((cons _ xs) n) (state-c xs (+ n 1))))
(defun state-c ((() n) n) (((cons _ xs) n) (state-a xs (+ n 1))))

(defun main ()
  (io:format "~w~n" (list (ping 1000000)))
  (io:format "~w~n" (list (in-case 3000000 0)))
  (io:format "~w~n" (list (in-cond 1000000)))
  (io:format "~w~n" (list (in-let 1000000)))
  (io:format "~w~n" (list (in-and 1000000)))
  (io:format "~w~n" (list (by-closure #'by-closure/2 1000000)))
  (io:format "~w~n" (list (state-a (lists:seq 1 300000) 0)))
  (io:format "~w~n" (list (fletrec ((go (n) (if (=:= n 0) 'local (go (- n 1))))) (go 1000000)))))
