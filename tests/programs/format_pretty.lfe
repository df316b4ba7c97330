;;; ~p breaks lines where a term does not fit.
(defmodule format_pretty
  (export (main 0)))

(defun show (x) (io:format "~p~n" (list x)))

(defun main ()
  (show (lists:seq 1 100))
  (show (list_to_tuple (lists:seq 1 60)))
  (show (lists:map (lambda (x) (tuple 'item x (lists:seq 1 x))) (lists:seq 1 12)))
  (show (tuple 'state (list (tuple 'name "a name") (tuple 'values (lists:seq 1 40)) (tuple 'nested (tuple 'deeper (tuple 'still_deeper (lists:seq 1 30)))))))
  (show (maps:from_list (lists:map (lambda (x) (tuple x (lists:duplicate x 'value))) (lists:seq 1 8))))
  (show (list "a rather long string to fill the line" "another rather long string to fill the line" 'atom))
  (show (list_to_binary (lists:seq 1 100)))
  (show (tuple 'a_very_long_tag_indeed (tuple 'another_very_long_tag (tuple 'a_third_very_long_tag (lists:seq 1 30)))))
  (io:format "prefix: ~p~n" (list (lists:seq 1 50)))
  (io:format "~30p~n" (list (lists:seq 1 30)))
  (io:format "~p ~p~n" (list (lists:seq 1 20) (lists:seq 1 30)))
  (show (tuple 'error (tuple 'badmatch (list (tuple 'some 'value) (tuple 'with "text") 'inside)) (list (tuple 'lists 'map 2 (list (tuple 'file "lists.erl") (tuple 'line 1243))) (tuple 'shell 'apply_fun 3 (list (tuple 'file "shell.erl"))))))
  (show (lists:duplicate 5 (map 'name "name" 'value 12345 'list '(a b c))))
  (show '(a b (c d . e) . f)))
