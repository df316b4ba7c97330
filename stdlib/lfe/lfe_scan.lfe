;;; Characters to tokens, while a program runs. The compiler has a reader of its own, which agrees with
;;; this one.
;;;
;;; A token is an atom, a delimiter, or `#(value term)`. Where the characters end before it is clear
;;; that a token does, more are asked for by a throw, unless they are said to be all.

(defmodule lfe_scan
  "Tokens of LFE."
  (export (token 3) (format_error 1)))

(defun format_error
  "The text of an error."
  (((tuple 'illegal_chars text)) (++ "illegal characters in " text))
  (((tuple 'illegal_token text)) (++ "illegal token " text))
  (((tuple 'bad_format what)) (++ "bad of format of " what))
  (('nested_comment) "illegal nested block comment"))

(defun token
  "`#(token line chars line)`: the first token, its line, what follows it and the line of that; `eof` if
  there is none. Throws `more` if that cannot be said before there are more characters, unless `final` is
  true, and `#(failed #(line module reason) chars line)`."
  (((cons 10 chars) line final) (token chars (+ line 1) final))
  (((cons c chars) line final) (when (=< c 32)) (token chars line final))
  (((cons 160 chars) line final) (token chars line final))
  (((cons #\; chars) line final) (line-comment chars line final))
  ((() line 'true) (tuple 'eof line () line))
  ((() _ 'false) (throw 'more))
  (((cons #\( chars) line _) (tuple '|(| line chars line))
  (((cons #\) chars) line _) (tuple '|)| line chars line))
  (((cons #\[ chars) line _) (tuple '|[| line chars line))
  (((cons #\] chars) line _) (tuple '|]| line chars line))
  (((cons #\{ chars) line _) (tuple '|{| line chars line))
  (((cons #\} chars) line _) (tuple '|}| line chars line))
  (((cons #\' chars) line _) (tuple 'quote line chars line))
  (((cons #\` chars) line _) (tuple 'backquote line chars line))
  (((cons #\, chars) line final) (comma chars line final))
  (((cons #\" chars) line final) (text chars line final 'list))
  (((cons #\| chars) line final) (bar-symbol chars line final))
  (((cons #\# chars) line final) (sharp chars line final))
  ((chars line final) (plain chars line final)))

(defun comma
  (((cons #\@ chars) line _) (tuple 'comma-at line chars line))
  ((() _ 'false) (throw 'more))
  ((chars line _) (tuple 'comma line chars line)))

(defun line-comment
  (((= (cons 10 _) chars) line final) (token chars line final))
  (((cons _ chars) line final) (line-comment chars line final))
  ((() line final) (token () line final)))

(defun fail (line reason chars next)
  (throw (tuple 'failed (tuple line 'lfe_scan reason) chars next)))

;;; Symbols and numbers.

(defun plain (chars line final)
  (case (lists:splitwith #'is-symbol-char/1 chars)
    ((tuple _ ()) (when (not final)) (throw 'more))
    ((tuple "." rest) (tuple '|.| line rest line))
    ((tuple "..." rest) (tuple #(value ...) line rest line))
    ((tuple (cons #\. _) _) (tuple '|.| line (tl chars) line))
    ((tuple () (cons c rest)) (fail line (tuple 'illegal_token (list c)) rest line))
    ((tuple name rest) (tuple (tuple 'value (symbol-or-number name)) line rest line))))

(defun is-symbol-char (c)
  (andalso (> c 32)
           (orelse (< c 127) (> c 160))
           (not (lists:member c "()[]{}\";"))))

(defun symbol-or-number (name)
  (let ((digits (case name
                  ((cons #\+ digits) digits)
                  ((cons #\- digits) digits)
                  (_ name))))
    (case (lists:splitwith #'is-digit/1 digits)
      ((tuple (cons _ _) ()) (list_to_integer name))
      ((tuple (cons _ _) (cons #\. _)) (as-float name))
      (_ (list_to_atom name)))))

;; A float too large for one is a symbol, as what only begins like one is.
(defun as-float (name)
  (try (list_to_float name)
    (catch ((tuple 'error 'badarg _) (list_to_atom name)))))

(defun is-digit (c)
  (andalso (>= c #\0) (=< c #\9)))

(defun bar-symbol (chars line final)
  (case (quoted chars line #\| ())
    ((tuple name rest next) (tuple (tuple 'value (list_to_atom name)) line rest next))
    ((tuple 'open next) (unfinished chars #\| next final))))

(defun unfinished
  ((_ _ _ 'false) (throw 'more))
  ((chars quote line _) (fail line (tuple 'illegal_chars (cons quote chars)) () line)))

;;; Strings.

(defun text
  (((= (list* #\" #\" rest) chars) line final kind)
   (case (rest-of-line rest)
     ((tuple 'yes rest) (triple rest line final kind))
     ('no (quoted-text chars line final kind))
     ('unknown (if final (quoted-text chars line final kind) (throw 'more)))))
  (("\"" _ 'false _) (throw 'more))
  ((chars line final kind) (quoted-text chars line final kind)))

(defun quoted-text (chars line final kind)
  (case (quoted chars line #\" ())
    ((tuple chars rest next) (tuple (tuple 'value (as-kind kind chars)) line rest next))
    ((tuple 'open next) (unfinished chars #\" next final))))

(defun as-kind
  (('list chars) chars)
  (('binary chars) (unicode:characters_to_binary chars)))

;; Characters up to the quote: `#(chars rest line)` or `#(open line)`.
(defun quoted
  (((cons #\\ chars) line quote done)
   (case chars
     ((cons c rest) (when (=:= quote #\|)) (quoted rest line quote (cons c done)))
     ((cons #\x more)
      (case (hexadecimal more)
        ((tuple code rest) (quoted rest line quote (cons code done)))
        ('none (quoted more line quote (cons #\x done)))))
     ((cons 10 rest) (quoted rest (+ line 1) quote (cons 10 done)))
     ((cons c rest) (quoted rest line quote (cons (escaped c) done)))
     (() (tuple 'open line))))
  (((cons quote rest) line quote done) (tuple (lists:reverse done) rest line))
  (((cons 10 rest) line quote done) (quoted rest (+ line 1) quote (cons 10 done)))
  (((cons c rest) line quote done) (quoted rest line quote (cons c done)))
  ((() line _ _) (tuple 'open line)))

;; The character whose code is written in hexadecimal digits and ended by `;`.
(defun hexadecimal (chars)
  (case (lists:splitwith #'is-hexadecimal/1 chars)
    ((tuple (= (cons _ _) digits) (cons #\; rest))
     (let ((code (list_to_integer digits 16)))
       (if (orelse (< code #xd800) (andalso (> code #xdfff) (< code #x110000)))
         (tuple code rest)
         'none)))
    (_ 'none)))

(defun is-hexadecimal (c)
  (orelse (is-digit c)
          (andalso (>= c #\a) (=< c #\f))
          (andalso (>= c #\A) (=< c #\F))))

(defun escaped
  ((#\b) 8)
  ((#\t) 9)
  ((#\n) 10)
  ((#\v) 11)
  ((#\f) 12)
  ((#\r) 13)
  ((#\e) 27)
  ((#\s) 32)
  ((#\d) 127)
  ((c) c))

;; After three quotes only blanks may stand on their line.
(defun rest-of-line
  (((cons 10 chars)) (tuple 'yes chars))
  (((cons c chars)) (when (orelse (=:= c 32) (=:= c 9) (=:= c 13))) (rest-of-line chars))
  ((()) 'unknown)
  ((_) 'no))

;; Lines up to one that begins with three quotes; what stands before these is taken from all.
(defun triple (chars line final kind)
  (case (block-lines chars ())
    ((tuple lines indentation rest)
     (let ((next (+ line 1 (length lines))))
       (case (undented lines indentation)
         ('error (fail line #(bad_format "triple-quoted string") rest next))
         (lines
          (let ((text (lists:append (lists:join "\n" lines))))
            (tuple (tuple 'value (as-kind kind text)) line rest next))))))
    ('open
     (if final
       (fail line #(bad_format "triple-quoted string") () line)
       (throw 'more)))))

(defun block-lines (chars done)
  (case (lists:splitwith #'is-blank/1 chars)
    ((tuple indentation (list* #\" #\" #\" rest)) (tuple (lists:reverse done) indentation rest))
    (_
     (case (lists:splitwith (lambda (c) (=/= c 10)) chars)
       ((tuple line (cons _ rest)) (block-lines rest (cons (without-return line) done)))
       (_ 'open)))))

(defun is-blank (c)
  (orelse (=:= c 32) (=:= c 9)))

(defun without-return (line)
  (if (lists:suffix "\r" line)
    (lists:droplast line)
    line))

(defun undented
  ((() _) ())
  (((cons line lines) indentation)
   (let ((own (cond ((lists:prefix indentation line) (lists:nthtail (length indentation) line))
                    ((lists:all #'is-blank/1 line) ())
                    ('true 'error)))
         (others (undented lines indentation)))
     (if (orelse (=:= own 'error) (=:= others 'error))
       'error
       (cons own others)))))

;;; What begins with `#`.

(defun sharp
  ((() _ 'false) (throw 'more))
  (((cons #\( chars) line _) (tuple '|#(| line chars line))
  (((cons #\. chars) line _) (tuple '|#.| line chars line))
  (((cons #\; chars) line _) (tuple '|#;| line chars line))
  (((cons #\` chars) line _) (tuple '|#`| line chars line))
  (((cons #\, chars) line final)
   (let (((tuple kind _ rest _) (comma chars line final)))
     (tuple (if (=:= kind 'comma) '|#,| '|#,@|) line rest line)))
  (((list* #\B #\( chars) line _) (tuple '|#B(| line chars line))
  (((list* #\M #\( chars) line _) (tuple '|#M(| line chars line))
  (((list* #\S #\( chars) line _) (tuple '|#S(| line chars line))
  (((cons #\" chars) line final) (text chars line final 'binary))
  (((cons #\| chars) line final) (block-comment chars line final))
  (((cons #\\ chars) line final) (character chars line final))
  (((cons #\' chars) line final) (function-name chars line final))
  ((chars line final)
   (let (((tuple name rest) (lists:splitwith #'is-symbol-char/1 chars)))
     (if (andalso (=:= rest ()) (not final)) (throw 'more))
     (named name rest line))))

;; Numbers in a base, and names of Elixir's modules.
(defun named
  (((cons #\E name) rest line) (when (=/= name ()))
   (tuple (tuple 'value (list_to_atom (++ "Elixir." name))) line rest line))
  (((cons #\b digits) rest line) (based digits 2 rest line))
  (((cons #\* digits) rest line) (based digits 2 rest line))
  (((cons #\o digits) rest line) (based digits 8 rest line))
  (((cons #\d digits) rest line) (based digits 10 rest line))
  (((cons #\x digits) rest line) (based digits 16 rest line))
  ((name rest line)
   (case (lists:splitwith #'is-digit/1 name)
     ((tuple base (cons #\r digits))
      (case (if (=:= base ()) 0 (list_to_integer base))
        (base (when (>= base 2) (=< base 36)) (based digits base rest line))
        (_ (fail line #(bad_format "#r") rest line))))
     (_ (fail line (tuple 'illegal_token (cons #\# name)) rest line)))))

(defun based (digits base rest line)
  (try
    (let ((value (list_to_integer digits base)))
      (tuple (tuple 'value value) line rest line))
    (catch
      ((tuple 'error _ _) (fail line #(illegal_chars "based number") rest line)))))

(defun character
  (((list* #\x chars) line final)
   (case (hexadecimal chars)
     ((tuple code rest) (tuple (tuple 'value code) line rest line))
     ('none
      (if (andalso (not final) (lists:all #'is-hexadecimal/1 chars))
        (throw 'more)
        (tuple #(value 120) line chars line)))))
  (((cons c chars) line _)
   (tuple (tuple 'value c) line chars (if (=:= c 10) (+ line 1) line)))
  ((() _ 'false) (throw 'more))
  ((() line _) (fail line #(illegal_token "#\\") () line)))

(defun block-comment (chars line final)
  (block-comment chars line final line))

(defun block-comment
  (((list* #\| #\# chars) line final _) (token chars line final))
  (((list* #\# #\| chars) line _ _) (fail line 'nested_comment chars line))
  (((cons 10 chars) line final begin) (block-comment chars (+ line 1) final begin))
  (((cons _ chars) line final begin) (block-comment chars line final begin))
  ((() _ 'false _) (throw 'more))
  ((() _ _ begin) (fail begin #(bad_format "block comment") () begin)))

;; `#'name/arity` and `#'module:name/arity`.
(defun function-name (chars line final)
  (let (((tuple text rest) (lists:splitwith #'is-symbol-char/1 chars)))
    (if (andalso (=:= rest ()) (not final)) (throw 'more))
    (case (at-last-slash text)
      ((tuple (= (cons _ _) name) (= (cons _ _) arity))
       (if (lists:all #'is-digit/1 arity)
         (tuple (tuple 'value (function-form name (list_to_integer arity))) line rest line)
         (bad-function text rest line)))
      (_ (bad-function text rest line)))))

(defun bad-function (text rest line)
  (fail line (tuple 'bad_format (++ "#'" text)) rest line))

(defun at-last-slash (text)
  (case (lists:splitwith (lambda (c) (=/= c #\/)) (lists:reverse text))
    ((tuple arity (cons _ name)) (tuple (lists:reverse name) (lists:reverse arity)))
    (_ 'none)))

(defun function-form (name arity)
  (case (lists:splitwith (lambda (c) (=/= c #\:)) name)
    ((tuple (= (cons first _) module) (cons _ (= (cons _ _) function))) (when (=/= first #\=))
     (list 'function (list_to_atom module) (list_to_atom function) arity))
    (_ (list 'function (list_to_atom name) arity))))
