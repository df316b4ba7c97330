;;; Several processes ask for lines of standard input, through one device or another, while others run.
(defmodule readers
  (export (main 0)))

(defun main ()
  (io:format "~p~n" (list (io:get_line "first? ")))
  (let* ((counter (spawn (lambda () (count 0))))
         (devices '(standard_io user standard_io standard_io user)))
    (let ((numbers (lists:map (lambda (device) (asker device)) devices)))
      (lists:foreach
        (lambda (pid)
          (receive ((tuple p line) (when (=:= p pid)) (io:format "~p~n" (list line)))))
        numbers))
    (! counter (tuple 'how-far (self)))
    (receive ((tuple 'count n) (io:format "the other ran: ~w~n" (list (> n 0))))))
  (rest 0)
  (io:format "~w ~w~n" (list (io:get_line "") (io:get_line 'user ""))))

;; One that asks, and has asked when this comes back.
(defun asker (device)
  (let* ((main (self))
         (pid (spawn (lambda ()
                       (! main (tuple 'asks (self)))
                       (! main (tuple (self) (io:get_line device "")))))))
    (receive ((tuple 'asks p) (when (=:= p pid)) (await pid 1000)))
    pid))

;; It waits for its line, or has it.
(defun await (pid more)
  (case (erlang:process_info pid 'status)
    ((tuple 'status 'waiting) 'ok)
    ('undefined 'ok)
    (_ (erlang:yield) (await pid (- more 1)))))

(defun count (n)
  (receive
    ((tuple 'how-far to) (! to (tuple 'count n)))
    (after 0 (count (+ n 1)))))

;; Counts what is left, of which the last line has no end.
(defun rest (n)
  (case (io:get_line "")
    ('eof (io:format "~w more~n" (list n)))
    (line (when (=:= n 2)) (io:format "~p~n" (list line)) (rest (+ n 1)))
    (_ (rest (+ n 1)))))
