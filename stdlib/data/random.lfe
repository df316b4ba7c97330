;;; Erlang's old module `random`: the generator AS183 of Wichmann and Hill (1982), three linear
;;; congruences added up. The state is a triple, kept in the process dictionary under random_seed;
;;; every process begins with the same one. New programs use `rand`.

(defmodule random
  "Pseudo-random numbers, as in Erlang's old module."
  (export
   (seed0 0) (seed 0) (seed 1) (seed 3)
   (uniform 0) (uniform 1) (uniform_s 1) (uniform_s 2)))

(defun seed0 ()
  "The state that every process begins with."
  #(3172 9814 20125))

(defun seed ()
  "Go back to the first state; the one before."
  (case (put 'random_seed (seed0))
    ('undefined (seed0))
    (before before)))

(defun seed
  "Seed this process by a triple of integers; the state before, or undefined."
  (((tuple a b c)) (seed a b c)))

(defun seed (a b c)
  "Seed this process by three integers; the state before, or undefined."
  (put 'random_seed
       (tuple (+ (rem (abs a) 30268) 1) (+ (rem (abs b) 30306) 1) (+ (rem (abs c) 30322) 1))))

(defun uniform ()
  "A float from 0.0 up to but not including 1.0."
  (let* ((state (case (get 'random_seed) ('undefined (seed0)) (kept kept)))
         ((tuple number next) (uniform_s state)))
    (put 'random_seed next)
    number))

(defun uniform
  "An integer from 1 up to a number."
  ((most) (when (is_integer most) (>= most 1))
   (+ (trunc (* (uniform) most)) 1)))

(defun uniform_s
  "A float as of uniform/0, and the next state."
  (((tuple a b c))
   (let* ((a (rem (* a 171) 30269))
          (b (rem (* b 172) 30307))
          (c (rem (* c 170) 30323))
          (sum (+ (/ a 30269) (/ b 30307) (/ c 30323))))
     (tuple (- sum (trunc sum)) (tuple a b c)))))

(defun uniform_s
  "An integer as of uniform/1, and the next state."
  ((most state) (when (is_integer most) (>= most 1))
   (let (((tuple number next) (uniform_s state)))
     (tuple (+ (trunc (* number most)) 1) next))))
