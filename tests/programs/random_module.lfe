;; The old module `random`: the same numbers in every process.
(defmodule random_module
  (export (main 0)))

(defun show (value) (io:format "~p~n" (list value)))

(defun failure (f)
  (try (funcall f) (catch ((tuple _ reason _) reason))))

(defun main ()
  (show (random:seed0))
  (show (lc ((<- _ (lists:seq 1 20))) (random:uniform 10)))
  (show (random:uniform))
  (show (random:seed))
  (show (random:seed 1 2 3))
  (show (get 'random_seed))
  (show (random:seed #(-100000 0 123456789012345678901)))
  (show (get 'random_seed))
  (show (lc ((<- _ (lists:seq 1 5))) (random:uniform 1000000)))
  (show (random:uniform_s #(1 2 3)))
  (show (random:uniform_s 100 #(1 2 3)))
  (let ((me (self)))
    (spawn (lambda () (! me (list (random:seed 5 6 7) (random:uniform 100)))))
    (spawn (lambda () (! me (list (random:seed) (random:uniform 100))))))
  (show (lists:sort (list (receive (x x)) (receive (x x)))))
  (show (failure (lambda () (random:uniform 0))))
  (show (failure (lambda () (random:uniform 'a)))))
