;;; How long a process that is ready waits for its turn while N others never stop: prints the longest half
;;; of 100 round trips in microseconds.
(defmodule spinners
  (export (main 1)))

(defun main
  (((list count))
   (spawn-spinners (list_to_integer count))
   (let ((ponger (spawn (lambda () (pong)))))
     (io:format "~w~n" (list (longest 100 ponger 0))))))

(defun spawn-spinners
  ((0) 'ok)
  ((n) (spawn (lambda () (spin 0))) (spawn-spinners (- n 1))))

(defun spin (n) (spin (+ n 1)))

(defun longest
  ((0 _ longest) longest)
  ((n ponger longest)
   (let ((begin (erlang:monotonic_time 'microsecond)))
     (! ponger (self))
     (receive
       ('pong
        (let ((half (div (- (erlang:monotonic_time 'microsecond) begin) 2)))
          (longest (- n 1) ponger (max half longest))))))))

(defun pong ()
  (receive (pid (! pid 'pong) (pong))))
