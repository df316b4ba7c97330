;;; Sorting and merging of lists.
;;;
;;; The sort is a bottom-up merge sort on natural runs. Merging is tail recursive, so that it
;;; reverses: a pass over ascending runs gives descending ones and the next pass turns them back.
;;; `up` passes take runs that ascend, latest run first; `down` passes take runs that descend,
;;; earliest run first. Each pass halves the number of runs.

(defmodule lists_sort
  "Sorting and merging for the module lists."
  (export (sort 1) (sort 2) (usort 1) (usort 2) (keysort 2) (ukeysort 2)
          (merge 1) (merge 2) (merge 3) (merge3 3) (keymerge 3)
          (umerge 1) (umerge 2) (umerge 3) (umerge3 3) (ukeymerge 3)))

;;; In term order.

(defun sort
  "The elements in ascending order, stable."
  (((= (cons x (= (cons y rest) ys)) xs))
   (if (=< x y)
     (runs-up y rest (list x) ())
     (runs-down y rest (list x) ())))
  (((= (list _) xs)) xs)
  ((()) ()))

;; x is the last of an ascending run, the others of which stand in acc, latest first.
(defun runs-up
  ((x (cons y ys) acc runs)
   (if (=< x y)
     (runs-up y ys (cons x acc) runs)
     (next-run y ys (cons (lists:reverse acc (list x)) runs))))
  ((x () acc ()) (lists:reverse acc (list x)))
  ((x () acc runs) (passes-up (cons (lists:reverse acc (list x)) runs))))

;; x is the last of a strictly descending run, the others of which stand in acc, latest first.
(defun runs-down
  ((x (cons y ys) acc runs)
   (if (> x y)
     (runs-down y ys (cons x acc) runs)
     (next-run y ys (cons (cons x acc) runs))))
  ((x () acc ()) (cons x acc))
  ((x () acc runs) (passes-up (cons (cons x acc) runs))))

(defun next-run
  ((x (cons y ys) runs)
   (if (=< x y)
     (runs-up y ys (list x) runs)
     (runs-down y ys (list x) runs)))
  ((x () runs) (passes-up (cons (list x) runs))))

(defun passes-up
  (((list run)) run)
  ((runs) (passes-down (pass-up runs ()))))

(defun passes-down
  (((list run)) (lists:reverse run))
  ((runs) (passes-up (pass-down runs ()))))

(defun pass-up
  (((cons later (cons earlier runs)) done)
   (pass-up runs (cons (merge-up earlier later ()) done)))
  (((list run) done) (cons (lists:reverse run) done))
  ((() done) done))

(defun pass-down
  (((cons earlier (cons later runs)) done)
   (pass-down runs (cons (merge-down earlier later ()) done)))
  (((list run) done) (cons (lists:reverse run) done))
  ((() done) done))

(defun merge-up
  (((= (cons x xs) xs0) (= (cons y ys) ys0) acc)
   (if (=< x y)
     (merge-up xs ys0 (cons x acc))
     (merge-up xs0 ys (cons y acc))))
  ((() ys acc) (lists:reverse ys acc))
  ((xs () acc) (lists:reverse xs acc)))

(defun merge-down
  (((= (cons x xs) xs0) (= (cons y ys) ys0) acc)
   (if (=< x y)
     (merge-down xs0 ys (cons y acc))
     (merge-down xs ys0 (cons x acc))))
  ((() ys acc) (lists:reverse ys acc))
  ((xs () acc) (lists:reverse xs acc)))

;;; In the order of a function: it answers whether its first argument may stand first.

(defun sort
  "The elements in the order of `f`, stable if `f` answers true for equal ones."
  ((f (cons x (= (cons _ _) ys))) (f-next-run f x ys ()))
  ((f xs) (when (is_function f 2) (is_list xs)) xs))

(defun f-runs-up
  ((f x (cons y ys) acc runs)
   (if (funcall f x y)
     (f-runs-up f y ys (cons x acc) runs)
     (f-next-run f y ys (cons (lists:reverse acc (list x)) runs))))
  ((f x () acc runs) (f-passes-up f (cons (lists:reverse acc (list x)) runs))))

(defun f-runs-down
  ((f x (cons y ys) acc runs)
   (if (funcall f x y)
     (f-next-run f y ys (cons (cons x acc) runs))
     (f-runs-down f y ys (cons x acc) runs)))
  ((f x () acc runs) (f-passes-up f (cons (cons x acc) runs))))

(defun f-next-run
  ((f x (cons y ys) runs)
   (if (funcall f x y)
     (f-runs-up f y ys (list x) runs)
     (f-runs-down f y ys (list x) runs)))
  ((f x () runs) (f-passes-up f (cons (list x) runs))))

