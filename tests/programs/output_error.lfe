;;; What goes to standard error stays off standard output.
(defmodule output_error
  (export (main 0)))

(defun main ()
  (io:format "out 1~n")
  (io:format 'standard_error "err ~w~n" '(1))
  (io:put_chars 'standard_error "err 2\n")
  (io:format "out 2~n"))
