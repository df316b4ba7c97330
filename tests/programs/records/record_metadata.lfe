;; Records in the metadata of a module.
(defmodule record_metadata
  (export (main 0))
  (record (point (x (y 2))) (segment ((from (record point)) to))))

(extend-module ((record (named (name)))) ())

(defun main ()
  (io:format "~p~n" (list (record point x 1)))
  (io:format "~p~n" (list (record segment to (record point))))
  (io:format "~p~n" (list (record-index segment to)))
  (io:format "~p~n" (list (record-update (record named) named name 'n))))
