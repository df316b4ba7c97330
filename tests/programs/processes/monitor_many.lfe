;;; Several monitors on one process, one process monitored by many, and processes that watch each other.
(defmodule monitor_many
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun idle () (receive ((tuple 'exit reason) (exit reason))))

(defun down (ref) (receive ((tuple 'DOWN r 'process _ reason) (when (=:= r ref)) reason)))

(defun watcher (to pid)
  (let ((ref (monitor 'process pid)))
    (! to 'watching)
    (! to (tuple 'saw (down ref)))))

;; Each watches the next; the last one ends, and the news travels back.
(defun chain
  ((to 0) (spawn (lambda () (receive ('go (! to 'last-ended) (exit 0))))))
  ((to n)
   (let ((next (chain to (- n 1))) (me (self)))
     (let ((pid (spawn (lambda ()
                         (let ((ref (monitor 'process next)))
                           (! me (tuple 'ready (self)))
                           (receive
                             ('go (! next 'go) (exit (+ 1 (down ref)))))))))) 
       (receive ((tuple 'ready p) (when (=:= p pid)) pid))))))

(defun main ()
  (let* ((pid (spawn #'idle/0)) (refs (lc ((<- _ (lists:seq 1 20))) (monitor 'process pid))))
    (show "different references" (length (lists:usort refs)))
    (show "monitors" (length (element 2 (process_info (self) 'monitors))))
    (show "monitored by" (length (element 2 (process_info pid 'monitored_by))))
    (lists:foreach (lambda (ref) (demonitor ref)) (lists:sublist refs 5))
    (show "monitors" (length (element 2 (process_info (self) 'monitors))))
    (! pid #(exit together))
    (show "each was told" (lc ((<- ref (lists:nthtail 5 refs))) (down ref)))
    (show "monitors" (process_info (self) 'monitors)))
  (let ((pid (spawn #'idle/0)) (me (self)))
    (lists:foreach (lambda (_) (spawn (lambda () (watcher me pid)))) (lists:seq 1 50))
    (lists:foreach (lambda (_) (receive ('watching 'ok))) (lists:seq 1 50))
    (! pid #(exit watched))
    (show "watchers" (lists:usort (lc ((<- _ (lists:seq 1 50))) (receive ((tuple 'saw reason) reason))))))
  (let* ((pids (lc ((<- i (lists:seq 1 50))) (tuple i (spawn #'idle/0))))
         (refs (lc ((<- (tuple i pid) pids)) (tuple i (monitor 'process pid)))))
    (lists:foreach (match-lambda (((tuple i pid)) (! pid (tuple 'exit (* i i))))) (lists:reverse pids))
    (show "fifty" (lists:sum (lc ((<- (tuple _ ref) refs)) (down ref)))))
  (let* ((me (self)) (first (chain me 30)) (ref (monitor 'process first)))
    (! first 'go)
    (show "last" (receive ('last-ended 'ended)))
    (show "chain" (down ref)))
  ;; Two that watch each other: the survivor hears of the one that ends.
  (let* ((me (self))
         (a (spawn (lambda () (receive ((tuple 'watch pid) (! me (tuple 'a (down (monitor 'process pid)))))))))
         (b (spawn (lambda () (monitor 'process a) (! me 'ready) (receive ('stop (exit 'b-stopped)))))))
    (receive ('ready 'ok))
    (! a (tuple 'watch b))
    (! b 'stop)
    ;; b may have ended before a watched it.
    (show "mutual" (receive ((tuple 'a reason) (lists:member reason '(b-stopped noproc))))))
  (show "nothing else" (receive (m m) (after 0 'empty))))
