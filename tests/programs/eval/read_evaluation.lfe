;; with-compiler
;; Expressions that are evaluated while they are read.
(defmodule read_evaluation (export (main 0)))
(defun main ()
  (io:format "~p~n" (list (lfe_io:read_string "#.(+ 1 2) x")))
  (io:format "~p~n" (list (catch (lfe_io:read_string "(a . #.(list 1 2))"))))
  (io:format "~p~n" (list (catch (lfe_io:read_string "#.(foo)"))))
  (io:format "~p~n" (list (catch (lfe_io:read_string "#.x")))))
