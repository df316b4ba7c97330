;; Default values are evaluated whenever a record is made, where the record is defined.
(defmodule record_defaults (export (main 0)))

(defrecord inner (n 1) (text "abc"))
(defrecord settings
  (inner (make-inner n (number)) (record inner))
  (list (list 1 (number) 3) (list))
  (sum (erlang:+ 1 (number)))
  (tuple #(a "b" 3))
  (map #M(a 1))
  (binary #"bytes")
  (quoted '(a b (c)))
  (empty ())
  (float 1.5)
  (counter (count))
  (seq (lists:seq 1 3)))

(defun number () 2)

(defun count ()
  (let ((n (case (get 'count) ('undefined 0) (n n))))
    (put 'count (+ n 1))
    n))

(defun main ()
  (io:format "~p~n" (list (make-settings)))
  (io:format "~p~n" (list (settings-counter (make-settings))))
  (io:format "~p~n" (list (settings-counter (make-settings counter 'given))))
  (io:format "~p~n" (list (settings-counter (make-settings seq ()))))
  ;; A local function of the same name is not meant by the default.
  (flet ((number () 100))
    (io:format "~p ~p~n" (list (number) (settings-sum (make-settings)))))
  (let ((number 5))
    (io:format "~p ~p~n" (list number (inner-n (settings-inner (make-settings)))))))
