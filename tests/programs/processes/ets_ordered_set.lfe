;;; Tables of type ordered_set: order of keys, first, next, last, prev; 1 and 1.0 are one key.
(defmodule ets_ordered_set
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun forward (tab key)
  (case key ('$end_of_table ()) (k (cons k (forward tab (ets:next tab k))))))

(defun backward (tab key)
  (case key ('$end_of_table ()) (k (cons k (backward tab (ets:prev tab k))))))

(defun shuffled (n) (lc ((<- i (lists:seq 1 n))) (rem (* i 7919) (+ n 1))))

(defun main ()
  (let ((tab (ets:new 'ordered '(ordered_set))))
    (show "empty" (list (ets:first tab) (ets:last tab) (ets:next tab 'x) (ets:prev tab 'x)))
    (ets:insert tab (lc ((<- k (list 'b 2 "list" #(t) 1.5 'a #"bin" () #M() -1 #(a b) 123456789012345678901234567890 '(x)))) (tuple k)))
    (show "in order" (ets:tab2list tab))
    (show "forward" (forward tab (ets:first tab)))
    (show "backward" (backward tab (ets:last tab)))
    (show "next of a key that is not there" (list (ets:next tab 1) (ets:next tab 'aa) (ets:prev tab 1) (ets:prev tab 'aa)))
    (show "ends" (list (ets:next tab #"bin") (ets:prev tab -1) (ets:next tab #"zzz") (ets:prev tab -5)))
    (ets:delete_all_objects tab)
    (show "1 and 1.0 are one key" (progn (ets:insert tab #(1 integer)) (ets:insert tab #(1.0 float)) (ets:tab2list tab)))
    (show "found by either" (list (ets:lookup tab 1) (ets:lookup tab 1.0) (ets:member tab 1)))
    (show "insert_new" (ets:insert_new tab #(1 again)))
    (show "deleted by either" (progn (ets:delete tab 1) (ets:tab2list tab)))
    (ets:delete tab))
  (let* ((tab (ets:new 'large '(ordered_set))) (n 1008) (keys (shuffled n)))
    (lists:foreach (lambda (k) (ets:insert tab (tuple k (* k 2)))) keys)
    (show "large" (list (ets:info tab 'size) (ets:first tab) (ets:last tab)))
    (show "sorted" (=:= (lc ((<- (tuple k _) (ets:tab2list tab))) k) (lists:usort keys)))
    (show "walked" (=:= (forward tab (ets:first tab)) (lists:usort keys)))
    (show "backwards" (=:= (backward tab (ets:last tab)) (lists:reverse (lists:usort keys))))
    (lists:foreach (lambda (k) (if (=:= (rem k 3) 0) 'keep (ets:delete tab k))) keys)
    (show "every third" (list (ets:info tab 'size) (ets:first tab) (ets:next tab 500) (ets:prev tab 500)))
    (show "foldl goes up" (lists:sublist (lists:reverse (ets:foldl (lambda (row acc) (cons (element 1 row) acc)) () tab)) 5))
    (show "foldr goes down" (lists:sublist (lists:reverse (ets:foldr (lambda (row acc) (cons (element 1 row) acc)) () tab)) 5))
    (show "first_to_last" (lists:sublist (lists:map (lambda (row) (element 2 row)) (ets:tab2list tab)) 4))
    (show "slot" (list (ets:slot tab 0) (ets:slot tab 1) (ets:slot tab (ets:info tab 'size))))
    ;; Deleting what one stands on while walking: next finds its way from the key.
    (show "emptied while walking" (tuple (empty tab (ets:first tab) 0) (ets:info tab 'size))))
  ;; A queue by priority: keys are tuples.
  (let ((tab (ets:new 'queue '(ordered_set))))
    (lists:foreach (match-lambda (((tuple p what)) (ets:insert tab (tuple (tuple p (erlang:unique_integer '(monotonic))) what))))
      '(#(3 low) #(1 high) #(2 middle) #(1 high-too) #(3 low-too)))
    (show "by priority" (served tab)))
  (show "no table" (attempt (lambda () (ets:first (hd '(no_such_table)))))))

(defun empty (tab key n)
  (case key
    ('$end_of_table n)
    (k (ets:delete tab k) (empty tab (ets:next tab k) (+ n 1)))))

(defun served (tab)
  (case (ets:first tab)
    ('$end_of_table ())
    (key (let (((list (tuple _ what)) (ets:take tab key))) (cons what (served tab))))))
