;;; link to a process that is gone: noproc as a message, or as the end of the one that links.
(defmodule link_dead
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun dead ()
  (let (((tuple pid ref) (spawn_monitor (lambda () 'ok))))
    (receive ((tuple 'DOWN r _ _ _) (when (=:= r ref)) pid))))

(defun ending (f)
  (let (((tuple _ ref) (spawn_monitor f)))
    (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (bare reason)))))

;; Without the flag the call itself raises, so the reason carries a stack.
(defun bare
  (((tuple reason (cons _ _))) (tuple 'with-stack reason))
  ((reason) reason))

(defun told (pid) (receive ((tuple 'EXIT p reason) (when (=:= p pid)) reason)))

(defun main ()
  (let ((gone (dead)))
    (show "not trapping" (ending (lambda () (link gone) (receive (after 5000 'alive)))))
    (show "not caught" (ending (lambda () (try (progn (link gone) (receive (after 5000 'alive)))
                                            (catch (_ (exit 'caught)))))))
    (show "trapping"
      (ending (lambda ()
                (process_flag 'trap_exit 'true)
                (let ((answer (link gone)))
                  (exit (list answer (told gone)))))))
    (show "trapping, twice"
      (ending (lambda ()
                (process_flag 'trap_exit 'true)
                (link gone)
                (let ((one (told gone)))
                  (link gone)
                  (exit (list one (told gone)))))))
    (show "linked to it too"
      (ending (lambda ()
                (let ((child (spawn (lambda () (receive ('go (link gone) (receive (after 5000 'alive))))))))
                  (link child)
                  (! child 'go)
                  (receive (after 5000 'alive))))))
    (show "unlink a dead one" (unlink gone))
    (process_flag 'trap_exit 'true)
    (link gone)
    (show "main" (told gone))
    (let ((others (lc ((<- _ (lists:seq 1 10))) (dead))))
      (lists:foreach #'link/1 others)
      (show "ten" (lists:usort (lc ((<- pid others)) (told pid)))))
    (show "spawn_link of one that ends at once"
      (let ((pid (spawn_link (lambda () 'ok)))) (told pid)))
    (process_flag 'trap_exit 'false)
    (show "nothing else" (receive (m m) (after 0 'empty)))))
