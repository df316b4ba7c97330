;;; What a script can ask about itself.

(defmodule lfescript
  "Scripts, as `lfescript` runs them."
  (export (script_name 0)))

(defun script_name ()
  "The name of the script that runs."
  (persistent_term:get 'lfescript_name ""))
