;;; The towers of Hanoi.
;; no-stress
(defmodule hanoi
  (export (main 0)))

(defun hanoi
  ((0 _ _ _) ())
  ((n from to via)
   (++ (hanoi (- n 1) from via to)
       (list (tuple from to))
       (hanoi (- n 1) via to from))))

(defun main ()
  (io:format "~w~n" (list (hanoi 3 'a 'b 'c)))
  (io:format "~w~n" (list (length (hanoi 14 'a 'b 'c)))))
