;;; When main returns, the program ends: processes that wait, spin or trap do not keep it.
(defmodule exit_main_children
  (export (main 0)))

(defun waiting () (receive ('never 'ok)))
(defun spinning () (receive ('never 'ok) (after 0 (spinning))))
(defun trapping () (process_flag 'trap_exit 'true) (waiting))
(defun sleeping () (timer:sleep 600000))
(defun stubborn () (try (waiting) (after (io:format "never printed~n"))))

(defun main ()
  (let ((pids (lc ((<- f (list #'waiting/0 #'spinning/0 #'trapping/0 #'sleeping/0 #'stubborn/0))) (spawn f))))
    (io:format "~w~n" (list (lists:usort (lc ((<- pid pids)) (is_process_alive pid)))))
    (erlang:send_after 600000 (self) 'much-later)
    (! (hd pids) 'unread)
    (! (self) 'unread-too)
    (io:format "main ends~n")))
