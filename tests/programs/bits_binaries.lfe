;;; Binary and bitstring segments, appending, sub-binaries, comparing.
(defmodule bits_binaries
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun id (x) x)

(defun build
  ((0 acc) acc)
  ((n acc) (build (- n 1) (binary (acc binary) n))))

(defun bits
  ((0 acc) acc)
  ((n acc) (bits (- n 1) (binary (acc bitstring) (n (size 3))))))

(defun sum
  (((binary b (rest binary)) acc) (sum rest (+ acc b)))
  ((#"" acc) acc))

(defun main ()
  (let ((b (id #"hello world")))
    (show (binary (b binary) (b binary)))
    (show (binary (b binary (size 5))))
    (show (binary (b (size 2) binary) 45 (b (size 3) binary)))
    (show (binary (b bytes) 1))
    (show (binary ((id (binary (5 (size 3)))) bitstring) ((id (binary (9 (size 5)))) bits)))
    (show (try (binary ((id (binary (5 (size 3)))) binary)) (catch ((tuple c r _) (tuple c r)))))
    (show (try (binary (b binary (size 20))) (catch ((tuple c r _) (tuple c r)))))
    (show (try (binary ((id 'a) binary)) (catch ((tuple c r _) (tuple c r)))))
    (let (((binary (first binary (size 5)) _ (rest binary)) b))
      (show (list first rest (byte_size rest))))
    (let (((binary (x bitstring (size 11)) (y bitstring)) b))
      (show (list x y (bit_size x) (bit_size y)))))
  (show (build 20 #""))
  (show (byte_size (build 1000 #"")))
  (show (sum (build 200 #"") 0))
  (show (bits 7 (binary)))
  (show (bit_size (bits 1000 (binary))))
  (let* ((a (build 5 #"")) (x (binary (a binary) 1)) (y (binary (a binary) 2)))
    (show (list a x y)))
  (show (list (== #"abc" (id #"abc")) (=:= #"abc" (id #"abd")) (< #"abc" (id #"abd"))
              (< #"ab" (id #"abc")) (< (binary (1 (size 3))) (id (binary 1)))))
  (show (list (byte_size (binary (1 (size 9)))) (bit_size (binary (1 (size 9))))
              (is_binary (binary (1 (size 9)))) (is_bitstring (binary (1 (size 9))))))
  (show (list (binary_to_list #"abc") (list_to_binary '(1 "ab" #"cd" (2 (3)))) (binary:part #"abcdef" 1 3)
              (split_binary #"abcdef" 2) (binary:at #"abc" 1))))
