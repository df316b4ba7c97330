;;; Every type test on a value of every type.
(defmodule type_tests
  (export (main 0)))

(defun tests (x)
  (list (is_atom x) (is_binary x) (is_bitstring x) (is_boolean x) (is_float x) (is_function x)
        (is_integer x) (is_list x) (is_map x) (is_number x) (is_pid x) (is_port x) (is_reference x)
        (is_tuple x) (is_function x 1)))

(defun main ()
  (lists:foreach
    (lambda (x)
      (io:format "~s~n" (list (lists:map (lambda (b) (if b #\1 #\0)) (tests x)))))
    (list 'a 'true () '(1) '(1 . 2) 1 123456789012345678901234567890 1.5 #() #(a) #M() #"b"
          (binary (1 (size 3))) (lambda (x) x) (lambda () 1) #'lists:map/2)))
