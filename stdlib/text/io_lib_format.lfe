;;; Control sequences of io_lib:format/2.
;;;
;;; A sequence is ~F.P.PadModC: field width F (negative: left justified), precision P, pad
;;; character, modifiers t and l, and the letter. A `*` takes a number from the arguments.
;;; Everything here answers chars or raises badarg.

(defmodule io_lib_format
  "Control sequences of formatted text."
  (export (format 2) (format 3) (term-field 4)))

(defun format (format arguments)
  "The text of `format` with its control sequences replaced by the arguments."
  (try
    (walk (format-chars format) arguments ())
    (catch
      ((tuple 'error _ _) (error 'badarg)))))

(defun format (format arguments options)
  "format/2, cut to `#(chars_limit n)` characters if that is among the options."
  (let ((chars (format format arguments)))
    (case (proplists:get_value 'chars_limit options -1)
      (limit (when (is_integer limit) (>= limit 0)) (limit-chars chars limit))
      (_ chars))))

(defun limit-chars (chars limit)
  (let ((flat (unicode:characters_to_list chars)))
    (if (> (length flat) limit)
      (++ (lists:sublist flat limit) "...")
      chars)))

(defun format-chars
  ((format) (when (is_list format)) format)
  ((format) (when (is_binary format)) (binary_to_list format))
  ((format) (when (is_atom format)) (atom_to_list format)))

;; `done` is the text so far, latest piece first. The most usual sequences come first.
(defun walk
  (((list* #\~ #\n format) arguments done) (walk format arguments (cons 10 done)))
  (((list* #\~ #\p format) (cons term arguments) done)
   (walk format arguments
         (cons (io_lib_pretty:print term (column done) 80 -1 'latin1) done)))
  (((list* #\~ #\w format) (cons term arguments) done)
   (walk format arguments (cons (io_lib:write term -1 'latin1 () ()) done)))
  (((list* #\~ #\s format) (cons text arguments) done)
   (walk format arguments (cons (text-chars text 'latin1) done)))
  (((list* #\~ #\b format) (cons n arguments) done)
   (walk format arguments (cons (integer_to_list n) done)))
  (((cons #\~ format) arguments done) (width format arguments done))
  (((cons c format) arguments done) (when (is_integer c)) (walk format arguments (cons c done)))
  ((() () done) (lists:reverse done)))

;;; Parsing of a sequence.

(defun width
  (((cons #\- format) arguments done)
   (let (((tuple n format arguments) (number format arguments)))
     (precision format arguments (if (is_integer n) (- n) 'none) done)))
  ((format arguments done)
   (let (((tuple n format arguments) (number format arguments)))
     (precision format arguments n done))))

(defun number
  (((cons #\* format) (cons n arguments)) (when (is_integer n)) (tuple n format arguments))
  (((= (cons c _) format) arguments) (when (>= c #\0) (=< c #\9))
   (digits format arguments 0))
  ((format arguments) (tuple 'none format arguments)))

(defun digits
  (((cons c format) arguments n) (when (>= c #\0) (=< c #\9))
   (digits format arguments (+ (* n 10) (- c #\0))))
  ((format arguments n) (tuple n format arguments)))

(defun precision
  (((cons #\. format) arguments width done)
   (let (((tuple n format arguments) (number format arguments)))
     (pad format arguments width n done)))
  ((format arguments width done) (modifiers format arguments width 'none 32 'latin1 'true done)))

(defun pad
  (((list* #\. #\* format) (cons c arguments) width precision done) (when (is_integer c))
   (modifiers format arguments width precision c 'latin1 'true done))
  (((list* #\. c format) arguments width precision done)
   (modifiers format arguments width precision c 'latin1 'true done))
  ((format arguments width precision done)
   (modifiers format arguments width precision 32 'latin1 'true done)))

(defun modifiers
  (((cons #\t format) arguments width precision pad _ strings done)
   (modifiers format arguments width precision pad 'unicode strings done))
  (((cons #\l format) arguments width precision pad encoding _ done)
   (modifiers format arguments width precision pad encoding 'false done))
  (((cons c format) arguments width precision pad encoding strings done)
   (let* ((field (tuple width precision pad encoding strings))
          ((tuple chars arguments) (control c arguments field done)))
     (walk format arguments (cons chars done)))))

;;; The sequences: each answers its chars and the arguments left.

(defun control
  ((#\w (cons term arguments) (tuple w p pad encoding _) _)
   (tuple (term-field (io_lib:write term -1 encoding () ()) w p pad) arguments))
  ((#\p (cons term arguments) field done)
   (tuple (pretty term -1 field done) arguments))
  ((#\W (list* term depth arguments) (tuple w p pad encoding _) _) (when (is_integer depth))
   (tuple (term-field (io_lib:write term depth encoding () ()) w p pad) arguments))
  ((#\P (list* term depth arguments) field done) (when (is_integer depth))
   (tuple (pretty term depth field done) arguments))
  ((#\s (cons text arguments) (tuple w p pad encoding _) _)
   (tuple (string-field (text-chars text encoding) w p pad) arguments))
  ((#\c (cons c arguments) (tuple w p pad encoding _) _) (when (is_integer c))
   (tuple (char-field (if (=:= encoding 'unicode) c (band c 255)) w p pad) arguments))
  ((#\e (cons x arguments) (tuple w p pad _ _) _)
   (tuple (number-field (io_lib_float:exponent (float x) (default p 6)) w pad) arguments))
  ((#\f (cons x arguments) (tuple w p pad _ _) _)
   (tuple (number-field (io_lib_float:fixed (float x) (default p 6)) w pad) arguments))
  ((#\g (cons x arguments) (tuple w p pad _ _) _)
   (tuple (number-field (io_lib_float:general (float x) (default p 6)) w pad) arguments))
  ((#\b (cons n arguments) (tuple w p pad _ _) _)
   (tuple (number-field (lower (integer_to_list n (base p))) w pad) arguments))
  ((#\B (cons n arguments) (tuple w p pad _ _) _)
   (tuple (number-field (integer_to_list n (base p)) w pad) arguments))
  ((#\x (list* n prefix arguments) (tuple w p pad _ _) _)
   (tuple (number-field (prefixed n prefix (lower (integer_to_list (abs n) (base p)))) w pad)
          arguments))
  ((#\X (list* n prefix arguments) (tuple w p pad _ _) _)
   (tuple (number-field (prefixed n prefix (integer_to_list (abs n) (base p))) w pad)
          arguments))
  ((#\+ (cons n arguments) (tuple w p pad _ _) _)
   (tuple (number-field (based n (base p) (lower (integer_to_list (abs n) (base p)))) w pad)
          arguments))
  ((#\# (cons n arguments) (tuple w p pad _ _) _)
   (tuple (number-field (based n (base p) (integer_to_list (abs n) (base p))) w pad) arguments))
  ((#\~ arguments (tuple w p pad _ _) _) (tuple (char-field #\~ w p pad) arguments))
  ((#\n arguments (tuple w p pad _ _) _) (tuple (char-field 10 w p pad) arguments))
  ((#\i (cons _ arguments) _ _) (tuple () arguments)))

(defun default
  (('none value) value)
  ((value _) value))

(defun base
  (('none) 10)
  ((base) (when (>= base 2) (=< base 36)) base))

(defun pretty
  ((term depth (tuple w p _ encoding strings) done)
   (let ((width (line-width w))
         (column (if (is_integer p) p (column done))))
     (if (< width 0) (error 'badarg) 'ok)
     (io_lib_pretty:print term column width depth encoding strings))))

;; A width of 0 stands for one line, however long.
(defun line-width
  (('none) 80)
  ((0) (bsl 1 40))
  ((width) width))

;; The column, from 1, after the text so far.
(defun column (done)
  (column-before done 1))

(defun column-before
  (((cons 10 _) n) n)
  (((cons c done) n) (when (is_integer c)) (column-before done (+ n 1)))
  (((cons chars done) n)
   (case (after-newline chars 0 'false)
     ((tuple 'true count) (+ n count))
     ((tuple 'false count) (column-before done (+ n count)))))
  ((() n) n))

;; Whether there is a line break in the chars, and how many characters follow it.
(defun after-newline
  (((cons 10 chars) _ _) (after-newline chars 0 'true))
  (((cons c chars) n seen) (when (is_integer c)) (after-newline chars (+ n 1) seen))
  (((cons c chars) n seen)
   (let (((tuple seen n) (after-newline c n seen)))
     (after-newline chars n seen)))
  ((() n seen) (tuple seen n))
  ((bin n seen) (after-newline (unicode:characters_to_list bin) n seen)))

;;; What ~s takes: chars, as characters of the encoding, flattened only where a field needs it.

(defun text-chars
  ((text _) (when (is_atom text)) (atom_to_list text))
  ((text 'latin1) (when (is_binary text)) (binary_to_list text))
  ((text 'latin1) (latin1-chars text ()))
  ((text 'unicode) (when (is_binary text)) (utf8-or-latin1 text))
  ((text 'unicode) (when (is_list text))
   (case (unicode:characters_to_list text)
     (chars (when (is_list chars)) chars))))

;; A binary that is not UTF-8 is taken as Latin-1.
(defun utf8-or-latin1 (text)
  (case (unicode:characters_to_list text)
    (chars (when (is_list chars)) chars)
    (_ (binary_to_list text))))

(defun latin1-chars
  (((cons c cs) rest) (when (is_integer c) (>= c 0) (=< c 255)) (cons c (latin1-chars cs rest)))
  (((cons c cs) rest) (latin1-chars c (latin1-chars cs rest)))
  ((() rest) rest)
  ((text rest) (when (is_binary text)) (++ (binary_to_list text) rest)))

;;; Fields.

(defun string-field
  ((chars 'none 'none _) chars)
  ((chars w 'none pad) (justify (cut chars (abs w)) w pad))
  ((chars 'none p pad) (justify (cut chars p) (- p) pad))
  ((chars w p pad) (when (>= p 0))
   (let ((width (abs w)))
     (justify (justify (cut chars (min p width)) (- (min p width)) pad) w pad))))

(defun cut (chars n)
  (lists:sublist chars n))

;; Chars in a field at least |w| wide: on the right, or on the left if w is negative.
(defun justify (chars w pad)
  (let ((missing (- (abs w) (length chars))))
    (cond ((=< missing 0) chars)
          ((< w 0) (++ chars (lists:duplicate missing pad)))
          (else (++ (lists:duplicate missing pad) chars)))))

(defun number-field
  ((chars 'none _) chars)
  ((chars w pad)
   (if (> (length chars) (abs w))
     (lists:duplicate (abs w) #\*)
     (justify chars w pad))))

(defun term-field
  "Chars in a field, stars where they do not fit."
  ((chars 'none 'none _) chars)
  ((chars 'none p pad) (term-field chars p p pad))
  ((chars w 'none pad) (term-field chars w (abs w) pad))
  ((chars w p pad)
   (let ((p (min p (abs w)))
         (flat (unicode:characters_to_list chars)))
     (if (> (length flat) p)
       (justify (lists:duplicate p #\*) w pad)
       (justify flat w pad)))))

(defun char-field
  ((c 'none 'none _) c)
  ((c w 'none _) (lists:duplicate (abs w) c))
  ((c 'none p _) (lists:duplicate p c))
  ((c w p pad) (justify (lists:duplicate (min p (abs w)) c) w pad)))

;;; Integers.

(defun lower
  (((cons c cs)) (when (>= c #\A) (=< c #\Z)) (cons (+ c 32) (lower cs)))
  (((cons c cs)) (cons c (lower cs)))
  ((()) ()))

(defun prefixed (n prefix digits)
  (let ((chars (++ (prefix-chars prefix) digits)))
    (if (< n 0) (cons #\- chars) chars)))

(defun prefix-chars
  ((prefix) (when (is_list prefix)) (latin1-chars prefix ()))
  ((prefix) (when (is_atom prefix)) (atom_to_list prefix)))

(defun based (n base digits)
  (prefixed n (++ (integer_to_list base) "#") digits))
