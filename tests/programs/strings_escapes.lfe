;;; String escapes, newlines in strings, triple-quoted strings.
(defmodule strings_escapes
  (export (main 0)))

(defun main ()
  (io:format "~w~n" (list "\b\t\n\v\f\r\e\s\d\"\\"))
  (io:format "~w~n" (list "a
b"))
  (io:format "~w~n" (list #"\b\t\n\v\f\r\e\s\d\"\\"))
  (io:format "~w ~w~n" (list (length "a\nb") (byte_size #"abc")))
  (io:format "~s~n" (list """
    two
      lines "q"
    no \n escape
    """))
  (io:format "~p~n" (list #"""
    binary
      "text"
    """))
  (io:format "~p ~p ~p~n" (list "" #"" '())))
