;; What lfe:macro-function finds in environments, and the version of LFE.
(defmodule macro_functions (export (main 0)))
(defun main ()
  (let* ((env (lfe_env:add_mbinding 'm '(lambda (a e) a) (lfe_env:new))))
    (io:format "~p~n" (list (lfe:macro-function 'm env)))
    (io:format "~p~n" (list (lfe:macro-function 'k env)))
    (io:format "~p~n" (list (lfe:macro-function 'cond env)))
    (io:format "~p~n" (list (lfe:macro-function 'm)))
    (io:format "~p~n" (list (lfe:version)))))
