;; with-compiler
;; Macros are expanded while the program runs, in the environment of nothing but the predefined ones.
(defmodule macroexpansion (export (main 0)))

(defun show (form)
  (io:format "~w~n~w~n~w~n~n"
             (list (lfe:macroexpand-1 form) (lfe:macroexpand form) (lfe:macroexpand-all form))))

(defun main ()
  (show '(let* ((a 1) (b a)) b))
  (show '(list* 1 2 '(3)))
  (show '(caddr x))
  (show '(f (caddr x)))
  (show '(: m f 1))
  (show '(if a b))
  (show '(f 1)))
