;; Sequences, lazy ones too.
(defmodule clj_sequences (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun main ()
  (show
    (clj:seq 4) (clj:seq 0) (clj:seq -2) (clj:seq 2 5) (clj:seq 2 9 3) (clj:seq 5 1) (clj:seq 5 1 -2) (clj:seq 1 5 0) (clj:seq 'a) (clj:seq 1 2.5)
    (clj:take 3 (clj:range)) (clj:take 3 (clj:range 5)) (clj:take 3 (clj:range 5 10)) (clj:take 0 (clj:range)) (clj:take 2 (clj:range 1 -1))
    (clj:take 4 (clj:next (lambda (x y) (* x y)) 1 2)) (clj:take 3 (clj:next #'+/2)) (clj:take 3 (clj:next #'+/2 10))
    (car (funcall (clj:range 7)))
    (clj:take 5 (clj:cycle '(1 2))) (clj:take 0 (clj:cycle '(1 2))) (clj:take 3 (clj:cycle '(a))) (clj:take 5 (clj:cycle (clj:lazy-seq '(1 2))))
    (clj:take 2 '(1 2 3)) (clj:take 9 '(1 2 3)) (clj:take 0 '(1)) (clj:take 'all '(1 2)) (clj:take 2 ()) (clj:take -1 '(1)) (clj:take 'x '(1)) (clj:take 1 'a)
    (clj:take 1 "abc")
    (clj:drop 2 '(1 2 3)) (clj:drop 9 '(1 2 3)) (clj:drop 0 '(1)) (clj:drop 'all '(1 2)) (clj:drop 2 ()) (clj:drop -1 '(1)) (clj:drop 'x '(1)) (clj:drop 1 'a)
    (clj:split-at 2 '(1 2 3)) (clj:split-at 0 '(1)) (clj:split-at 9 '(1)) (clj:split-at 1 ()) (clj:split-at -1 '(1)) (clj:split-at 'all '(1))
    (clj:partition 2 '(1 2 3 4 5)) (clj:partition 2 '(1 2 3 4)) (clj:partition 2 1 '(1 2 3 4)) (clj:partition 2 3 '(1 2 3 4 5))
    (clj:partition 3 3 '(x y z) '(1 2 3 4)) (clj:partition 3 3 '(x) '(1 2 3 4)) (clj:partition 3 3 () '(1 2 3 4)) (clj:partition 2 ())
    (clj:partition 4 6 '(a) (clj:seq 20)) (clj:partition -1 '(1)) (clj:partition 2 'a) (clj:partition 3 '(1 2)) (clj:partition 3 1 '(p q r) '(1 2 3 4))
    (clj:partition-all 2 '(1 2 3 4 5)) (clj:partition-all 2 1 '(1 2 3)) (clj:partition-all 2 3 '(1 2 3 4 5 6 7)) (clj:partition-all 2 ()) (clj:partition-all 3 '(1 2))
    (clj:interleave '(1 2 3) '(a b c)) (clj:interleave '(1 2 3) '(a)) (clj:interleave () '(a)) (clj:interleave '(1) ()) (clj:interleave 'a '(1))
    (clj:reduce #'+/2 '(1 2 3)) (clj:reduce #'+/2 '(1)) (clj:reduce #'+/2 ()) (clj:reduce #'+/2 10 '(1 2)) (clj:reduce (lambda (x acc) (list x acc)) 0 '(1 2))
    (clj:reduce (lambda (x acc) (list x acc)) '(1 2 3)) (clj:reduce #'+/2 0 'a)
    (clj:take 2 (clj:repeat 'x)) (clj:repeat 3 'x) (clj:repeat 0 'x) (clj:repeat 2 (lambda () 'called)) (clj:repeat -1 'x) (clj:repeat 'a 'x)
    (clj:take 2 (clj:lazy-seq '(1 2 3))) (clj:take 9 (clj:lazy-seq '(1 2 3))) (clj:take 2 (clj:lazy-seq (clj:range 4))) (clj:take 'all (clj:lazy-seq '(1 2)))
    (clj:seq 3)))
