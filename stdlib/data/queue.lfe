;;; Queues: Erlang's module `queue`. A queue is a tuple of two lists, the rear in reverse and the
;;; front, as in Erlang; where it holds two elements or more, neither list is empty.

(defmodule queue
  "Queues with two ends, as in Erlang."
  (export
   (new 0) (is_queue 1) (is_empty 1) (len 1) (to_list 1) (from_list 1) (member 2)
   (in 2) (in_r 2) (out 1) (out_r 1) (get 1) (get_r 1) (peek 1) (peek_r 1) (drop 1) (drop_r 1)
   (reverse 1) (join 2) (split 2) (filter 2) (filtermap 2) (fold 3) (any 2) (all 2)
   (delete 2) (delete_r 2) (delete_with 2) (delete_with_r 2)
   (cons 2) (head 1) (tail 1) (snoc 2) (last 1) (daeh 1) (init 1) (liat 1) (lait 1)))

(defun new ()
  "The empty queue."
  #(() ()))

(defun is_queue
  "Whether a term is a queue."
  (((tuple rear front)) (when (is_list rear) (is_list front)) 'true)
  ((_) 'false))

(defun is_empty
  "Whether there is no element."
  (((tuple () ())) 'true)
  (((tuple rear front)) (when (is_list rear) (is_list front)) 'false)
  ((_) (error 'badarg)))

(defun len
  "The number of elements."
  (((tuple rear front)) (when (is_list rear) (is_list front)) (+ (length rear) (length front)))
  ((_) (error 'badarg)))

(defun to_list
  "The elements from front to rear."
  (((tuple rear front)) (when (is_list rear) (is_list front))
   (++ front (lists:reverse rear)))
  ((_) (error 'badarg)))

(defun from_list
  "The queue of the elements of a list."
  ((xs) (when (is_list xs)) (front-only xs))
  ((_) (error 'badarg)))

(defun member
  "Whether an element is in the queue."
  ((x (tuple rear front)) (when (is_list rear) (is_list front))
   (orelse (lists:member x rear) (lists:member x front)))
  ((_ _) (error 'badarg)))

;; Queues of one list: the other gets about half, so that both ends are near.
(defun front-only
  ((()) #(() ()))
  (((= (list _) one)) (tuple one ()))
  (((list x y)) (tuple (list y) (list x)))
  ((xs)
   (let (((tuple front rear) (lists:split (div (length xs) 2) xs)))
     (tuple (lists:reverse rear) front))))

(defun rear-only
  ((()) #(() ()))
  (((= (list _) one)) (tuple () one))
  (((list y x)) (tuple (list y) (list x)))
  ((xs)
   (let (((tuple rear front) (lists:split (div (length xs) 2) xs)))
     (tuple rear (lists:reverse front)))))

;;; Ends.

(defun in
  "The queue with an element at its rear."
  ((x (tuple (= (list _) rear) ())) (tuple (list x) rear))
  ((x (tuple rear front)) (when (is_list rear) (is_list front)) (tuple (list* x rear) front))
  ((_ _) (error 'badarg)))

(defun in_r
  "The queue with an element at its front."
  ((x (tuple () (= (list _) front))) (tuple front (list x)))
  ((x (tuple rear front)) (when (is_list rear) (is_list front)) (tuple rear (list* x front)))
  ((_ _) (error 'badarg)))

(defun out
  "`#(#(value x) queue)` of the front, or `#(empty queue)`."
  (((= (tuple () ()) queue)) (tuple 'empty queue))
  (((tuple (list x) ())) (tuple (tuple 'value x) #(() ())))
  (((tuple (cons y rear) ()))
   (let (((cons x front) (lists:reverse rear)))
     (tuple (tuple 'value x) (tuple (list y) front))))
  (((tuple rear (list x))) (when (is_list rear)) (tuple (tuple 'value x) (rear-only rear)))
  (((tuple rear (cons x front))) (when (is_list rear)) (tuple (tuple 'value x) (tuple rear front)))
  ((_) (error 'badarg)))

(defun out_r
  "`#(#(value x) queue)` of the rear, or `#(empty queue)`."
  (((= (tuple () ()) queue)) (tuple 'empty queue))
  (((tuple () (list x))) (tuple (tuple 'value x) #(() ())))
  (((tuple () (cons y front)))
   (let (((cons x rear) (lists:reverse front)))
     (tuple (tuple 'value x) (tuple rear (list y)))))
  (((tuple (list x) front)) (when (is_list front)) (tuple (tuple 'value x) (front-only front)))
  (((tuple (cons x rear) front)) (when (is_list front))
   (tuple (tuple 'value x) (tuple rear front)))
  ((_) (error 'badarg)))

(defun get
  "The front of a queue that is not empty."
  ((queue)
   (case (peek queue)
     ((tuple 'value x) x)
     ('empty (error 'empty)))))

(defun get_r
  "The rear of a queue that is not empty."
  ((queue)
   (case (peek_r queue)
     ((tuple 'value x) x)
     ('empty (error 'empty)))))

(defun peek
  "`#(value x)` of the front, or empty."
  (((tuple () ())) 'empty)
  (((tuple rear (cons x _))) (when (is_list rear)) (tuple 'value x))
  (((tuple (= (cons _ _) rear) ())) (tuple 'value (lists:last rear)))
  ((_) (error 'badarg)))

(defun peek_r
  "`#(value x)` of the rear, or empty."
  (((tuple () ())) 'empty)
  (((tuple (cons x _) front)) (when (is_list front)) (tuple 'value x))
  (((tuple () (= (cons _ _) front))) (tuple 'value (lists:last front)))
  ((_) (error 'badarg)))

(defun drop (queue)
  "The queue without its front, which there is."
  (case (out queue)
    ((tuple 'empty _) (error 'empty))
    ((tuple _ rest) rest)))

(defun drop_r (queue)
  "The queue without its rear, which there is."
  (case (out_r queue)
    ((tuple 'empty _) (error 'empty))
    ((tuple _ rest) rest)))

;;; The whole.

(defun reverse
  "The queue in reverse order."
  (((tuple rear front)) (when (is_list rear) (is_list front)) (tuple front rear))
  ((_) (error 'badarg)))

(defun join
  "The elements of one queue, then those of another."
  (((= (tuple r1 f1) q1) (= (tuple r2 f2) q2))
   (when (is_list r1) (is_list f1) (is_list r2) (is_list f2))
   (cond ((=:= q1 #(() ())) q2)
         ((=:= q2 #(() ())) q1)
         (else (tuple r2 (++ f1 (lists:reverse r1 f2))))))
  ((_ _) (error 'badarg)))

(defun split
  "A tuple of the queues of the first `n` elements and of the others."
  ((n queue) (when (is_integer n) (>= n 0))
   (let* ((xs (to_list queue)))
     (if (> n (length xs))
       (error 'badarg)
       (let (((tuple a b) (lists:split n xs)))
         (tuple (from_list a) (from_list b))))))
  ((_ _) (error 'badarg)))

(defun filter (f queue)
  "`f` answers for each element whether it stays, or a list to put in its place."
  (from_list (filtered f (to_list queue))))

(defun filtered
  ((f (list* x xs))
   (case (funcall f x)
     ('true (list* x (filtered f xs)))
     ('false (filtered f xs))
     (ys (when (is_list ys)) (++ ys (filtered f xs)))))
  ((_ ()) ()))

(defun filtermap (f queue)
  "For each element `f` answers false (drop it), true (keep it) or `#(true value)`."
  (from_list (lists:filtermap f (to_list queue))))

(defun fold (f acc queue)
  "Call `f` with each element from the front and an accumulator."
  (lists:foldl f acc (to_list queue)))

(defun any (f queue)
  "Whether `f` answers true for any element."
  (lists:any f (to_list queue)))

(defun all (f queue)
  "Whether `f` answers true for all elements."
  (lists:all f (to_list queue)))

(defun delete (x queue)
  "The queue without the first element equal to `x`."
  (from_list (lists:delete x (to_list queue))))

(defun delete_r (x queue)
  "The queue without the last element equal to `x`."
  (from_list (lists:reverse (lists:delete x (lists:reverse (to_list queue))))))

(defun delete_with (f queue)
  "The queue without the first element for which `f` answers true."
  (from_list (without-first f (to_list queue))))

(defun delete_with_r (f queue)
  "The queue without the last element for which `f` answers true."
  (from_list (lists:reverse (without-first f (lists:reverse (to_list queue))))))

(defun without-first
  ((f (list* x xs))
   (case (funcall f x)
     ('true xs)
     ('false (list* x (without-first f xs)))))
  ((_ ()) ()))

;;; Okasaki's names.

(defun cons (x queue) "in_r/2." (in_r x queue))
(defun head (queue) "get/1." (queue:get queue))
(defun tail (queue) "drop/1." (drop queue))
(defun snoc (queue x) "in/2." (in x queue))
(defun last (queue) "get_r/1." (get_r queue))
(defun daeh (queue) "get_r/1." (get_r queue))
(defun init (queue) "drop_r/1." (drop_r queue))
(defun liat (queue) "drop_r/1." (drop_r queue))
(defun lait (queue) "drop_r/1." (drop_r queue))
