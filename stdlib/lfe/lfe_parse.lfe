;;; Tokens to s-expressions, while a program runs.

(defmodule lfe_parse
  "S-expressions of LFE."
  (export (sexpr 3) (format_error 1)))

(defun format_error
  "The text of an error."
  (('missing_token) "missing token")
  (('no_compiler) "#. expression, in a program without the compiler (--with-compiler)")
  (((tuple 'illegal what)) (++ "illegal " (quoted what)))
  ((text) (when (is_list text)) text))

(defun quoted
  (('symbol) "symbol")
  ((token) (lists:flatten (io_lib:write token))))

(defun sexpr (chars line final)
  "`#(ok form line chars next)`: the first s-expression, the line where it begins, what follows it and
  the line of that; `#(eof line)` if there is none, `more` if the characters, which are not all (`final`),
  end before it does, `#(error #(line module reason) chars next)`."
  (try
    (first-form chars line final)
    (catch
      ((tuple 'throw 'more _) 'more)
      ((tuple 'throw (tuple 'failed failure chars next) _) (tuple 'error failure chars next)))))

(defun first-form (chars line final)
  (case (lfe_scan:token chars line final)
    ((tuple 'eof line _ _) (tuple 'eof line))
    ((tuple token begin chars next)
     (let (((tuple form chars next) (form token begin chars next final)))
       (tuple 'ok form begin chars next)))))

(defun fail (line reason chars next)
  (throw (tuple 'failed (tuple line 'lfe_parse reason) chars next)))

;; `#(form chars line)`.
(defun form
  (((tuple 'value value) _ chars next _) (tuple value chars next))
  (('|(| begin chars next final) (elements '|)| begin chars next final))
  (('|[| begin chars next final) (elements '|]| begin chars next final))
  (('|#(| begin chars next final)
   (let (((tuple elements chars next) (proper begin chars next final)))
     (tuple (list_to_tuple elements) chars next)))
  (('|#B(| begin chars next final)
   (let (((tuple segments chars next) (proper begin chars next final)))
     (tuple (binary-of segments begin chars next) chars next)))
  (('|#M(| begin chars next final)
   (let (((tuple elements chars next) (proper begin chars next final)))
     (tuple (map-of elements begin chars next) chars next)))
  (('|#.| begin chars next final)
   (let (((tuple form chars next) (next-form chars next final)))
     (tuple (value-of form begin chars next) chars next)))
  ((token begin chars next final)
   (if (lists:member token '(quote backquote comma comma-at))
     (let (((tuple form chars next) (next-form chars next final)))
       (tuple (list token form) chars next))
     (illegal token begin chars next))))

;; What is evaluated while it is read: only a program that has the compiler beside it can.
(defun value-of (form line chars next)
  (try
    (lfe_eval:expr form)
    (catch
      ((tuple 'error 'no_compiler _)
       (fail line 'no_compiler chars next))
      (_ (fail line "bad #. expression" chars next)))))

(defun next-form (chars line final)
  (let (((tuple token begin chars next) (lfe_scan:token chars line final)))
    (form token begin chars next final)))

(defun illegal
  (('eof line chars next) (fail line 'missing_token chars next))
  (((tuple 'value value) line chars next) (fail line (tuple 'illegal (kind value)) chars next))
  ((token line chars next) (fail line (tuple 'illegal token) chars next)))

(defun kind
  ((value) (when (is_atom value)) 'symbol)
  ((value) (when (is_number value)) 'number)
  ((value) (when (is_list value)) 'string)
  ((_) 'binary))

;; The elements of a list up to its end, and its tail after a dot.
(defun elements (end begin chars line final)
  (elements end chars line final begin ()))

(defun elements (end chars line final begin done)
  (case (lfe_scan:token chars line final)
    ((tuple token _ chars next) (when (=:= token end)) (tuple (lists:reverse done) chars next))
    ((tuple '|.| _ chars next) (when (=/= done ()))
     (let* (((tuple tail chars next) (next-form chars next final))
            ((tuple token line chars next) (lfe_scan:token chars next final)))
       (if (=:= token end)
         (tuple (lists:reverse done tail) chars next)
         (illegal token line chars next))))
    ((tuple token line chars next)
     (let (((tuple form chars next) (form token line chars next final)))
       (elements end chars next final begin (cons form done))))))

;; Without a dot.
(defun proper (begin chars line final)
  (proper chars line final begin ()))

(defun proper (chars line final begin done)
  (case (lfe_scan:token chars line final)
    ((tuple '|)| _ chars next) (tuple (lists:reverse done) chars next))
    ((tuple token line chars next)
     (let (((tuple form chars next) (form token line chars next final)))
       (proper chars next final begin (cons form done))))))

(defun map-of (elements begin chars next)
  (try
    (let ((pairs (pairs elements)))
      (maps:from_list pairs))
    (catch
      ((tuple 'error _ _) (fail begin "bad map" chars next)))))

(defun pairs
  (((list* key value rest)) (cons (tuple key value) (pairs rest)))
  ((()) ()))

;;; Binaries: values and strings, alone or in lists with specifiers.

(defun binary-of (segments begin chars next)
  (try
    (let ((parts (lists:map #'segment/1 segments)))
      (list_to_bitstring parts))
    (catch
      ((tuple 'error _ _) (fail begin "bad binary" chars next)))))

(defun segment
  (((cons value specifiers)) (when (not (is_integer value)))
   (values value (specified specifiers 'default 'default 'default 'big)))
  (((= (cons value specifiers) segment))
   (case (lists:all #'is_integer/1 segment)
     ('true (values segment (specified () 'default 'default 'default 'big)))
     ('false (values value (specified specifiers 'default 'default 'default 'big)))))
  ((value) (values value (specified () 'default 'default 'default 'big))))

;; `#(type size endianness)` of specifiers.
(defun specified
  (((cons (list 'size size) rest) type _ unit endian) (when (is_integer size) (>= size 0))
   (specified rest type size unit endian))
  (((cons (list 'unit unit) rest) type size _ endian) (when (is_integer unit) (> unit 0))
   (specified rest type size unit endian))
  (((cons name rest) type size unit endian)
   (cond ((lists:member name '(integer float binary bytes bitstring bits
                               utf8 utf-8 utf16 utf-16 utf32 utf-32))
          (specified rest name size unit endian))
         ((lists:member name '(signed unsigned)) (specified rest type size unit endian))
         ((lists:member name '(little little-endian)) (specified rest type size unit 'little))
         ((lists:member name '(native native-endian)) (specified rest type size unit 'little))
         ((lists:member name '(big big-endian)) (specified rest type size unit 'big))
         ('true (error 'badarg))))
  ((() type size unit endian)
   (case type
     ('default (tuple 'integer (bits size unit 8 1) endian))
     ('integer (tuple 'integer (bits size unit 8 1) endian))
     ('float (tuple 'float (bits size unit 64 1) endian))
     ('binary (tuple 'bits (bits size unit 'all 8) endian))
     ('bytes (tuple 'bits (bits size unit 'all 8) endian))
     ('bitstring (tuple 'bits (bits size unit 'all 1) endian))
     ('bits (tuple 'bits (bits size unit 'all 1) endian))
     (utf (tuple utf 'default endian)))))

(defun bits
  (('default _ default _) default)
  ((size 'default _ unit) (* size unit))
  ((size unit _ _) (* size unit)))

;; The specifiers of a string apply to each of its characters.
(defun values
  ((value field) (when (is_list value))
   (list_to_bitstring (lists:map (lambda (c) (bits-of c field)) value)))
  ((value field) (bits-of value field)))

(defun bits-of
  ((value (tuple 'integer size 'big)) (binary (value (size size))))
  ((value (tuple 'integer size 'little)) (binary (value (size size) little)))
  ((value (tuple 'float size 'big)) (binary (value float (size size))))
  ((value (tuple 'float size 'little)) (binary (value float (size size) little)))
  ((value (tuple 'bits 'all _)) (when (is_bitstring value)) value)
  ((value (tuple 'bits size _)) (binary (value bitstring (size size))))
  ((value (tuple utf _ endian))
   (case (tuple utf endian)
     ((tuple utf _) (when (orelse (=:= utf 'utf8) (=:= utf 'utf-8))) (binary (value utf8)))
     ((tuple utf 'big) (when (orelse (=:= utf 'utf16) (=:= utf 'utf-16))) (binary (value utf16)))
     ((tuple utf 'little) (when (orelse (=:= utf 'utf16) (=:= utf 'utf-16)))
      (binary (value utf16 little)))
     (#(_ big) (binary (value utf32)))
     (_ (binary (value utf32 little))))))
