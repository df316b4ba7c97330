;;; A table belongs to a process: it dies with it, is given away, or goes to an heir.
(defmodule ets_owner
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun id (x) x)

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun down (ref) (receive ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) reason)))

;; A process that makes a table, tells its name and waits.
(defun maker (to options)
  (spawn_monitor (lambda ()
    (let ((tab (ets:new 'ets_owner_table options)))
      (ets:insert tab #(made here))
      (! to (tuple 'table tab))
      (keep)))))

(defun keep ()
  (receive
    ((tuple 'exit reason) (exit reason))
    ((tuple 'give tab pid data from) (! from (tuple 'gave (attempt (lambda () (ets:give_away tab pid data))))) (keep))
    ((tuple 'do f from) (! from (tuple 'did (attempt f))) (keep))
    ((tuple 'ETS-TRANSFER tab from data) (put 'transferred (tuple tab from data)) (keep))))

(defun ask (pid f) (! pid (tuple 'do f (self))) (receive ((tuple 'did x) x)))

(defun table () (receive ((tuple 'table tab) tab)))

(defun main ()
  (let* ((me (self)) ((tuple pid ref) (maker me ())) (tab (table)))
    (show "owner" (=:= (ets:info tab 'owner) pid))
    (show "readable" (ets:lookup tab 'made))
    (! pid #(exit normal))
    (show "ended" (down ref))
    (show "the table too" (list (ets:info tab) (attempt (lambda () (ets:lookup tab 'made))))))
  (let* (((tuple pid ref) (maker (self) '(named_table public))) (tab (table)))
    (show "named" (list tab (ets:lookup tab 'made)))
    (exit pid 'kill)
    (show "killed" (list (down ref) (ets:info 'ets_owner_table) (ets:whereis 'ets_owner_table)))
    (show "the name is free" (ets:new 'ets_owner_table '(named_table)))
    (ets:delete 'ets_owner_table))
  ;; give_away: the new owner gets a message.
  (let* ((me (self)) ((tuple pid ref) (maker me ())) (tab (table)))
    (! pid (tuple 'give tab me #(some data) me))
    (show "gave" (receive ((tuple 'gave x) x)))
    (show "transfer" (receive ((tuple 'ETS-TRANSFER t from data) (list (=:= t tab) (=:= from pid) data))))
    (show "owner" (=:= (ets:info tab 'owner) me))
    (show "no longer theirs" (ask pid (lambda () (ets:give_away tab me 'again))))
    (! pid #(exit done))
    (show "survives its maker" (list (down ref) (ets:insert tab #(mine now)) (lists:sort (ets:tab2list tab))))
    (ets:delete tab))
  (let ((tab (ets:new 'given ())))
    (show "refused" (list (attempt (lambda () (ets:give_away tab (self) 'x))) (attempt (lambda () (ets:give_away tab (id 'name) 'x)))
                          (let (((tuple pid ref) (spawn_monitor (lambda () 'ok)))) (down ref) (attempt (lambda () (ets:give_away tab pid 'x))))))
    (ets:delete tab))
  ;; An heir inherits when the owner ends.
  (let* ((me (self)) ((tuple pid ref) (maker me (list (tuple 'heir me #(from the will))))) (tab (table)))
    (show "heir" (=:= (ets:info tab 'heir) me))
    (! pid #(exit crashed))
    (show "inherited" (list (receive ((tuple 'ETS-TRANSFER t from data) (list (=:= t tab) (=:= from pid) data))) (down ref)))
    (show "mine" (list (=:= (ets:info tab 'owner) me) (ets:lookup tab 'made)))
    (ets:delete tab))
  (let* ((me (self)) ((tuple pid ref) (maker me '(#(heir none)))) (tab (table)))
    (show "no heir" (ets:info tab 'heir))
    (show "set later" (ask pid (lambda () (ets:setopts tab (tuple 'heir me 'late)))))
    (! pid #(exit over))
    (show "inherited" (list (receive ((tuple 'ETS-TRANSFER _ _ data) data)) (down ref) (ets:info tab 'size)))
    (ets:delete tab))
  ;; A dead heir inherits nothing.
  (let* ((me (self)) ((tuple dead dead-ref) (spawn_monitor (lambda () 'ok))))
    (down dead-ref)
    (let* (((tuple pid ref) (maker me (list (tuple 'heir dead 'x)))) (tab (table)))
      (! pid #(exit over))
      (show "dead heir" (list (down ref) (ets:info tab)))))
  ;; Many tables of one process.
  (let* ((me (self))
         ((tuple pid ref) (spawn_monitor (lambda ()
           (! me (tuple 'tables (lc ((<- i (lists:seq 1 50))) (let ((tab (ets:new 't ()))) (ets:insert tab (tuple i i)) tab))))
           (receive ((tuple 'exit reason) (exit reason))))))
         (tabs (receive ((tuple 'tables ts) ts))))
    (show "fifty" (lists:sum (lc ((<- tab tabs)) (ets:info tab 'size))))
    (! pid #(exit all))
    (show "all gone" (list (down ref) (lists:usort (lc ((<- tab tabs)) (ets:info tab)))))))
