;; Default values of defstruct are computed while compiling, those of define-struct are not.
(defmodule struct_defaults (export (main 0)))

(defmacro twice (x) `(list ,x ,x))

(eval-when-compile
  (defun squares (n) (lc ((<- x (lists:seq 1 n))) (* x x))))

(defstruct
  (seq (lists:seq 1 3))
  (squares (squares 4))
  (twice (twice 'a))
  (quoted '(b c))
  (tuple #(1 a))
  (made (tuple 'x 2.5))
  (map (map 'k "v"))
  (text "abc")
  (bytes #"bin")
  (built (binary 1 2))
  (empty ())
  (number 12)
  (nothing))

(defun main ()
  (let ((s (struct struct_defaults)))
    (io:format "~p~n" (list (lists:sort (maps:to_list s))))
    (io:format "~p~n" (list (struct-field (struct struct_defaults number 'other) struct_defaults number)))))
