;;; Large texts built of lists and binaries.
;; no-stress
(defmodule string_building
  (export (main 0)))

(defun grow ((0 acc) acc) ((n acc) (grow (- n 1) (binary (acc binary) "line " ((integer_to_binary n) binary) 10))))

(defun main ()
  (let ((text (grow 5000 #"")))
    (io:format "~w~n" (list (byte_size text)))
    (let ((lines (binary:split text #"\n" '(global))))
      (io:format "~w ~p ~p~n" (list (length lines) (hd lines) (lists:nth 5000 lines))))
    (io:format "~w~n" (list (length (binary_to_list text))))
    (io:format "~w~n" (list (=:= text (list_to_binary (binary_to_list text))))))
  (let ((io (lists:map (lambda (n) (list "n" (integer_to_list n) #",")) (lists:seq 1 1000))))
    (io:format "~w~n" (list (iolist_size io)))
    (io:format "~w~n" (list (binary:part (iolist_to_binary io) 0 20))))
  (io:format "~w~n" (list (length (lists:append (lists:duplicate 10000 "abc")))))
  (io:format "~w~n" (list (length (lists:flatten (lists:duplicate 1000 '(a (b (c)))))))))
