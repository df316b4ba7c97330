;;; Going over tables: foldl, foldr, first and next, safe_fixtable, tab2list, to and from lists.
(defmodule ets_iterate
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun filled (type n)
  (let ((tab (ets:new 'filled (list type))))
    (ets:insert tab (lc ((<- i (lists:seq 1 n))) (tuple i (rem (* i 7) 10))))
    tab))

(defun keys (tab key)
  (case key ('$end_of_table ()) (k (cons k (keys tab (ets:next tab k))))))

;; Deletes the even keys as it comes by them.
(defun weed (tab key)
  (case key
    ('$end_of_table 'done)
    (k (if (=:= (rem k 2) 0) (ets:delete tab k) 'keep)
       (weed tab (ets:next tab k)))))

(defun exercise (type)
  (let ((tab (filled type 100)))
    (io:format "~w~n" (list type))
    (show "keys" (=:= (lists:sort (keys tab (ets:first tab))) (lists:seq 1 100)))
    (show "sums" (list (ets:foldl (lambda (row acc) (+ acc (element 2 row))) 0 tab) (ets:foldr (lambda (row acc) (+ acc (element 1 row))) 0 tab)))
    (show "grouped" (lists:sort (maps:to_list (ets:foldl (lambda (row m) (maps:put (element 2 row) (+ 1 (maps:get (element 2 row) m 0)) m)) #M() tab))))
    (show "nested folds" (ets:foldl (lambda (a n) (ets:foldl (lambda (b m) (if (=:= (element 1 b) (* 2 (element 1 a))) (+ m 1) m)) n tab)) 0 tab))
    (show "fixed" (list (ets:safe_fixtable tab 'true) (weed tab (ets:first tab)) (ets:info tab 'size)))
    (show "released" (list (ets:safe_fixtable tab 'false) (=:= (lists:sort (keys tab (ets:first tab))) (lists:seq 1 100 2))))
    (show "inserted while folding"
      (progn (ets:foldl (lambda (row _) (ets:insert tab (tuple (element 1 row) 'seen))) 'ok tab)
             (list (ets:info tab 'size) (length (ets:match_object tab '#(_ seen))))))
    (show "a fold that throws" (list (catch (ets:foldl (lambda (row _) (if (=:= (element 1 row) 51) (throw #(found 51)) 'no)) 'none tab)) (ets:info tab 'size)))
    (show "empty" (let ((new (ets:new 'e (list type)))) (list (ets:foldl (lambda (_ _) 'never) 'start new) (ets:first new) (ets:last new) (ets:tab2list new))))
    (show "copied" (let ((copy (ets:new 'copy (list type))))
                     (ets:insert copy (ets:tab2list tab))
                     (list (=:= (lists:sort (ets:tab2list copy)) (lists:sort (ets:tab2list tab))))))
    (ets:delete tab)))

(defun main ()
  (exercise 'set)
  (exercise 'ordered_set)
  (exercise 'bag)
  (show "next of a key not in a set"
    (let ((tab (filled 'set 3))) (try (ets:next tab 'missing) (catch ((tuple c r _) (tuple c r))))))
  (show "from a fold to a list" (let ((tab (filled 'ordered_set 10))) (ets:foldr (lambda (row rest) (cons (element 1 row) rest)) () tab)))
  ;; Words counted in a table, the most frequent first.
  (let ((tab (ets:new 'words ())))
    (lists:foreach (lambda (w) (ets:update_counter tab w 1 (tuple w 0)))
      '(the cat and the dog and the bird saw a cat and ran))
    (show "words" (lists:sort (lambda (a b) (=< (tuple (- (element 2 a)) (element 1 a)) (tuple (- (element 2 b)) (element 1 b)))) (ets:tab2list tab))))
  ;; Primes by crossing out in a table.
  (let ((tab (ets:new 'sieve '(ordered_set))))
    (ets:insert tab (lc ((<- i (lists:seq 2 200))) (tuple i)))
    (lists:foreach (lambda (p) (if (ets:member tab p) (lists:foreach (lambda (m) (ets:delete tab m)) (lists:seq (* p p) 200 p)) 'crossed-out)) (lists:seq 2 14))
    (show "primes" (lc ((<- (tuple p) (ets:tab2list tab))) p))))

