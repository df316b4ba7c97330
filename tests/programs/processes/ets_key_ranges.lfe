;;; Ordered sets whose keys are tuples of which a pattern gives the first elements: only these are
;;; looked at, and the answers are those of looking at everything.
(defmodule ets_key_ranges
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun parts
  (('$end_of_table _) ())
  (((tuple rows continuation) next) (++ rows (parts (funcall next continuation) next))))

(defun filled ()
  (let ((tab (ets:new 'keyed '(ordered_set))))
    (ets:insert tab (lc ((<- a '(1 2 2.5 x "s")) (<- b '(1 2.0 y #(z))) (<- c (lists:seq 1 3))) (tuple (tuple a b c) (list a b c))))
    (ets:insert tab '(#(1 one) #(x atom) #(#(1) single) #(#(1 2) pair) #(#(2 1 1 1) four) #("s" string) #(#M() map) #(#(3.0 1 1) float) #(#(2 (p . q) 1) nested)))
    tab))

(defun main ()
  (let ((tab (filled)))
    (show "size" (ets:info tab 'size))
    (lists:foreach
      (lambda (key)
        (let ((spec (list (tuple (tuple key '_) () '($_)))))
          (show (io_lib:format "~w" (list key))
                (list (lc ((<- row (ets:select tab spec))) (element 1 row))
                      (ets:select_count tab (list (tuple (tuple key '_) () '(true))))
                      (=:= (ets:select tab spec) (lists:reverse (ets:select_reverse tab spec)))
                      (=:= (ets:select tab spec) (parts (ets:select tab spec 2) #'ets:select/1))
                      (=:= (ets:select_reverse tab spec) (parts (ets:select_reverse tab spec 2) #'ets:select_reverse/1))))))
      '(#(1 1 _) #(1 1.0 _) #(1 2 _) #(1 2.0 _) #(2 y $1) #(2.5 _ 3) #(2 _ 1) #(x _ _) #("s" #(z) _) #("s" #($1) $2) #(_ _ _) #(_ 1 _)
        #(0 _ _) #(3 _ _) #(3.0 _ _) #(9 _ _) #(z _ _) #(_) #($1 $1) #(2 _ _ _) #(2 _ _ _ _) #(2 (p . $1) _) #(2 (p . q) _) #($1 $1 $1) _ $1))
    (show "several clauses" (lc ((<- row (ets:select tab '(#(#(#(1 1 _) _) () ($_)) #(#(#(x y _) _) () ($_)))))) (element 1 row)))
    (show "with guards" (ets:select tab '(#(#(#(2 $1 $2) _) (#(is_number $1) #(>= $2 2)) (#(#($1 $2)))))))
    (show "deleted" (list (ets:match_delete tab '#(#(2 _ _) _)) (ets:info tab 'size) (ets:select_delete tab '(#(#(#(x $1 _) _) (#(== $1 2)) (true)))) (ets:info tab 'size)))
    (show "left" (lc ((<- row (ets:tab2list tab))) (element 1 row)))))
