;;; The order of all terms, mixed numbers, nested terms.
(defmodule term_order
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun id (x) x)

(defun compare (a b)
  (cond ((< a b) 'lt) ((> a b) 'gt) ((=:= a b) 'same) (else 'equal)))

(defun main ()
  (let ((terms (list 1 1.0 -1 0.5 123456789012345678901 1.0e30 'a 'b 'ab '|| #() #(1) #(a) #(1 2)
                     #M() #M(a 1) #M(b 0) #M(a 1 b 2) () '(1) '(1 2) '(a) '(1 . 2) "ab"
                     #"" #"a" #"ab" #"b" (binary (1 (size 3))))))
    (lists:foreach
      (lambda (a) (show (lc ((<- b terms)) (case (compare a b) ('lt '<) ('gt '>) ('same '=) ('equal '~)))))
      terms)
    (show (lists:sort (lists:reverse terms))))
  (show (list (== 1 1.0) (=:= 1 1.0) (/= 1 1.0) (=/= 1 1.0) (=< 1 1.0) (>= 1 1.0)))
  (show (list (== #(1 (2)) #(1.0 (2.0))) (=:= #(1) #(1.0)) (== #M(1 a) #M(1.0 a)) (== #M(a 1) #M(a 1.0))))
  (show (list (< 9007199254740992.0 (id 9007199254740993)) (== 9007199254740992.0 (id 9007199254740993))
              (== 9007199254740992.0 (id 9007199254740992))))
  (show (list (> 1.0e308 (id 123456789012345678901234567890)) (< -1.0e308 (id -123456789012345678901234567890))))
  (show (list (== 0.0 (id -0.0)) (< -0.0 (id 0.0))))
  (show (list (< 'abc (id 'abd)) (< 'ab (id 'abc)) (< 'B (id 'a)) (< 'true (id 'false))))
  (show (list (max 'a (id "a")) (min #(1) (id 'z))))
  (show (list (and 'true 'false) (or 'true 'false) (xor 'true 'true) (not 'false))))
