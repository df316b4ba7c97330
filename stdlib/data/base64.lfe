;;; Base64 as in RFC 4648: Erlang's module `base64`. The work is the runtime's.

(defmodule base64
  "Base64, as in Erlang."
  (export
   (encode 1) (encode_to_string 1) (decode 1) (decode_to_string 1)
   (mime_decode 1) (mime_decode_to_string 1)))

(defun encode (data)
  "The bytes of a binary or a list in Base64, a binary."
  (alate:base64_encode (bytes data)))

(defun encode_to_string (data)
  "encode/1 as a list."
  (binary_to_list (encode data)))

(defun decode (text)
  "The bytes that a binary or a list in Base64 stands for; white space counts for nothing."
  (complete (alate:base64_decode (bytes text))))

(defun decode_to_string (text)
  "decode/1 as a list."
  (binary_to_list (decode text)))

(defun mime_decode (text)
  "The bytes that the digits in a binary or a list stand for; all else counts for nothing, but at
   the end there must be a `=` if the last digits are fewer than four."
  (complete (alate:base64_mime_decode (bytes text))))

(defun mime_decode_to_string (text)
  "mime_decode/1 as a list."
  (binary_to_list (mime_decode text)))

(defun bytes
  ((data) (when (is_binary data)) data)
  ((data) (when (is_list data)) (list_to_binary data)))

(defun complete
  (('false) (error 'function_clause))
  ((data) data))
