;;; Sorting and merging: stability, duplicates, orders of one's own, long lists.
;; no-stress
(defmodule lists_sorting
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun random
  ((0 _ acc) acc)
  ((n seed acc)
   (let ((next (rem (+ (* seed 1103515245) 12345) 2147483648)))
     (random (- n 1) next (cons (bsr next 8) acc)))))

(defun sorted?
  (((cons x (= (cons y _) ys))) (andalso (=< x y) (sorted? ys)))
  ((_) 'true))

(defun main ()
  (show (lists:sort '(3 1 2)))
  (show (lists:sort ()))
  (show (lists:sort '(b "a" 1 #(x) 2.5 #"bin" () a)))
  (show (lists:sort (lambda (a b) (>= a b)) '(3 1 4 1 5 9 2 6)))
  (show (lists:usort '(3 1 2 3 1 1)))
  (show (lists:usort (lambda (a b) (=< (rem a 5) (rem b 5))) '(3 8 1 6 2)))
  (show (lists:keysort 1 '(#(b 1) #(a 2) #(b 0) #(a 1))))
  (show (lists:keysort 2 '(#(b 1) #(a 2) #(b 0) #(a 1))))
  (show (lists:ukeysort 1 '(#(b 1) #(a 2) #(b 0) #(a 1))))
  (show (lists:merge '((1 4) (2 3) (0 9))))
  (show (lists:merge '(1 3 5) '(2 4 6)))
  (show (lists:merge (lambda (a b) (>= a b)) '(5 3 1) '(6 4 2)))
  (show (lists:merge3 '(1 4) '(2 5) '(3 6)))
  (show (lists:umerge '((1 2) (2 3) (1 9))))
  (show (lists:umerge '(1 2 3) '(2 3 4)))
  (show (lists:keymerge 1 '(#(1 a) #(3 b)) '(#(2 c) #(3 d))))
  (show (lists:ukeymerge 1 '(#(1 a) #(3 b)) '(#(2 c) #(3 d))))
  (let* ((xs (random 50000 1 ())) (ys (lists:sort xs)))
    (show (list (length ys) (sorted? ys) (lists:sum xs) (lists:sum ys) (hd ys) (lists:last ys)))
    (show (=:= ys (lists:sort (lambda (a b) (=< a b)) xs)))
    (show (=:= ys (lists:sort ys)))
    (show (=:= ys (lists:sort (lists:reverse ys))))
    (show (length (lists:usort (lists:map (lambda (x) (rem x 1000)) xs))))
    (show (=:= (lists:reverse ys) (lists:sort (lambda (a b) (>= a b)) xs))))
  (show (lists:keysort 1 (lists:map (lambda (x) (tuple (rem x 3) x)) (lists:seq 1 12))))
  (show (try (lists:keysort 3 '(#(1 2) #(2 3))) (catch ((tuple c r _) (tuple c r)))))
  (show (try (lists:sort 'a) (catch ((tuple c r _) (tuple c (is_atom r)))))))
