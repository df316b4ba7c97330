;;; Floats with a chosen number of digits: the control sequences ~f, ~e and ~g.
;;;
;;; A float is m × 2^e with integers m and e, so its decimal digits are found exactly with
;;; integers. A half is rounded away from zero. As in Erlang at most 21 digits are significant and
;;; zeros stand for the others.

(defmodule io_lib_float
  "Floats as text with a chosen number of digits."
  (export (fixed 2) (exponent 2) (general 2)))

(defun fixed
  "`x` with `p` digits after the point."
  ((x p) (when (is_integer p) (> p 0))
   (let (((tuple sign m e) (parts x)))
     (++ sign (point (digits (limited (scaled m e p))) p)))))

;; An integer with at most 21 digits other than zeros at the end.
(defun limited (n)
  (if (< n 1000000000000000000000)
    n
    (let ((unit (power 10 (- (length (integer_to_list n)) 21))))
      (* (div (+ n (div unit 2)) unit) unit))))

(defun digits (n)
  (integer_to_list n))

;; The digits with a point before the last p.
(defun point (digits p)
  (let* ((missing (- (+ p 1) (length digits)))
         (all (if (> missing 0) (++ (lists:duplicate missing #\0) digits) digits))
         ((tuple whole fraction) (lists:split (- (length all) p) all)))
    (++ whole "." fraction)))

(defun exponent
  "`x` with `p` significant digits and an exponent."
  ((x p) (when (is_integer p) (> p 1))
   (let* (((tuple sign m e) (parts x))
          ((tuple all exponent) (significant m e (min p 21)))
          ((cons first rest) (++ all (lists:duplicate (max 0 (- p 21)) #\0))))
     (++ sign (list first #\.) rest "e" (if (< exponent 0) "" "+")
         (integer_to_list exponent)))))

(defun general
  "`x` with about `p` significant digits, in the form that suits its size."
  ((x p) (when (is_integer p) (> p 0))
   (let ((size (abs x)))
     (cond ((< size 0.1) (general-exponent x p))
           ((< size 1.0) (general-fixed x p p))
           ((< size 10.0) (general-fixed x (- p 1) p))
           ((< size 100.0) (general-fixed x (- p 2) p))
           ((< size 1000.0) (general-fixed x (- p 3) p))
           ((< size 10000.0) (general-fixed x (- p 4) p))
           (else (general-exponent x p))))))

(defun general-fixed (x decimals p)
  (if (> decimals 0)
    (fixed x decimals)
    (general-exponent x p)))

(defun general-exponent (x p)
  (exponent x (max p 2)))

;; The sign as text and integers m, e with |x| = m × 2^e.
(defun parts (x)
  (let (((binary (sign (size 1)) (exponent (size 11)) (fraction (size 52)))
         (binary (x float))))
    (let ((sign (if (=:= sign 1) "-" "")))
      (if (=:= exponent 0)
        (tuple sign fraction -1074)
        (tuple sign (+ fraction (bsl 1 52)) (- exponent 1075))))))

;; m × 2^e × 10^p, rounded.
(defun scaled (m e p)
  (let ((n (if (>= p 0) (* m (power 10 p)) m))
        (d (if (>= p 0) 1 (power 10 (- p)))))
    (if (>= e 0)
      (rounded (bsl n e) d)
      (rounded n (bsl d (- e))))))

(defun rounded (n d)
  (div (+ (* 2 n) d) (* 2 d)))

;; The p first digits as text, rounded, and the decimal exponent of the first.
(defun significant
  ((0 _ p) (tuple (lists:duplicate p #\0) 0))
  ((m e p)
   (let ((guess (decimal-exponent m e)))
     (significant-at m e p guess))))

;; The exponent may have been guessed too low by one, and rounding may add a digit.
(defun significant-at (m e p exponent)
  (let* ((text (integer_to_list (scaled m e (- p (+ exponent 1)))))
         (size (length text)))
    (cond ((> size p) (significant-at m e p (+ exponent 1)))
          ((< size p) (significant-at m e p (- exponent 1)))
          (else (tuple text exponent)))))

;; About log10 of m × 2^e: from the number of its bits.
(defun decimal-exponent (m e)
  (let ((bits (+ e (bit-length m 0))))
    (div (* (- bits 1) 30103) 100000)))

(defun bit-length
  ((0 n) n)
  ((m n) (when (>= m 65536)) (bit-length (bsr m 16) (+ n 16)))
  ((m n) (bit-length (bsr m 1) (+ n 1))))

(defun power
  ((_ 0) 1)
  ((x n) (when (=:= (band n 1) 0)) (power (* x x) (bsr n 1)))
  ((x n) (* x (power (* x x) (bsr n 1)))))
