;;; The runtime's own functions: all are builtins.

(defmodule alate
  "Input and output of the runtime."
  (export))
