;;; ~p, ~w, io_lib:print and comparing on terms nested very deep, and on very long ones.
;; no-stress
(defmodule deep_printing
  (export (main 0)))

(defun wrap ((0 x) x) ((n x) (wrap (- n 1) (list x))))
(defun wrap-tuple ((0 x) x) ((n x) (wrap-tuple (- n 1) (tuple 'tag x))))
(defun wrap-map ((0 x) x) ((n x) (wrap-map (- n 1) (map 'k x))))

(defun chars-in (chars) (string:length chars))

(defun main ()
  (io:format "~w~n" (list (chars-in (io_lib:format "~w" (list (wrap 20000 'x))))))
  (io:format "~w~n" (list (chars-in (io_lib:format "~w" (list (wrap-tuple 20000 'x))))))
  (io:format "~w~n" (list (chars-in (io_lib:format "~p" (list (wrap 200 'x))))))
  (io:format "~w~n" (list (chars-in (io_lib:format "~p" (list (wrap-tuple 200 'x))))))
  (io:format "~w~n" (list (chars-in (io_lib:format "~p" (list (wrap-map 30 'x))))))
  (io:format "~w~n" (list (chars-in (io_lib:format "~p" (list (lists:seq 1 50000))))))
  (io:format "~w~n" (list (chars-in (io_lib:format "~p" (list (lists:duplicate 10000 #(a "b" 3)))))))
  (io:format "~w~n" (list (chars-in (io_lib:format "~p" (list (lists:duplicate 100000 #\a)))))))
