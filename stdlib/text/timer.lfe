;;; Erlang's module `timer`. Messages are the runtime's own timers; a call after a time, or again and
;;; again, is a process that waits.

(defmodule timer
  "Waiting, timers, measuring and converting of time, as in Erlang."
  (export (sleep 1) (start 0) (cancel 1)
          (send_after 2) (send_after 3) (apply_after 4) (exit_after 2) (exit_after 3)
          (kill_after 1) (kill_after 2)
          (send_interval 2) (send_interval 3) (apply_interval 4)
          (tc 1) (tc 2) (tc 3) (now_diff 2) (seconds 1) (minutes 1) (hours 1) (hms 3)))

(defun sleep (time)
  "Waits so many milliseconds, or for ever: `infinity`."
  (receive (after time 'ok)))

(defun start ()
  "There is nothing to be started."
  'ok)

(defun send_after (time message)
  "Sends the caller a message after a time."
  (send_after time (self) message))

(defun send_after
  "Sends a pid or a name a message after a time."
  ((time to message) (when (is_integer time) (>= time 0) (orelse (is_pid to) (is_atom to)))
   (tuple 'ok (tuple 'send_local (erlang:send_after time to message))))
  ((time (= (tuple name node) to) message)
   (when (is_integer time) (>= time 0) (is_atom name) (is_atom node))
   (once time (lambda () (! to message))))
  ((_ _ _) #(error badarg)))

(defun apply_after
  "Calls an exported function after a time, in a process of its own."
  ((time module name arguments)
   (when (is_integer time) (>= time 0) (is_atom module) (is_atom name) (is_list arguments))
   (once time (lambda () (apply module name arguments))))
  ((_ _ _ _) #(error badarg)))

(defun once (time act)
  (let* ((start (erlang:monotonic_time 'millisecond))
         (reference (make_ref))
         (pid (spawn (lambda () (act-at (+ start time) reference act)))))
    (tuple 'ok (tuple 'once pid reference))))

(defun act-at (moment reference act)
  (receive
    ((tuple 'cancel ref) (when (=:= ref reference)) 'ok)
    (after (left-until moment)
      (if (< (erlang:monotonic_time 'millisecond) moment)
        (act-at moment reference act)
        (funcall act)))))

;; The milliseconds until a moment, as far as one wait reaches.
(defun left-until (moment)
  (max 0 (min #xffffffff (- moment (erlang:monotonic_time 'millisecond)))))

(defun exit_after (time reason)
  "exit_after/3 of the caller."
  (exit_after time (self) reason))

(defun exit_after
  "Sends an exit signal to a pid or registered process after a time."
  ((time target reason)
   (when (is_integer time) (>= time 0) (orelse (is_pid target) (is_atom target)))
   (once time (lambda () (exit-process target reason))))
  ((_ _ _) #(error badarg)))

(defun kill_after (time)
  "Kills the caller after a time."
  (exit_after time (self) 'kill))

(defun kill_after (time target)
  "Kills a process after a time."
  (exit_after time target 'kill))

(defun exit-process
  ((pid reason) (when (is_pid pid)) (exit pid reason))
  ((name reason)
   (case (whereis name)
     ('undefined 'ok)
     (pid (exit pid reason)))))

(defun send_interval (time message)
  "Sends the caller a message again and again."
  (send_interval time (self) message))

(defun send_interval
  "Sends a message again and again, until cancelled or the receiver has ended."
  ((time to message) (when (is_integer time) (> time 0) (is_pid to))
   (interval time to (lambda () (! to message))))
  ((time to message) (when (is_integer time) (> time 0) (is_atom to))
   (interval time (whereis to) (lambda () (catch (! to message)))))
  ((_ _ _) #(error badarg)))

(defun apply_interval
  "Calls an exported function again and again, each time in a process of its own, until cancelled or
   the caller has ended."
  ((time module name arguments)
   (when (is_integer time) (> time 0) (is_atom module) (is_atom name) (is_list arguments))
   (interval time (self) (lambda () (spawn module name arguments))))
  ((_ _ _ _) #(error badarg)))

(defun interval (time watched act)
  (let* ((start (erlang:monotonic_time 'millisecond))
         (pid (spawn (lambda ()
                (if (is_pid watched) (monitor 'process watched))
                (repeat (+ start time) time act)))))
    (tuple 'ok (tuple 'interval pid))))

(defun repeat (moment time act)
  (receive
    ((tuple 'DOWN _ 'process _ _) 'ok)
    (after (left-until moment)
      (if (< (erlang:monotonic_time 'millisecond) moment)
        (repeat moment time act)
        (progn
          (funcall act)
          (repeat (+ moment time) time act))))))

(defun cancel
  "Cancels a timer."
  (((tuple 'send_local timer)) (when (is_reference timer))
   (erlang:cancel_timer timer)
   #(ok cancel))
  (((tuple 'once pid reference)) (when (is_pid pid) (is_reference reference))
   (! pid (tuple 'cancel reference))
   #(ok cancel))
  (((tuple 'interval pid)) (when (is_pid pid))
   (exit pid 'kill)
   #(ok cancel))
  ((_) #(error badarg)))

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
