;;; Patterns of all kinds in function clauses, case and let.
(defmodule patterns
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun what
  ((()) 'nil)
  (((list a)) (tuple 'one a))
  (((list a b)) (tuple 'two a b))
  (((cons a (cons a _))) (tuple 'twins a))
  (((list* a b rest)) (tuple 'many a b rest))
  (((tuple)) 'empty-tuple)
  (((tuple 'point x y)) (list x y))
  ((#(lit "str")) 'literal-tuple)
  (("abc") 'never)
  ((1) 'one) ((1.0) 'one-point-zero)
  (('atom) 'the-atom)
  ((#"bin") 'the-binary)
  ((#(a (b #(c)))) 'deep)
  (((= (tuple a _) whole)) (tuple 'alias a whole))
  ((x) (when (is_atom x)) (tuple 'atom x))
  (((map 'k v)) (tuple 'k v))
  ((_) 'other))

(defun prefix
  (((++ "ab" rest)) (tuple 'ab rest))
  (((++ "x" _)) 'x)
  ((_) 'none))

(defun main ()
  (show (lists:map #'what/1
          (list () '(1) '(1 2) '(1 1 1) '(1 2 3) #() #(point 3 4) #(lit "str") 1 1.0 'atom
                #"bin" #(a (b #(c))) #(x y) 'foo #M(k 5) #M(l 5) 2 "other")))
  (show (lists:map #'prefix/1 '("abc" "ab" "xyz" "q" ())))
  (show (let (((cons (= (tuple a b) t) rest) '(#(1 2) 3))) (list a b t rest)))
  (show (case '(1 2 1) ((list x y x) (tuple 'same x y)) (_ 'different)))
  (show (case '(1 2 3) ((list x y x) (tuple 'same x y)) (_ 'different)))
  (show (let ((`(a ,x (b ,y)) '(a 1 (b 2)))) (list x y)))
  (show (let ((`#(t ,x) #(t 9))) x))
  (show (case #M(a 1 b 2) ((map 'a x 'b y) (+ x y))))
  (show (let ((x 1)) (case 2 (x (tuple 'shadowed x)))))
  (show (case -5 (-5 'minus-five) (_ 'other)))
  (show (case 123456789012345678901234567890
          (123456789012345678901234567890 'big) (_ 'other)))
  (show (case 1 (1.0 'float) (1 'int)))
  (show (case (cons 1 2) ((cons a b) (list a b)))))
