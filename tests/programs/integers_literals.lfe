;;; Integer literals in all bases, signs and cases.
(defmodule integers_literals
  (export (main 0)))

(defun main ()
  (io:format "~w~n" (list (list 12 -3 +4 0 -0 007)))
  (io:format "~w~n" (list (list #b101 #*101 #o17 #d9 #xff #36rzz #2r11)))
  (io:format "~w~n" (list (list #B101 #O17 #D9 #XFF #36RZZ #16rAbCd)))
  (io:format "~w~n" (list (list #b-101 #x-ff #o-7 #d-9 #36r-zz #*-11)))
  (io:format "~w~n" (list (list #x+ff #b+1)))
  (io:format "~w~n" (list (list 123456789012345678901234567890 -123456789012345678901234567890)))
  (io:format "~w~n" (list (list #xffffffffffffffffffffffff #b1000000000000000000000000000000000000000000000000000000000000000000000))))
