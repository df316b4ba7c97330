;;; Exceptions inside processes: caught where they happen, or ending only the process they are in.
(defmodule local_exceptions
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun safely (f)
  (try (tuple 'ok (funcall f))
    (catch ((tuple class reason _) (tuple class reason)))))

(defun worker (to)
  (receive
    ((tuple 'run ref f) (! to (tuple ref (safely f))) (worker to))
    ('stop (! to 'stopped))))

(defun run (pid f)
  (let ((ref (make_ref)))
    (! pid (tuple 'run ref f))
    (receive ((tuple r x) (when (=:= r ref)) x))))

;; A throw out of nested receives, through the frames that wait below.
(defun sum-until-stop ()
  (try (tuple 'sum (gather 0))
    (catch ((tuple 'throw (tuple 'stopped n) _) (tuple 'stopped-at n)))))

(defun gather (n)
  (receive
    ('stop (throw (tuple 'stopped n)))
    ('end 0)
    (x (+ x (gather (+ n 1))))))

(defun main ()
  (let* ((me (self)) (pid (spawn (lambda () (worker me)))))
    (show "value" (run pid (lambda () (+ 1 2))))
    (show "error" (run pid (lambda () (error 'wrong))))
    (show "badarith" (run pid (lambda () (/ 1 (id 0)))))
    (show "throw" (run pid (lambda () (throw #(a ball)))))
    (show "exit" (run pid (lambda () (exit 'no))))
    (show "undef" (run pid (lambda () (call 'no_such_module 'f 1))))
    (show "badfun" (run pid (lambda () (funcall (id 5)))))
    (show "badmatch" (run pid (lambda () (let (((tuple a b) (id #(1)))) (list a b)))))
    (show "send to no name" (run pid (lambda () (! 'local_nobody 'x))))
    (show "from a process below" (run pid (lambda ()
      (let (((tuple _ ref) (spawn_monitor (lambda () (exit (safely (lambda () (throw 'below))))))))
        (receive ((tuple 'DOWN r _ _ x) (when (=:= r ref)) x))))))
    (show "after" (run pid (lambda () (try (error 'inner) (after (put 'cleaned 'yes))))))
    (show "its dictionary" (run pid (lambda () (get 'cleaned))))
    (show "still the same process" (run pid (lambda () (is_process_alive (self)))))
    (! pid 'stop)
    (receive ('stopped (show "stopped" 'ok))))
  (show "throw through receives"
    (progn (lists:foreach (lambda (m) (! (self) m)) '(1 2 3 stop)) (sum-until-stop)))
  (show "no throw"
    (progn (lists:foreach (lambda (m) (! (self) m)) '(1 2 3 end)) (sum-until-stop)))
  (show "receive in try"
    (let ((me (self)))
      (spawn (lambda () (! me (tuple 'divide 10 0))))
      (safely (lambda () (receive ((tuple 'divide a b) (div a b)))))))
  (show "receive in a handler"
    (progn (! (self) 'value-for-the-handler)
           (try (error 'first) (catch ((tuple _ 'first _) (receive (m m)))))))
  (show "receive in after"
    (progn (! (self) 'taken)
           (list (try 'body (after (receive ('taken 'ok)))) (receive (m m) (after 0 'empty)))))
  (show "timeout in try" (try (receive ('never 'ok) (after 1 (throw 'timeout))) (catch ((tuple 'throw x _) x))))
  ;; Each of fifty processes fails in its own way, and the others do not notice.
  (let* ((me (self)))
    (lists:foreach
      (lambda (i) (spawn (lambda ()
        (! me (tuple i (safely (lambda () (cond ((=:= (rem i 3) 0) (error i)) ((=:= (rem i 3) 1) (throw i)) ('true i)))))))))
      (lists:seq 1 50))
    (show "fifty" (lists:map (lambda (p) (element 2 p))
                    (lists:sort (lc ((<- _ (lists:seq 1 50))) (receive ((tuple i x) (tuple i x)))))))))
