;;; persistent_term: values for all processes, from put to erase.
(defmodule persistent_terms
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun key (x) (tuple 'persistent_terms x))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun in-process (f)
  (let (((tuple _ ref) (spawn_monitor (lambda () (exit (tuple 'answer (funcall f)))))))
    (receive ((tuple 'DOWN r _ _ (tuple 'answer x)) (when (=:= r ref)) x))))

(defun mine () (lists:sort (lc ((<- (tuple (tuple 'persistent_terms k) v) (persistent_term:get))) (tuple k v))))

(defun main ()
  (show "unset" (attempt (lambda () (persistent_term:get (key 'a)))))
  (show "unset with a default" (persistent_term:get (key 'a) 'default))
  (show "put" (persistent_term:put (key 'a) '(1 2 3)))
  (show "get" (persistent_term:get (key 'a)))
  (show "get with a default" (persistent_term:get (key 'a) 'default))
  (show "same value again" (persistent_term:put (key 'a) '(1 2 3)))
  (show "replaced" (progn (persistent_term:put (key 'a) #M(k "v")) (persistent_term:get (key 'a))))
  (show "seen by others" (in-process (lambda () (persistent_term:get (key 'a)))))
  (show "set by others" (progn (in-process (lambda () (persistent_term:put (key 'b) #(from another)))) (persistent_term:get (key 'b))))
  (show "values" (lc ((<- v (list 1 1.5 'x #"bin" "text" 123456789012345678901234567890 () #())))
                   (progn (persistent_term:put (key 'v) v) (persistent_term:get (key 'v)))))
  (show "a function" (progn (persistent_term:put (key 'f) (let ((n 3)) (lambda (x) (* x n)))) (funcall (persistent_term:get (key 'f)) 14)))
  (persistent_term:erase (key 'f))
  (show "keys are matched exactly"
    (progn (persistent_term:put (key 1) 'integer) (persistent_term:put (key 1.0) 'float)
           (list (persistent_term:get (key 1)) (persistent_term:get (key 1.0)))))
  (show "all" (mine))
  (show "erase" (list (persistent_term:erase (key 'a)) (persistent_term:erase (key 'a)) (persistent_term:get (key 'a) 'gone)))
  (let ((value (progn (persistent_term:put (key 'kept) (lists:seq 1 100)) (persistent_term:get (key 'kept)))))
    (persistent_term:erase (key 'kept))
    (show "a value outlives its erasure" (list (lists:sum value) (persistent_term:get (key 'kept) 'gone))))
  ;; Readers while it is replaced see one value or the other, whole.
  (let ((me (self)))
    (persistent_term:put (key 'pair) #(0 0))
    (lists:foreach
      (lambda (_) (spawn (lambda ()
        (! me (tuple 'consistent (lists:all (lambda (_) (let (((tuple a b) (persistent_term:get (key 'pair)))) (=:= a b))) (lists:seq 1 200)))))))
      (lists:seq 1 5))
    (lists:foreach (lambda (i) (persistent_term:put (key 'pair) (tuple i i))) (lists:seq 1 50))
    (show "consistent" (lists:usort (lc ((<- _ (lists:seq 1 5))) (receive ((tuple 'consistent x) x))))))
  (show "info" (let ((info (persistent_term:info))) (list (> (maps:get 'count info) 3) (> (maps:get 'memory info) 0))))
  (lists:foreach (lambda (k) (persistent_term:erase (key k))) (list 'b 'v 1 1.0 'pair))
  (show "none left" (mine))
  (show "refused" (attempt (lambda () (persistent_term:get (id "no such key"))))))
