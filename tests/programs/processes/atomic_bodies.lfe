;;; Atomic bodies: their value, what they may hold, and that nothing comes between their parts. LFE has
;;; none; the answers follow from the definition.
(defmodule atomic_bodies
  (export (main 0)))

(defvar *count* 0)

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun id (x) x)

(defun values (x y)
  (list
    (atomic (+ x y))
    (atomic (put 'first x) 2 (tuple x y))
    (atomic (if (> x y) 'more 'less))
    (atomic (case (tuple x y) ((tuple a a) 'same) ((tuple a b) (when (< a b)) (- b a)) (_ 'other)))
    (atomic (cond ((is_atom x) 'atom) ((?= (tuple a _) x) a) (else (let* ((z (* x x)) (w (+ z 1))) (list z w)))))
    (atomic (andalso (is_integer x) (orelse (== y 1) (> y 2))))
    (atomic (maybe (?= (tuple 'ok a) (tuple 'ok x)) a))
    (atomic (prog1 (mref (map 'a x) 'a) (put 'seen y)))
    (get 'seen)
    (funcall (atomic (lambda () (id x))))))

(defun leaving ()
  (list
    (attempt (lambda () (atomic (put 'left 1) (throw 'out) (put 'left 2))))
    (get 'left)
    (attempt (lambda () (atomic (car (get 'left)))))
    (attempt (lambda () (atomic (error (tuple 'with (get 'left))))))
    (attempt (lambda () (atomic (let (((tuple a) (get 'left))) a))))))

(defun shared ()
  (let ((t (ets:new 'table '(public)))
        (c (counters:new 2 ()))
        (a (atomics:new 1 ())))
    (list
      (atomic
        (ets:insert t (tuple 'k 1))
        (counters:add c 1 5)
        (atomics:put a 1 7)
        (persistent_term:put 'atomic_bodies 'p)
        (set-dynamic *count* (+ *count* 1))
        (list (ets:update_counter t 'k 2) (counters:get c 1) (atomics:add_get a 1 1)
              (persistent_term:get 'atomic_bodies) *count*))
      (ets:lookup t 'k)
      (let ((*count* 10)) (list (atomic (set-dynamic *count* (+ *count* 1))) *count*))
      *count*)))

;; Two words that are the same whenever anybody may look, as long as nobody is stopped between them.
(defun write (t n)
  (atomic
    (ets:insert t (tuple 'first n))
    (if (== (rem n 2) 0) (put 'even n) (put 'odd n))
    (ets:insert t (tuple 'second n)))
  (write t (+ n 1)))

(defun killed (t n)
  (let (((tuple pid ref) (spawn_monitor (lambda () (write t 0)))))
    (wait n)
    (exit pid 'kill)
    (receive ((tuple 'DOWN r _ _ _) (when (=:= r ref)) 'ok))
    (=:= (ets:lookup_element t 'first 2) (ets:lookup_element t 'second 2))))

(defun wait (n) (if (== n 0) 'ok (progn (erlang:yield) (wait (- n 1)))))

(defun send-both (to n)
  (if (== n 0)
    'done
    (progn
      (atomic (! to (tuple 'one n)) (! to (tuple 'two n)))
      (send-both to (- n 1)))))

(defun pairs (n)
  (if (== n 0)
    'in-pairs
    (receive
      ((tuple 'one a)
       (receive (m (if (=:= m (tuple 'two a)) (pairs (- n 1)) (tuple 'between m))))))))

(defun main ()
  (show "values" (values 3 4))
  (show "leaving" (leaving))
  (show "shared" (shared))
  (let ((t (ets:new 'table '(public))))
    (ets:insert t '(#(first none) #(second none)))
    (show "killed" (lc ((<- n (lists:seq 1 10))) (killed t n))))
  (let ((self (self)))
    (spawn (lambda () (send-both self 200)))
    (show "messages" (pairs 200))))
