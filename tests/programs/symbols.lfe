;;; What reads as a symbol and how atoms print.
(defmodule symbols
  (export (main 0)))

(defun main ()
  (io:format "~w~n" (list '(foo foo-bar Foo :foo 123foo +1a 1.2e3x - + a.b)))
  (io:format "~w~n" (list '(|a b| || |x\|y| |quote'd| |back\\slash| |(|)))
  (io:format "~w~n" (list '(and fun end maybe else after receive true false undefined)))
  (io:format "~p~n" (list (list 'hello@world '_x 'aB_1 '9lives 'ok! 'a/b '*)))
  (io:format "~w~n" (list (lists:map #'atom_to_list/1 '(abc |d e| ||)))))
