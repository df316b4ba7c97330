;;; ~w and ~p of terms of all kinds.
(defmodule format_terms
  (export (main 0)))

(defun show (x) (io:format "~w  ~p~n" (list x x)))

(defun main ()
  (lists:foreach #'show/1
    (list 1 -1 1.5 1.0e100 -0.0 'atom 'Atom '|with space| '|quote'| '|new\nline| '|| 'and
          () '(1 2 3) '(1 . 2) '(1 2 . 3) "string" "str\"esc\\aped\n" '(104 105 0) '(104 105 a)
          #() #(1) #(a (b #(c)))  #"binary" #"" #"esc\"\n" #B(1 2 3) #B(200 201) (binary (5 (size 3)))
          (binary 1 (5 (size 3))) #M() #M(a 1) #M("k" #(v) k2 (1 2))
          '("two" "strings") #("in tuple" "b") '(() ()) '((())) '(a "b" #"c" 1.5)
          (function lists map 2))))
