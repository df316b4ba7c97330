;;; Backquote, comma and comma-at in lists, tuples and maps.
(defmodule backquote
  (export (main 0)))

(defun main ()
  (let ((x 3) (xs (list 4 5)) (n ()))
    (io:format "~w~n" (list `(a ,x ,@xs b)))
    (io:format "~w~n" (list `#(a ,x #(b ,(+ x 1)))))
    (io:format "~w~n" (list `(,@xs)))
    (io:format "~w~n" (list `(,@xs . ,x)))
    (io:format "~w~n" (list `(,@n ,@xs ,@n)))
    (io:format "~w~n" (list `((,x) (,@xs) x ,'x)))
    (io:format "~w~n" (list `#M(k ,x l (,@xs))))
    (io:format "~w~n" (list `(1 . ,xs)))
    (io:format "~w~n" (list `plain))
    (io:format "~w~n" (list `,x))
    (io:format "~w~n" (list `(a `(b ,(c ,x)))))
    (io:format "~w~n" (list '(quote a)))
    (io:format "~w~n" (list ''a))))
