;;; Predefined macros not shown elsewhere: fun, list*, :, nested let* and flet*, MODULE.
(defmodule predefined_macros
  (export (main 0) (twice 1)))

(defun twice (x) (* 2 x))

(defun show (x) (io:format "~w~n" (list x)))

(defun where () (list (MODULE) (FUNCTION_NAME) (FUNCTION_ARITY)))

(defun main ()
  (show (lists:map (fun twice 1) '(1 2 3)))
  (show (lists:map (fun lists sum 1) '((1 2) (3))))
  (show (: predefined_macros twice 21))
  (show (predefined_macros:twice 4))
  (show (let* () 'nothing))
  (show (let* ((x 1)) x))
  (show (let* ((x 1) (y (+ x 1)) (x (* y 10))) (list x y)))
  (show (flet* ((f (x) (+ x 1)) (g (x) (* 2 (f x)))) (g 5)))
  (show (flet ((f ((0) 'zero) ((_) 'other))) (list (f 0) (f 1))))
  (show (fletrec ((len ((()) 0) (((cons _ t)) (+ 1 (len t))))) (len '(1 2 3))))
  (show (flet () 'none))
  (show (MODULE))
  (show (where))
  (show (list* 'a '(b c)))
  (show (progn 'one)))
