;;; The module lists: functions on lists of tuples.
(defmodule lists_keys
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun main ()
  (let ((ts '(#(a 1) #(b 2) other #(c) #(b 3) #(1.0 x))))
    (show (lists:keyfind 'b 1 ts))
    (show (lists:keyfind 'z 1 ts))
    (show (lists:keyfind 1 1 ts))
    (show (lists:keyfind 3 2 ts))
    (show (lists:keymember 'a 1 ts))
    (show (lists:keysearch 'b 1 ts))
    (show (lists:keydelete 'b 1 ts))
    (show (lists:keyreplace 'b 1 ts #(new)))
    (show (lists:keystore 'b 1 ts #(b 20)))
    (show (lists:keystore 'z 1 ts #(z 26)))
    (show (lists:keytake 'b 1 ts))
    (show (lists:keytake 'z 1 ts)))
  (show (lists:keymap (lambda (x) (* x 2)) 2 '(#(a 1) #(b 2)))))
