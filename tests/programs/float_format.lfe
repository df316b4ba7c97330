;;; ~f, ~e and ~g over many sizes and precisions.
(defmodule float_format
  (export (main 0)))

(defun main ()
  (lists:foreach
    (lambda (x)
      (io:format "~f ~.1f ~.3f ~e ~.3e ~g ~.3g ~w~n" (list x x x x x x x x)))
    (list 0.0 1.0 -1.0 0.1 0.05 0.15 0.25 0.125 2.5 9.95 9.995 99.95 123.456 1234.5678 99999.5 100000.0
          1.0e-5 1.5e-10 1.0e15 123456789.125 1.0e22 -0.001 3.141592653589793 2.718281828459045)))
