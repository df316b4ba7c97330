;;; Comments of both kinds.
(defmodule comments
  (export (main 0)))

#| A block comment
   (defun not-here () 1) ; with a line comment in it
|#
(defun main () ; after code
  (io:format "~w~n" (list (+ 1 #| inside |# 2))) ;; (exit 'no)
  #| between |#
  (io:format "~s~n" (list "; not #| a comment |#")))
