;;; Formatted reading: what io_lib:fread/2 and io:fread/2,3 share.
;;;
;;; A format is walked along the characters. White space in it skips white space, another character
;;; must stand there itself, and a sequence `~*FX` reads a field of F characters by the letter X;
;;; with `*` it is read and left out.

(defmodule io_lib_fread
  "Formatted reading of characters."
  (export (fread 4)))

(defun fread
  "Reads characters by a format, after so many characters, with the values so far in reverse: ok
   with values and rest, more with what is left of the format, or error."
  ((() rest _ values) (tuple 'ok (lists:reverse values) rest))
  (((cons #\~ directive) chars count values)
   (directive directive chars count values))
  (((= (cons f format) all) chars count values)
   (if (is-space f)
     (let (((tuple rest skipped) (skip chars 0)))
       (fread format rest (+ count skipped) values))
     (case chars
       (() (tuple 'more all count values))
       ((cons c chars) (when (=:= c f)) (fread format chars (+ count 1) values))
       ((cons c chars) (if (is-space c)
                         (fread all chars (+ count 1) values)
                         (failed 'input)))))))

(defun directive
  (((cons #\~ format) chars count values) (tilde format chars count values))
  ((directive chars count values)
   (let* (((tuple is-dropped after-star)
           (case directive ((cons #\* more) (tuple 'true more)) (_ (tuple 'false directive))))
          ((tuple width after-width) (number after-star 'none))
          (after-t (case after-width ((cons #\t more) more) (_ after-width))))
     (case after-t
       ((cons letter format)
        (case (value letter width chars count)
          ('more (tuple 'more (cons #\~ directive) count values))
          ((tuple 'value value rest used)
           (fread format rest (+ count used) (if is-dropped values (cons value values))))
          (error error)))
       (() (failed 'format))))))

;; `~~` is the character itself.
(defun tilde (format chars count values)
  (case (skip chars 0)
    ((tuple () _) (tuple 'more (list* #\~ #\~ format) count values))
    ((tuple (cons #\~ rest) skipped) (fread format rest (+ count skipped 1) values))
    (_ (failed 'input))))

(defun failed (what) (tuple 'error (tuple 'fread what)))

(defun number
  (((cons c rest) so-far) (when (>= c #\0) (=< c #\9))
   (number rest (+ (- c #\0) (if (=:= so-far 'none) 0 (* 10 so-far)))))
  ((rest so-far) (tuple so-far rest)))

(defun is-space (c) (orelse (=:= c 32) (=:= c 9) (=:= c 10)))

(defun skip
  (((= (cons c rest) all) count) (if (is-space c) (skip rest (+ count 1)) (tuple all count)))
  ((() count) (tuple () count)))

;; The value that a letter reads, the characters after it and how many it took; `more`, or an error.
(defun value
  ((#\l _ chars count) (tuple 'value count chars 0))
  ((#\c width chars _)
   (let ((width (if (=:= width 'none) 1 width)))
     (case (taken width chars ())
       ((tuple 0 field rest) (tuple 'value field rest width))
       (_ (if (=:= chars ()) 'more (failed 'character))))))
  ((letter width chars _)
   (case (lists:member letter "du-#fsa")
     ('false (failed 'format))
     ('true
      (case (skip chars 0)
        ((tuple () _) 'more)
        ((tuple rest skipped)
         (case (field letter width rest)
           ((tuple 'value value after used) (tuple 'value value after (+ skipped used)))
           (error error))))))))

(defun taken
  ((0 rest field) (tuple 0 (lists:reverse field) rest))
  ((n (cons c rest) field) (taken (- n 1) rest (cons c field)))
  ((n () field) (tuple n (lists:reverse field) ())))

;; A field begins at something that is not white space. For `~u` the number is the base.
(defun field
  ((#\d width chars) (within width chars (lambda (text) (integer text 'integer))))
  ((#\u 'none chars) (unsigned chars 10))
  ((#\u base chars) (unsigned chars base))
  ((#\- _ (cons #\- rest)) (tuple 'value -1 rest 1))
  ((#\- _ (cons #\+ rest)) (tuple 'value 1 rest 1))
  ((#\- _ rest) (tuple 'value 1 rest 0))
  ((#\# _ chars) (based chars))
  ((#\f width chars) (within width chars #'float-value/1))
  ((#\s 'none chars)
   (let (((tuple word rest) (lists:splitwith (lambda (c) (not (is-space c))) chars)))
     (tuple 'value word rest (length word))))
  ((#\s width chars)
   (let (((tuple left field rest) (taken width chars ())))
     (tuple 'value (trimmed field) rest (- width left))))
  ((#\a width chars)
   (case (field #\s width chars)
     ((tuple 'value word rest used) (tuple 'value (list_to_atom word) rest used)))))

(defun trimmed (field)
  (lists:reverse (lists:dropwhile (lambda (c) (is-space c)) (lists:reverse field))))

;; A reader over the whole rest, or over a field of so many characters.
(defun within
  (('none chars read) (funcall read chars))
  ((width chars read)
   (let (((tuple _ field rest) (taken width chars ())))
     (case (funcall read field)
       ((tuple 'value value () used) (tuple 'value value rest used))
       ((tuple 'value value left used) (tuple 'value value (++ left rest) used))
       (error error)))))

(defun integer
  (((cons #\- rest) what) (signed -1 rest what))
  (((cons #\+ rest) what) (signed 1 rest what))
  ((chars what) (digits-value chars 10 what)))

(defun signed (sign chars what)
  (case (digits-value chars 10 what)
    ((tuple 'value value rest used) (tuple 'value (* sign value) rest (+ used 1)))
    (error error)))

(defun unsigned (chars base) (digits-value chars base 'unsigned))

(defun digits-value (chars base what)
  (case (digits chars base 0 0)
    ((tuple _ _ 0) (failed what))
    ((tuple value rest used) (tuple 'value value rest used))))

(defun digits
  (((= (cons c rest) all) base value used)
   (case (digit c)
     (d (when (< d base)) (digits rest base (+ (* value base) d) (+ used 1)))
     (_ (tuple value all used))))
  ((() _ value used) (tuple value () used)))

(defun digit
  ((c) (when (>= c #\0) (=< c #\9)) (- c #\0))
  ((c) (when (>= c #\a) (=< c #\z)) (- c 87))
  ((c) (when (>= c #\A) (=< c #\Z)) (- c 55))
  ((_) 99))

;; An integer in the notation of Erlang, 16#ff.
(defun based (chars)
  (case (digits-value chars 10 'based)
    ((tuple 'value base (cons #\# rest) used)
     (case (digits-value rest base 'based)
       ((tuple 'value value after more) (tuple 'value value after (+ used 1 more)))
       (error error)))
    ((tuple 'value _ _ _) (failed 'based))
    (error error)))

;; A sign, digits, a point, digits, and perhaps an exponent.
(defun float-value (chars)
  (let* (((tuple sign after-sign) (sign chars))
         ((tuple whole after-whole) (lists:splitwith #'is-digit/1 after-sign)))
    (case after-whole
      ((cons #\. after-point) (when (=/= whole ()))
       (let (((tuple part after-part) (lists:splitwith #'is-digit/1 after-point)))
         (if (=:= part ())
           (failed 'float)
           (let* (((tuple exponent rest) (exponent after-part))
                  (text (++ sign whole "." part exponent)))
             (try (tuple 'value (list_to_float text) rest (length text))
               (catch (_ (failed 'float))))))))
      (_ (failed 'float)))))

(defun is-digit (c) (andalso (>= c #\0) (=< c #\9)))

(defun sign
  (((cons c rest)) (when (orelse (=:= c #\-) (=:= c #\+))) (tuple (list c) rest))
  ((rest) (tuple () rest)))

(defun exponent
  (((= (cons e rest) all)) (when (orelse (=:= e #\e) (=:= e #\E)))
   (let* (((tuple sign after-sign) (sign rest))
          ((tuple digits left) (lists:splitwith #'is-digit/1 after-sign)))
     (if (=:= digits ())
       (tuple () all)
       (tuple (cons #\e (++ sign digits)) left))))
  ((rest) (tuple () rest)))
