;; with-compiler
;; Many processes evaluate at once.
(defmodule in_processes (export (main 0)))

(defun main ()
  (let* ((parent (self))
         (numbers (lists:seq 1 40))
         (worker (lambda (n)
                   (spawn (lambda ()
                            (! parent (tuple n (lfe:eval `(lists:sum (lists:seq 1 ,n))))))))))
    (lists:foreach worker numbers)
    (let ((sums (lists:map (lambda (n) (receive ((tuple m sum) (when (=:= m n)) sum))) numbers)))
      (io:format "~w~n" (list sums)))))
