;;; Binaries taken apart: bytes, words and characters of a megabyte by recursion, bytes by a comprehension.
(defmodule bytes
  (export (main 0) (run 0) (data 0)
          (bytes 2) (shorts 2) (words 2) (frames 2) (characters 2) (doubled 1)))

(defun data ()
  (binary:copy (list_to_binary (lists:seq 0 127)) 8192))

(defun run ()
  (let ((data (data)))
    (list (bytes data 0)
          (shorts data 0)
          (words data 0)
          (frames data 0)
          (characters data 0)
          (doubled data))))

(defun bytes
  (((binary byte (rest binary)) acc) (bytes rest (+ acc byte)))
  ((#"" acc) acc))

(defun shorts
  (((binary (short little signed (size 16)) (rest binary)) acc) (shorts rest (+ acc short)))
  ((#"" acc) acc))

(defun words
  (((binary (word (size 32)) (rest binary)) acc) (words rest (+ acc word)))
  ((#"" acc) acc))

;; A tag of one byte, a length, and as many bytes.
(defun frames
  (((binary _ (length (size 8)) (body binary (size length)) (rest binary)) acc)
   (frames rest (+ acc (byte_size body))))
  ((_ acc) acc))

(defun characters
  (((binary (point utf8) (rest binary)) acc) (characters rest (+ acc point)))
  ((#"" acc) acc))

(defun doubled (data)
  (lists:sum (list-comp ((<= (binary byte) data)) (* 2 byte))))

(defun main ()
  (io:format "~w~n" (list (run))))
