;;; Pseudo-random numbers: Erlang's module `rand` with its default algorithm, exsss.
;;;
;;; The generator is Xorshift116** of Sebastiano Vigna with 58 bits of output, seeded by SplitMix64:
;;; the same seeds give the same numbers as in Erlang/OTP 25. A state is `#(handler words)`; that of
;;; the functions without one is kept in the process dictionary under rand_seed.

(defmodule rand
  "Pseudo-random numbers, as in Erlang."
  (export
   (seed 1) (seed 2) (seed_s 1) (seed_s 2) (export_seed 0) (export_seed_s 1)
   (uniform 0) (uniform 1) (uniform_s 1) (uniform_s 2) (uniform_real 0) (uniform_real_s 1)
   (bytes 1) (bytes_s 2) (normal 0) (normal 2) (normal_s 1) (normal_s 3)
   (jump 0) (jump 1) (splitmix64_next 1) (exsp_next 1) (exsp_jump 1)
   (mwc59 1) (mwc59_value32 1) (mwc59_value 1) (mwc59_float 1) (mwc59_seed 0) (mwc59_seed 1)))

;;; Seeding.

(defun seed (algorithm)
  "Seed this process, by an algorithm with a seed of its own or by an exported state."
  (remember (seed_s algorithm)))

(defun seed (algorithm seed)
  "Seed this process by an algorithm and a seed: an integer, a triple, or its words."
  (remember (seed_s algorithm seed)))