(defun f-passes-up
  ((_ (list run)) run)
  ((f runs) (f-passes-down f (f-pass-up f runs ()))))

(defun f-passes-down
  ((_ (list run)) (lists:reverse run))
  ((f runs) (f-passes-up f (f-pass-down f runs ()))))

(defun f-pass-up
  ((f (cons later (cons earlier runs)) done)
   (f-pass-up f runs (cons (f-merge-up f earlier later ()) done)))
  ((_ (list run) done) (cons (lists:reverse run) done))
  ((_ () done) done))

(defun f-pass-down
  ((f (cons earlier (cons later runs)) done)
   (f-pass-down f runs (cons (f-merge-down f earlier later ()) done)))
  ((_ (list run) done) (cons (lists:reverse run) done))
  ((_ () done) done))

(defun f-merge-up
  ((f (= (cons x xs) xs0) (= (cons y ys) ys0) acc)
   (if (funcall f x y)
     (f-merge-up f xs ys0 (cons x acc))
     (f-merge-up f xs0 ys (cons y acc))))
  ((_ () ys acc) (lists:reverse ys acc))
  ((_ xs () acc) (lists:reverse xs acc)))

(defun f-merge-down
  ((f (= (cons x xs) xs0) (= (cons y ys) ys0) acc)
   (if (funcall f x y)
     (f-merge-down f xs0 ys (cons y acc))
     (f-merge-down f xs ys0 (cons x acc))))
  ((_ () ys acc) (lists:reverse ys acc))
  ((_ xs () acc) (lists:reverse xs acc)))

;;; By a key: the keys are taken out of the tuples once, into conses of key and tuple.

