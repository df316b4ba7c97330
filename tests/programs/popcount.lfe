;;; Bits counted in several ways, Gray codes, bit reversal.
;; no-stress
(defmodule popcount
  (export (main 0)))

(defun count ((0) 0) ((n) (+ (band n 1) (count (bsr n 1)))))
(defun kernighan ((0 c) c) ((n c) (kernighan (band n (- n 1)) (+ c 1))))
(defun gray (n) (bxor n (bsr n 1)))
(defun flip (bin) (bc ((<- b (lists:reverse (lc ((<= (binary (b (size 1))) bin)) b)))) (binary (b (size 1)))))

(defun main ()
  (io:format "~w~n" (list (lists:map #'count/1 '(0 1 255 256 1023 123456789))))
  (io:format "~w~n" (list (lists:map (lambda (n) (kernighan n 0)) (list 255 (- (bsl 1 100) 1) (bsl 1 100)))))
  (io:format "~w~n" (list (lists:map #'gray/1 (lists:seq 0 15))))
  (io:format "~w~n" (list (flip (binary 1 2 128))))
  (io:format "~w~n" (list (lists:sum (lists:map #'count/1 (lists:seq 0 65535))))))
