;;; Selective receive: what is passed over stays in its order, and is seen again from the start.
(defmodule receive_selective
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun put (messages) (lists:foreach (lambda (m) (! (self) m)) messages))

(defun drain () (receive (m (cons m (drain))) (after 0 ())))

(defun only (kind)
  (receive ((tuple k n) (when (=:= k kind)) (cons n (only kind))) (after 0 ())))

(defun by-priority ()
  (receive ((tuple 'high n) (cons (tuple 'high n) (by-priority)))
    (after 0
      (receive (m (cons m (by-priority)))
        (after 0 ())))))

(defun main ()
  (put '(#(a 1) #(b 1) #(a 2) #(c 1) #(b 2) #(a 3)))
  (show "b" (only 'b))
  (show "a" (only 'a))
  (show "left" (drain))
  (put '(#(low 1) #(high 1) #(low 2) #(high 2) #(low 3)))
  (show "by priority" (by-priority))
  ;; The clause order does not matter, the message order does.
  (put '(y x))
  (show "first message" (receive ('x 'x) ('y 'y)))
  (show "second message" (receive ('x 'x) ('y 'y)))
  ;; Receiving backwards from 100 passes over ever fewer messages.
  (put (lists:seq 1 100))
  (show "backwards" (lists:map (lambda (i) (receive (n (when (=:= n i)) n))) (lists:seq 100 91 -1)))
  (show "then forwards" (lc ((<- _ (lists:seq 1 5))) (receive (n n))))
  (show "every tenth" (lc ((<- i (lists:seq 10 90 10))) (receive (n (when (=:= n i)) n))))
  (show "sum of the rest" (let ((rest (drain))) (tuple (length rest) (lists:sum rest))))
  ;; New messages that arrive while it waits are looked at, the old ones again only afterwards.
  (let ((me (self)))
    (put '(old-1 old-2))
    (spawn (lambda () (! me 'new-1) (! me 'wanted) (! me 'new-2) (! me 'end)))
    (show "wanted" (receive ('wanted 'found)))
    (show "end" (receive ('end 'found)))
    (show "left" (drain)))
  ;; The same message several times.
  (put '(dup other dup dup))
  (show "duplicates" (list (receive ('dup 1)) (receive ('dup 2)) (receive ('dup 3)) (drain))))
