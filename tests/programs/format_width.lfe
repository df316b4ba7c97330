;;; Columns of a table made with widths.
(defmodule format_width
  (export (main 0)))

(defun main ()
  (io:format "~-12s|~8s|~10s~n" '("name" "count" "share"))
  (io:format "~s~n" (list (lists:duplicate 32 #\-)))
  (lists:foreach
    (lambda (row) (io:format "~-12ts|~8b|~9.2f%~n" row))
    '(("alpha" 12 12.5) ("beta" 1234567 0.125) ("a name too long for it" 0 100.0)))
  (io:format "~*c~n" '(20 42))
  (io:format "~n"))
