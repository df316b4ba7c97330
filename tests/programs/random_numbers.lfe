;;; rand with seeds: the numbers are those of Erlang's exsss.
(defmodule random_numbers
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun many ((0) ()) ((n) (cons (rand:uniform 100) (many (- n 1)))))

(defun main ()
  (rand:seed 'exsss #(1 2 3))
  (show (rand:uniform))
  (show (many 20))
  (show (rand:uniform 1000000000000000000))
  (show (rand:uniform 1000000000000000000000000000000))
  (show (rand:export_seed))
  (show (rand:bytes 5))
  (rand:seed 'exsss 42)
  (show (many 10))
  (show (rand:uniform))
  (let* ((s (rand:seed_s 'exsss 7))
         ((tuple a s) (rand:uniform_s 6 s))
         ((tuple b s) (rand:uniform_s 6 s))
         ((tuple c s) (rand:uniform_s s)))
    (show (list a b c (rand:export_seed_s s))))
  (rand:seed 'exsss #(5 5 5))
  (show (lists:all (lambda (x) (andalso (>= x 1) (=< x 100))) (many 1000)))
  (show (let ((x (rand:uniform))) (andalso (>= x 0.0) (< x 1.0)))))
