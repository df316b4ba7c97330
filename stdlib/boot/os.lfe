;;; Erlang's module `os`: what there is of it is builtins.

(defmodule os
  "The operating system: time."
  (export))
