;; The reader, row by row: numbers, characters, strings, binaries, collections, symbols, references.
(defmodule reader_rows
  (export (main 0) (f 1)))

(defun p (x) (io:format "~p~n" (list x)))
(defun w (x) (lfe_io:format "~w~n" (list x)))

(defmacro tried (form)
  `(p (try ,form (catch ((tuple class reason _) (tuple class reason))))))

(defun f
  ((n) (when (> n 0)) 'pos)
  ((_) 'neg))

(defun numbers ()
  (p (list #b101 #*101 #o17 #d9 #xff #36rzz #2r11 #B101 #O17 #D9 #XFF #36RZz #16rfF))
  (p (list 12 -3 +4 -0 +0 007 #x-ff #b-101 #b+101 #36r-z))
  (p (list 1.0 -1.0 +1.0 1.0e10 1.0E10 1.0e22 0.1 -0.0 1.5e-3 1.5e+3 00.5))
  (p (list 123456789012345678901234567890 #xffffffffffffffffffffffffffffffff))
  (p (list #\a #\$ #\( #\) #\; #\" #\| #\\ #\# #\' #\`)))

(defun strings ()
  (p (length "a\nb"))
  (w (list "\b\t\n\v\f\r\e\s\d"))
  (p "\b\t\n\v\f\r\e\s\d")
  (p "a\qb\"c\\d")
  (p "one
two")
  (p (list #"a\tb" #""))
  (p """
     two
       lines "q"
     """)
  (p #"""
     of bytes
     """)
  (p """
     """))

(defun collections ()
  (p #B(1 (2 (size 16)) (#"xy" binary)))
  (p #B())
  (p #M(a #M(b ())))
  (p '#M(a #M(b ()) k 1))
  (p (list #() #(a b) '[1 2] '[] '(1 2 . 3) '(1 . (2 . (3 . ())))))
  (w '(a (b [c d] #(e (f)) #M(g h)) . i))
  (let ((x 1))
    (p `(a ,(+ 1 2) ,@(list 4 5) #(b ,x)))
    (p `#(a ,x ,@(list x x) end))
    (p `#M(a ,x b (,x)))
    (p `(1 . ,x))
    (p `(,x . rest))
    (p `,x)
    (p `,@(list x))
    (w '`(a ,x ,@y))
    (w `(1 `(2 ,(3 ,x))))
    (w `(1 `,(2 ,x)))
    (p `(,@(list 1 2) . tail))
    (p `("ab" #"c" 1.5 ,"d"))))

(defun symbols ()
  (w '(123foo +1a 1.2e3x -a - + -> a.b a/b a:b :kw foo' b`c d,e f#g))
  (w '(|a b| || |a\|b| |a"b| |A| |1| |1.5| |;| |#x| |'q|))
  (p '(|| |a b| A a@b _ _x))
  (w (list ':kw 'ABC))
  (p (atom_to_list '|a\\b|))
  (p '#EFoo)
  (w '(quote a))
  (w '('a `b ,c ,@d #'f/1)))

(defun references ()
  (p (funcall #'lists:reverse/1 '(1 2)))
  (p (funcall #'f/1 5))
  (p (funcall #'reader_rows:f/1 5))
  (p (lists:map #'f/1 '(1 -1)))
  (p '#'a/1)
  (p '#'m:a/1)
  (p #.(+ 1 2))
  (p '(a #.(list 1 2))))

(defun comments ()
  (p (list 1 #| a comment
     of two lines |# 2 ;; another
     3)))

(defun main ()
  (numbers)
  (strings)
  (collections)
  (symbols)
  (references)
  (comments))
