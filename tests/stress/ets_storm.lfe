;;; Tables of all kinds that many processes change and read at once: counters lose nothing, each key is
;;; taken by one process only, and what a process sees of an object is whole.
(defmodule ets_storm
  (export (main 0)))

(defun main ()
  (io:format "~p~n" (list (counted 'set)))
  (io:format "~p~n" (list (counted 'ordered_set)))
  (io:format "~p~n" (list (taken 'set)))
  (io:format "~p~n" (list (taken 'bag)))
  (io:format "~p~n" (list (replaced)))
  (io:format "~p~n" (list (came-and-went))))

;; Runs as many processes, each with its number, and collects what they answer.
(defun all (count work)
  (let* ((me (self))
         (pids (lists:map (lambda (n) (spawn (lambda () (! me (tuple (self) (funcall work n))))))
                          (lists:seq 1 count))))
    (lists:map (lambda (pid) (receive ((tuple from answer) (when (=:= from pid)) answer))) pids)))

(defun times
  ((0 _) 'ok)
  ((n work) (funcall work n) (times (- n 1) work)))

(defun counted (type)
  (let ((table (ets:new 'counted (list type 'public #(write_concurrency true)))))
    (all 20 (lambda (_) (times 500 (lambda (n) (ets:update_counter table (rem n 7) 1 (tuple (rem n 7) 0))))))
    (lists:sort (ets:tab2list table))))

;; Each object is taken once, whoever takes it.
(defun taken (type)
  (let ((table (ets:new 'taken (list type 'public))))
    (lists:foreach (lambda (n) (ets:insert table (tuple n (* n n)))) (lists:seq 1 2000))
    (let ((sums (all 10 (lambda (_)
                          (lists:foldl (lambda (n sum)
                                         (case (ets:take table n)
                                           ((list (tuple _ square)) (+ sum square))
                                           (() sum)))
                                       0
                                       (lists:seq 1 2000))))))
      (tuple (lists:sum sums) (ets:info table 'size)))))

;; What is read was written by one process, as a whole.
(defun replaced ()
  (let ((table (ets:new 'replaced '(public #(read_concurrency true)))))
    (ets:insert table #(key 0 0 0))
    (lists:usort
     (all 12 (lambda (n)
               (times 400 (lambda (i)
                            (ets:insert table (tuple 'key (* n i) (* 2 n i) (* 3 n i)))
                            (let (((list (tuple 'key a b c)) (ets:lookup table 'key)))
                              (if (orelse (=/= b (* 2 a)) (=/= c (* 3 a)))
                                (exit 'torn)))))
               'whole)))))

;; Tables that end with their owners while others look at them.
(defun came-and-went ()
  (let ((answers (all 30 (lambda (n)
                           (let* ((me (self))
                                  (owner (spawn (lambda ()
                                                  (let ((table (ets:new 'own '(public))))
                                                    (ets:insert table (lists:map (lambda (i) (tuple i n)) (lists:seq 1 50)))
                                                    (! me table)
                                                    (receive ('end 'ok))))))
                                  (table (receive (table table)))
                                  (before (length (ets:tab2list table)))
                                  (monitor (monitor 'process owner)))
                             (! owner 'end)
                             (receive ((tuple 'DOWN ref _ _ _) (when (=:= ref monitor)) 'ok))
                             (tuple before (ets:info table 'size)))))))
    (lists:usort answers)))
