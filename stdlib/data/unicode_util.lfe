;;; What the module string asks of Unicode: grapheme clusters, white space, case.
;;;
;;; Clusters join a base with what Unicode calls extending: combining marks, joiners, variation
;;; selectors, modifiers of emoji; a carriage return with a line feed; regional indicators in pairs;
;;; Hangul jamo. Case is that of the Latin, Greek, Cyrillic and Armenian letters, whose upper and
;;; lower forms lie at fixed distances or alternate.

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
  (andalso (< c #x300) (< d #x300) (=/= c 13) (=/= d #xad)))

;; The code points that belong to the cluster of c, and the rest.
(defun extension
  ((13 (cons 10 chars)) (tuple (list 10) chars))
  ((c chars) (when (< c 32)) (tuple () chars))
  ((c (cons d chars)) (when (>= c #x1f1e6) (=< c #x1f1ff) (>= d #x1f1e6) (=< d #x1f1ff))
   (let (((tuple more rest) (extending d chars)))
     (tuple (cons d more) rest)))
  ((c chars) (extending c chars)))

(defun extending
  ((#x200d (= (cons d chars) all))
   (if (pictographic d)
     (let (((tuple more rest) (extending d chars)))
       (tuple (cons d more) rest))
     (if (extends d) (extend d chars) (tuple () all))))
  ((c (= (cons d chars) all))
   (if (orelse (extends d) (jamo c d))
     (extend d chars)
     (tuple () all)))
  ((_ ()) (tuple () ())))

(defun extend (d chars)
  (let (((tuple more rest) (extending d chars)))
    (tuple (cons d more) rest)))

(defun extends (d)
  (cond ((< d #x300) 'false)
        ((=< d #x36f) 'true)
        ((andalso (>= d #x483) (=< d #x489)) 'true)
        ((andalso (>= d #x591) (=< d #x5bd)) 'true)
        ((andalso (>= d #x64b) (=< d #x65f)) 'true)
        ((andalso (>= d #x900) (=< d #x903)) 'true)
        ((andalso (>= d #x93a) (=< d #x94f) (=/= d #x93d)) 'true)
        ((=:= d #xe31) 'true)
        ((andalso (>= d #xe34) (=< d #xe3a)) 'true)
        ((andalso (>= d #xe47) (=< d #xe4e)) 'true)
        ((andalso (>= d #x1ab0) (=< d #x1aff)) 'true)
        ((andalso (>= d #x1dc0) (=< d #x1dff)) 'true)
        ((orelse (=:= d #x200c) (=:= d #x200d)) 'true)
        ((andalso (>= d #x20d0) (=< d #x20f0)) 'true)
        ((andalso (>= d #x302a) (=< d #x302f)) 'true)
        ((andalso (>= d #x3099) (=< d #x309a)) 'true)
        ((andalso (>= d #xfe00) (=< d #xfe0f)) 'true)
        ((andalso (>= d #xfe20) (=< d #xfe2f)) 'true)
        ((andalso (>= d #x1f3fb) (=< d #x1f3ff)) 'true)
        ((andalso (>= d #xe0020) (=< d #xe007f)) 'true)
        ((andalso (>= d #xe0100) (=< d #xe01ef)) 'true)
        (else 'false)))

(defun pictographic (d)
  (orelse (andalso (>= d #x1f300) (=< d #x1faff))
          (andalso (>= d #x2600) (=< d #x27bf))
          (andalso (>= d #x2190) (=< d #x21ff))))

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

(defun uppercase (c)
  "A code point in upper case, or a list of several."
  (cond ((< c #\a) c)
        ((=< c #\z) (- c 32))
        ((< c #xb5) c)
        ((=:= c #xb5) #x39c)
        ((=:= c #xdf) "SS")
        ((< c #xe0) c)
        ((=:= c #xf7) c)
        ((=< c #xfe) (- c 32))
        ((=:= c #xff) #x178)
        ((=:= c #x131) #\I)
        ((=:= c #x17f) #\S)
        ((=:= c #x149) (list #x2bc #\N))
        ((paired c) (if (odd-upper c) (upper-odd c) (upper-even c)))
        ((andalso (>= c #x3b1) (=< c #x3c1)) (- c 32))
        ((=:= c #x3c2) #x3a3)
        ((andalso (>= c #x3c3) (=< c #x3cb)) (- c 32))
        ((=:= c #x3ac) #x386)
        ((andalso (>= c #x3ad) (=< c #x3af)) (- c 37))
        ((=:= c #x3cc) #x38c)
        ((orelse (=:= c #x3cd) (=:= c #x3ce)) (- c 63))
        ((andalso (>= c #x430) (=< c #x44f)) (- c 32))
        ((andalso (>= c #x450) (=< c #x45f)) (- c 80))
        ((andalso (>= c #x561) (=< c #x586)) (- c 48))
        ((andalso (>= c #xff41) (=< c #xff5a)) (- c 32))
        ((andalso (>= c #x10428) (=< c #x1044f)) (- c 40))
        (else c)))

(defun lowercase (c)
  "A code point in lower case, or a list of several."
  (cond ((< c #\A) c)
        ((=< c #\Z) (+ c 32))
        ((< c #xc0) c)
        ((=:= c #xd7) c)
        ((=< c #xde) (+ c 32))
        ((< c #x100) c)
        ((=:= c #x130) (list #\i #x307))
        ((=:= c #x178) #xff)
        ((paired c) (if (odd-upper c) (lower-odd c) (lower-even c)))
        ((andalso (>= c #x391) (=< c #x3ab) (=/= c #x3a2)) (+ c 32))
        ((=:= c #x386) #x3ac)
        ((andalso (>= c #x388) (=< c #x38a)) (+ c 37))
        ((=:= c #x38c) #x3cc)
        ((orelse (=:= c #x38e) (=:= c #x38f)) (+ c 63))
        ((andalso (>= c #x410) (=< c #x42f)) (+ c 32))
        ((andalso (>= c #x400) (=< c #x40f)) (+ c 80))
        ((andalso (>= c #x531) (=< c #x556)) (+ c 48))
        ((andalso (>= c #xff21) (=< c #xff3a)) (+ c 32))
        ((andalso (>= c #x10400) (=< c #x10427)) (+ c 40))
        (else c)))

;; Blocks in which upper and lower case alternate.
(defun paired (c)
  (orelse (andalso (>= c #x100) (=< c #x12f))
          (andalso (>= c #x132) (=< c #x137))
          (andalso (>= c #x139) (=< c #x148))
          (andalso (>= c #x14a) (=< c #x177))
          (andalso (>= c #x179) (=< c #x17e))
          (andalso (>= c #x1cd) (=< c #x1dc))
          (andalso (>= c #x1de) (=< c #x1ef))
          (andalso (>= c #x200) (=< c #x21f))
          (andalso (>= c #x222) (=< c #x233))
          (andalso (>= c #x460) (=< c #x481))
          (andalso (>= c #x48a) (=< c #x4bf))
          (andalso (>= c #x4c1) (=< c #x4ce))
          (andalso (>= c #x4d0) (=< c #x52f))
          (andalso (>= c #x1e00) (=< c #x1e95))
          (andalso (>= c #x1ea0) (=< c #x1eff))))

;; Whether upper case stands on odd code points in the block.
(defun odd-upper (c)
  (orelse (andalso (>= c #x139) (=< c #x148))
          (andalso (>= c #x179) (=< c #x17e))
          (andalso (>= c #x1cd) (=< c #x1dc))
          (andalso (>= c #x4c1) (=< c #x4ce))))

(defun upper-odd (c) (if (=:= (band c 1) 0) (- c 1) c))
(defun upper-even (c) (if (=:= (band c 1) 1) (- c 1) c))
(defun lower-odd (c) (if (=:= (band c 1) 1) (+ c 1) c))
(defun lower-even (c) (if (=:= (band c 1) 0) (+ c 1) c))

(defun titlecase (c)
  "A code point in title case, or a list of several."
  (case c
    (#xdf "Ss")
    (_ (uppercase c))))

(defun casefold (c)
  "A code point in the form for comparing without regard to case, or a list of several."
  (case c
    (#xdf "ss")
    (#xb5 #x3bc)
    (#x3c2 #x3c3)
    (#x17f #\s)
    (_ (lowercase c))))
