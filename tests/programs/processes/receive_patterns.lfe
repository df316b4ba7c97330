;;; receive with patterns of every kind, tried clause by clause.
(defmodule receive_patterns
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun next ()
  (receive
    ('atom 'the-atom)
    (1 'one)
    (1.5 'one-and-a-half)
    (123456789012345678901234567890 'big)
    ("text" 'the-text)
    (#"bin" 'the-binary)
    ((binary (a (size 8)) (rest binary)) (tuple 'bytes a rest))
    (() 'empty)
    ((list x) (tuple 'one-element x))
    ((list 'pair x y) (tuple 'pair x y))
    ((cons 'improper x) (when (is_atom x)) (tuple 'improper x))
    ((cons first rest) (tuple 'cons first (length rest)))
    ((tuple) 'empty-tuple)
    ((tuple 'point x y) (tuple 'point x y))
    ((tuple 'nested (tuple 'inner (list a b))) (tuple 'nested a b))
    ((tuple _ _ third) (tuple 'third third))
    ((map 'key value) (tuple 'key value))
    ((map) 'some-map)
    ((= (tuple 'alias part) whole) (tuple part whole))
    ((tuple same same-too) (when (=:= same same-too)) (tuple 'same same))
    (f (when (is_function f 1)) (tuple 'called (funcall f 20)))
    (p (when (is_pid p)) (tuple 'pid (=:= p (self))))
    (r (when (is_reference r)) 'reference)
    (other (tuple 'other other))))

(defun main ()
  (let ((messages (list 'atom 1 1.0 1.5 123456789012345678901234567890 123456789012345678901234567891
                        "text" #"bin" #"binary" #"" () '(x) '(pair 1 2) '(improper . tail) '(a b c d)
                        #() #(point 1 2) #(nested #(inner (1 2))) #(nested #(inner (1 2 3))) #(x y z)
                        #M(key 5 other 6) #M(other 6) #M() #(alias part) #(7 7) #(7 7.0) #(7)
                        (lambda (x) (+ x 1)) (self) (make_ref) 'unknown -0.5)))
    (lists:foreach (lambda (m) (! (self) m) (show (next))) messages)
    ;; All at once: as each clause can take any message left, the order is that of sending.
    (lists:foreach (lambda (m) (! (self) m)) (lists:sublist messages 27))
    (show (lc ((<- _ (lists:seq 1 27))) (next)))
    (show (receive (_ 'something) (after 0 'nothing)))))
