;; io_lib:fread/2: values of text by a format.
(defmodule formatted_reading
  (export (main 0)))

(defun show (format text)
  (io:format "~p ~p ~w~n" (list format text (io_lib:fread format text))))

(defun main ()
  (lists:foreach
    (match-lambda (((tuple format text)) (show format text)))
    '(#("~d" "12 x") #("~d" "ab") #("~d" "") #("~d" "-5") #("~d" "+5") #("~d" "-") #("~d ~d" "1\n2")
      #("~s" "  ab cd") #("~a" " ab") #("~c" "xy") #("~3c" "xyzzy") #("~3c" "xy") #("~c" " x")
      #("~f" "1.5") #("~f" "1") #("~f" "-1.5e3 ") #("~f" "1.5E-3,") #("~f" ".5") #("~f" "1.x")
      #("~2d" "1234") #("~2d~d" "1234") #("~16u" "ff") #("~16u" "FFg") #("~2u" "10x") #("~u" "-3")
      #("~*d" "1 2") #("~*d~d" "1 2") #("~*s ~d" "ab  5") #("a~d" "a5") #("a~d" "b5")
      #("~~" "~") #("~~~d" "~5") #("~l~d~l" " 12") #("~#" "16#ff") #("~#" "10#19 x")
      #("~-~d" "-5") #("~-" "x") #("~-~-" "+-") #("~x" "1") #("~d,~d" "1,2") #("~d ,~d" "1 ,2")
      #("~2s" "abcd") #("~s" "") #(" ~d" " 1") #("x" "x") #("x" "xy") #("x" "y") #("" "a")
      #("~s ~s" "a b c") #("~d ~s" "12ab") #("~d~s" "12ab") #("~5s" "ab  c") #("~ts" "abc"))))
