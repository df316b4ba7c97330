;;; Erlang's module `counters`, on `atomics`. The words that wide concurrency would spread over memory
;;; lie side by side here: one exact array does for both kinds.

(defmodule counters
  "Arrays of counters that processes share."
  (export (new 2) (get 2) (add 3) (sub 3) (put 3) (info 1)))

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

(defun get (counters index)
  "The value of a counter; they count from 1."
  (atomics:get (array counters) index))

(defun add (counters index step)
  "Adds to a counter; it wraps around at 64 bits."
  (atomics:add (array counters) index step))

(defun sub (counters index step)
  "Subtracts from a counter."
  (atomics:sub (array counters) index step))

(defun put (counters index value)
  "Sets a counter."
  (atomics:put (array counters) index value))

(defun info (counters)
  "A map of size and memory."
  (let ((info (atomics:info (array counters))))
    (map 'size (map-get info 'size) 'memory (map-get info 'memory))))
