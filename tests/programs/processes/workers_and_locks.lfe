;;; Servers for mutual exclusion: a lock, a semaphore, a barrier, philosophers, a pool of workers.
(defmodule workers_and_locks
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun call-server (pid what)
  (let ((ref (make_ref)))
    (! pid (tuple (self) ref what))
    (receive ((tuple r answer) (when (=:= r ref)) answer))))

;; A semaphore of n permits; a holder that dies gives its permit back.
(defun semaphore (n)
  (if (> n 0)
    (receive
      ((tuple from ref 'acquire) (let ((m (monitor 'process from))) (! from (tuple ref m)) (semaphore (- n 1))))
      (other (when (is_tuple other) (=/= (element 3 other) 'acquire)) (semaphore-event other n)))
    (receive
      (other (when (is_tuple other) (=/= (element 3 other) 'acquire)) (semaphore-event other n)))))

(defun semaphore-event (event n)
  (case event
    ((tuple from ref (tuple 'release m)) (demonitor m '(flush)) (! from (tuple ref 'ok)) (semaphore (+ n 1)))
    ((tuple 'DOWN _ _ _ _) (semaphore (+ n 1)))))

(defun acquire (pid) (call-server pid 'acquire))
(defun release (pid m) (call-server pid (tuple 'release m)))

(defun all-of (fs)
  (let ((refs (lc ((<- f fs)) (element 2 (spawn_monitor f)))))
    (lc ((<- ref refs)) (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))))

;; Counts those inside, and remembers the most it ever saw.
(defun inside (lock gauge)
  (let ((permit (acquire lock)))
    (let ((now (atomics:add_get gauge 1 1)))
      (raise-to gauge now)
      (erlang:yield)
      (atomics:sub gauge 1 1)
      (release lock permit))))

(defun raise-to (gauge n)
  (let ((most (atomics:get gauge 2)))
    (if (=< n most) 'ok
      (case (atomics:compare_exchange gauge 2 most n) ('ok 'ok) (_ (raise-to gauge n))))))

(defun crowd (permits people)
  (let ((lock (spawn (lambda () (semaphore permits)))) (gauge (atomics:new 3 ())))
    (all-of (lc ((<- _ (lists:seq 1 people)))
              (lambda () (lists:foreach (lambda (_) (inside lock gauge) (atomics:add gauge 3 1)) (lists:seq 1 10)))))
    (exit lock 'kill)
    (list (atomics:get gauge 1) (=< (atomics:get gauge 2) permits) (atomics:get gauge 3))))

(defun barrier (n waiting)
  (if (=:= (length waiting) n)
    (progn (lists:foreach (match-lambda (((tuple from ref)) (! from (tuple ref 'go)))) waiting) (barrier n ()))
    (receive ((tuple from ref 'arrive) (barrier n (cons (tuple from ref) waiting))) ('stop 'ok))))

(defun philosopher (left right meals)
  (if (> meals 0)
    (let* ((a (acquire left)) (b (acquire right)))
      (erlang:yield)
      (release right b)
      (release left a)
      (philosopher left right (- meals 1)))
    (exit 'fed)))

(defun worker (queue to)
  (case (call-server queue 'take)
    ((tuple 'job f n) (! to (tuple 'result n (funcall f n))) (worker queue to))
    ('none 'ok)))

(defun queue
  (((cons job rest)) (receive ((tuple from ref 'take) (! from (tuple ref job)) (queue rest))))
  ((()) (receive ((tuple from ref 'take) (! from (tuple ref 'none)) (queue ())) ('stop 'ok))))

(defun main ()
  (show "lock" (crowd 1 20))
  (show "semaphore" (crowd 3 20))
  (let ((lock (spawn (lambda () (semaphore 1)))))
    (all-of (list (lambda () (acquire lock) (exit 'holding))))
    (show "a dead holder" (let ((permit (acquire lock))) (release lock permit)))
    (exit lock 'kill))
  (let* ((b (spawn (lambda () (barrier 10 ())))) (arrived (atomics:new 3 ())))
    (show "barrier"
      (lists:usort (all-of (lc ((<- _ (lists:seq 1 10)))
        (lambda () (exit (lists:map (lambda (round)
                                      (atomics:add arrived round 1)
                                      (call-server b 'arrive)
                                      (atomics:get arrived round))
                                    '(1 2 3))))))))
    (! b 'stop))
  (let* ((forks (lc ((<- _ (lists:seq 1 5))) (spawn (lambda () (semaphore 1)))))
         (pairs (lc ((<- (tuple i j) '(#(1 2) #(2 3) #(3 4) #(4 5) #(1 5)))) (tuple (lists:nth i forks) (lists:nth j forks)))))
    (show "philosophers" (all-of (lc ((<- (tuple l r) pairs)) (lambda () (philosopher l r 20)))))
    (lists:foreach (lambda (fork) (exit fork 'kill)) forks))
  (let* ((me (self)) (q (spawn (lambda () (queue (lc ((<- i (lists:seq 1 100))) (tuple 'job (lambda (n) (* n n n)) i)))))))
    (all-of (lc ((<- _ (lists:seq 1 7))) (lambda () (worker q me))))
    (! q 'stop)
    (show "pool" (let ((results (lists:sort (lc ((<- _ (lists:seq 1 100))) (receive ((tuple 'result n x) (tuple n x)))))))
                   (list (length results) (lists:last results) (lists:sum (lc ((<- (tuple _ x) results)) x)))))))