(defun remember (state)
  (put 'rand_seed state)
  state)

(defun seed_s
  "A state by an algorithm with a seed of its own, or by an exported state."
  (((= (tuple handler _) state)) (when (is_map handler)) state)
  (((tuple algorithm words)) (when (is_atom algorithm)) (tuple (handler algorithm) words))
  ((algorithm)
   (seed_s algorithm (tuple (erlang:unique_integer) (erlang:monotonic_time)
                            (erlang:system_time)))))

(defun seed_s
  "A state by an algorithm and a seed: an integer, a triple, or its words."
  ((algorithm (cons a b)) (when (is_list b))
   (tuple (handler algorithm) (from-list (cons a b))))
  ((algorithm seed) (when (is_integer seed))
   (let* (((tuple a x) (word58 (band seed #xffffffffffffffff)))
          ((tuple b _) (word58 x)))
     (tuple (handler algorithm) (cons a b))))
  ((algorithm (tuple a1 a2 a3))
   (let* (((tuple _ x0) (word58 (band a1 #xffffffffffffffff)))
          ((tuple a x1) (word58 (bxor (band a2 #xffffffffffffffff) x0)))
          ((tuple b _) (word58 (bxor (band a3 #xffffffffffffffff) x1))))
     (tuple (handler algorithm) (cons a b)))))

(defun from-list
  (((list a b)) (when (is_integer a) (is_integer b))
   (cons (band a #x3ffffffffffffff) (band b #x3ffffffffffffff))))

(defun handler
  (('exsss) #M(type exsss))
  (('default) #M(type exsss))
  ((other) (error (tuple 'no_alg other))))

(defun export_seed ()
  "The state of this process as a term to keep, or undefined."
  (case (get 'rand_seed)
    ('undefined 'undefined)
    (state (export_seed_s state))))

(defun export_seed_s
  "A state as a term to keep."
  (((tuple (map 'type type) words)) (tuple type words)))

(defun state ()
  (case (get 'rand_seed)
    ('undefined (seed 'default))
    (state state)))

;;; The generator.

(defun splitmix64_next (x)
  "The next number of SplitMix64 after a state, and the next state."
  (let* ((x (band (+ x #x9e3779b97f4a7c15) #xffffffffffffffff))
         (z (band (* (bxor x (bsr x 30)) #xbf58476d1ce4e5b9) #xffffffffffffffff))
         (z (band (* (bxor z (bsr z 27)) #x94d049bb133111eb) #xffffffffffffffff)))
    (tuple (bxor z (bsr z 31)) x)))

;; A word of 58 bits other than 0, and the next state of SplitMix64.
(defun word58 (x)
  (let* (((tuple z x) (splitmix64_next x))
         (word (band z #x3ffffffffffffff)))
    (if (=:= word 0)
      (word58 x)
      (tuple word x))))

;; The next 58 bits and words. Shifts are made of the bits that stay, so that all remains small.
(defun next
  (((cons s1 s0))
   (let ((scrambled (rotate7 (times5 s0))))
     (tuple (times9 scrambled) (cons s0 (word-after s1 s0))))))

;; The word that follows two.
(defun word-after (s1 s0)
  (let ((a (bxor s1 (bsl (band s1 #x3ffffffff) 24))))
    (bxor (bxor a s0) (bxor (bsr a 11) (bsr s0 41)))))

(defun times5 (x)
  (band (+ x (bsl (band x #xffffffffffffff) 2)) #x3ffffffffffffff))

(defun times9 (x)
  (band (+ x (bsl (band x #x7fffffffffffff) 3)) #x3ffffffffffffff))

(defun rotate7 (x)
  (bor (bsl (band x #x7ffffffffffff) 7) (bsr x 51)))

;;; Jumps: what 2^64 steps lead to. A state is a vector of 116 bits and a step a matrix, so the jump is
;;; the sum of the states after those numbers of steps that are exponents in the polynomial
;;; x^(2^64) modulo the characteristic polynomial of the matrix.

(defun jump ()
  "Brings this process's state 2^64 numbers forward, and answers it."
  (remember (jump (state))))

(defun jump
  "The state after 2^64 numbers of another."
  (((tuple handler words)) (when (is_map handler)) (tuple handler (exsp_jump words))))

(defun exsp_next
  "The next number of Xorshift116+ after a state, and the next state."
  (((cons s1 s0))
   (let ((b (word-after s1 s0)))
     (tuple (band (+ s0 b) #x3ffffffffffffff) (cons s0 b)))))

(defun exsp_jump
  "The state of Xorshift116+ after 2^64 numbers of another."
  (((cons s1 s0)) (steps #xd174a83e17de2302f8ea6bc32c797 s1 s0 0 0)))

(defun steps
  ((0 _ _ a b) (cons a b))
  ((polynomial s1 s0 a b)
   (let ((taken (- 0 (band polynomial 1))))
     (steps (bsr polynomial 1) s0 (word-after s1 s0)
       (bxor a (band taken s1)) (bxor b (band taken s0))))))

;;; A generator that multiplies with carry. Here too shifts are made of the bits that stay.

(defun mwc59 (state)
  "The next state."
  (+ (* #x7fa6502 (band state #xffffffff)) (bsr state 32)))

(defun mwc59_value32 (state)
  "A number of 32 bits, of fair quality, of a state."
  (bxor (band state #xffffffff) (bsl (band state #xffffff) 8)))

(defun mwc59_value (state)
  "A number of 59 bits of a state."
  (let ((x (bxor state (bsl (band state #x7fffffffffffff) 4))))
    (bxor x (bsl (band x #xffffffff) 27))))

(defun mwc59_float (state)
  "A float in 0.0 =< x < 1.0 of a state."
  (* (band (mwc59_value state) #x1fffffffffffff) 1.1102230246251565e-16))

(defun mwc59_seed ()
  "A state that no other process is likely to have."
  (mwc59_seed (band (erlang:phash2 (tuple (self) (erlang:unique_integer) (os:system_time))
                                   #x100000000)
                    #xffffffff)))

(defun mwc59_seed
  "A state of a seed of 58 bits."
  ((seed) (when (is_integer seed) (>= seed 0) (=< seed #x3ffffffffffffff))
   (let (((tuple x _) (splitmix64_next seed)))
     (+ 1 (rem x #x7fa6501ffffffff)))))

;;; Numbers of even distribution.

(defun uniform ()
  "A float in 0.0 =< x < 1.0."
  (let (((tuple x state) (uniform_s (state))))
    (put 'rand_seed state)
    x))

(defun uniform (n)
  "An integer in 1 =< x =< n."
  (let (((tuple x state) (uniform_s n (state))))
    (put 'rand_seed state)
    x))

(defun uniform_s
  "A float in 0.0 =< x < 1.0 and the next state."
  (((tuple handler words))
   (let (((tuple v words) (next words)))
     (tuple (* (bsr v 5) 1.1102230246251565e-16) (tuple handler words)))))

(defun uniform_s
  "An integer in 1 =< x =< n and the next state."
  ((n (tuple handler words)) (when (is_integer n) (>= n 1))
   (let (((tuple x words) (if (=< n #x3ffffffffffffff)
                            (below n words)
                            (below-large n words))))
     (tuple (+ x 1) (tuple handler words)))))

;; A number below n, at most 2^58: 58 bits modulo n, again if they are in the last, short interval.
(defun below (n words)
  (let* (((tuple v words) (next words))
         (x (rem v n)))
    (if (=< (- v x) (- #x400000000000000 n))
      (tuple x words)
      (below n words))))

;; A number below a larger n, of as many bits as it needs.
(defun below-large (n words)
  (let (((tuple v bits words) (more-bits n 0 0 words)))
    (let ((x (rem v n)))
      (if (=< (- v x) (- (bsl 1 bits) n))
        (tuple x words)
        (below-large n words)))))

(defun more-bits (n value bits words)
  (if (>= (bsl 1 bits) n)
    (tuple value bits words)
    (let (((tuple v words) (next words)))
      (more-bits n (bor (bsl value 58) v) (+ bits 58) words))))

(defun uniform_real ()
  "A float in 0.0 < x < 1.0."
  (let (((tuple x state) (uniform_real_s (state))))
    (put 'rand_seed state)
    x))

(defun uniform_real_s (state)
  "A float in 0.0 < x < 1.0 and the next state."
  (let (((tuple x next) (uniform_s state)))
    (if (== x 0.0)
      (uniform_real_s next)
      (tuple x next))))

(defun bytes (n)
  "A binary of n random bytes."
  (let (((tuple bytes state) (bytes_s n (state))))
    (put 'rand_seed state)
    bytes))

(defun bytes_s
  "A binary of n random bytes and the next state."
  ((n (tuple handler words)) (when (is_integer n) (>= n 0))
   (let (((tuple bytes words) (more-bytes n words #"")))
     (tuple bytes (tuple handler words)))))

;; Seven bytes of each number, the upper 56 of its 58 bits; the last from the lower 56.
(defun more-bytes
  ((n words acc) (when (> n 7))
   (let (((tuple v words) (next words)))
     (more-bytes (- n 7) words (binary (acc binary) ((bsr v 2) (size 56))))))
  ((n words acc)
   (let* (((tuple v words) (next words))
          (size (* n 8)))
     (tuple (binary (acc binary) ((bsr v (- 56 size)) (size size))) words))))

;;; Numbers of normal distribution.

(defun normal ()
  "A float of mean 0.0 and variance 1.0."
  (let (((tuple x state) (normal_s (state))))
    (put 'rand_seed state)
    x))

(defun normal (mean variance)
  "A float of a mean and variance."
  (+ mean (* (math:sqrt variance) (normal))))

(defun normal_s (state)
  "A float of mean 0.0 and variance 1.0 and the next state, by Marsaglia's polar method."
  (let* (((tuple a state) (uniform_s state))
         ((tuple b state) (uniform_s state))
         (x (- (* 2.0 a) 1.0))
         (y (- (* 2.0 b) 1.0))
         (s (+ (* x x) (* y y))))
    (if (andalso (< s 1.0) (> s 0.0))
      (tuple (* x (math:sqrt (/ (* -2.0 (math:log s)) s))) state)
      (normal_s state))))

(defun normal_s (mean variance state)
  "A float of a mean and variance and the next state."
  (let (((tuple x state) (normal_s state)))
    (tuple (+ mean (* (math:sqrt variance) x)) state)))
