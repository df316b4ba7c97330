;;; All of gb_trees: answers, shapes of trees, and what wrong arguments raise.
(defmodule balanced_trees
  (export (main 0)))

(defun outcome (name arguments)
  (io:format "~w ~w: ~w~n"
    (list name arguments
          (try (apply 'gb_trees name arguments)
            (catch ((tuple class reason _) (tuple class reason)))))))

(defun tree (keys)
  (lists:foldl (lambda (k tree) (gb_trees:insert k (list k) tree)) (gb_trees:empty) keys))

(defun main ()
  (answers)
  (shapes)
  (iterators (tree '(5 2 8 1 9 3)))
  (wrong-arguments)
  (random-operations 2000 1 (gb_trees:empty) (orddict:new)))

(defun answers ()
  (lists:foreach
    (lambda (tree)
      (lists:foreach (lambda (name) (outcome name (list tree)))
        '(is_empty size smallest largest take_smallest take_largest balance to_list keys values
          iterator))
      (lists:foreach
        (lambda (key)
          (lists:foreach (lambda (name) (outcome name (list key tree)))
            '(lookup get is_defined delete delete_any take take_any iterator_from))
          (lists:foreach (lambda (name) (outcome name (list key 'v tree))) '(insert update enter)))
        '(0 1 1.0 2.5 b)))
    (list (gb_trees:empty) (tree '(1)) (tree '(2 1 b 3)))))

(defun shapes ()
  (lists:foreach
    (lambda (n)
      (io:format "~w~n~w~n~w~n"
        (list (tree (lists:seq 1 n))
              (tree (lists:seq n 1 -1))
              (gb_trees:from_orddict (lc ((<- k (lists:seq 1 n))) (tuple k 'x))))))
    (lists:seq 0 30))
  (io:format "~w~n" (list (gb_trees:map (lambda (k v) (cons k v)) (tree '(3 1 2))))))

(defun iterators (tree)
  (io:format "~w~n" (list (through (gb_trees:iterator tree))))
  (lists:foreach
    (lambda (key) (io:format "~w~n" (list (through (gb_trees:iterator_from key tree)))))
    '(0 1 2 2.5 4 9 10)))

(defun through (iterator)
  (case (gb_trees:next iterator)
    ((tuple key value rest) (list* key value (through rest)))
    ('none ())))

(defun wrong-arguments ()
  (lists:foreach (match-lambda (((tuple name arguments)) (outcome name arguments)))
    '(#(is_empty (a)) #(is_empty (#(1 2))) #(size (a)) #(size (#(a b))) #(size (#(-1 nil)))
      #(lookup (1 a)) #(lookup (1 #(1 a))) #(get (1 a)) #(is_defined (1 a)) #(smallest (a))
      #(largest (a)) #(insert (1 2 a)) #(insert (1 2 #(a nil))) #(update (1 2 a)) #(enter (1 2 a))
      #(delete (1 a)) #(delete_any (1 a)) #(take (1 a)) #(take_any (1 a)) #(take_smallest (a))
      #(take_largest (a)) #(balance (a)) #(from_orddict (a)) #(from_orddict ((#(1 a) . b)))
      #(from_orddict ((a))) #(from_orddict ((#(1 a) #(b)))) #(to_list (a)) #(keys (a))
      #(values (a)) #(map (a #(0 nil))) #(map (a #(1 #(1 2 nil nil)))) #(iterator (a))
      #(iterator_from (1 a)) #(next (a)))))

;; The tree always holds what a sorted list does.
(defun random-operations
  ((0 _ tree dict)
   (io:format "~w~n~w~n" (list tree (=:= (gb_trees:to_list tree) (orddict:to_list dict)))))
  ((n x tree dict)
   (let* ((x (rem (+ (* x 1103515245) 12345) 2147483648))
          (key (rem (div x 65536) 300)))
     (if (< (rem (div x 1024) 8) 3)
       (random-operations (- n 1) x (gb_trees:delete_any key tree) (orddict:erase key dict))
       (random-operations (- n 1) x (gb_trees:enter key n tree) (orddict:store key n dict))))))
