;;; Integers printed and read in every base.
(defmodule number_bases
  (export (main 0)))

(defun main ()
  (lists:foreach
    (lambda (b)
      (let ((s (integer_to_list 123456789012345678901 b)))
        (io:format "~2b ~s ~w~n" (list b s (=:= 123456789012345678901 (list_to_integer s b))))))
    (lists:seq 2 36))
  (io:format "~s ~s~n" (list (integer_to_list -255 16) (integer_to_list 0 2)))
  (io:format "~w~n" (list (list (list_to_integer "ff" 16) (list_to_integer "FF" 16) (list_to_integer "-zz" 36))))
  (io:format "~w~n" (list (try (list_to_integer "12" 2) (catch ((tuple c r _) (tuple c r)))))))
