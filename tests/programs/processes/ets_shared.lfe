;;; One public table and many processes: what each operation does, it does at once.
(defmodule ets_shared
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun all-of (n f)
  (let ((refs (lc ((<- i (lists:seq 1 n))) (element 2 (spawn_monitor (lambda () (exit (tuple 'answer (funcall f i)))))))))
    (lc ((<- ref refs)) (receive ((tuple 'DOWN r _ _ (tuple 'answer x)) (when (=:= r ref)) x)))))

(defun exercise (options)
  (let ((tab (ets:new 'shared (cons 'public options))))
    (io:format "~w~n" (list options))
    ;; Each process writes keys of its own.
    (all-of 20 (lambda (p) (lists:foreach (lambda (i) (ets:insert tab (tuple (tuple p i) (* p i)))) (lists:seq 1 50))))
    (show "rows" (ets:info tab 'size))
    (show "sum" (ets:foldl (lambda (row sum) (+ sum (element 2 row))) 0 tab))
    (all-of 20 (lambda (p) (lists:foreach (lambda (i) (ets:delete tab (tuple p i))) (lists:seq 1 50 2))))
    (show "rows" (ets:info tab 'size))
    ;; Of those that race for a key with insert_new, one wins.
    (show "insert_new" (length (lists:filter (lambda (x) x) (all-of 30 (lambda (p) (ets:insert_new tab (tuple 'lock p)))))))
    ;; Of those that take a row, one gets it.
    (show "take" (lists:sort (lists:map #'length/1 (all-of 10 (lambda (_) (ets:take tab 'lock))))))
    ;; Tickets from a counter are all different.
    (ets:insert tab #(ticket 0))
    (show "tickets" (=:= (lists:sort (lists:append (all-of 10 (lambda (_) (lc ((<- _ (lists:seq 1 40))) (ets:update_counter tab 'ticket 1)))))) (lists:seq 1 400)))
    ;; Two counters of a row change together.
    (ets:insert tab #(account 0 0))
    (let ((answers (all-of 10 (lambda (p)
            (if (=:= (rem p 2) 0)
              (lists:foreach (lambda (_) (ets:update_counter tab 'account '(#(2 1) #(3 -1)))) (lists:seq 1 100))
              (lists:all (lambda (_) (let (((list (tuple _ a b)) (ets:lookup tab 'account))) (=:= (+ a b) 0))) (lists:seq 1 100)))))))
      (show "together" (list (lists:usort answers) (ets:lookup tab 'account))))
    ;; A list is inserted at once.
    (ets:insert tab '(#(left 0) #(right 0)))
    (all-of 5 (lambda (p) (lists:foreach (lambda (i) (ets:insert tab (list (tuple 'left (tuple p i)) (tuple 'right (tuple p i))))) (lists:seq 1 50))))
    (show "pair" (=:= (ets:lookup_element tab 'left 2) (ets:lookup_element tab 'right 2)))
    (ets:delete tab)))

(defun main ()
  (exercise ())
  (exercise '(ordered_set))
  (exercise '(#(write_concurrency true)))
  (exercise '(ordered_set #(write_concurrency true) #(read_concurrency true))))
