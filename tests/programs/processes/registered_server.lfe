;;; A server behind a registered name: calls, casts, a race to register, renaming.
(defmodule registered_server
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun server (state)
  (receive
    ((tuple 'call from ref (tuple 'get key)) (! from (tuple ref (maps:get key state 'none))) (server state))
    ((tuple 'call from ref 'size) (! from (tuple ref (map_size state))) (server state))
    ((tuple 'call from ref (tuple 'update key f))
     (let ((value (funcall f (maps:get key state 0))))
       (! from (tuple ref value))
       (server (maps:put key value state))))
    ((tuple 'cast (tuple 'put key value)) (server (maps:put key value state)))
    ((tuple 'call from ref 'stop) (! from (tuple ref 'stopping)))))

(defun request (name what)
  (let ((ref (monitor 'process name)))
    (! name (tuple 'call (self) ref what))
    (receive
      ((tuple r answer) (when (=:= r ref)) (demonitor ref '(flush)) answer)
      ((tuple 'DOWN r _ _ reason) (when (=:= r ref)) (tuple 'down reason)))))

(defun safe-request (name what)
  (try (request name what) (catch ((tuple class reason _) (tuple class reason)))))

(defun tell (name what) (! name (tuple 'cast what)))

(defun main ()
  (register 'store (spawn (lambda () (server #M()))))
  (show "none" (request 'store #(get a)))
  (tell 'store #(put a 1))
  (tell 'store #(put b 2))
  (show "get" (list (request 'store #(get a)) (request 'store #(get b)) (request 'store 'size)))
  (show "update" (lc ((<- i (lists:seq 1 5))) (request 'store (tuple 'update 'a (lambda (x) (+ (* x 10) i))))))
  ;; 20 clients add 50 each, one after the other in the server.
  (let ((me (self)))
    (lists:foreach
      (lambda (_)
        (spawn (lambda ()
                 (lists:foreach (lambda (_) (request 'store (tuple 'update 'sum (lambda (x) (+ x 1))))) (lists:seq 1 50))
                 (! me 'client-done))))
      (lists:seq 1 20))
    (lists:foreach (lambda (_) (receive ('client-done 'ok))) (lists:seq 1 20)))
  (show "sum" (request 'store #(get sum)))
  (let ((pid (whereis 'store)))
    (unregister 'store)
    (show "without a name" (safe-request 'store 'size))
    (register 'shop pid)
    (show "under another" (request 'shop 'size))
    (show "by pid" (request pid #(get sum))))
  (show "stop" (request 'shop 'stop))
  ;; Of ten that race for a name, one wins.
  (let* ((me (self))
         (racers (lc ((<- _ (lists:seq 1 10)))
                   (spawn (lambda ()
                            (receive ('go (! me (tuple 'race (try (register 'winner (self)) (catch (_ 'lost)))))))
                            (receive ('stop 'ok)))))))
    (lists:foreach (lambda (pid) (! pid 'go)) racers)
    (show "race" (lists:sort (lc ((<- _ racers)) (receive ((tuple 'race x) x)))))
    (show "the winner is one of them" (lists:member (whereis 'winner) racers))
    (lists:foreach (lambda (pid) (! pid 'stop)) racers)))
