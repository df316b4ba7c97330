;;; Erlang's module `atomics`: all but making them are builtins.

(defmodule atomics
  "Arrays of 64-bit integers that processes share."
  (export (new 2)))

(defun new
  "An array of zeros. The option `#(signed false)` makes its elements unsigned."
  ((size options) (alate:atomics_new size (signed options 'true))))

(defun signed
  (((cons (tuple 'signed value) options) _) (when (is_boolean value)) (signed options value))
  ((() value) value)
  ((_ _) (error 'badarg)))
