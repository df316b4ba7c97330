;; format_error of the modules that failures name.
(defmodule read_errors (export (main 0)))
(defun main ()
  (lists:foreach (lambda (text)
      (let (((tuple 'error (tuple line module reason)) (lfe_io:read_string text)))
        (io:format "~w ~s~n" (list line (call module 'format_error reason)))))
    '("(a b" "(a . b c)" "(. a)" ")" "\"abc" "#b102" "#37r1" "#| c" "#'f" "#z" "#B(1 (a))" "#M(a)" "\n\n(a]" "#;a")))
