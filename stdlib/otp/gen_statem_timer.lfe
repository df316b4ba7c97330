;;; The time-outs of state machines. A machine has a map, timers, from the kind of a time-out to its
;;; reference and content; a time-out of no time has the atom due for a reference, and its kind stands
;;; in the list due, oldest first, until there are no other events.

(defmodule gen_statem_timer
  "Time-outs of state machines."
  (export (set 2) (cancel 2) (fired 3) (due 1) (shown 1)))

(defun set (timeouts machine)
  "Starts, updates and cancels time-outs, newest first: of those of one kind the newest counts."
  (let (((tuple machine due _) (lists:foldl #'set-one/2 (tuple machine () ()) timeouts)))
    (map-update machine 'due (++ (map-get machine 'due) due))))

(defun set-one
  (((= (tuple kind _ _ _) timeout) (= (tuple machine due seen) all))
   (if (lists:member kind seen)
     all
     (case (begun timeout machine)
       ((tuple 'due machine) (tuple machine (cons kind due) (cons kind seen)))
       ((tuple 'begun machine) (tuple machine due (cons kind seen)))))))

(defun begun
  (((tuple kind 'infinity _ _) machine) (tuple 'begun (cancel kind machine)))
  (((tuple kind 'update content _) machine)
   (case (timer kind machine)
     ('none (tuple 'due (with-timer kind 'due content machine)))
     ((tuple reference _) (tuple 'begun (with-timer kind reference content machine)))))
  (((= (tuple kind time content options) timeout) machine)
   (started kind time content (lists:member #(abs true) options)
            (gen_statem_report:tell (tuple 'start_timer timeout (map-get machine 'state))
                                    (cancel kind machine)))))

(defun started
  ((kind 0 content 'false machine) (tuple 'due (with-timer kind 'due content machine)))
  ((kind time content absolute machine)
   (let ((reference (erlang:start_timer time (self) kind (list (tuple 'abs absolute)))))
     (tuple 'begun (with-timer kind reference content machine)))))

(defun timer (kind machine)
  (maps:get kind (map-get machine 'timers) 'none))

(defun with-timer (kind reference content machine)
  (map-update machine 'timers
              (map-set (map-get machine 'timers) kind (tuple reference content))))

(defun cancel (kind machine)
  "Takes back the time-out of a kind, if there is one."
  (case (timer kind machine)
    ('none machine)
    ((tuple reference _)
     (stop reference)
     (map-update (without kind machine) 'due (lists:delete kind (map-get machine 'due))))))

(defun without (kind machine)
  (map-update machine 'timers (maps:remove kind (map-get machine 'timers))))

;; The message of a timer that has fired is taken out of the queue.
(defun stop
  (('due) 'ok)
  ((reference)
   (case (erlang:cancel_timer reference)
     ('false (receive
               ((tuple 'timeout ref _) (when (=:= ref reference)) 'ok)
               (after 0 'ok)))
     (_ 'ok))))

(defun fired (kind reference machine)
  "What the message of a timer means: a tuple of the event and the machine, or false."
  (case (timer kind machine)
    ((tuple ref content) (when (=:= ref reference)) (tuple (tuple kind content) (without kind machine)))
    (_ 'false)))

(defun due (machine)
  "The event of the oldest time-out that is due, and the machine."
  (let* (((map 'due (cons kind due)) machine)
         ((tuple _ content) (timer kind machine)))
    (tuple (tuple kind content) (without kind (map-update machine 'due due)))))

(defun shown (machine)
  "The kinds and contents of all time-outs."
  (lists:reverse
    (lists:map (match-lambda (((tuple kind (tuple _ content))) (tuple kind content)))
               (lists:keysort 1 (maps:to_list (map-get machine 'timers))))))
