;;; private, protected and public tables: who may read and who may write.
(defmodule ets_protection
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun elsewhere (f)
  (let (((tuple _ ref) (spawn_monitor (lambda () (exit (tuple 'answer (attempt f)))))))
    (receive ((tuple 'DOWN r _ _ (tuple 'answer x)) (when (=:= r ref)) x))))

(defun exercise (options)
  (let ((tab (ets:new 'guarded options)))
    (io:format "~w~n" (list options))
    (show "protection" (ets:info tab 'protection))
    (ets:insert tab #(a 1))
    (show "owner reads" (ets:lookup tab 'a))
    (show "other reads" (elsewhere (lambda () (ets:lookup tab 'a))))
    (show "other lists" (elsewhere (lambda () (ets:tab2list tab))))
    (show "other asks" (list (elsewhere (lambda () (ets:member tab 'a))) (elsewhere (lambda () (ets:first tab)))
                             (elsewhere (lambda () (ets:match tab '#($1 _)))) (elsewhere (lambda () (ets:select_count tab '(#(_ () (true))))))))
    (show "other asks for information" (elsewhere (lambda () (ets:info tab 'size))))
    (show "other inserts" (elsewhere (lambda () (ets:insert tab #(b 2)))))
    (show "other counts" (elsewhere (lambda () (ets:update_counter tab 'a 1))))
    (show "other updates" (elsewhere (lambda () (ets:update_element tab 'a #(2 9)))))
    (show "other deletes a key" (elsewhere (lambda () (ets:delete tab 'a))))
    (show "other deletes objects" (elsewhere (lambda () (ets:match_delete tab '#(zz _)))))
    (show "other takes" (elsewhere (lambda () (ets:take tab 'b))))
    (show "other renames" (elsewhere (lambda () (is_reference (ets:rename tab 'renamed)))))
    (show "left" (ets:tab2list tab))
    (show "other deletes it" (elsewhere (lambda () (ets:delete tab))))
    (show "it is" (if (=:= (ets:info tab) 'undefined) 'gone 'there))
    (if (=:= (ets:info tab) 'undefined) 'gone (ets:delete tab))))

(defun main ()
  (exercise ())
  (exercise '(protected))
  (exercise '(private))
  (exercise '(public))
  (exercise '(public private))
  (exercise '(public #(read_concurrency true) #(write_concurrency true)))
  ;; A process in front of a private table.
  (let ((server (spawn (lambda () (serve (ets:new 'hidden '(private)))))))
    (show "through its owner" (lc ((<- request '(#(put x 1) #(put y 2) #(get x) #(get y) #(get z))))
                                (progn (! server (tuple (self) request)) (receive ((tuple 'reply x) x)))))
    (! server 'stop)))

(defun serve (tab)
  (receive
    ((tuple from (tuple 'put k v)) (! from (tuple 'reply (ets:insert tab (tuple k v)))) (serve tab))
    ((tuple from (tuple 'get k)) (! from (tuple 'reply (ets:lookup tab k))) (serve tab))
    ('stop 'ok)))
