;;; Words of a text counted in a map and printed in order.
(defmodule word_count
  (export (main 0)))

(defun text ()
  "the quick brown fox jumps over the lazy dog the fox is quick and the dog is lazy")

(defun main ()
  (let ((counts (lists:foldl
                  (lambda (word m) (maps:update_with word (lambda (n) (+ n 1)) 1 m))
                  #M()
                  (string:lexemes (text) " "))))
    (lists:foreach
      (lambda (p) (io:format "~-6s ~2b~n" (tuple_to_list p)))
      (lists:sort (lambda (a b)
                    (let (((tuple wa na) a) ((tuple wb nb) b))
                      (if (== na nb) (=< wa wb) (> na nb))))
                  (maps:to_list counts)))))
