;; no-stress
;;; Reductions grow with the work of a process, whether it allocates or not, and nothing takes them back.

(defmodule reductions
  (export (main 0)))

(defun main ()
  (show "computing" (grows (lambda () (count 20000000))))
  (show "allocating" (grows (lambda () (length (lists:seq 1 1000000)))))
  (show "much more than little"
    (> (spent (lambda () (length (lists:seq 1 1000000))))
       (* 10 (spent (lambda () (length (lists:seq 1 100)))))))
  (show "statistics" (lists:sort (totals 5)))
  (let ((pid (spawn #'spin/0)))
    (show "another that runs" (wait-for-more pid (other pid) 3))
    (exit pid 'kill)))

(defun show (name value)
  (io:format "~s: ~p~n" (list name value)))

(defun own ()
  (element 2 (process_info (self) 'reductions)))

(defun other (pid)
  (element 2 (process_info pid 'reductions)))

(defun spent (work)
  (let ((before (own)))
    (funcall work)
    (- (own) before)))

(defun grows (work)
  (> (spent work) 10000))

(defun count
  ((0) 'ok)
  ((n) (count (- n 1))))

;; Whether each of some totals is at least the one before, and what was added is right.
(defun totals
  ((0) ())
  ((n)
   (let (((tuple before _) (statistics 'reductions)))
     (count 100000)
     (let (((tuple after since) (statistics 'reductions)))
       (cons (tuple (> after before) (=:= since (- after before))) (totals (- n 1)))))))

(defun spin () (spin))

(defun wait-for-more
  ((_ _ 0) 'grows)
  ((pid before n)
   (case (other pid)
     (now (when (> now (+ before 1000))) (wait-for-more pid now (- n 1)))
     (now (when (>= now before)) (receive (after 1 (wait-for-more pid before n))))
     (_ 'shrinks))))
