;;; Loops whose state is a tuple, or floats: what they do where the state is not what it mostly is.
(defmodule float_loops
  (export (main 0)))

;; What a call answers or raises, without the trace.
(defun outcome (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun show (what value)
  (io:format "~p: ~p~n" (list what value)))

;; A body in flight: the tuple is new in each round.
(defun fly
  (((tuple x v a) 0) (tuple 'landed x v a))
  (((tuple x v a) n)
   (fly (tuple (+ x (* v 0.5)) (+ v (* a 0.5)) a) (- n 1))))

;; An element becomes an atom in the middle.
(defun spoil
  (((tuple x 'end) _ _) (tuple 'ended x))
  (((tuple x y) n 'atom) (when (== n 3)) (spoil (tuple (* x 1.5) 'end) (- n 1) 'atom))
  (((tuple x y) n 'sum) (when (== n 3)) (spoil (tuple (* x 1.5) (+ y 'end)) (- n 1) 'sum))
  (((tuple x y) n 'size) (when (== n 3)) (spoil (tuple x y x) (- n 1) 'size))
  (((tuple x y) n 'list) (when (== n 3)) (spoil (list x y) (- n 1) 'list))
  (((tuple x y) n 'integer) (when (== n 3)) (spoil (tuple (* x 1.5) 7) (- n 1) 'integer))
  (((tuple x y) 0 _) (tuple x y))
  (((tuple x y) n how) (spoil (tuple (* x 1.5) (+ y 0.25)) (- n 1) how)))

;; The same with tuples of one size.
(defun sour
  (((tuple x 'end) _ _) (tuple 'ended x))
  (((tuple x y) 3 'atom) (sour (tuple (* x 1.5) 'end) 2 'atom))
  (((tuple x y) 3 'both) (sour (tuple 'x 'y) 2 'both))
  (((tuple x y) 3 'integer) (sour (tuple 7 y) 2 'integer))
  (((tuple x y) 3 'same) (sour (tuple y x) 2 'same))
  (((tuple x y) 0 _) (tuple x y))
  (((tuple x y) n how) (sour (tuple (* x 1.5) (+ y 0.25)) (- n 1) how)))

;; Grows until a float cannot hold it: badarith, in the round where it happens.
(defun grow (x y n)
  (if (== n 0)
    (tuple x y)
    (grow (* x 1.0e30) (/ y 1.0e30) (- n 1))))

;; The same in a tuple, with a number of rounds that is told.
(defun grow-in
  (((tuple x y) 0) (tuple x y))
  (((tuple x y) n) (grow-in (tuple (* x 1.0e30) (/ y 1.0e30)) (- n 1))))

;; Nobody reads what overflows.
(defun unread (x n)
  (if (== n 0)
    x
    (progn (* x 1.0e300)
           (unread (+ x 1.0) (- n 1)))))

(defun ignored (x)
  (let ((_ (* (* (* x x) (* x x)) (* x x))))
    (/ x 2.0)))

(defun ignored (x y n)
  (if (== n 0)
    x
    (let ((_ (* (* y y) (* (* y y) (* y x)))))
      (ignored (+ x 0.5) (* y 1.0e20) (- n 1)))))

(defun divide (x step n)
  (if (== n 0)
    x
    (divide (/ 1.0 (- x step)) step (- n 1))))

;; How many rounds a point of the plane stays near 0.
(defun escape (cr ci) (escape cr ci 0.0 0.0 0))

(defun escape
  ((_ _ _ _ 200) 200)
  ((cr ci zr zi n)
   (let ((zr2 (* zr zr)) (zi2 (* zi zi)))
     (if (> (+ zr2 zi2) 4.0)
       n
       (escape cr ci (+ (- zr2 zi2) cr) (+ (* 2.0 (* zr zi)) ci) (+ n 1))))))

;; Sums with the counter beside: integers and floats in one tuple.
(defun mean
  ((() (tuple sum count least greatest))
   (tuple sum count least greatest (/ sum count)))
  (((cons x xs) (tuple sum count least greatest))
   (mean xs (tuple (+ sum x) (+ count 1) (erlang:min least x) (erlang:max greatest x)))))

;; The tuple is wanted whole now and then, and as it was at the end.
(defun trail
  ((state 0 seen) (tuple state (lists:reverse seen)))
  (((= (tuple x y) state) n seen) (when (== (rem n 4) 0))
   (trail (tuple (+ x y) (* y 0.5)) (- n 1) (cons state seen)))
  (((tuple x y) n seen)
   (trail (tuple (+ x y) (* y 0.5)) (- n 1) seen)))

;; After a call the loop begins anew.
(defun called
  (((tuple x y) 0) (tuple x y))
  (((tuple x y) n) (when (== (rem n 3) 0))
   (let ((z (half y)))
     (called (tuple (+ x z) z) (- n 1))))
  (((tuple x y) n) (called (tuple (+ x y) (* y 1.5)) (- n 1))))

(defun half (x) (/ x 2))

;; Fixnums in a tuple, until one is larger.
(defun fibonacci
  (((tuple a _) 0) a)
  (((tuple a b) n) (fibonacci (tuple b (+ a b)) (- n 1))))

;; Two tuples that change places.
(defun swap
  ((a _ 0) a)
  (((tuple a b) (tuple c d) n) (swap (tuple c d) (tuple (+ a 0.5) (* b 1.5)) (- n 1))))

;; Long enough for others to be let in, and for the collector.
(defun spin
  (((tuple x y z) 0 kept) (tuple x y z (length kept)))
  (((tuple x y z) n kept)
   (spin (tuple (+ (* x 0.999) 0.25) (- y (* x 1.0e-3)) (* z 0.5)) (- n 1)
         (case (rem n 1000) (0 (cons (tuple x n) kept)) (_ kept)))))

(defun company ()
  (let* ((self (self))
         (pids (lists:map
                 (lambda (k)
                   (spawn (lambda () (! self (tuple (self) (spin (tuple (* 1.0 k) 0.0 1.0e-300) 20000 ()))))))
                 (list 1 2 3))))
    (lists:map (lambda (pid) (receive ((tuple p value) (when (=:= p pid)) value))) pids)))

(defun orders (x low high n)
  (cond ((== n 0) (tuple 'still x))
        ((< x low) (tuple 'low x n))
        ((>= x high) (tuple 'high x n))
        ((=:= x 1.0) (orders (+ x 0.75) low high (- n 1)))
        ('true (orders (* x 1.25) low high (- n 1)))))

(defun zeros (x n)
  (if (== n 0) x (zeros (* x -0.5) (- n 1))))

(defun main ()
  (show 'fly (fly (tuple 0.0 1.0 -0.5) 10))
  (show 'fly-integers (fly (tuple 0 1 -1) 10))
  (show 'fly-mixed (fly (tuple 0.0 1 -0.5) 10))
  (show 'fly-nothing (fly (tuple 1 'v "a") 0))
  (show 'fly-atom (outcome (lambda () (fly (tuple 0.0 'v 1.0) 3))))
  (show 'fly-pair (outcome (lambda () (fly (tuple 0.0 1.0) 3))))
  (show 'fly-list (outcome (lambda () (fly (list 0.0 1.0 2.0) 3))))
  (show 'fly-not-a-count (outcome (lambda () (fly (tuple 0.0 1.0 2.0) 'many))))
  (lists:foreach
    (lambda (how) (show how (outcome (lambda () (spoil (tuple 1.0 2.0) 6 how)))))
    '(none atom sum size list integer))
  (lists:foreach
    (lambda (how)
      (show (list 'sour how) (outcome (lambda () (sour (tuple 1.0 2.0) 6 how))))
      (show (list 'sour-integers how) (outcome (lambda () (sour (tuple 1 2) 6 how))))
      (show (list 'sour-end how) (outcome (lambda () (sour (tuple 1 'end) 6 how)))))
    '(none atom both integer same))
  (show 'spoil-soon (outcome (lambda () (spoil (tuple 1.0 2.0) 3 'list))))
  (lists:foreach
    (lambda (n)
      (show (list 'grow n) (outcome (lambda () (grow 1.0 1.0 n))))
      (show (list 'grow-in n) (outcome (lambda () (grow-in (tuple 1.0 1.0) n))))
      (show (list 'grow-boxed n) (outcome (lambda () (grow-in (tuple 1.0e100 -1.0e-250) n)))))
    '(0 1 2 3 6 8 9 10 11))
  (show 'unread (outcome (lambda () (unread 1.0 5))))
  (show 'unread-overflow (outcome (lambda () (unread 1.0e9 5))))
  (show 'unread-integer (outcome (lambda () (unread 7 5))))
  (lists:foreach
    (lambda (x) (show (list 'ignored x) (outcome (lambda () (ignored x)))))
    '(3.0 1.0e50 1.0e70 1.0e200 3 x))
  (lists:foreach
    (lambda (x) (show (list 'ignored-rounds x) (outcome (lambda () (ignored x 1.0 5)))))
    '(3.0 1.0e-70 1.0e10 3 1.0e308))
  (show 'divide (outcome (lambda () (divide 3.0 0.5 6))))
  (show 'divide-by-zero (outcome (lambda () (divide 0.5 0.5 6))))
  (show 'divide-by-integer-zero (outcome (lambda () (divide 2 2 6))))
  (show 'escape (lists:map (lambda (ci) (escape -0.75 ci)) '(0.0 0.01 0.1 0.5 1.0 1.0e120)))
  (show 'escape-integers (outcome (lambda () (escape 0 1))))
  (show 'escape-atom (outcome (lambda () (escape 'c 1.0))))
  (show 'mean (mean '(1.5 2.5 4.0 -1.0) (tuple 0.0 0 100.0 -100.0)))
  (show 'mean-integers (mean '(1 2 3) (tuple 0 0 100 -100)))
  (show 'mean-big (mean '(1.0e200 2.0e-300 3.0) (tuple 0.0 0 1.0e300 -1.0e300)))
  (show 'mean-empty (outcome (lambda () (mean () (tuple 0.0 0 0.0 0.0)))))
  (show 'mean-atom (outcome (lambda () (mean '(1.0 x 2.0) (tuple 0.0 0 0.0 0.0)))))
  (show 'trail (trail (tuple 1.0 1.0) 10 ()))
  (show 'trail-integers (trail (tuple 1 2) 5 ()))
  (show 'trail-at-once (trail 'anything 0 ()))
  (show 'called (called (tuple 1.0 1.0) 10))
  (show 'called-integers (called (tuple 1 2) 4))
  (show 'called-atom (outcome (lambda () (called (tuple 1.0 'y) 4))))
  (show 'fibonacci (lists:map (lambda (n) (fibonacci (tuple 0 1) n)) '(0 1 2 30 90 91 300)))
  (show 'fibonacci-floats (fibonacci (tuple 0.0 1.0) 50))
  (show 'fibonacci-atom (outcome (lambda () (fibonacci (tuple 'a 1) 50))))
  (show 'swap (swap (tuple 1.0 2.0) (tuple 3.0 4.0) 7))
  (show 'swap-one (outcome (lambda () (swap (tuple 1.0 2.0) (tuple 3.0 'd) 7))))
  (show 'swap-size (outcome (lambda () (swap (tuple 1.0 2.0) (tuple 3.0) 7))))
  (show 'spin (spin (tuple 1.0 2.0 3.0) 30000 ()))
  (show 'processes (company))
  (show 'orders (lists:map (lambda (x) (orders x 0.5 2 20)) '(0.1 0.5 1.0 1.999 2.0 3 1 0)))
  (show 'orders-atom (orders 'x 0.5 2.0 20))
  (show 'orders-big (orders 1.0e308 0 (bsl 1 2000) 2))
  (show 'zeros (lists:map (lambda (n) (zeros 0.0 n)) '(1 2)))
  (show 'smallest (zeros 5.0e-324 3)))
