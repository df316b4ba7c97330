;;; Atoms made at run time: `atoms garbage N` makes N that nobody keeps, `atoms full N` keeps N and
;;; wants more, `atoms shared N` makes them in several processes at once, each of which keeps some.
(defmodule atoms
  (export (main 1)))

(defun main
  (((list "garbage" n))
   (garbage (list_to_integer n))
   (io:format "made~n"))
  (((list "full" n))
   (full (list_to_integer n)))
  (((list "shared" n))
   (shared (list_to_integer n))))

(defun atom (n) (list_to_atom (cons 97 (integer_to_list n))))

(defun garbage
  ((0) 'ok)
  ((n) (let ((_ (atom n))) (garbage (- n 1)))))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

;; What is kept is found again; one more is too many, however it is made, until some are given up.
(defun full (n)
  (let ((kept (lists:map #'atom/1 (lists:seq 1 n))))
    (until_full (+ n 1) ())
    (io:format "~w~n" (list (=:= kept (lists:map #'atom/1 (lists:seq 1 n))))))
  (io:format "~w~n" (list (attempt (lambda () (list_to_atom "one more")))))
  (io:format "~w~n" (list (length (lists:map #'atom/1 (lists:seq 1 n))))))

;; Keeps more until there is no room: those beyond the limit are a sixteenth of it at most.
(defun until_full (n kept)
  (case (attempt (lambda () (atom n)))
    (#(error system_limit)
     (let* ((name "one more")
            (attempts (list (attempt (lambda () (list_to_atom name)))
                            (attempt (lambda () (binary_to_atom (list_to_binary name))))
                            (attempt (lambda () (binary_to_atom (list_to_binary name) 'latin1)))
                            (attempt (lambda () (apply 'erlang 'list_to_atom (list name))))
                            (attempt (lambda () (lists:map #'list_to_atom/1 (list name)))))))
       (io:format "~w ~w~n" (list (lists:all #'is_limit/1 attempts) (=< (length kept) 400)))
       (io:format "~w~n" (list (=:= kept (lists:map #'atom/1 (lists:seq (- n 1) (- n (length kept)) -1)))))))
    (made (until_full (+ n 1) (cons made kept)))))

(defun is_limit
  ((#(error system_limit)) 'true)
  ((_) 'false))

;; Four make the same atoms at the same time, and others beside them.
(defun shared (n)
  (let* ((me (self))
         (pids (lists:map (lambda (who) (spawn (lambda () (! me (tuple (self) (work who n ()))))))
                          '(1 2 3 4)))
         (kept (lists:map (lambda (pid) (receive ((tuple p x) (when (=:= p pid)) x))) pids)))
    (io:format "~w~n" (list (lists:all (lambda (x) (=:= x (hd kept))) kept)))
    (io:format "~w~n" (list (length (hd kept))))))

(defun work
  ((_ 0 kept) kept)
  ((who n kept)
   (let* ((common (atom n))
          (_ (list_to_atom (++ (integer_to_list who) "of" (integer_to_list n)))))
     (work who (- n 1)
       (if (=:= (rem n 1000) 0)
         (cons common (lists:sublist kept 50))
         kept)))))
