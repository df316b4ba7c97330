;; All ways to put N queens on a board so that none attacks another: alate run examples/queens.lfe 8
(defmodule queens
  (export (main 1)))

(defun main
  (((list text)) (show (list_to_integer text)))
  ((_) (show 6)))

(defun show (n)
  (let ((boards (place n n)))
    (io:format "~w ways with ~w queens~n" (list (length boards) n))
    (lists:foreach (lambda (board) (io:format "~w~n" (list board))) boards)))

;; Boards with queens in the first `columns` columns.
(defun place
  ((0 _) (list '()))
  ((columns n)
   (lc ((<- board (place (- columns 1) n))
        (<- row (lists:seq 1 n))
        (safe? row 1 board))
     (cons row board))))

(defun safe?
  ((_ _ '()) 'true)
  ((row distance (cons other board))
   (andalso (=/= row other)
            (=/= (abs (- row other)) distance)
            (safe? row (+ distance 1) board))))
