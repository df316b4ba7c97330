;;; Large constants: lists, tuples, maps, strings, nested data.
(defmodule large_literals
  (export (main 0)))

(defun primes () '(2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59 61 67 71 73 79 83 89 97 101 103 107 109 113 127 131 137 139 149 151 157 163 167 173 179 181 191 193 197 199 211 223 227 229))

(defun table () #(#(a 1.5 "one") #(b -2.25 "two") #(c 123456789012345678901234567890 "three") #(d () #"four") #(e #M(x 1 y (1 2 #(3))) "five")))

(defun text () "The quick brown fox jumps over the lazy dog. The quick brown fox jumps over the lazy dog. The quick brown fox jumps over the lazy dog.")

(defun big-map ()
  #M(1 one 2 two 3 three 4 four 5 five 6 six 7 seven 8 eight 9 nine 10 ten 11 e 12 t 13 h 14 f 15 g 16 s 17 v 18 i 19 n 20 w
     21 a 22 b 23 c 24 d 25 e 26 f 27 g 28 h 29 i 30 j 31 k 32 l 33 m 34 n 35 o 36 p 37 q 38 r 39 s 40 t))

(defun main ()
  (io:format "~w~n" (list (lists:sum (primes))))
  (io:format "~p~n" (list (table)))
  (io:format "~w~n" (list (length (text))))
  (io:format "~w~n" (list (list (map_size (big-map)) (map-get (big-map) 33) (maps:get 41 (big-map) 'none))))
  (io:format "~w~n" (list (=:= (primes) (primes))))
  (io:format "~w~n" (list (lists:reverse (lists:sublist (primes) 5)))))
