;;; Exceptions pass closures, library functions and comprehensions on their way out.
(defmodule uncaught_in_closure
  (export (main 0)))

(defun attempt (f)
  (io:format "~w~n" (list (try (funcall f) (catch ((tuple c r _) (tuple c r)))))))

(defun id (x) x)

(defun main ()
  (attempt (lambda () (lists:foldl (lambda (x acc) (+ x acc)) 0 '(1 a))))
  (attempt (lambda () (lists:sort (lambda (_ _) (throw 'unsortable)) '(1 2 3))))
  (attempt (lambda () (lc ((<- x '(1 2 0))) (div 10 x))))
  (attempt (lambda () (maps:map (lambda (k _) (error (tuple 'bad k))) #M(a 1))))
  (attempt (lambda () (lists:map (lambda (x) (funcall x)) (list (lambda () 1) (id 2)))))
  (attempt (lambda () (lists:foreach (match-lambda ((1) 'ok)) '(1 2))))
  (attempt (lambda () (lists:filter (lambda (x) (if (id x) 'true 'false)) '(true maybe))))
  (attempt (lambda () (element 1 (element 2 (try (apply (id (lambda (x y) (+ x y))) (quote (1))) (catch ((tuple c r _) (tuple c r))))))))
  (attempt (lambda () (let (((cons h _) (lists:filter (lambda (x) (> x 5)) '(1 2)))) h)))
  (attempt (lambda () (string:length 'atom))))
