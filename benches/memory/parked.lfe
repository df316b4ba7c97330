;;; So many processes wait while two others allocate for three seconds. Run with ALATE_GC=log to see
;;; that the minor pauses do not depend on how many wait.
(defmodule parked
  (export (main 1)))

(defun main
  (((list processes))
   (let ((me (self)))
     (park (list_to_integer processes))
     (io:format "~w wait~n" (list (length (processes))))
     (spawn (lambda () (work (until 3000)) (! me 'done)))
     (work (until 3000))
     (receive ('done 'ok)))))

(defun park
  ((0) 'ok)
  ((n) (spawn (lambda () (receive ('never 'ok)))) (park (- n 1))))

(defun until (milliseconds)
  (+ (erlang:monotonic_time 'millisecond) milliseconds))

(defun work (end)
  (case (length (lists:map (lambda (n) (tuple n n)) (lists:seq 1 1000)))
    (1000 (if (< (erlang:monotonic_time 'millisecond) end)
            (work end)
            'ok))))
