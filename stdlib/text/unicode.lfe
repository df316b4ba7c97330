;;; Character encodings: Erlang's module `unicode`. The conversions are builtins.

(defmodule unicode
  "Conversion between character encodings, as in Erlang."
  (export (bom_to_encoding 1) (encoding_to_bom 1)))

(defun bom_to_encoding
  "The encoding that a byte order mark at the start of a binary tells, and its length."
  (((binary #xef #xbb #xbf (_ bitstring))) #(utf8 3))
  (((binary 0 0 #xfe #xff (_ bitstring))) #(#(utf32 big) 4))
  (((binary #xff #xfe 0 0 (_ bitstring))) #(#(utf32 little) 4))
  (((binary #xfe #xff (_ bitstring))) #(#(utf16 big) 2))
  (((binary #xff #xfe (_ bitstring))) #(#(utf16 little) 2))
  ((bin) (when (is_bitstring bin)) #(latin1 0)))

(defun encoding_to_bom
  "The byte order mark of an encoding."
  (('unicode) #B(#xef #xbb #xbf))
  (('utf8) #B(#xef #xbb #xbf))
  (('utf16) #B(#xfe #xff))
  ((#(utf16 big)) #B(#xfe #xff))
  ((#(utf16 little)) #B(#xff #xfe))
  (('utf32) #B(0 0 #xfe #xff))
  ((#(utf32 big)) #B(0 0 #xfe #xff))
  ((#(utf32 little)) #B(#xff #xfe 0 0))
  (('latin1) #""))
