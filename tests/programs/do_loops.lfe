;;; The do macro.
(defmodule do_loops
  (export (main 0)))

(defun main ()
  (io:format "~w~n" (list (do ((x 0 (+ x 1)) (acc () (cons x acc))) ((== x 5) acc))))
  (io:format "~w~n" (list (do ((n 10 (- n 1)) (f 1 (* f n))) ((== n 0) f))))
  (io:format "~w~n" (list (do ((i 0 (+ i 1))) ((== i 3) 'done) (io:format "i=~w~n" (list i))))))
