;;; Grapheme clusters: marks, joiners, flags, Hangul, line ends.
(defmodule graphemes
  (export (main 0)))

(defun show (chars)
  (io:format "~w ~w ~w~n" (list (string:length chars) (string:to_graphemes chars) (string:reverse chars))))

(defun main ()
  (lists:foreach #'show/1
    (list "abc" (list 101 769 102) (list 13 10 10 13) (list #x1f600 #x200d #x1f600 97)
          (list #x1f1e9 #x1f1ea #x1f1eb #x1f1f7) (list #x1100 #x1161 #x11a8 #xac00 #x11a8)
          (list 97 #x200d #x1f600) (list #x915 #x94d #x937 #x93f) (list #xe01 #xe33)
          (list #x600 97) (list #x2764 #xfe0f 33) (list 1 769)))
  (io:format "~w~n" (list (string:slice (list 97 769 98 769 99) 1 1)))
  (io:format "~w~n" (list (string:next_grapheme (list 97 769 98))))
  (io:format "~w~n" (list (unicode:characters_to_list (string:pad (list 97 769) 3 'leading #\*)))))
