;;; demonitor: plain, with flush, with info, with both; for references of all sorts.
(defmodule demonitor_options
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun idle () (receive ('stop 'ok)))
(defun id (x) x)
(defun rest () (receive ((tuple 'DOWN _ _ _ reason) (cons (tuple 'down reason) (rest))) (after 0 ())))

;; A reference whose DOWN message is in the mailbox: that of a second monitor, set later, came.
(defun fired ()
  (let* ((pid (spawn #'idle/0)) (ref (monitor 'process pid)) (last (monitor 'process pid)))
    (! pid 'stop)
    (receive ((tuple 'DOWN r _ _ _) (when (=:= r ref)) (! (self) (tuple 'DOWN ref 'process pid 'normal))))
    (receive ((tuple 'DOWN r _ _ _) (when (=:= r last)) 'ok))
    ref))

(defun active () (monitor 'process (spawn #'idle/0)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (show "active" (demonitor (active)))
  (show "active ()" (demonitor (active) ()))
  (show "active flush" (demonitor (active) '(flush)))
  (show "active info" (demonitor (active) '(info)))
  (show "active both" (demonitor (active) '(flush info)))
  (show "active twice" (let ((ref (active))) (list (demonitor ref '(info)) (demonitor ref '(info)) (demonitor ref))))
  (show "fired" (demonitor (fired)))
  (show "left" (rest))
  (show "fired flush" (demonitor (fired) '(flush)))
  (show "left" (rest))
  (show "fired info" (demonitor (fired) '(info)))
  (show "left" (rest))
  (show "fired both" (demonitor (fired) '(info flush)))
  (show "left" (rest))
  (show "a reference of no monitor" (list (demonitor (make_ref)) (demonitor (make_ref) '(info)) (demonitor (make_ref) '(flush info))))
  (let* ((ref (active)) (me (self))
         (other (spawn (lambda () (! me (tuple 'other (attempt (lambda () (demonitor ref '(info))))))))))
    (show "another's monitor" (tuple (is_pid other) (receive ((tuple 'other x) x))))
    (show "still active" (demonitor ref '(info))))
  (show "bad option" (attempt (lambda () (demonitor (make_ref) (id '(unknown))))))
  (show "bad options" (attempt (lambda () (demonitor (make_ref) (id 'flush)))))
  (show "improper options" (attempt (lambda () (demonitor (make_ref) (id '(flush . info))))))
  (show "no reference" (attempt (lambda () (demonitor (id 'ref)))))
  ;; flush takes one message of that reference, no other one.
  (let ((ref (fired)) (other (fired)))
    (demonitor ref '(flush))
    (show "of two" (receive ((tuple 'DOWN r _ _ _) (=:= r other)) (after 0 'none))))
  ;; After demonitor nothing comes even if the process ends.
  (let* ((pid (spawn #'idle/0)) (one (monitor 'process pid)) (two (monitor 'process pid)))
    (demonitor one)
    (! pid 'stop)
    (show "the other one came" (receive ((tuple 'DOWN r _ _ reason) (when (=:= r two)) reason)))
    (show "left" (rest))
    (show "gone" (demonitor one '(info)))))
