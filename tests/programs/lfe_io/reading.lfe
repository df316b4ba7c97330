;; read, read_line and get_line on standard input.
(defmodule reading (export (main 0)))
(defun show (x) (io:format "~p~n" (list x)))
(defun main ()
  (show (lfe_io:read)) (show (lfe_io:read)) (show (lfe_io:read 'p>)) (show (lfe_io:read_line)) (show (lfe_io:read_line "q> "))
  (show (lfe_io:get_line)) (show (lfe_io:get_line 'g>)) (show (lfe_io:get_line 'standard_io "h> "))
  (show (lfe_io:read)) (show (lfe_io:read)) (show (lfe_io:read)) (show (lfe_io:read_line)) (show (lfe_io:read 'standard_io "i> "))
  (show (lfe_io:read_line 'standard_io "j> ")) (show (lfe_io:read)))
