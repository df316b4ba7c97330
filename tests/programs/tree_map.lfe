;;; A balanced tree in Lisp, filled, searched and folded.
;; no-stress
(defmodule tree_map
  (export (main 0)))

(defun height ((()) 0) (((tuple h _ _ _ _)) h))

(defun node (l k v r) (tuple (+ 1 (max (height l) (height r))) l k v r))

(defun balance
  ((l k v r)
   (let ((hl (height l)) (hr (height r)))
     (cond ((> hl (+ hr 1)) (lean-left l k v r))
           ((> hr (+ hl 1)) (lean-right l k v r))
           (else (node l k v r))))))

(defun lean-left
  (((tuple _ ll lk lv lr) k v r)
   (if (>= (height ll) (height lr))
     (node ll lk lv (node lr k v r))
     (let (((tuple _ lrl lrk lrv lrr) lr))
       (node (node ll lk lv lrl) lrk lrv (node lrr k v r))))))

(defun lean-right
  ((l k v (tuple _ rl rk rv rr))
   (if (>= (height rr) (height rl))
     (node (node l k v rl) rk rv rr)
     (let (((tuple _ rll rlk rlv rlr) rl))
       (node (node l k v rll) rlk rlv (node rlr rk rv rr))))))

(defun insert
  ((() k v) (node () k v ()))
  (((tuple _ l k0 v0 r) k v) (when (< k k0)) (balance (insert l k v) k0 v0 r))
  (((tuple _ l k0 v0 r) k v) (when (> k k0)) (balance l k0 v0 (insert r k v)))
  (((tuple h l _ _ r) k v) (tuple h l k v r)))

(defun find
  ((() _) 'none)
  (((tuple _ l k0 _ _) k) (when (< k k0)) (find l k))
  (((tuple _ _ k0 _ r) k) (when (> k k0)) (find r k))
  (((tuple _ _ _ v _) _) v))

(defun fold
  ((_ acc ()) acc)
  ((f acc (tuple _ l k v r)) (fold f (funcall f k v (fold f acc l)) r)))

(defun main ()
  (let ((t (lists:foldl (lambda (n t) (insert t (rem (* n 7919) 10007) n)) () (lists:seq 1 10000))))
    (io:format "~w ~w ~w~n" (list (height t) (find t 7919) (find t 0)))
    (io:format "~w~n" (list (fold (lambda (_ _ n) (+ n 1)) 0 t)))
    (io:format "~w~n" (list (lists:sublist (lists:reverse (fold (lambda (k _ ks) (cons k ks)) () t)) 10)))))
