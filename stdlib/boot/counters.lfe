;;; Erlang's module `counters`, on `atomics`. The words that wide concurrency would spread over memory
;;; lie side by side here: one exact array does for both kinds. What reads and changes a counter are builtins.

(defmodule counters
  "Arrays of counters that processes share."
  (export (new 2) (info 1)))

(defun new
  "An array of zeros. Options: `atomics` or `write_concurrency`."
  ((size ()) (new size '(atomics)))
  ((size (list kind)) (when (orelse (=:= kind 'atomics) (=:= kind 'write_concurrency)))
   (tuple kind (atomics:new size '(#(signed true)))))
  ((_ _) (error 'badarg)))

(defun array
  (((tuple 'atomics array)) array)
  (((tuple 'write_concurrency array)) array)
  ((_) (error 'badarg)))

(defun info (counters)
  "A map of size and memory."
  (let ((info (atomics:info (array counters))))
    (map 'size (map-get info 'size) 'memory (map-get info 'memory))))
