;;; What the machine says of itself: tables, atoms, memory, schedulers; and of a process, for people.
(defmodule system_figures
  (export (main 0)))

(defun main ()
  (tables)
  (schedulers)
  (memory)
  (shown))

(defun tables ()
  (let ((before (erlang:system_info 'ets_count))
        (bytes (erlang:memory 'ets)))
    (let ((a (ets:new 'a '(set public)))
          (b (ets:new 'b '(ordered_set named_table))))
      (lists:foreach (lambda (n) (ets:insert a (tuple n n))) (lists:seq 1 1000))
      (io:format "~w tables more, more bytes: ~w~n"
                 (list (- (erlang:system_info 'ets_count) before)
                       (> (erlang:memory 'ets) (+ bytes 8000))))
      (ets:delete a)
      (ets:delete b)
      (io:format "~w when they are gone~n"
                 (list (- (erlang:system_info 'ets_count) before)))))
  ;; Those that nobody keeps may go, and others of the library with them.
  (let* ((before (erlang:system_info 'atom_count))
         (kept (lists:map (lambda (n) (list_to_atom (++ "figure-" (integer_to_list n)))) (lists:seq 1 60)))
         (now (erlang:system_info 'atom_count)))
    (io:format "~w atoms are counted: ~w~n"
               (list (- (length kept) 10) (>= (- now before) 50)))))

(defun schedulers ()
  (let ((all (erlang:system_info 'schedulers))
        (online (erlang:system_info 'schedulers_online)))
    (io:format "~w~n" (list (=:= online (erlang:system_flag 'schedulers_online 1))))
    (io:format "~w~n" (list (erlang:system_info 'schedulers_online)))
    (io:format "~w~n" (list (erlang:system_flag 'schedulers_online all)))
    (io:format "~w~n" (list (=:= all (erlang:system_flag 'schedulers_online online))))
    (lists:foreach (lambda (wrong) (tried (lambda () (erlang:system_flag 'schedulers_online wrong))))
                   (list 0 -1 (+ all 1) 'x 1.0 10000000))))

(defun memory ()
  (let* ((large (binary:copy #"x" 10000000))
         (all (erlang:memory)))
    (lists:foreach
      (lambda (kind) (io:format "~w ~w~n" (list kind (> (proplists:get_value kind all) 0))))
      '(total processes processes_used system atom atom_used binary code))
    (let ((kinds (erlang:memory '(atom total))))
      (io:format "~w~n" (list (lists:map (lambda (pair) (element 1 pair)) kinds))))
    (io:format "~w~n" (list (>= (erlang:memory 'binary) 1000000)))
    (io:format "~w~n" (list (byte_size large)))
    (lists:foreach (lambda (wrong) (tried (lambda () (erlang:memory wrong))))
                   '(nothing (total nothing) 7))))

(defun shown ()
  (let ((dead (spawn (lambda () 'ok)))
        (waits (spawn (lambda () (receive ('go 'ok))))))
    (gone dead)
    (io:format "~w~n" (list (erlang:process_display (self) 'backtrace)))
    (io:format "~w~n" (list (erlang:process_display waits 'backtrace)))
    (tried (lambda () (erlang:process_display dead 'backtrace)))
    (tried (lambda () (erlang:process_display waits 'something)))
    (tried (lambda () (erlang:process_display 'waits 'backtrace)))))

(defun gone (pid)
  (if (is_process_alive pid) (gone pid) 'ok))

(defun tried (f)
  (io:format "~w~n" (list (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))))
