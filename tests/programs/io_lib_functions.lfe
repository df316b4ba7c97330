;;; The module io_lib.
(defmodule io_lib_functions
  (export (main 0)))

(defun show (x) (io:format "~s~n" (list x)))

(defun main ()
  (show (io_lib:format "~w and ~s" '(a "b")))
  (show (io_lib:fwrite "~5.2.0f" '(1.5)))
  (show (io_lib:write #(a (b "c") 1.5 #"d" #M(k v))))
  (show (io_lib:write '(1 2 3 4 5) 3))
  (show (io_lib:print #(a "string" (1 2))))
  (show (io_lib:print (lists:seq 1 40) 5 30 -1))
  (show (io_lib:write_string "a\"b\n"))
  (show (io_lib:write_atom '|a b|))
  (show (io_lib:write_char #\a))
  (show (io_lib:nl))
  (io:format "~w~n" (list (list (io_lib:printable_list "abc") (io_lib:printable_list '(1 2)) (io_lib:char_list "abc")
                                (io_lib:deep_char_list '("a" (98))) (io_lib:latin1_char_list '(255)) (io_lib:latin1_char_list '(256))
                                (io_lib:printable_unicode_list '(955)) (io_lib:chars_length '("ab" 99)))))
  (show (io_lib:format "~P" (list '(1 2 3 4 5 6) 4)))
  (io:format "~w~n" (list (iolist_to_binary (io_lib:format "~p~n" '(#(x)))))))
