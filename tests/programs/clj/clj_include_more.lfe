;; `iff` of the include file, which LFE 2.2.1 cannot expand.
(defmodule clj_include_more (export (main 0)))
(include-lib "lfe/include/clj.lfe")
(defun main ()
  (io:format "~p~n" (list (list (iff 'true 1 2) (iff 'undefined 1)))))
