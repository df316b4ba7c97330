;;; What a script can ask about itself, under Erlang's name.

(defmodule escript
  "Scripts, as Erlang's `escript` runs them."
  (export (script_name 0)))

(defun script_name ()
  "The name of the script that runs."
  (lfescript:script_name))
