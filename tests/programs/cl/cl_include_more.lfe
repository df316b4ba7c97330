;; Macros of the include file that fail in LFE 2.2.1.
(defmodule cl_include_more (export (main 0)))
(include-lib "lfe/include/cl.lfe")
(defun kind
  ((x) (when (consp x)) 'cons)
  ((x) (when (recordp x 'point)) 'point)
  ((x) (when (functionp x)) 'function)
  ((_) 'other))
(defun main ()
  (io:format "~p~n" (list (lists:map #'kind/1 (list '(1) '(1 . 2) () #(point) #(point 1) #(1) #() 'a (lambda () 1)))))
  (io:format "~p~n" (list (list (funcp 1) (funcp #'kind/1) (functionp #'kind/1) (recordp 'a 'b))))
  (io:format " ~p~n" (list (dolist (x '(1 2) 'done) (io:format "<~p>" (list x))))))
