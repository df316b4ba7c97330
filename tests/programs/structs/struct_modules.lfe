;; Structs of another module.
(defmodule struct_modules (export (main 0)))

(defun tried (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun kind
  (((struct point x 0 y 0)) 'origin)
  (((struct point x x)) (when (> x 10)) 'far)
  ((p) (when (is-struct p point)) (struct-field p point y))
  ((s) (when (is-struct s)) 'struct)
  ((_) 'no))

(defun main ()
  (let ((p (struct point x 3 y 4)))
    (io:format "~p~n" (list p))
    (io:format "~p~n" (list (struct point)))
    (io:format "~p~n" (list (=:= p (point:new 3 4))))
    (io:format "~p~n" (list (point:norm p)))
    (io:format "~p~n" (list (struct-field p point x)))
    (io:format "~p~n" (list (struct-update p point x 11)))
    (io:format "~p~n" (list (lists:map (lambda (s) (kind s))
      (list p (struct point) (struct-update p point x 11) (map '__struct__ 'other) 1))))
    (io:format "~p~n" (list (tried (lambda () (point:norm (map '__struct__ 'other 'x 1 'y 2))))))
    (io:format "~p~n" (list (tried (lambda () (struct-field 1 point x)))))
    (io:format "~p~n" (list (tried (lambda () (struct-update () point x 1)))))))