(defun keysort
  "The tuples in the order of their elements `n`, stable."
  ((n ()) (when (is_integer n) (> n 0)) ())
  ((n (= (list _) ts)) (when (is_integer n) (> n 0)) ts)
  ((n (= (cons _ _) ts)) (when (is_integer n) (> n 0))
   (let (((cons x xs) (with-keys n ts)))
     (without-keys (k-next-run x xs ()) ())))
  ((n other) (when (is_integer n) (> n 0)) (error (tuple 'case_clause other))))

(defun key-order (n)
  (lambda (x y) (=< (element n x) (element n y))))

(defun with-keys
  ((n (cons t ts)) (cons (cons (element n t) t) (with-keys n ts)))
  ((_ ()) ()))

;; The last pass leaves the sorted list in reverse.
(defun without-keys
  (((cons (cons _ t) xs) acc) (without-keys xs (cons t acc)))
  ((() acc) acc))

(defun k-runs-up
  ((x (cons y ys) acc runs)
   (if (=< (car x) (car y))
     (k-runs-up y ys (cons x acc) runs)
     (k-next-run y ys (cons (lists:reverse acc (list x)) runs))))
  ((x () acc runs) (k-passes-up (cons (lists:reverse acc (list x)) runs))))

(defun k-runs-down
  ((x (cons y ys) acc runs)
   (if (=< (car x) (car y))
     (k-next-run y ys (cons (cons x acc) runs))
     (k-runs-down y ys (cons x acc) runs)))
  ((x () acc runs) (k-passes-up (cons (cons x acc) runs))))

(defun k-next-run
  ((x (cons y ys) runs)
   (if (=< (car x) (car y))
     (k-runs-up y ys (list x) runs)
     (k-runs-down y ys (list x) runs)))
  ((x () runs) (k-passes-up (cons (list x) runs))))

(defun k-passes-up
  (((list run)) (lists:reverse run))
  ((runs) (k-passes-down (k-pass-up runs ()))))

(defun k-passes-down
  (((list run)) run)
  ((runs) (k-passes-up (k-pass-down runs ()))))

(defun k-pass-up
  (((cons later (cons earlier runs)) done)
   (k-pass-up runs (cons (k-merge-up earlier later ()) done)))
  (((list run) done) (cons (lists:reverse run) done))
  ((() done) done))

(defun k-pass-down
  (((cons earlier (cons later runs)) done)
   (k-pass-down runs (cons (k-merge-down earlier later ()) done)))
  (((list run) done) (cons (lists:reverse run) done))
  ((() done) done))

(defun k-merge-up
  (((= (cons (= (cons kx _) x) xs) xs0) (= (cons (= (cons ky _) y) ys) ys0) acc)
   (if (=< kx ky)
     (k-merge-up xs ys0 (cons x acc))
     (k-merge-up xs0 ys (cons y acc))))
  ((() ys acc) (lists:reverse ys acc))
  ((xs () acc) (lists:reverse xs acc)))

(defun k-merge-down
  (((= (cons (= (cons kx _) x) xs) xs0) (= (cons (= (cons ky _) y) ys) ys0) acc)
   (if (=< kx ky)
     (k-merge-down xs0 ys (cons y acc))
     (k-merge-down xs ys0 (cons x acc))))
  ((() ys acc) (lists:reverse ys acc))
  ((xs () acc) (lists:reverse xs acc)))

;;; Without duplicates.

(defun usort
  "The elements in ascending order, only the first of equal ones."
  ((xs) (drop-equal (sort xs))))

(defun drop-equal
  (((cons x (= (cons y _) ys))) (when (== x y)) (drop-equal-to x ys))
  (((cons x ys)) (cons x (drop-equal ys)))
  ((()) ()))

(defun drop-equal-to
  ((x (cons y ys)) (when (== x y)) (drop-equal-to x ys))
  ((x ys) (cons x (drop-equal ys))))

(defun usort
  "The elements in the order of `f`, only the first of equal ones."
  ((f xs) (when (is_function f 2)) (f-drop-equal f (sort f xs))))

;; In a sorted list the first may stand before the second; if also the second before the first,
;; they are equal.
(defun f-drop-equal
  ((f (cons x (= (cons y _) ys)))
   (if (funcall f y x)
     (f-drop-equal f (cons x (cdr ys)))
     (cons x (f-drop-equal f ys))))
  ((_ xs) xs))

(defun ukeysort
  "The tuples in the order of their elements `n`, only the first of equal ones."
  ((n ts) (f-drop-equal (key-order n) (keysort n ts))))

;;; Merging sorted lists.

(defun merge
  "One sorted list of two; of equal elements those of the first come first."
  (((= (cons x xs) xs0) (= (cons y ys) ys0))
   (if (=< x y)
     (cons x (merge xs ys0))
     (cons y (merge xs0 ys))))
  ((() ys) (when (is_list ys)) ys)
  ((xs ()) (when (is_list xs)) xs))

(defun merge
  "merge/2 in the order of `f`."
  ((f xs ys) (when (is_function f 2)) (f-merge f xs ys)))

(defun f-merge
  ((f (= (cons x xs) xs0) (= (cons y ys) ys0))
   (if (funcall f x y)
     (cons x (f-merge f xs ys0))
     (cons y (f-merge f xs0 ys))))
  ((_ () ys) (when (is_list ys)) ys)
  ((_ xs ()) (when (is_list xs)) xs))

(defun merge
  "One sorted list of all sorted lists."
  ((()) ())
  (((list xs)) xs)
  ((xss) (merge (merge-pairs xss))))

(defun merge-pairs
  (((cons xs (cons ys rest))) (cons (merge xs ys) (merge-pairs rest)))
  (((list xs)) (list xs))
  ((()) ()))

(defun merge3 (xs ys zs)
  "One sorted list of three."
  (merge (merge xs ys) zs))

(defun keymerge
  "merge/2 of tuples by their elements `n`."
  ((n xs ys) (when (is_integer n) (> n 0)) (f-merge (key-order n) xs ys)))

;; Each list is without duplicates; of equal elements the first list's stays.
(defun umerge
  "merge/2 of lists without duplicates into one."
  (((= (cons x xs) xs0) (= (cons y ys) ys0))
   (cond ((< x y) (cons x (umerge xs ys0)))
         ((== x y) (cons x (umerge xs ys)))
         (else (cons y (umerge xs0 ys)))))
  ((() ys) (when (is_list ys)) ys)
  ((xs ()) (when (is_list xs)) xs))

(defun umerge
  "merge/3 of lists without duplicates into one."
  ((f xs ys) (when (is_function f 2)) (f-umerge f xs ys)))

(defun f-umerge
  ((f (= (cons x xs) xs0) (= (cons y ys) ys0))
   (cond ((not (funcall f x y)) (cons y (f-umerge f xs0 ys)))
         ((funcall f y x) (cons x (f-umerge f xs ys)))
         (else (cons x (f-umerge f xs ys0)))))
  ((_ () ys) (when (is_list ys)) ys)
  ((_ xs ()) (when (is_list xs)) xs))

(defun umerge
  "merge/1 of lists without duplicates into one."
  ((()) ())
  (((list xs)) xs)
  ((xss) (umerge (umerge-pairs xss))))

(defun umerge-pairs
  (((cons xs (cons ys rest))) (cons (umerge xs ys) (umerge-pairs rest)))
  (((list xs)) (list xs))
  ((()) ()))

(defun umerge3 (xs ys zs)
  "merge3/3 of lists without duplicates into one."
  (umerge (umerge xs ys) zs))

(defun ukeymerge
  "keymerge/3 of lists without duplicate keys into one."
  ((n xs ys) (when (is_integer n) (> n 0)) (f-umerge (key-order n) xs ys)))
