;;; The older functions of the module string, on flat lists of characters.

(defmodule string_lists
  "Functions on lists of characters for the module string."
  (export
   (chr 2) (rchr 2) (str 2) (rstr 2) (span 2) (cspan 2) (substr 2) (substr 3) (tokens 2)
   (copies 2) (words 2) (sub_word 3) (strip 3) (left 3) (right 3) (centre 3) (to_upper 1)
   (to_lower 1)))

;;; Positions, the first being 1; 0 is none.

(defun chr
  "The first position of a character."
  ((chars c) (when (is_integer c)) (first-position chars c 1)))

(defun first-position
  (((cons c _) c n) n)
  (((cons _ chars) c n) (first-position chars c (+ n 1)))
  ((() _ _) 0))

(defun rchr
  "The last position of a character."
  ((chars c) (when (is_integer c)) (last-position chars c 1 0)))

(defun last-position
  (((cons c chars) c n _) (last-position chars c (+ n 1) n))
  (((cons _ chars) c n last) (last-position chars c (+ n 1) last))
  ((() _ _ last) last))

(defun str
  "The first position of a part."
  ((_ ()) 0)
  ((chars part) (when (is_list part)) (first-part chars part 1)))

(defun first-part
  (((= (cons _ rest) chars) part n)
   (if (lists:prefix part chars) n (first-part rest part (+ n 1))))
  ((() _ _) 0))

(defun rstr
  "The last position of a part."
  ((_ ()) 0)
  ((chars part) (when (is_list part)) (last-part chars part 1 0)))

(defun last-part
  (((= (cons _ rest) chars) part n last)
   (last-part rest part (+ n 1) (if (lists:prefix part chars) n last)))
  ((() _ _ last) last))

(defun span
  "The length of the longest prefix made of characters of a set."
  ((chars set) (when (is_list set)) (span-length chars set 'true 0)))

(defun cspan
  "The length of the longest prefix without characters of a set."
  ((chars set) (when (is_list set)) (span-length chars set 'false 0)))

(defun span-length
  (((cons c chars) set wanted n)
   (if (=:= (lists:member c set) wanted) (span-length chars set wanted (+ n 1)) n))
  ((() _ _ n) n))

;;; Parts.

(defun substr
  "The part from a position on."
  ((chars 1) (when (is_list chars)) chars)
  ((chars start) (when (is_integer start) (> start 1)) (after chars (- start 1))))

(defun after
  ((chars 0) chars)
  (((cons _ chars) n) (after chars (- n 1))))

(defun substr
  "At most `n` characters from a position on."
  ((chars start n) (when (is_integer start) (>= start 1) (is_integer n) (>= n 0))
   (lists:sublist (substr chars start) n)))

(defun tokens (chars set)
  "The parts between characters of a set, empty ones left out."
  (tokens-from chars set ()))

(defun tokens-from
  (((cons c chars) set taken)
   (if (lists:member c set)
     (if (=:= taken ())
       (tokens-from chars set ())
       (cons (lists:reverse taken) (tokens-from chars set ())))
     (tokens-from chars set (cons c taken))))
  ((() _ ()) ())
  ((() _ taken) (list (lists:reverse taken))))

(defun copies
  "A list `n` times."
  ((chars n) (when (is_list chars) (is_integer n) (>= n 0)) (copies-onto chars n ())))

(defun copies-onto
  ((_ 0 acc) acc)
  ((chars n acc) (copies-onto chars (- n 1) (++ chars acc))))

(defun words
  "The number of parts between characters `c`."
  ((chars c) (when (is_integer c)) (length (tokens-or-one chars c))))

;; The parts; an empty string has one, for so Erlang counts.
(defun tokens-or-one (chars c)
  (case (tokens chars (list c))
    (() (list ()))
    (parts parts)))

(defun sub_word
  "The part at position `n`."
  ((chars n c) (when (is_integer n) (is_integer c))
   (nth-part n (tokens chars (list c)))))

(defun nth-part
  ((1 (cons part _)) part)
  ((n (cons _ parts)) (when (> n 1)) (nth-part (- n 1) parts))
  ((_ _) ()))

;;; Ends.

(defun strip
  "The string without a character at the `left`, the `right` or `both` ends."
  ((chars 'left c) (strip-left chars c))
  ((chars 'right c) (strip-right chars c))
  ((chars 'both c) (strip-right (strip-left chars c) c)))

(defun strip-left
  (((cons c chars) c) (strip-left chars c))
  ((chars _) (when (is_list chars)) chars))

(defun strip-right
  (((cons c chars) c)
   (case (strip-right chars c)
     (() ())
     (rest (cons c rest))))
  (((cons x chars) c) (cons x (strip-right chars c)))
  ((() _) ()))

(defun left
  "The string cut or padded at its right to length `n`."
  ((chars n c) (when (is_integer c))
   (let ((missing (- n (length chars))))
     (if (>= missing 0)
       (++ chars (lists:duplicate missing c))
       (lists:sublist chars n)))))

(defun right
  "The string cut or padded at its left to length `n`."
  ((chars n c) (when (is_integer c))
   (let ((missing (- n (length chars))))
     (if (>= missing 0)
       (++ (lists:duplicate missing c) chars)
       (lists:nthtail (- missing) chars)))))

(defun centre
  "The string cut or padded at both sides to length `n`."
  ((_ 0 c) (when (is_integer c)) ())
  ((chars n c) (when (is_integer c))
   (let ((missing (- n (length chars))))
     (if (>= missing 0)
       (let ((before (div missing 2)))
         (++ (lists:duplicate before c) chars (lists:duplicate (- missing before) c)))
       (lists:sublist chars (+ (div (- missing) 2) 1) n)))))

;;; Case of characters up to 255.

(defun to_upper
  "A string or a character in upper case."
  ((chars) (when (is_list chars)) (lc ((<- c chars)) (upper c)))
  ((c) (when (is_integer c)) (upper c)))

(defun to_lower
  "A string or a character in lower case."
  ((chars) (when (is_list chars)) (lc ((<- c chars)) (lower c)))
  ((c) (when (is_integer c)) (lower c)))

(defun upper
  ((c) (when (is_integer c) (>= c #\a) (=< c #\z)) (- c 32))
  ((c) (when (is_integer c) (>= c #xe0) (=< c #xf6)) (- c 32))
  ((c) (when (is_integer c) (>= c #xf8) (=< c #xfe)) (- c 32))
  ((c) c))

(defun lower
  ((c) (when (is_integer c) (>= c #\A) (=< c #\Z)) (+ c 32))
  ((c) (when (is_integer c) (>= c #xc0) (=< c #xd6)) (+ c 32))
  ((c) (when (is_integer c) (>= c #xd8) (=< c #xde)) (+ c 32))
  ((c) c))
