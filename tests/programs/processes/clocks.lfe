;;; erlang:monotonic_time, system_time, time_offset, convert_time_unit: what always holds.
(defmodule clocks
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun ascending
  (((cons a (cons b rest))) (andalso (=< a b) (ascending (cons b rest))))
  ((_) 'true))

(defun readings (n) (lc ((<- _ (lists:seq 1 n))) (erlang:monotonic_time)))

(defun near (a b tolerance) (=< (abs (- a b)) tolerance))

(defun main ()
  (show "monotonic" (ascending (readings 1000)))
  (show "integers" (lists:map #'is_integer/1 (list (erlang:monotonic_time) (erlang:system_time) (erlang:time_offset)
                                                   (erlang:monotonic_time 'second) (erlang:system_time 'nanosecond))))
  (show "units agree"
    (let ((ms (erlang:monotonic_time 'millisecond)) (us (erlang:monotonic_time 'microsecond))
          (ns (erlang:monotonic_time 'nanosecond)) (native (erlang:monotonic_time)))
      (list (near ms (div us 1000) 5000) (near us (div ns 1000) 5000000)
            (near ms (erlang:convert_time_unit native 'native 'millisecond) 5000))))
  (show "parts per second" (near (erlang:monotonic_time 'second) (div (erlang:monotonic_time 1000) 1000) 5))
  (show "system time is after 2020" (> (erlang:system_time 'second) 1577836800))
  (show "os:system_time agrees" (near (os:system_time 'second) (erlang:system_time 'second) 5))
  (show "offset" (near (+ (erlang:monotonic_time 'millisecond) (erlang:time_offset 'millisecond))
                       (erlang:system_time 'millisecond) 5000))
  (show "timestamp" (let (((tuple mega s us) (erlang:timestamp)))
                      (list (near (+ (* mega 1000000) s) (erlang:system_time 'second) 5) (< s 1000000) (< us 1000000))))
  (show "now ascends" (let ((a (os:timestamp)) (b (os:timestamp))) (=< a b)))
  (show "convert" (list (erlang:convert_time_unit 5 'second 'millisecond) (erlang:convert_time_unit 5999 'millisecond 'second)
                        (erlang:convert_time_unit -1 'millisecond 'second) (erlang:convert_time_unit -5001 'microsecond 'millisecond)
                        (erlang:convert_time_unit 3 'second 'nanosecond) (erlang:convert_time_unit 7 1 60)
                        (erlang:convert_time_unit 1234567890123456789 'nanosecond 'second)))
  (show "it advances"
    (let ((before (erlang:monotonic_time)))
      (receive (after 2 'ok))
      (> (erlang:monotonic_time) before)))
  (show "a wait is not shorter than asked"
    (let ((before (erlang:monotonic_time 'microsecond)))
      (receive (after 15 'ok))
      (>= (- (erlang:monotonic_time 'microsecond) before) 15000)))
  ;; Time seen in one process and sent to another is not in the other's future.
  (show "across processes"
    (let ((me (self)))
      (lists:all (lambda (_) (spawn (lambda () (! me (erlang:monotonic_time)))) (receive (t (=< t (erlang:monotonic_time)))))
        (lists:seq 1 100))))
  (show "refused" (list (attempt (lambda () (erlang:monotonic_time (id 'hour)))) (attempt (lambda () (erlang:system_time (id 0))))
                        (attempt (lambda () (erlang:convert_time_unit 1 (id 'x) 'second)))
                        (attempt (lambda () (erlang:convert_time_unit (id 'a) 'second 'second))))))
