;;; put, get, erase and get_keys.
(defmodule process_dictionary
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun main ()
  (show (put 'key 1))
  (show (put 'key 2))
  (show (get 'key))
  (show (get 'other))
  (put #(a "key") "value")
  (show (get #(a "key")))
  (show (lists:member 'key (get_keys)))
  (show (lists:sort (get_keys 2)))
  (show (erase 'key))
  (show (get 'key))
  (show (erase 'key))
  (fletrec ((fill ((0) 'ok) ((n) (put n (* n n)) (fill (- n 1))))
            (sum ((0 acc) acc) ((n acc) (sum (- n 1) (+ acc (get n))))))
    (fill 1000)
    (show (sum 1000 0))))
