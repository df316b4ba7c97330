;;; Binaries: the functions of Erlang's module `binary` that are not builtins.

(defmodule binary
  "Functions on binaries, as in Erlang."
  (export (encode_hex 1) (decode_hex 1)))

(defun encode_hex
  "The bytes as hexadecimal digits, A to F in upper case."
  ((bytes) (when (is_binary bytes))
   (bc ((<= (binary (nibble (size 4))) bytes)) (binary ((digit nibble)))))
  ((_) (error 'badarg)))

(defun digit
  ((n) (when (< n 10)) (+ n #\0))
  ((n) (+ n 55)))

(defun decode_hex
  "The bytes that an even number of hexadecimal digits stand for."
  ((digits) (when (is_binary digits) (=:= (rem (byte_size digits) 2) 0))
   (bc ((<= (binary c) digits)) (binary ((nibble c) (size 4)))))
  ((_) (error 'badarg)))

(defun nibble
  ((c) (when (>= c #\0) (=< c #\9)) (- c #\0))
  ((c) (when (>= c #\A) (=< c #\F)) (- c 55))
  ((c) (when (>= c #\a) (=< c #\f)) (- c 87))
  ((_) (error 'badarg)))
