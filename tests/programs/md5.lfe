;;; MD5 on 32-bit words, with bit syntax.
(defmodule md5
  (export (main 0)))

(defun mask () #xffffffff)

(defun table ()
  (list_to_tuple (lc ((<- i (lists:seq 1 64))) (trunc (* (abs (math:sin i)) 4294967296.0)))))

(defun shifts ()
  #(7 12 17 22 7 12 17 22 7 12 17 22 7 12 17 22 5 9 14 20 5 9 14 20 5 9 14 20 5 9 14 20
    4 11 16 23 4 11 16 23 4 11 16 23 4 11 16 23 6 10 15 21 6 10 15 21 6 10 15 21 6 10 15 21))

(defun pad (bin)
  (let* ((size (byte_size bin)) (zeros (rem (- 119 (rem size 64)) 64)))
    (binary (bin binary) 128 (0 (size zeros) (unit 8)) ((* size 8) (size 64) little))))

(defun md5 (bin)
  (blocks (pad bin) #x67452301 #xefcdab89 #x98badcfe #x10325476 (table)))

(defun blocks
  (((binary (block binary (size 64)) (rest binary)) a b c d t)
   (let* ((m (list_to_tuple (lc ((<= (binary (w (size 32) little)) block)) w)))
          ((tuple a1 b1 c1 d1) (rounds 0 a b c d m t)))
     (blocks rest (band (+ a a1) (mask)) (band (+ b b1) (mask)) (band (+ c c1) (mask)) (band (+ d d1) (mask)) t)))
  ((_ a b c d _)
   (binary (a (size 32) little) (b (size 32) little) (c (size 32) little) (d (size 32) little))))

(defun mix
  ((i b c d) (when (< i 16)) (tuple (bor (band b c) (band (bxor b (mask)) d)) i))
  ((i b c d) (when (< i 32)) (tuple (bor (band d b) (band (bxor d (mask)) c)) (rem (+ (* 5 i) 1) 16)))
  ((i b c d) (when (< i 48)) (tuple (bxor b (bxor c d)) (rem (+ (* 3 i) 5) 16)))
  ((i b c d) (tuple (bxor c (bor b (bxor d (mask)))) (rem (* 7 i) 16))))

(defun rotate (x n) (band (bor (bsl x n) (bsr x (- 32 n))) (mask)))

(defun rounds
  ((64 a b c d _ _) (tuple a b c d))
  ((i a b c d m t)
   (let* (((tuple f g) (mix i b c d))
          (sum (band (+ a f (element (+ i 1) t) (element (+ g 1) m)) (mask))))
     (rounds (+ i 1) d (band (+ b (rotate sum (element (+ i 1) (shifts)))) (mask)) b c m t))))

(defun hex (bin)
  (lc ((<= (binary (n (size 4))) bin)) (if (< n 10) (+ n #\0) (+ n 87))))

(defun main ()
  (io:format "~s~n" (list (hex (md5 #""))))
  (io:format "~s~n" (list (hex (md5 #"abc"))))
  (io:format "~s~n" (list (hex (md5 #"The quick brown fox jumps over the lazy dog"))))
  (io:format "~s~n" (list (hex (md5 (binary:copy #"a" 1000))))))
