;;; Of Erlang's module `crypto`: bytes that nobody can foresee.

(defmodule crypto
  "Bytes that nobody can foresee."
  (export (strong_rand_bytes 1)))

(defun strong_rand_bytes
  "So many bytes of the kernel's generator."
  ((count) (when (is_integer count) (>= count 0))
   (case (pieces count ())
     ((list piece) piece)
     (pieces (iolist_to_binary pieces))))
  ((_) (error 'badarg)))

(defun pieces
  ((count pieces) (when (=< count 65536)) (cons (alate:entropy count) pieces))
  ((count pieces) (pieces (- count 65536) (cons (alate:entropy 65536) pieces))))
