;;; Where a process is that was stopped at the beginning of a function: in that function, not in its caller.
(defmodule current_function
  (export (main 0)))

(defun main ()
  (let ((pid (spawn #'outer/0)))
    (wait-for pid #(current_function #(current_function spin 2)))
    (io:format "~p~n" (list (process_info pid 'current_function)))
    (erlang:suspend_process pid)
    (let (((tuple 'current_stacktrace trace) (process_info pid 'current_stacktrace)))
      (io:format "~p~n" (list (names trace))))
    (let (((tuple 'current_location (tuple module function arity _)) (process_info pid 'current_location)))
      (io:format "~p~n" (list (list module function arity))))
    (exit pid 'kill))
  (let ((pid (spawn (lambda () (+ 1 (many 1 2 3 4 5 6 7 8))))))
    (wait-for pid #(current_function #(current_function many 8)))
    (io:format "~p~n" (list (process_info pid 'current_function)))
    (exit pid 'kill)))

(defun wait-for (pid place)
  (case (process_info pid 'current_function)
    (p (when (=:= p place)) 'ok)
    (_ (erlang:yield) (wait-for pid place))))

(defun names (trace)
  (lists:map (lambda (entry) (tuple (element 2 entry) (element 3 entry))) trace))

(defun outer () (+ 1 (middle (get 'stop))))

(defun middle (stop) (* 2 (spin 0 stop)))

(defun spin (n stop)
  (if (=:= n stop) n (spin (rem (+ n 1) 1000) stop)))

(defun many (a b c d e f g h)
  (if (=:= a (get 'stop)) a (many b c d e f g h a)))
