;; read_file and parse_file.
(defmodule reading_files (export (main 0)))
(defun try-file (text)
  (file:write_file "reading_files.tmp" text)
  (io:format "~p~n~p~n" (list (lfe_io:read_file "reading_files.tmp") (lfe_io:parse_file "reading_files.tmp"))))
(defun main ()
  (lists:foreach #'try-file/1 '("; hi\n(a b)\n\n(c\n d) #(e)\n'f\n" "(a b)\n(c" "(a b)\n(c ]\n" "(a b)\n\"abc\n" "" "a"))
  (file:delete "reading_files.tmp")
  (io:format "~p~n" (list (list (lfe_io:read_file "reading_files.tmp") (lfe_io:parse_file "no/such/file")))))
