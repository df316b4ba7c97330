;;; Lists in round and square brackets, tuples, maps, nesting.
(defmodule brackets
  (export (main 0)))

(defun main ()
  (io:format "~w~n" (list '[1 2 (3 [4 5]) 6]))
  (io:format "~w~n" (list '#(a #(b ()) [c])))
  (io:format "~w~n" (list '(1 2 . 3)))
  (io:format "~w~n" (list '(1 . (2 . (3 . ())))))
  (io:format "~w~n" (list #M(a 1 b #M(c ()))))
  (io:format "~w~n" (list [list 1 [+ 1 1]]))
  (io:format "~w~n" (list #()))
  (io:format "~w~n" (list #M())))
