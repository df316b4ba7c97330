;;; Messages of every kind of term arrive as they were sent.
(defmodule message_terms
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun echo () (receive ((tuple from ref term) (! from (tuple ref term)) (echo)) ('stop 'ok)))

(defun echoed (pid term)
  (let ((ref (make_ref)))
    (! pid (tuple (self) ref term))
    (receive ((tuple r answer) (when (=:= r ref)) answer))))

;; Applies functions that come in messages.
(defun calculator (value)
  (receive
    ((tuple 'apply f) (calculator (funcall f value)))
    ((tuple 'compose f g) (calculator (funcall g (funcall f value))))
    ((tuple 'value from) (! from (tuple 'value value)) (calculator value))
    ('stop 'ok)))

(defun deep (n acc) (if (=:= n 0) acc (deep (- n 1) (tuple n (list acc)))))

(defun depth (x n) (case x ((tuple _ (list y)) (depth y (+ n 1))) (_ (tuple n x))))

(defun main ()
  (let ((pid (spawn #'echo/0)))
    (lists:foreach
      (lambda (term) (let ((back (echoed pid term))) (show "echo" (tuple (=:= back term) back))))
      (list 'atom '|two words| 0 -1 1152921504606846975 1152921504606846976 -1152921504606846977
            123456789012345678901234567890 -123456789012345678901234567890 (bsl 1 200)
            1.5 -0.25 1.0e300 5.0e-324 () '(1 2 3) '(a . b) '(1 (2 (3 (4)))) "text" (list 71 252 8364 128512) #() #(1) #(a #(b #(c)))
            #"" #"binary" (binary (5 (size 3))) (binary (1023 (size 10)) ("x"))
            #M() #M(a 1) #M((1 2) "list" 1.5 #M(inner #(map)))))
    (show "pid" (=:= (echoed pid (self)) (self)))
    (show "reference" (let ((r (make_ref))) (=:= (echoed pid r) r)))
    (show "closure" (let ((n 5) (m 1.5)) (funcall (echoed pid (lambda (x) (list x n m))) 'x)))
    (show "named function" (funcall (echoed pid #'deep/2) 2 'end))
    (show "remote function" (funcall (echoed pid #'lists:reverse/1) '(1 2 3)))
    (show "function equal to itself" (let ((f #'lists:map/2)) (=:= (echoed pid f) f)))
    (show "long list" (let ((xs (lists:seq 1 50000))) (=:= (echoed pid xs) xs)))
    (show "deep term" (depth (echoed pid (deep 10000 'bottom)) 0))
    (show "large tuple" (let ((big (list_to_tuple (lists:seq 1 3000)))) (element 2999 (echoed pid big))))
    (show "large map" (let ((m (maps:from_list (lc ((<- i (lists:seq 1 1000))) (tuple i (* i i)))))) (=:= (echoed pid m) m)))
    (show "large binary" (let ((b (binary:copy #"0123456789" 20000))) (list (byte_size (echoed pid b)) (=:= (echoed pid b) b))))
    (show "part of a binary" (let* ((b (binary:copy #"abcdef" 100)) (part (binary:part b 3 200))) (=:= (echoed pid part) part)))
    (show "shared parts" (let* ((x (lists:seq 1 10)) (y (list x x x))) (=:= (echoed pid y) y)))
    (! pid 'stop))
  (let ((pid (spawn (lambda () (calculator 10)))) (k 7))
    (! pid (tuple 'apply (lambda (x) (+ x k))))
    (! pid (tuple 'apply (lambda (x) (* x x))))
    (! pid (tuple 'compose #'integer_to_list/1 (lambda (s) (++ s "!"))))
    (! pid (tuple 'apply (fletrec ((loop ((x 0) x) ((x n) (loop (cons n x) (- n 1))))) (lambda (x) (loop x 3)))))
    (! pid (tuple 'value (self)))
    (show "calculated" (receive ((tuple 'value v) v)))
    (! pid 'stop)))
