;;; Processes that watch, link to and kill each other at random: every monitor tells its end exactly
;;; once, whether the watched one lives, dies meanwhile or is dead.
(defmodule monitor_storm
  (export (main 0)))

(defun main ()
  (rand:seed 'exsss (tuple 1 2 3))
  (io:format "~w~n" (list (rounds 60 0))))

(defun rounds
  ((0 told) told)
  ((n told) (rounds (- n 1) (+ told (one-round 100)))))

;; So many victims, each watched three times and killed by another process; some watched too late.
(defun one-round (count)
  (let* ((victims (list-comp-spawn count))
         (early (watch-all victims 2))
         (_ (kill-all victims))
         (late (watch-all victims 1)))
    (collect (++ early late))))

(defun list-comp-spawn (count)
  (lc ((<- _ (lists:seq 1 count)))
    (spawn (lambda () (receive ('never 'ok))))))

(defun watch-all (pids times)
  (lc ((<- pid pids) (<- _ (lists:seq 1 times)))
    (monitor 'process pid)))

(defun kill-all (pids)
  (lists:foreach
   (lambda (pid)
     (spawn (lambda () (exit pid (if (> (erlang:phash2 pid 2) 0) 'kill 'bye)))))
   pids))

(defun collect (refs)
  (lists:foreach
   (lambda (ref) (receive ((tuple 'DOWN r _ _ _) (when (=:= r ref)) 'ok)))
   refs)
  ;; None is told of twice.
  (receive ((tuple 'DOWN _ _ _ _) (error 'twice)) (after 0 (length refs))))
