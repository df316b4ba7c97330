;;; Base 64 by bit syntax, there and back.
(defmodule base64_codec
  (export (main 0)))

(defun digit
  ((n) (when (< n 26)) (+ n #\A))
  ((n) (when (< n 52)) (+ n 71))
  ((n) (when (< n 62)) (- n 4))
  ((62) #\+)
  ((63) #\/))

(defun value
  ((#\+) 62) ((#\/) 63)
  ((c) (when (>= c #\a)) (- c 71))
  ((c) (when (>= c #\A)) (- c 65))
  ((c) (+ c 4)))

(defun encode
  (((binary (a (size 6)) (b (size 6)) (c (size 6)) (d (size 6)) (rest binary)))
   (list* (digit a) (digit b) (digit c) (digit d) (encode rest)))
  (((binary (a (size 6)) (b (size 6)) (c (size 4))))
   (list (digit a) (digit b) (digit (bsl c 2)) #\=))
  (((binary (a (size 6)) (b (size 2)))) (list (digit a) (digit (bsl b 4)) #\= #\=))
  (((binary)) ()))

(defun decode (chars)
  (let* ((clean (lc ((<- c chars) (=/= c #\=)) c))
         (bits (bc ((<- c clean)) (binary ((value c) (size 6)))))
         (bytes (div (bit_size bits) 8))
         ((binary (out binary (size bytes)) (_ bitstring)) bits))
    out))

(defun main ()
  (lists:foreach
    (lambda (s) (io:format "~s ~p~n" (list (encode s) (=:= s (decode (encode s))))))
    (list #"" #"f" #"fo" #"foo" #"foob" #"fooba" #"foobar" (list_to_binary (lists:seq 0 255)))))
