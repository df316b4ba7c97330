;;; All compositions of car and cdr up to four.
(defmodule cxr
  (export (main 0)))

;; A complete tree of conses; a leaf tells the way to it.
(defun tree
  ((0 way) (list_to_atom (lists:reverse way)))
  ((n way) (cons (tree (- n 1) (cons #\a way)) (tree (- n 1) (cons #\d way)))))

(defun main ()
  (let ((x (tree 4 "")))
    (io:format "~w~n" (list (list (car x) (cdr x))))
    (io:format "~w~n" (list (list (caar x) (cadr x) (cdar x) (cddr x))))
    (io:format "~w~n" (list (list (caaar x) (caadr x) (cadar x) (caddr x) (cdaar x) (cdadr x) (cddar x) (cdddr x))))
    (io:format "~w~n" (list (list (caaaar x) (caaadr x) (caadar x) (caaddr x) (cadaar x) (cadadr x) (caddar x) (cadddr x))))
    (io:format "~w~n" (list (list (cdaaar x) (cdaadr x) (cdadar x) (cdaddr x) (cddaar x) (cddadr x) (cdddar x) (cddddr x))))))
