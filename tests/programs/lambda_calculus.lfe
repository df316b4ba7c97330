;;; A normaliser of lambda terms with de Bruijn indices.
(defmodule lambda_calculus
  (export (main 0)))

(defun shift
  ((d c (tuple 'var n)) (when (>= n c)) (tuple 'var (+ n d)))
  ((_ _ (= (tuple 'var _) v)) v)
  ((d c (tuple 'lam b)) (tuple 'lam (shift d (+ c 1) b)))
  ((d c (tuple 'app f a)) (tuple 'app (shift d c f) (shift d c a))))

(defun subst
  ((j s (tuple 'var j)) s)
  ((_ _ (= (tuple 'var _) v)) v)
  ((j s (tuple 'lam b)) (tuple 'lam (subst (+ j 1) (shift 1 0 s) b)))
  ((j s (tuple 'app f a)) (tuple 'app (subst j s f) (subst j s a))))

(defun normal
  (((= (tuple 'var _) v)) v)
  (((tuple 'lam b)) (tuple 'lam (normal b)))
  (((tuple 'app f a))
   (case (head f)
     ((tuple 'lam b) (normal (shift -1 0 (subst 0 (shift 1 0 a) b))))
     (g (tuple 'app (normal g) (normal a))))))

(defun head
  (((= (tuple 'app f a) t))
   (case (head f)
     ((tuple 'lam b) (head (shift -1 0 (subst 0 (shift 1 0 a) b))))
     (g (tuple 'app g a))))
  ((t) t))

(defun numeral (n)
  (tuple 'lam (tuple 'lam (lists:foldl (lambda (_ x) (tuple 'app #(var 1) x)) #(var 0) (lists:seq 1 n)))))

(defun count
  (((tuple 'lam (tuple 'lam b))) (count b))
  (((tuple 'app (tuple 'var 1) x)) (+ 1 (count x)))
  (((tuple 'var 0)) 0))

(defun times () #(lam #(lam #(lam #(app #(var 2) #(app #(var 1) #(var 0)))))))

(defun main ()
  (io:format "~w~n" (list (normal (tuple 'app (tuple 'app (times) (numeral 2)) (numeral 2)))))
  (io:format "~w~n" (list (count (normal (tuple 'app (tuple 'app (times) (numeral 6)) (numeral 7))))))
  (io:format "~w~n" (list (count (normal (tuple 'app (numeral 3) (numeral 4)))))))
