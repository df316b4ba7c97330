;;; Erlang's module `math`: its functions are builtins.

(defmodule math
  "Functions on floats, as in Erlang."
  (export (pi 0)))

(defun pi ()
  "The ratio of a circle's circumference to its diameter."
  3.141592653589793)
