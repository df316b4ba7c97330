;;; Guards in receive: messages they refuse stay, in order; errors in guards are refusals.
(defmodule receive_guards
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun put (messages) (lists:foreach (lambda (m) (! (self) m)) messages))

(defun drain ()
  (receive (m (cons m (drain))) (after 0 ())))

(defun above (limit)
  (receive
    (n (when (is_number n) (> n limit)) n)
    (after 0 'none)))

(defun classify ()
  (receive
    (n (when (is_integer n) (< n 0)) (tuple 'negative n))
    (n (when (is_integer n) (=:= (rem n 2) 0)) (tuple 'even n))
    ((tuple 'pair a b) (when (< a b)) (tuple 'ascending a b))
    ((tuple 'pair a b) (when (orelse (=:= a b) (> a b))) (tuple 'descending a b))
    (x (when (andalso (is_list x) (> (length x) 2))) (tuple 'long x))
    (x (when (or (is_atom x) (is_binary x))) (tuple 'text x))
    (after 0 'none)))

(defun broken ()
  (receive
    (x (when (> (element 1 x) 5)) (tuple 'element x))
    (x (when (=:= (hd x) 'a)) (tuple 'head x))
    (x (when (> (length x) 1)) (tuple 'length x))
    (x (when (=:= (div 10 x) 5)) (tuple 'quotient x))
    (x (when (> (map_size x) 0)) (tuple 'map x))
    (x (when (binary_part x 0 2)) 'never)
    (x (when x) (tuple 'true-itself x))
    (after 0 'none)))

(defun main ()
  (put '(1 a 20 b 3.5 30))
  (show "above 10" (above 10))
  (show "above 10" (above 10))
  (show "above 10" (above 10))
  (show "left" (drain))
  (put (list 7 -3 8 #(pair 1 2) #(pair 2 1) #(pair 3 3) '(1) '(1 2 3) 'x #"y" 9.5))
  (show "classified" (lc ((<- _ (lists:seq 1 9))) (classify)))
  (show "left" (drain))
  (put (list 'atom #(9) #(1) '(b c) '(a) '(b) 2 0 3 #M() #M(k v) #"bin" 'true 'false))
  (show "broken" (lc ((<- _ (lists:seq 1 8))) (broken)))
  (show "left" (drain))
  ;; A variable bound outside is compared in the guard: a pattern would bind it anew.
  (put '(#(id 1 a) #(id 2 b) #(id 3 c)))
  (let ((wanted 2))
    (show "wanted" (receive ((tuple 'id i what) (when (=:= i wanted)) what)))
    (show "shadowed" (receive ((tuple 'id wanted what) (tuple wanted what))))
    (show "still" wanted))
  (show "left" (drain)))
