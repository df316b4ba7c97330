;;; All of gb_sets: answers, shapes of trees, and what wrong arguments raise. The shape of what two
;;; sets are combined to is not shown.
(defmodule balanced_sets
  (export (main 0)))

(defun outcome (name arguments)
  (io:format "~w ~w: ~w~n"
    (list name arguments
          (try (apply 'gb_sets name arguments)
            (catch ((tuple class reason _) (tuple class reason)))))))

(defun set (elements)
  (lists:foldl #'gb_sets:add/2 (gb_sets:new) elements))

(defun main ()
  (answers)
  (shapes)
  (lists:foreach #'combined/1 (pairs-of-sets))
  (many-sets)
  (iterators (set '(5 2 8 1 9 3)))
  (wrong-arguments))

(defun answers ()
  (outcome 'empty ())
  (outcome 'singleton '(a))
  (lists:foreach
    (lambda (set)
      (lists:foreach (lambda (name) (outcome name (list set)))
        '(is_empty size is_set smallest largest take_smallest take_largest balance to_list iterator))
      (lists:foreach
        (lambda (element)
          (lists:foreach (lambda (name) (outcome name (list element set)))
            '(is_member is_element add add_element insert delete delete_any del_element
              iterator_from)))
        '(0 1 1.0 2.5 b)))
    (list (gb_sets:empty) (set '(1)) (set '(2 1 b 3))))
  (outcome 'from_list '((3 1 2 3 2.0 a)))
  (io:format "~w ~w~n"
    (list (gb_sets:filter (lambda (x) (> x 2)) (set '(4 1 3 5)))
          (gb_sets:fold (lambda (x acc) (cons x acc)) () (set '(4 1 3 5))))))

(defun shapes ()
  (lists:foreach
    (lambda (n)
      (io:format "~w~n~w~n~w~n"
        (list (set (lists:seq 1 n))
              (set (lists:seq n 1 -1))
              (gb_sets:from_ordset (lists:seq 1 n)))))
    (lists:seq 0 30)))

(defun pairs-of-sets ()
  (let ((sets (list (set ()) (set '(1)) (set '(2 3)) (set '(1 2 3 4)) (set (lists:seq 1 100 3))
                    (set (lists:seq 1 100)) (set (lists:seq 150 400 2)))))
    (lc ((<- a sets) (<- b sets)) (tuple a b))))

(defun combined
  (((tuple a b))
   (io:format "~w~n~w~n~w~n~w ~w~n"
     (list (gb_sets:to_list (gb_sets:union a b))
           (gb_sets:to_list (gb_sets:intersection a b))
           (gb_sets:to_list (gb_sets:subtract a b))
           (gb_sets:is_disjoint a b)
           (gb_sets:is_subset a b)))
   (=:= (gb_sets:to_list (gb_sets:difference a b)) (gb_sets:to_list (gb_sets:subtract a b)))))

(defun many-sets ()
  (io:format "~w~n~w~n~w~n~w~n"
    (list (gb_sets:union ())
          (gb_sets:to_list (gb_sets:union (list (set '(1 2)) (set '(2 3)) (set '(5)))))
          (gb_sets:to_list (gb_sets:intersection (list (set '(1 2 3)))))
          (gb_sets:to_list (gb_sets:intersection (list (set '(1 2 3)) (set '(2 3)) (set '(3))))))))

(defun iterators (set)
  (io:format "~w~n" (list (through (gb_sets:iterator set))))
  (lists:foreach
    (lambda (x) (io:format "~w~n" (list (through (gb_sets:iterator_from x set)))))
    '(0 1 2 2.5 4 9 10)))

(defun through (iterator)
  (case (gb_sets:next iterator)
    ((tuple element rest) (cons element (through rest)))
    ('none ())))

(defun wrong-arguments ()
  (lists:foreach (match-lambda (((tuple name arguments)) (outcome name arguments)))
    '(#(is_empty (a)) #(is_empty (#(1 2))) #(size (a)) #(size (#(a b)))
      #(is_set (#(1 2))) #(is_set (#(-1 nil))) #(is_set (#(5 nil))) #(is_set (#(0 #(a b c))))
      #(is_set (#(5 #(a b c)))) #(is_set (#(5 #(a b c d)))) #(is_set (#(a nil))) #(is_set (a))
      #(is_member (1 a)) #(is_member (1 #(1 a))) #(smallest (a)) #(largest (a)) #(add (1 a))
      #(insert (1 a)) #(insert (1 #(a nil))) #(delete (1 a)) #(delete_any (1 a))
      #(take_smallest (a)) #(take_largest (a)) #(balance (a)) #(from_list (a))
      #(from_list ((1 . a))) #(from_ordset (a)) #(from_ordset ((1 . a))) #(to_list (a))
      #(union (a)) #(union ((a))) #(union ((a b))) #(union (a b)) #(union (#(0 nil) a))
      #(intersection (())) #(intersection (a)) #(intersection ((a b))) #(intersection (a b))
      #(is_disjoint (a b)) #(subtract (a b)) #(difference (a b)) #(is_subset (a b))
      #(is_subset (#(0 nil) b)) #(filter (a #(0 nil))) #(filter (a #(1 #(1 nil nil))))
      #(filter (is_atom b)) #(fold (a b #(0 nil))) #(fold (a b #(1 #(1 nil nil))))
      #(fold (a b c)) #(iterator (a)) #(iterator_from (1 a)) #(next (a)))))
