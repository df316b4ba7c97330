;;; Run length encoding of lists and of binaries.
(defmodule run_length
  (export (main 0)))

(defun encode
  ((()) ())
  (((cons x xs)) (encode x 1 xs)))

(defun encode
  ((x n (cons x xs)) (encode x (+ n 1) xs))
  ((x n xs) (cons (tuple n x) (encode xs))))

(defun decode (runs)
  (lists:flatmap (match-lambda (((tuple n x)) (lists:duplicate n x))) runs))

(defun pack (bin) (bc ((<- (tuple n x) (encode (binary_to_list bin)))) (binary n x)))

(defun unpack (bin)
  (list_to_binary (lc ((<= (binary n x) bin)) (lists:duplicate n x))))

(defun main ()
  (let ((s "aaabccddddde"))
    (io:format "~p~n" (list (encode s)))
    (io:format "~p~n" (list (=:= s (decode (encode s)))))
    (io:format "~p~n" (list (unpack (pack (list_to_binary s)))))
    (io:format "~p~n" (list (byte_size (pack (list_to_binary s)))))))
