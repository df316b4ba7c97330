;; What erlang:display/1 makes of terms of all kinds.

(defmodule display
  (export (main 0)))

(defun main ()
  (lists:foreach #'erlang:display/1 (floats))
  (lists:foreach #'erlang:display/1 (integers))
  (lists:foreach #'erlang:display/1 (lists))
  (lists:foreach #'erlang:display/1 (binaries))
  (lists:foreach #'erlang:display/1 (containers))
  (lists:foreach #'erlang:display/1 (atoms))
  (characters 0)
  (erlang:display (erlang:display (lists:duplicate 300 #\a))))

(defun floats ()
  (list 0.0 -0.0 1.0 1.5 -2.5 0.1 1.0e10 1.0e22 1.0e-5 1.0e300 1.0e-300 3.14159 (/ 1 3)
        123456789.123 5.0e-324 1.7976931348623157e308 100.0 1.0e100 9.9999995 9.99999949 2.5e-7))

(defun integers ()
  (list 0 -1 42 (bsl 1 59) (bsl 1 60) (- (bsl 1 60)) (bsl 1 64) (bsl 1 200) (- (bsl 1 130))))

(defun lists ()
  (list () "abc" "a b\n" '(97) '(1 2 3) '(0) "say \"hello\"" "back\\slash" "a\tb\rc" "a\vb"
        '(955) '(31) '(97 . 98) '(97 98 . c) '(1 . 2) '(a . b) '(()) (list "abc" "def")
        (cons "abc" "def") '(97 (98)) '(97 a) '(97 1.0) "~p" (lists:seq 1 30)
        (lists:seq 32 126) '(97 98 99 0) '(((((((a)))))))))

(defun binaries ()
  (list #"" #"abc" (binary 1 2 3) #"a\nb" #"quote\"" #"back\\" (binary 195 169) (binary 233)
        (binary (1 (size 1))) (binary (5 (size 3))) (binary 1 2 (3 (size 4)))
        (binary 97 98 99 (1 (size 1))) (binary 0) (binary 255 254) (binary 97 98 0)
        (list_to_binary (lists:seq 32 126))))

(defun containers ()
  (list #M() #M(a 1) #M(a 1 b "x") #M(1 2 "k" v) (map (map) ()) #M(a #M(b #(c)))
        #() #(a) (tuple 'a (tuple 'b (tuple 'c "s" 1.5))) (tuple () #()) (tuple 1 2.0 "three" #"four")
        #'lists:map/2 #'erlang:+/2 (function |A b| |C d| 3)
        (list (tuple 'ok (list (tuple "key" 1) (tuple "other" 2.5))) 'end)))

(defun atoms ()
  (lists:map #'list_to_atom/1
    (list "a" "A" "hello world" "" "1a" "a1" "a@b" "a_b" "a-b" "a\nb" "it's" "back\\" "[]" "{}"
          "fun" "end" "if" "when" "and" "receive" "not" "cond" "let" "true" "nil" "_" "_a" "$a" "." "a.b"
          '(955) '(223) '(97 128) '(255) '(247) '(97 233) '(97 201) '(201 97) '(8364) '(26085 26412))))

;; Each character in each place.
(defun characters
  ((160) 'ok)
  ((c)
   (erlang:display (list (list_to_atom (list c)) (list_to_atom (list #\a c)) (list c) (list #\a c)
                         (binary c) (binary 97 c)))
   (characters (+ c 1))))
