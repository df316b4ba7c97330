;;; Time: the functions of Erlang's module `timer` that need no process.

(defmodule timer
  "Measuring and converting of time, as in Erlang."
  (export (tc 1) (tc 2) (tc 3) (now_diff 2) (seconds 1) (minutes 1) (hours 1) (hms 3)))

(defun tc
  "A tuple of the microseconds that a call of `f` took and its answer."
  ((f) (when (is_function f))
   (let* ((start (erlang:monotonic_time))
          (answer (funcall f)))
     (tuple (microseconds-since start) answer))))

(defun tc
  "tc/1 of a function with a list of arguments."
  ((f arguments) (when (is_function f) (is_list arguments))
   (let* ((start (erlang:monotonic_time))
          (answer (apply f arguments)))
     (tuple (microseconds-since start) answer))))

(defun tc
  "tc/2 of an exported function."
  ((module name arguments) (when (is_atom module) (is_atom name) (is_list arguments))
   (let* ((start (erlang:monotonic_time))
          (answer (apply module name arguments)))
     (tuple (microseconds-since start) answer))))

;; Native time is in nanoseconds.
(defun microseconds-since (start)
  (div (- (erlang:monotonic_time) start) 1000))

(defun now_diff
  "The microseconds between two time stamps `#(megaseconds seconds microseconds)`."
  (((tuple a2 b2 c2) (tuple a1 b1 c1))
   (+ (* (+ (* (- a2 a1) 1000000) (- b2 b1)) 1000000) (- c2 c1))))

(defun seconds (n)
  "Milliseconds in n seconds."
  (* 1000 n))

(defun minutes (n)
  "Milliseconds in n minutes."
  (* 60000 n))

(defun hours (n)
  "Milliseconds in n hours."
  (* 3600000 n))

(defun hms (h m s)
  "Milliseconds in hours, minutes and seconds."
  (+ (hours h) (minutes m) (seconds s)))
