;;; erlang:unique_integer with its modifiers, in one process and over many.
(defmodule unique_integers
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun many (n f) (lc ((<- _ (lists:seq 1 n))) (funcall f)))

(defun distinct (xs) (length (lists:usort xs)))

(defun ascending
  (((cons a (cons b rest))) (andalso (< a b) (ascending (cons b rest))))
  ((_) 'true))

(defun in-processes (n f)
  (let ((me (self)))
    (lists:foreach (lambda (_) (spawn (lambda () (! me (tuple 'made (funcall f)))))) (lists:seq 1 n))
    (lists:append (lc ((<- _ (lists:seq 1 n))) (receive ((tuple 'made xs) xs))))))

(defun plain () (erlang:unique_integer))
(defun positive () (erlang:unique_integer '(positive)))
(defun monotonic () (erlang:unique_integer '(monotonic)))
(defun both () (erlang:unique_integer '(monotonic positive)))

(defun attempt (options)
  (try (erlang:unique_integer (id options)) (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (show "integers" (lists:map #'is_integer/1 (list (plain) (positive) (monotonic) (both))))
  (show "positive" (list (lists:all (lambda (n) (> n 0)) (many 500 #'positive/0)) (lists:all (lambda (n) (> n 0)) (many 500 #'both/0))))
  (show "distinct" (list (distinct (many 500 #'plain/0)) (distinct (many 500 #'positive/0)) (distinct (many 500 #'monotonic/0)) (distinct (many 500 #'both/0))))
  (show "ascending" (list (ascending (many 500 #'monotonic/0)) (ascending (many 500 #'both/0))))
  (show "over processes" (list (distinct (in-processes 20 (lambda () (many 50 #'plain/0))))
                               (distinct (in-processes 20 (lambda () (many 50 #'positive/0))))
                               (distinct (in-processes 20 (lambda () (many 50 #'monotonic/0))))))
  (show "each process sees its own ascend"
    (lists:usort (in-processes 20 (lambda () (list (ascending (many 100 #'monotonic/0)))))))
  ;; What causes comes before what is caused.
  (show "causal order"
    (let ((me (self)) (first (monotonic)))
      (spawn (lambda () (! me (tuple 'second (monotonic)))))
      (receive ((tuple 'second second) (ascending (list first second (monotonic)))))))
  (show "no options" (is_integer (erlang:unique_integer ())))
  (show "doubled" (is_integer (erlang:unique_integer '(positive positive))))
  (show "refused" (lists:map #'attempt/1 '((unknown) positive (positive . monotonic) (1)))))
