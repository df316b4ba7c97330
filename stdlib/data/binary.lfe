;;; Binaries: the functions of Erlang's module `binary` that are not builtins.

(defmodule binary
  "Functions on binaries, as in Erlang."
  (export))
