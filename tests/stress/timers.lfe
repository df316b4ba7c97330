;;; Timers against their cancelling: each message comes or its timer is cancelled, never both, never
;;; neither.
(defmodule timers
  (export (main 0)))

(defun main ()
  (rand:seed 'exsss (tuple 4 5 6))
  (let* ((timers (arm 100000 ()))
         (cancelled (cancel timers 0)))
    (io:format "~w~n" (list (=:= 100000 (+ cancelled (count-messages 0)))))))

(defun arm
  ((0 timers) timers)
  ((n timers)
   (arm (- n 1) (cons (erlang:send_after (rand:uniform 60) (self) n) timers))))

;; Every second one.
(defun cancel
  (((list* timer _ timers) cancelled)
   (cancel timers (if (is_integer (erlang:cancel_timer timer)) (+ cancelled 1) cancelled)))
  ((_ cancelled) cancelled))

(defun count-messages (n)
  (receive
    (m (when (is_integer m)) (count-messages (+ n 1)))
    (after 200 n)))
