;;; 100 senders to one receiver: the messages of each arrive in its order.
(defmodule fan_in
  (export (main 0)))

(defun sender (to id n)
  (lists:foreach (lambda (i) (! to (tuple 'data id i))) (lists:seq 1 n))
  (! to (tuple 'end id)))

;; seen: the last number of each sender; wrong: how many came out of order.
(defun collect
  ((0 seen count wrong) (tuple seen count wrong))
  ((open seen count wrong)
   (receive
     ((tuple 'data id i)
      (let ((last (maps:get id seen 0)))
        (collect open (maps:put id i seen) (+ count 1) (if (=:= i (+ last 1)) wrong (+ wrong 1)))))
     ((tuple 'end _) (collect (- open 1) seen count wrong)))))

;; A relay between sender and receiver keeps the order too.
(defun relay (to) (receive ('stop 'ok) (m (! to m) (relay to))))

(defun run (n per)
  (let ((me (self)))
    (lists:foreach (lambda (id) (spawn (lambda () (sender me id per)))) (lists:seq 1 n))
    (report (collect n #M() 0 0))))

(defun run-relayed (n per)
  (let* ((me (self))
         (relays (lc ((<- _ (lists:seq 1 5))) (spawn (lambda () (relay me))))))
    (lists:foreach
      (lambda (id) (let ((via (lists:nth (+ 1 (rem id 5)) relays)))
                     (spawn (lambda () (sender via id per)))))
      (lists:seq 1 n))
    (report (collect n #M() 0 0))
    (lists:foreach (lambda (r) (! r 'stop)) relays)))

(defun report
  (((tuple seen count wrong))
   (io:format "senders ~w, messages ~w, out of order ~w, last numbers ~w~n"
     (list (maps:size seen) count wrong (lists:usort (maps:values seen))))))

(defun main ()
  (run 100 50)
  (run 1 1000)
  (run 200 3)
  (run-relayed 100 20)
  ;; One process at a time: all its messages before the next one's.
  (let ((me (self)))
    (lists:foreach
      (lambda (id)
        (let (((tuple _ ref) (spawn_monitor (lambda () (sender me id 3)))))
          (receive ((tuple 'DOWN r _ _ _) (when (=:= r ref)) 'ok))))
      '(a b c)))
  (io:format "~w~n" (list (lc ((<- _ (lists:seq 1 12))) (receive (m m) (after 0 'none))))))
