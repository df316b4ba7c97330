;;; What the module string asks of Unicode: grapheme clusters, white space, case.
;;;
;;; Clusters join a base with what Unicode calls extending: combining marks, joiners, variation
;;; selectors, modifiers of emoji; a carriage return with a line feed; regional indicators in pairs;
;;; Hangul jamo.

(defmodule unicode_util
  "Grapheme clusters and case of characters."
  (export (clusters 1) (next_grapheme 1) (next_codepoint 1) (whitespace 0)
          (uppercase 1) (lowercase 1) (titlecase 1) (casefold 1)))

(defun whitespace ()
  "The clusters that are white space."
  (list (list 13 10) 9 10 11 12 13 32 #x85 #x200e #x200f #x2028 #x2029))

;;; Clusters.

(defun clusters
  "The grapheme clusters of a flat list of code points."
  (((cons c (= (cons d _) chars)))
   (if (alone c d)
     (cons c (clusters chars))
     (let (((tuple more rest) (extension c chars)))
       (if (=:= more ())
         (cons c (clusters rest))
         (cons (cons c more) (clusters rest))))))
  ((chars) chars))

;; Most characters are below the first combining mark, and so is the next.
(defun alone (c d)
  (andalso (< c #x300) (< d #x300) (=/= c 13)))

;; The code points that belong to the cluster that c begins, and the rest.
(defun extension
  ((13 (cons 10 chars)) (tuple (list 10) chars))
  ((c chars) (when (orelse (< c 32) (andalso (>= c 127) (< c 160)))) (tuple () chars))
  ((c (cons d chars)) (when (>= c #x1f1e6) (=< c #x1f1ff) (>= d #x1f1e6) (=< d #x1f1ff))
   (extend d 'false chars))
  ((c chars)
   (if (unicode_marks:prepends c)
     (prepended chars)
     (extending c (unicode_marks:pictographic c) chars))))

(defun prepended
  (((= (cons d chars) all))
   (if (orelse (< d 32) (andalso (>= d 127) (< d 160)))
     (tuple () all)
     (let (((tuple more rest) (extension d chars)))
       (tuple (cons d more) rest))))
  ((()) (tuple () ())))

;; c is the last code point of the cluster; picture tells whether a joiner may connect a picture.
(defun extending
  ((c picture (= (cons d chars) all))
   (cond ((unicode_marks:extends d) (extend d picture chars))
         ((andalso (=:= c #x200d) picture (unicode_marks:pictographic d)) (extend d 'true chars))
         ((jamo c d) (extend d 'false chars))
         (else (tuple () all))))
  ((_ _ ()) (tuple () ())))

(defun extend (d picture chars)
  (let (((tuple more rest) (extending d picture chars)))
    (tuple (cons d more) rest)))

;; Leading consonants, vowels and trailing consonants of Hangul, and whole syllables.
(defun jamo (c d)
  (cond ((andalso (>= c #x1100) (=< c #x115f))
         (orelse (andalso (>= d #x1100) (=< d #x11a7)) (andalso (>= d #xac00) (=< d #xd7a3))))
        ((andalso (>= c #x1160) (=< c #x11a7)) (andalso (>= d #x1160) (=< d #x11ff)))
        ((andalso (>= c #x11a8) (=< c #x11ff)) (andalso (>= d #x11a8) (=< d #x11ff)))
        ((andalso (>= c #xac00) (=< c #xd7a3))
         (if (=:= (rem (- c #xac00) 28) 0)
           (andalso (>= d #x1160) (=< d #x11ff))
           (andalso (>= d #x11a8) (=< d #x11ff))))
        (else 'false)))

(defun next_codepoint
  "A list of the first code point and the rest, or the empty list."
  ((()) ())
  ((#"") ())
  (((= (cons c _) chars)) (when (is_integer c)) chars)
  (((cons text rest))
   (case (next_codepoint text)
     (() (next_codepoint rest))
     ((list c) (cons c rest))
     ((cons c left) (cons c (cons left rest)))))
  (((binary (c utf8) (rest binary))) (cons c rest))
  (((binary c (rest binary))) (tuple 'error (binary c (rest binary)))))

(defun next_grapheme (text)
  "A list of the first grapheme cluster and the rest, or the empty list."
  (case (next_codepoint text)
    ((cons c rest)
     (let* ((chars (unicode:characters_to_list rest))
            ((cons first others) (clusters (cons c chars))))
       (cons first
             (cond ((=:= others ()) (if (is_binary text) #"" ()))
                   ((is_binary text) (unicode:characters_to_binary others))
                   ((is_integer first) rest)
                   (else (lists:nthtail (- (length first) 1) chars))))))
    (other other)))

;;; Case.

(defun uppercase
  "A code point in upper case, or a list of several."
  ((c) (when (is_integer c) (>= c #\a) (=< c #\z)) (- c 32))
  ((c) (when (is_integer c) (>= c 0) (< c #xb5)) c)
  ((c) (alate:uppercase c)))

(defun lowercase
  "A code point in lower case, or a list of several."
  ((c) (when (is_integer c) (>= c #\A) (=< c #\Z)) (+ c 32))
  ((c) (when (is_integer c) (>= c 0) (< c #xc0)) c)
  ((c) (alate:lowercase c)))

;; Title case is upper case but for the digraphs and Greek letters that have a form of their own and
;; for Georgian.
(defun titlecase (c)
  "A code point in title case, or a list of several."
  (cond ((andalso (>= c #x1c4) (=< c #x1cc)) (+ #x1c5 (* 3 (div (- c #x1c4) 3))))
        ((andalso (>= c #x1f1) (=< c #x1f3)) #x1f2)
        ((andalso (>= c #x10d0) (=< c #x10ff)) c)
        ((andalso (>= c #x1f80) (=< c #x1faf)) (bor c 8))
        ((orelse (=:= c #x1fb3) (=:= c #x1fc3) (=:= c #x1ff3)) (+ c 9))
        ((=:= c #x149) (uppercase c))
        (else
         (case (uppercase c)
           ((cons first rest) (cons first (lower-all rest)))
           (d d)))))

(defun lower-all
  (((cons c cs))
   (case (lowercase c)
     (d (when (is_integer d)) (cons d (lower-all cs)))
     (ds (++ ds (lower-all cs)))))
  ((()) ()))

;; What differs only in case has the same upper case; Cherokee is compared in that.
(defun casefold
  "A code point in the form for comparing without regard to case, or a list of several."
  ((c) (when (is_integer c) (>= c 0) (< c #xb5)) (lowercase c))
  ((#x131) #x131)
  ((#x1e9e) "ss")
  ((c) (when (>= c #x13a0) (=< c #x13fd)) (uppercase c))
  ((c) (when (>= c #xab70) (=< c #xabbf)) (uppercase c))
  ((c)
   (case (uppercase c)
     (d (when (is_integer d)) (lowercase d))
     (ds (lower-all ds)))))
