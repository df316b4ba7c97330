;;; Upper and lower case of letters of many scripts.
(defmodule letter_case
  (export (main 0)))

(defun show (chars)
  (io:format "~w ~w ~w ~w~n"
    (list (string:uppercase chars) (string:lowercase chars) (string:titlecase chars) (string:casefold chars))))

(defun main ()
  (show "Hello, World 123")
  (lists:foreach #'show/1
    (list (lists:seq #xc0 #xff) (lists:seq #x100 #x12f) (lists:seq #x391 #x3c9) (lists:seq #x400 #x45f)
          (lists:seq #x531 #x556) (lists:seq #xff21 #xff3a) (lists:seq #x10400 #x1040f)
          (list #x10d0 #x1e9e #x1f88 #x2160 #x24b6))))
