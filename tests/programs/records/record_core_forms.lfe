;; The core forms under the macros.
(defmodule record_core_forms (export (main 0)))

(define-record point (x (y 0) (z 1 (integer)) (w)))

(defun tried (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun plane
  (((record point z 0)) 'flat)
  (((record point y y z (= z 1))) (tuple y z))
  (((make-record point x x)) x))

(defun high
  ((p) (when (is-record p point) (> (record-field p point z) 5)) 'high)
  ((p) (when (is-record p point)) 'low)
  ((p) (when (=:= p (record-index point z))) 'index)
  ((_) 'none))

(defun main ()
  (let ((p (record point x 1)))
    (io:format "~p ~p~n" (list p (make-record point w 2 x 3)))
    (io:format "~p~n" (list (list (record-index point x) (record-index point w))))
    (io:format "~p~n" (list (list (record-field p point x) (record-field p point w))))
    (io:format "~p~n" (list (list (is-record p point) (is-record 'p point))))
    (io:format "~p~n" (list (record-update p point y 5 x 6)))
    (io:format "~p~n" (list (record-update (record-update p point y 5) point x 7)))
    (io:format "~p~n" (list (tried (lambda () (record-field 'p point x)))))
    (io:format "~p~n" (list (tried (lambda () (record-update (list p) point x 1)))))
    (io:format "~p~n" (list (lists:map (lambda (q) (plane q))
      (list p (record-update p point z 0) (record point z 2 x 'x)))))
    (io:format "~p~n" (list (lists:map (lambda (q) (high q))
      (list p (record-update p point z 9) 4 5)))))
  ;; `_` stands for all fields that are not named.
  (io:format "~p ~p~n" (list (record point _ '_) (record point y 1 _ (length "abc"))))
  (io:format "~p~n" (list (case (record point x 1 y 1 z 1 w 1)
                            ((record point x 2 _ 1) 'two)
                            ((record point _ 1) 'ones)))))
