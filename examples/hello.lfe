;; The smallest program.
(defmodule hello
  (export (main 0)))

(defun main ()
  (io:format "Hello, world!~n"))
