;;; Many processes killed in every state: waiting, running, just made, ending, by several killers.
(defmodule kill_storm
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun idle () (receive ('never 'ok)))
(defun spin (n) (spin (+ n 1)))
(defun grow (acc) (if (> (length acc) 100) (grow ()) (grow (cons (tuple 'x acc) acc))))
(defun spawner () (spawn_link #'idle/0) (idle))
(defun sender (to) (! to 'junk) (erlang:yield) (sender to))
(defun sink () (receive ('junk (sink))))

(defun down (refs)
  (let ((all (lc ((<- ref refs)) (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))))
    (tuple (length all) (lists:usort all))))

(defun storm (n f)
  (let ((started (lc ((<- _ (lists:seq 1 n))) (spawn_monitor f))))
    (lists:foreach (match-lambda (((tuple pid _)) (exit pid 'kill))) started)
    (down (lc ((<- (tuple _ ref) started)) ref))))

(defun main ()
  (show "just made" (storm 500 #'idle/0))
  (show "spinning" (storm 10 (lambda () (spin 0))))
  (show "allocating" (storm 10 (lambda () (grow ()))))
  (show "trapping" (storm 200 (lambda () (process_flag 'trap_exit 'true) (idle))))
  (show "with a child" (storm 100 #'spawner/0))
  (let ((target (spawn #'sink/0)))
    (show "sending" (storm 10 (lambda () (sender target))))
    (show "the sink lives" (is_process_alive target))
    (exit target 'kill))
  ;; Several killers, one victim each time: it dies once.
  (let* ((victims (lc ((<- _ (lists:seq 1 50))) (spawn_monitor #'idle/0)))
         (killers (lc ((<- _ (lists:seq 1 8)))
                    (spawn_monitor (lambda () (lists:foreach (match-lambda (((tuple pid _)) (exit pid 'kill))) victims))))))
    (show "killers" (down (lc ((<- (tuple _ ref) killers)) ref)))
    (show "victims" (down (lc ((<- (tuple _ ref) victims)) ref))))
  ;; They kill each other at random ends of a list; the survivors are told to go.
  (let* ((me (self))
         (fighters (lc ((<- i (lists:seq 1 60)))
                     (spawn_monitor (lambda ()
                       (receive ((tuple 'fight pid) (exit pid 'kill)))
                       (receive ('go (exit 'killed))))))))
    (lists:foreach
      (match-lambda (((tuple (tuple pid _) (tuple other _))) (! pid (tuple 'fight other))))
      (lists:zip fighters (++ (tl fighters) (list (hd fighters)))))
    (lists:foreach (match-lambda (((tuple pid _)) (! pid 'go))) fighters)
    (show "fighters" (tuple (down (lc ((<- (tuple _ ref) fighters)) ref)) (is_process_alive me))))
  ;; Killed while they die of something else: one reason, never none.
  (let ((started (lc ((<- _ (lists:seq 1 200))) (spawn_monitor (lambda () (exit 'own-end))))))
    (lists:foreach (match-lambda (((tuple pid _)) (exit pid 'kill))) started)
    (let (((tuple n reasons) (down (lc ((<- (tuple _ ref) started)) ref))))
      (show "racing with its own end" (list n (-- reasons '(killed own-end))))))
  (show "nothing else" (receive (m m) (after 0 'empty))))
