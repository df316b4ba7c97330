;;; Tables of types bag and duplicate_bag.
(defmodule ets_bag
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun all (tab) (lists:sort (ets:tab2list tab)))

(defun exercise (type)
  (let ((tab (ets:new 'a_bag (list type))))
    (io:format "~w~n" (list type))
    (show "type" (ets:info tab 'type))
    (lists:foreach (lambda (row) (ets:insert tab row)) '(#(k 1) #(k 2) #(k 1) #(j 1) #(k 3 extra) #(k 1.0)))
    (show "lookup keeps the order of insertion" (ets:lookup tab 'k))
    (show "size" (ets:info tab 'size))
    (show "all" (all tab))
    ;; The objects of one list have no order among themselves.
    (show "a list" (progn (ets:insert tab '(#(l 1) #(l 1) #(l 2))) (lists:sort (ets:lookup tab 'l))))
    (show "lookup_element" (ets:lookup_element tab 'k 2))
    (show "member" (list (ets:member tab 'k) (ets:member tab 'none)))
    (show "insert_new" (list (ets:insert_new tab #(k 9)) (ets:insert_new tab #(m 1)) (ets:insert_new tab '(#(n 1) #(n 2))) (ets:insert_new tab '(#(o 1) #(k 2)))))
    (show "delete_object" (progn (ets:delete_object tab #(k 1)) (ets:lookup tab 'k)))
    (show "delete" (progn (ets:delete tab 'k) (list (ets:lookup tab 'k) (ets:member tab 'k))))
    (show "take" (list (lists:sort (ets:take tab 'l)) (ets:lookup tab 'l)))
    (show "all" (all tab))
    (show "keys" (lists:usort (keys tab (ets:first tab))))
    (show "match_delete" (progn (ets:insert tab '(#(x 1 a) #(x 2 b) #(x 3 a))) (ets:match_delete tab '#(x _ a)) (ets:lookup tab 'x)))
    (show "match" (lists:sort (ets:match tab '#($1 $2))))
    (show "no update_counter" (attempt (lambda () (ets:update_counter tab 'j 1))))
    (show "no update_element" (attempt (lambda () (ets:update_element tab 'j #(2 x)))))
    (show "many under one key"
      (progn (lists:foreach (lambda (i) (ets:insert tab (tuple 'many i))) (lists:seq 1 200))
             (lists:foreach (lambda (i) (ets:insert tab (tuple 'many i))) (lists:seq 1 200 2))
             (list (length (ets:lookup tab 'many)) (lists:sum (ets:lookup_element tab 'many 2)))))
    (show "counted" (ets:select_count tab '(#(#(many $1) (#(< $1 51)) (true)))))
    (ets:delete tab)))

;; next goes from key to key, once for all objects of a key.
(defun keys (tab key)
  (case key ('$end_of_table ()) (k (cons k (keys tab (ets:next tab k))))))

(defun main ()
  (exercise 'bag)
  (exercise 'duplicate_bag)
  ;; An index of words by their first letter.
  (let ((tab (ets:new 'index '(bag))))
    (lists:foreach (lambda (w) (ets:insert tab (tuple (hd w) w))) '("apple" "avocado" "banana" "apple" "blueberry" "cherry"))
    (show "index" (lc ((<- c "abcd")) (lc ((<- (tuple _ w) (ets:lookup tab c))) (list_to_atom w))))))
