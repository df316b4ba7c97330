;;; A matcher of simple regular expressions by continuations.
(defmodule reg_match
  (export (main 0)))

(defun match
  (('empty s k) (funcall k s))
  (((tuple 'char c) (cons c s) k) (funcall k s))
  (((tuple 'char _) _ _) 'false)
  (('any (cons _ s) k) (funcall k s))
  (('any () _) 'false)
  (((tuple 'seq a b) s k) (match a s (lambda (rest) (match b rest k))))
  (((tuple 'alt a b) s k) (orelse (match a s k) (match b s k)))
  (((= (tuple 'star a) r) s k)
   (orelse (match a s (lambda (rest) (andalso (=/= rest s) (match r rest k)))) (funcall k s))))

(defun matches (r s) (match r s (lambda (rest) (=:= rest ()))))

(defun seq (rs) (lists:foldr (lambda (a b) (tuple 'seq a b)) 'empty rs))
(defun chars (s) (seq (lc ((<- c s)) (tuple 'char c))))

(defun main ()
  (let ((r (seq (list (tuple 'star (tuple 'alt (chars "ab") (chars "c"))) (chars "d")))))
    (io:format "~w~n" (list (lists:map (lambda (s) (matches r s)) '("d" "abd" "cabccd" "abab" "" "abcdx")))))
  (io:format "~w~n" (list (matches (seq (list (tuple 'star 'any) (chars "end"))) "the end of the end")))
  (io:format "~w~n" (list (matches (seq (list (tuple 'star (chars "a")) (tuple 'star (chars "a")) (chars "b"))) (lists:duplicate 100 #\a)))))
