;;; Two thousand senders: what each sends arrives in the order it was sent, its end last.
(defmodule signal_order
  (export (main 0)))

(defun main ()
  (let* ((me (self))
         (senders (lc ((<- _ (lists:seq 1 2000)))
                    (let (((tuple pid ref) (spawn_monitor (lambda () (send-all me (self) 0)))))
                      (tuple pid ref)))))
    (io:format "~w~n" (list (receive-all (maps:from_list (lc ((<- (tuple pid _) senders)) (tuple pid 0))) 2000)))))

(defun send-all
  ((to me 50) 'ok)
  ((to me n) (! to (tuple me n)) (send-all to me (+ n 1))))

(defun receive-all
  ((_ 0) 'ordered)
  ((next left)
   (receive
     ((tuple 'DOWN _ 'process pid 'normal)
      (case (maps:get pid next) (50 (receive-all next (- left 1)))))
     ((tuple pid n)
      (case (maps:get pid next) (m (when (=:= m n)) (receive-all (maps:put pid (+ n 1) next) left)))))))
