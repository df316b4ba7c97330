;; print1: symbols that need bars, numbers, binaries, maps, functions, depths.
(defmodule write_terms (export (main 0)))
(defun show (term) (io:format "~ts~n" (list (lfe_io:print1 term))))
(defun main ()
  (lists:foreach #'show/1
    (list 'a '|A b| '|| () "" '|\|| 'a|b '|a"b| '|a;b| 'a'b '|'a| '|`a| '|,a| '|#a| 'a# '|1| '|+1| '- '+ '12a '|1.5| '1e3 '|.| (list_to_atom "..") (list_to_atom "a.b")
          (list_to_atom ".a") 'a\b (list_to_atom "a\nb") (list_to_atom "a\tb\eb") '(1 . 2) '(a b . c) "abc" "a\nb\"" (list 8364 97) '(1 2 3) #(a) #() #M() #M(a 1 b 2) #"abc" #B()
          #B(1 2 (3 (size 4))) #B((1 (size 1))) 1.0 1.0e10 1.5e300 -0.0 100000000000000000000 -1 ''a '(quote a b) '(quote) '`x '(comma x) '(comma-at x) '(quote . a) #(a 'b) '(()) 'true
          #'lists:map/2 '(a "str") '|[| '|{| '< '& '% '$ '@ '~ '^ '! '? '|a b\\c\|| #M('a (x)) ':a 'a:b '=:= (list_to_atom (list 233)) (list_to_atom (list 8364)) '|1.0e1| '1.0e '|+1.0| '-- '+a '1+ '-1-
          '|1.0e-5| 'a,b 'a`b 'x#y '*x* (list_to_atom (list 97 127)) 'A 'nil))
  (lists:foreach (lambda (term)
                   (io:format "~ts~n" (list (lists:join " | " (lists:map (lambda (depth) (lfe_io:print1 term depth)) '(-1 0 1 2 3 4))))))
    '((a b c d e) (a (b (c (d)))) #(a b c d) #M(a 1 b 2 c 3) (a b . c) "abcdef" #"abcdef" '(a b c) #(a #(b #(c))) abc #M(a (1 2 3)))))
