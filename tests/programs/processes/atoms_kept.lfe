;;; Atoms made at run time stay what they are wherever they are kept, however many others come and go.
(defmodule atoms_kept
  (export (main 0) (wake 1)))

;; No atom of these names is in the program's text.
(defun atom (name) (list_to_atom (++ "kept " name)))

;; Makes atoms that nobody keeps, until some have gone or there are this many.
(defun churn (most) (churn 1 most (erlang:system_info 'atom_count)))

(defun churn
  ((n most _) (when (> n most)) 'ok)
  ((n most before)
   (let ((_ (list_to_atom (++ "gone " (integer_to_list n) (name_of n))))
         (now (erlang:system_info 'atom_count)))
     (if (< now (+ before n -50)) 'ok (churn (+ n 1) most before)))))

;; Long and short ones, so that records of all sizes are made and freed.
(defun name_of (n) (lists:duplicate (rem n 40) (+ 97 (rem n 26))))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun same (label name x) (show label (=:= x (atom name))))

(defun ask (pid question) (! pid (tuple (self) question)) (receive ((tuple 'answer x) x)))

;; A process that keeps an atom on its stack only.
(defun park (name)
  (spawn (lambda ()
    (let ((kept (atom name)))
      (receive ((tuple from 'kept) (! from (tuple 'answer kept))))))))

;; One whose messages hold it.
(defun full (name)
  (let ((pid (spawn (lambda ()
               (receive ((tuple from 'kept)
                 (receive ((tuple 'first x) (! from (tuple 'answer x)))))))))) 
    (! pid (tuple 'first (atom name)))
    pid))

(defun wake (kept) (receive ((tuple from 'kept) (! from (tuple 'answer kept)))))

(defun sleeper (name)
  (spawn (lambda () (erlang:hibernate 'atoms_kept 'wake (list (atom name))))))

(defun closure (name) (let ((kept (atom name))) (lambda (x) (tuple x kept))))

(defun numbered (n) (atom (integer_to_list n)))

(defun small_map (names)
  (maps:from_list (lists:map (lambda (name) (tuple (atom name) name)) names)))

(defun large_map (n)
  (maps:from_list (lists:map (lambda (i) (tuple (numbered i) i)) (lists:seq 1 n))))

(defun tables ()
  (let ((set (ets:new (atom "name of a table") '(set public)))
        (order (ets:new (atom "named table") '(ordered_set named_table public)))
        (bag (ets:new 'bag '(bag public))))
    (ets:insert set (tuple (atom "key") (atom "value")))
    (ets:insert order (tuple (atom "key in order") 1))
    (ets:insert bag (tuple (atom "key in bag") (atom "one")))
    (ets:insert bag (tuple (atom "key in bag") (atom "two")))
    (list set bag)))

(defun check_tables
  (((list set bag))
   (same "table's name" "name of a table" (ets:info set 'name))
   (show "key" (=:= (ets:lookup set (atom "key")) (list (tuple (atom "key") (atom "value")))))
   (show "named" (ets:lookup (atom "named table") (atom "key in order")))
   (same "in order" "key in order" (ets:first (atom "named table")))
   (show "bag" (=:= (ets:lookup bag (atom "key in bag"))
                    (list (tuple (atom "key in bag") (atom "one"))
                          (tuple (atom "key in bag") (atom "two")))))))

;; A process that waits under a name.
(defun named (name)
  (let ((pid (spawn (lambda () (receive ((tuple 'end reason) (exit reason)))))))
    (register (atom name) pid)
    pid))

;; One that would have calls of what there is not handled by a module of that name.
(defun flagged (name)
  (spawn (lambda ()
    (process_flag 'error_handler (atom name))
    (receive ('end 'ok)))))

(defun down () (receive ((tuple 'DOWN _ 'process object reason) (list object reason))))

(defun raised (name)
  (try (churn-in (atom name))
    (catch ((tuple class reason _) (tuple class reason)))))

(defun churn-in (kept)
  (let ((_ (churn 100)))
    (if (is_atom kept) (throw kept) 'none)))

(defun main ()
  (put (atom "key of the dictionary") (atom "value of the dictionary"))
  (let* ((tables (tables))
         (parked (park "on a stack"))
         (full (full "in a message"))
         (sleeper (sleeper "of a call"))
         (closure (closure "in a closure"))
         (handler (flagged "handler"))
         (small (small_map '("a" "b" "c")))
         (large (large_map 100))
         (long (list_to_atom (lists:duplicate 255 1046)))
         (named (named "name of a process"))
         (watched (named "name that is watched"))
         (bytes (term_to_binary (list (atom "in a binary") (lists:duplicate 100 0)))))
    (persistent_term:put (atom "persistent key") (list (atom "persistent value")))
    (monitor 'process named)
    (monitor 'process (atom "name that is watched"))
    (unregister (atom "name that is watched"))
    (! (self) (tuple 'own (atom "own message")))
    (churn 100000)
    (same "dictionary" "value of the dictionary" (get (atom "key of the dictionary")))
    (same "dictionary's key" "key of the dictionary" (hd (erlang:get_keys (atom "value of the dictionary"))))
    (check_tables tables)
    (same "stack" "on a stack" (ask parked 'kept))
    (same "message" "in a message" (ask full 'kept))
    (same "hibernating" "of a call" (ask sleeper 'kept))
    (show "closure" (=:= (funcall closure 1) (tuple 1 (atom "in a closure"))))
    (show "map" (=:= (list (map-get small (atom "a")) (map-get small (atom "b")) (map-get small (atom "c")))
                     '("a" "b" "c")))
    (show "large map" (lists:all (lambda (i) (=:= (maps:get (numbered i) large) i)) (lists:seq 1 100)))
    (show "its keys" (=:= (lists:sort (maps:keys large))
                          (lists:sort (lists:map #'numbered/1 (lists:seq 1 100)))))
    (show "long" (list (=:= long (list_to_atom (lists:duplicate 255 1046))) (length (atom_to_list long))))
    (show "persistent" (=:= (persistent_term:get (atom "persistent key")) (list (atom "persistent value"))))
    (show "name" (list (=:= (whereis (atom "name of a process")) named)
                       (=:= (process_info named 'registered_name)
                            (tuple 'registered_name (atom "name of a process")))))
    (show "device" (is_pid (whereis (list_to_atom (++ "us" "er")))))
    (show "handler" (=:= (process_info handler 'error_handler) (tuple 'error_handler (atom "handler"))))
    (show "own message" (receive ((tuple 'own x) (=:= x (atom "own message")))))
    (show "binary" (=:= (hd (binary_to_term bytes)) (atom "in a binary")))
    (erlang:send_after 50 (self) (tuple 'late (atom "in a timer")))
    (erlang:send_after 50 (atom "name of a process") (tuple 'end (atom "reason")))
    (churn 100000)
    (show "raised" (=:= (raised "thrown") (tuple 'throw (atom "thrown"))))
    (show "late" (receive ((tuple 'late x) (=:= x (atom "in a timer")))))
    (show "ended" (=:= (down) (list named (atom "reason"))))
    (exit watched (atom "other reason"))
    (show "watched" (=:= (down) (list (tuple (atom "name that is watched") (node)) (atom "other reason"))))
    (show "new ones" (lists:all #'is_new/1 (lists:seq 1 200)))
    (show "names" (=:= (atom_to_list (atom "name of a process")) "kept name of a process"))))

;; The names of atoms are their own, whatever lay there before.
(defun is_new (n)
  (let* ((name (++ "new " (integer_to_list n) (name_of n))) (made (list_to_atom name)))
    (andalso (=:= (atom_to_list made) name)
             (=:= made (binary_to_atom (list_to_binary name)))
             (=:= (list_to_existing_atom name) made))))
