;;; In bags the objects of a key stay in the order they came, whatever looks at them.
(defmodule ets_bag_order
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun put-all (tab rows) (lists:foreach (lambda (row) (ets:insert tab row)) rows))

(defun values (rows) (lc ((<- row rows)) (element 2 row)))

(defun exercise (type)
  (let ((tab (ets:new 'ordered_bag (list type))))
    (io:format "~w~n" (list type))
    (put-all tab '(#(k 3) #(k 1) #(j 9) #(k 2) #(k 1) #(k 1.0) #(j 8) #(k (5)) #(k #(4))))
    (show "lookup" (values (ets:lookup tab 'k)))
    (show "lookup_element" (ets:lookup_element tab 'k 2))
    (show "match" (ets:match tab '#(k $1)))
    (show "match_object" (values (ets:match_object tab '#(k _))))
    (show "select" (ets:select tab '(#(#(k $1) (#(is_integer $1)) ($1)))))
    (show "guards" (ets:select tab '(#(#(k $1) (#(== $1 1)) ($1)))))
    (show "first to last" (lists:reverse (ets:foldl (lambda (row rows) (if (=:= (element 1 row) 'k) (cons (element 2 row) rows) rows)) () tab)))
    (show "last to first" (ets:foldr (lambda (row rows) (if (=:= (element 1 row) 'k) (cons (element 2 row) rows) rows)) () tab))
    (show "delete_object" (progn (ets:delete_object tab #(k 1)) (values (ets:lookup tab 'k))))
    (show "comes back at the end" (progn (ets:insert tab #(k 1)) (values (ets:lookup tab 'k))))
    (show "select_delete" (list (ets:select_delete tab '(#(#(k $1) (#(is_integer $1) #(> $1 1)) (true)))) (values (ets:lookup tab 'k))))
    (show "in parts" (lists:sort (parts (ets:match tab '#(k $1) 2))))
    (show "size" (ets:info tab 'size))
    (show "take" (values (ets:take tab 'k)))
    (show "left" (values (ets:lookup tab 'j)))
    (show "many" (progn (lists:foreach (lambda (i) (ets:insert tab (tuple 'm (rem (* i 37) 1009)))) (lists:seq 1 1008))
                        (list (=:= (values (ets:lookup tab 'm)) (lc ((<- i (lists:seq 1 1008))) (rem (* i 37) 1009))))))
    (show "every other" (progn (lists:foreach (lambda (i) (ets:delete_object tab (tuple 'm i))) (lists:seq 2 1008 2))
                               (list (=:= (values (ets:lookup tab 'm))
                                          (lists:filter (lambda (v) (=:= (rem v 2) 1)) (lc ((<- i (lists:seq 1 1008))) (rem (* i 37) 1009)))))))
    (show "deleted while fixed" (progn (ets:safe_fixtable tab 'true)
                                       (ets:delete tab 'm)
                                       (let ((next (ets:next tab 'm)) (rows (ets:lookup tab 'm)))
                                         (ets:insert tab #(m new))
                                         (ets:safe_fixtable tab 'false)
                                         (list (lists:member next '(j $end_of_table)) rows (ets:lookup tab 'm)))))))

(defun parts
  (('$end_of_table) ())
  (((tuple rows continuation)) (++ rows (parts (ets:match continuation)))))

(defun main ()
  (exercise 'bag)
  (exercise 'duplicate_bag))
