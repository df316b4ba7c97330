;;; Character literals are code points.
(defmodule characters
  (export (main 0)))

(defun main ()
  (io:format "~w~n" (list (list #\a #\A #\0 #\$ #\( #\) #\" #\; #\\ #\n #\| #\#)))
  (io:format "~s~n" (list (list #\L #\F #\E))))
