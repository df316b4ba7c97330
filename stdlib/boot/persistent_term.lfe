;;; Erlang's module `persistent_term`: all are builtins.

(defmodule persistent_term
  "Terms for all processes, fast to read."
  (export))
