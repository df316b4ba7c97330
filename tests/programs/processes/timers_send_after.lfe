;;; erlang:send_after, start_timer, cancel_timer, read_timer.
(defmodule timers_send_after
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun within (x low high) (andalso (is_integer x) (>= x low) (=< x high)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (let ((ref (erlang:send_after 10 (self) 'tick)))
    (show "reference" (is_reference ref))
    (show "came" (receive ('tick 'tick)))
    (show "cancelled late" (erlang:cancel_timer ref))
    (show "read late" (erlang:read_timer ref)))
  (let ((ref (erlang:start_timer 10 (self) #(my message))))
    (show "start_timer" (receive ((tuple 'timeout r m) (when (=:= r ref)) m))))
  (let ((ref (erlang:send_after 100000 (self) 'never)))
    (show "read" (within (erlang:read_timer ref) 50000 100000))
    (show "cancelled" (within (erlang:cancel_timer ref) 50000 100000))
    (show "again" (list (erlang:cancel_timer ref) (erlang:read_timer ref))))
  (let ((ref (erlang:start_timer 100000 (self) 'never)))
    (show "cancelled" (within (erlang:cancel_timer ref) 50000 100000)))
  (show "at once" (progn (erlang:send_after 0 (self) 'now) (receive ('now 'now))))
  (show "in order of time"
    (let ((start (erlang:monotonic_time 'millisecond)))
      (lists:foreach (lambda (n) (erlang:send_after (+ start (* n 25)) (self) (tuple 'at n) '(#(abs true)))) '(5 2 4 1 3))
      (lc ((<- _ (lists:seq 1 5))) (receive ((tuple 'at n) n)))))
  (show "not early"
    (let ((start (erlang:monotonic_time 'millisecond)))
      (erlang:send_after 40 (self) 'late)
      (receive ('late (>= (- (erlang:monotonic_time 'millisecond) start) 40)))))
  (show "absolute"
    (progn
      (erlang:send_after (+ (erlang:monotonic_time 'millisecond) 20) (self) 'then '(#(abs true)))
      (receive ('then 'then))))
  (show "absolute, in the past"
    (progn (erlang:start_timer (- (erlang:monotonic_time 'millisecond) 20) (self) 'past '(#(abs true)))
           (receive ((tuple 'timeout _ 'past) 'past))))
  (show "to a name"
    (progn (register 'timers_main (self)) (erlang:send_after 5 'timers_main 'named) (receive ('named 'named))))
  (show "to a free name" (is_reference (erlang:send_after 1 'timers_nobody 'lost)))
  (let* ((me (self)) (pid (spawn (lambda () (receive (m (! me (tuple 'forwarded m))))))))
    (erlang:send_after 5 pid 'hello)
    (show "to another process" (receive ((tuple 'forwarded m) m))))
  (show "cancel without answer" (erlang:cancel_timer (erlang:send_after 100000 (self) 'never) '(#(info false))))
  (let ((ref (erlang:send_after 100000 (self) 'never)))
    (show "asynchronously" (erlang:cancel_timer ref '(#(async true))))
    (show "its answer" (receive ((tuple 'cancel_timer r left) (when (=:= r ref)) (within left 50000 100000)))))
  (show "read asynchronously"
    (let ((ref (erlang:send_after 100000 (self) 'never)))
      (list (erlang:read_timer ref '(#(async true)))
            (receive ((tuple 'read_timer r left) (when (=:= r ref)) (within left 50000 100000)))
            (within (erlang:cancel_timer ref) 50000 100000))))
  (show "of no timer" (list (erlang:cancel_timer (make_ref)) (erlang:read_timer (make_ref))))
  (lists:foreach (lambda (time) (show "refused" (list time (attempt (lambda () (erlang:send_after time (self) 'm))))))
    (id '(-1 a 1.0 1000000000000000000000)))
  (show "refused to" (attempt (lambda () (erlang:send_after 1 (id "name") 'm))))
  (show "refused reference" (attempt (lambda () (erlang:cancel_timer (id 'ref)))))
  (let ((refs (lc ((<- i (lists:seq 1 500))) (erlang:send_after (+ 100000 i) (self) i))))
    (show "five hundred cancelled" (length (lc ((<- r refs) (is_integer (erlang:cancel_timer r))) r))))
  (show "nothing else" (receive (m m) (after 0 'empty))))
