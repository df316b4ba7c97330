;;; erlang:hibernate/3: the process wakes in a function, its stack forgotten.
(defmodule hibernation
  (export (main 0) (woken 3) (counter 2) (handler 1)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun woken (to state n)
  (receive (m (! to (tuple 'woken m state n (get 'kept))))))

;; Hibernates between messages, with the sum as its only state.
(defun counter (to sum)
  (receive
    ((tuple 'add n) (erlang:hibernate 'hibernation 'counter (list to (+ sum n))))
    ('read (! to (tuple 'sum sum)) (erlang:hibernate 'hibernation 'counter (list to sum)))
    ('stop (exit (tuple 'stopped sum)))))

(defun handler (to) (receive (m (! to (tuple 'handled m)) (error 'after-waking))))

(defun until (f)
  (if (funcall f) 'reached (progn (erlang:yield) (until f))))

(defun main ()
  (let* ((me (self))
         ((tuple pid ref) (spawn_monitor (lambda ()
                            (put 'kept 'dictionary)
                            (erlang:hibernate 'hibernation 'woken (list me "state" 5))
                            (! me 'never-here)))))
    (show "waiting" (until (lambda () (=:= (process_info pid 'current_function) #(current_function #(erlang hibernate 3))))))
    (! pid 'wake-up)
    (show "woken" (receive ((tuple 'woken m state n d) (tuple m state n d))))
    (show "ended" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason))))
  (let (((tuple pid ref) (spawn_monitor 'hibernation 'counter (list (self) 0))))
    (lists:foreach (lambda (n) (! pid (tuple 'add n)) (! pid 'read)) (lists:seq 1 10))
    (show "sums" (lc ((<- _ (lists:seq 1 10))) (receive ((tuple 'sum s) s))))
    (! pid 'stop)
    (show "ended" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason))))
  ;; With a message in the mailbox already it goes on at once.
  (let* ((me (self))
         (pid (spawn (lambda () (receive ('go 'ok)) (erlang:hibernate 'hibernation 'woken (list me 'x 1))))))
    (! pid 'early)
    (! pid 'go)
    (show "early" (receive ((tuple 'woken m _ _ _) m))))
  ;; The handlers of a try are forgotten too.
  (let* ((me (self))
         ((tuple pid ref) (spawn_monitor (lambda ()
                            (try (erlang:hibernate 'hibernation 'handler (list me))
                              (catch (_ (! me 'caught)))
                              (after (! me 'after)))))))
    (! pid 'go)
    (show "handled" (receive ((tuple 'handled m) m)))
    (show "reason" (receive ((tuple 'DOWN r _ _ (tuple reason _)) (when (=:= r ref)) reason)))
    (show "no handler ran" (receive (m m) (after 0 'none))))
  (let (((tuple pid ref) (spawn_monitor (lambda () (erlang:hibernate 'hibernation 'counter (list 'x 0))))))
    (exit pid 'while-asleep)
    (show "exit signal" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason))))
  (show "refused" (try (erlang:hibernate (hd '(1)) 'f ()) (catch ((tuple c r _) (tuple c r)))))
  (show "refused" (try (erlang:hibernate 'm 'f (hd '(x))) (catch ((tuple c r _) (tuple c r))))))
