;;; Many processes that want one name: at any time at most one has it, and who gets it can be reached
;;; by it.
(defmodule names
  (export (main 0)))

(defun main ()
  (let ((me (self)))
    (lists:foreach (lambda (_) (spawn (lambda () (want 20 me)))) (lists:seq 1 200))
    (io:format "~w~n" (list (count 4000 0)))))

(defun want
  ((0 _) 'ok)
  ((n parent)
   (try (register 'the-name (self))
     (case
       (_ (! 'the-name (tuple 'mine (self)))
          (let ((me (self)))
            (receive ((tuple 'mine pid) (when (=:= pid me)) 'ok)))
          (unregister 'the-name)
          (! parent 'had-it)
          (want (- n 1) parent)))
     (catch
       ((tuple 'error 'badarg _) (erlang:yield) (want n parent))))))

(defun count
  ((0 n) n)
  ((left n) (receive ('had-it (count (- left 1) (+ n 1))))))
