;;; Text of terms and formatted text: the functions of Erlang's module `io_lib`.
;;;
;;; Control sequences are in io_lib_format, floats in io_lib_float, line breaking in io_lib_pretty.
;;; Texts are lists of characters and of such lists (*chars*), as in Erlang.

(defmodule io_lib
  "Formatting of text, as in Erlang."
  (export
   (format 2) (fwrite 2) (format 3) (fwrite 3) (fread 2)
   (write 1) (write 2) (write 3) (write 5) (print 1) (print 4)
   (write_atom 1) (write_atom 2) (write_atom_as_latin1 1)
   (write_string 1) (write_string 2) (write_string_as_latin1 1) (write_latin1_string 1)
   (write_char 1) (write_char_as_latin1 1) (write_latin1_char 1)
   (write_unicode_string 1) (write_unicode_char 1) (deep_unicode_char_list 1) (quote_atom 2)
   (nl 0) (indentation 2) (chars_length 1)
   (char_list 1) (latin1_char_list 1) (deep_char_list 1) (deep_latin1_char_list 1)
   (printable_list 1) (printable_latin1_list 1) (printable_unicode_list 1)))

(defun fread (format chars)
  "Reads characters by a format: ok with the values and the rest, more, or error."
  (io_lib_fread:fread (format-chars format) chars 0 ()))

(defun format-chars
  ((format) (when (is_atom format)) (atom_to_list format))
  ((format) (when (is_binary format)) (binary_to_list format))
  ((format) format))

(defun format (format arguments)
  "The text of `format` with its control sequences replaced by the arguments."
  (io_lib_format:format format arguments))

(defun fwrite (format arguments)
  "format/2."
  (io_lib_format:format format arguments))

(defun format (format arguments options)
  "format/2, cut to `#(chars_limit n)` characters if that is among the options."
  (io_lib_format:format format arguments options))

(defun fwrite (format arguments options)
  "format/3."
  (io_lib_format:format format arguments options))

(defun print (term)
  "The text of `term` with line breaks, strings as strings."
  (io_lib_pretty:print term 1 80 -1 'latin1))

(defun print (term column width depth)
  "print/1 from a column on, for lines of some width, cut at a depth."
  (io_lib_pretty:print term column width depth 'latin1))

(defun nl ()
  "The text of a line break."
  "\n")

;;; Terms on one line.

(defun write (term)
  "The text of `term` on one line."
  (write-term term -1 'latin1))

(defun write
  "The text of `term` on one line, cut at a depth; or with a list of options."
  ((term depth) (when (is_integer depth)) (write-term term depth 'latin1))
  ((term options) (when (is_list options))
   (write-term term (proplists:get_value 'depth options -1)
               (proplists:get_value 'encoding options 'latin1))))

(defun write (term depth _)
  "write/2."
  (write-term term depth 'latin1))

(defun write (term depth encoding _ _)
  "write/2 with an encoding, `latin1` or `unicode`."
  (write-term term depth encoding))

;; A negative depth never reaches 0, so it is no limit.
(defun write-term
  ((_ 0 _) "...")
  ((term _ _) (when (is_integer term)) (integer_to_list term))
  ((term _ encoding) (when (is_atom term)) (write_atom term encoding))
  (((cons _ _) 1 _) "[...]")
  (((cons x xs) depth encoding)
   (list #\[ (write-term x (- depth 1) encoding) (write-tail xs (- depth 1) encoding)))
  ((() _ _) "[]")
  ((term _ _) (when (is_float term)) (float_to_list term '(short)))
  ((#() _ _) "{}")
  ((term 1 _) (when (is_tuple term)) "{...}")
  ((term depth encoding) (when (is_tuple term))
   (let (((cons x xs) (tuple_to_list term)))
     (list #\{ (write-term x (- depth 1) encoding) (write-elements xs (- depth 1) encoding))))
  ((term depth encoding) (when (is_map term)) (write-map term depth encoding))
  ((term depth _) (when (is_bitstring term)) (write-bits term depth))
  ((term _ encoding) (when (is_function term)) (write-fun term encoding))
  ((term _ _) (when (is_pid term)) (pid_to_list term))
  ((term _ _) (when (is_reference term)) (ref_to_list term))
  ((term _ _) (erlang:port_to_list term)))

(defun write-tail
  ((() _ _) "]")
  ((_ 1 _) "|...]")
  (((cons x xs) depth encoding)
   (list #\, (write-term x (- depth 1) encoding) (write-tail xs (- depth 1) encoding)))
  ((term depth encoding) (list #\| (write-term term (- depth 1) encoding) #\])))

(defun write-elements
  ((() _ _) "}")
  ((_ 1 _) ",...}")
  (((cons x xs) depth encoding)
   (list #\, (write-term x (- depth 1) encoding) (write-elements xs (- depth 1) encoding))))

(defun write-map (term depth encoding)
  (cond ((=:= depth 1) "#{}")
        ((=:= (map_size term) 0) "#{}")
        (else (let (((cons pair pairs) (maps:to_list term)))
                (list "#{" (write-pair pair (- depth 1) encoding)
                      (write-pairs pairs (- depth 1) encoding))))))

(defun write-pair
  (((tuple key value) depth encoding)
   (list (write-term key depth encoding) " => " (write-term value depth encoding))))

;; A map that just fits a depth is followed by dots: so does Erlang.
(defun write-pairs
  ((_ 1 _) ",...}")
  ((() _ _) "}")
  (((cons pair pairs) depth encoding)
   (list #\, (write-pair pair (- depth 1) encoding) (write-pairs pairs (- depth 1) encoding))))

(defun write-bits
  ((#"" _) "<<>>")
  ((_ 1) "<<...>>")
  ((bits depth) (list "<<" (write-segments bits depth))))

(defun write-segments
  ((_ 1) "...>>")
  (((binary byte) _) (list (integer_to_list byte) ">>"))
  (((binary byte (rest bitstring)) depth)
   (list (integer_to_list byte) #\, (write-segments rest (- depth 1))))
  ((rest _)
   (let* ((size (bit_size rest))
          ((binary (value (size size))) rest))
     (list (integer_to_list value) #\: (integer_to_list size) ">>"))))

(defun write-fun (term encoding)
  (case (erlang:fun_info term 'type)
    ((tuple 'type 'external)
     (let (((tuple 'module m) (erlang:fun_info term 'module))
           ((tuple 'name f) (erlang:fun_info term 'name))
           ((tuple 'arity a) (erlang:fun_info term 'arity)))
       (list "fun " (write_atom m encoding) #\: (write_atom f encoding) #\/
             (integer_to_list a))))
    (_ (erlang:fun_to_list term))))

;;; Atoms.

(defun write_atom (atom)
  "The text of an atom, quoted where it must be."
  (write_atom atom 'unicode))

(defun write_atom_as_latin1 (atom)
  "write_atom/1 with characters above 255 escaped."
  (write_atom atom 'latin1))

(defun write_atom (atom encoding)
  "The text of an atom, quoted where it must be, in an encoding."
  (let ((chars (atom_to_list atom)))
    (if (orelse (not (plain-atom chars)) (reserved-word atom))
      (write-quoted chars #\' encoding)
      chars)))

(defun quote_atom (atom chars)
  "Whether an atom of these characters must be quoted."
  (orelse (not (plain-atom chars)) (reserved-word atom)))

(defun plain-atom
  (((cons c cs)) (when (>= c #\a) (=< c #\z)) (plain-rest cs))
  (((cons c cs)) (when (>= c #xdf) (=< c #xff) (=/= c #xf7)) (plain-rest cs))
  ((_) 'false))

(defun plain-rest
  (((cons c cs)) (when (>= c #\a) (=< c #\z)) (plain-rest cs))
  (((cons c cs)) (when (>= c #\A) (=< c #\Z)) (plain-rest cs))
  (((cons c cs)) (when (>= c #\0) (=< c #\9)) (plain-rest cs))
  (((cons #\_ cs)) (plain-rest cs))
  (((cons #\@ cs)) (plain-rest cs))
  (((cons c cs)) (when (>= c #xc0) (=< c #xff) (=/= c #xd7) (=/= c #xf7)) (plain-rest cs))
  ((()) 'true)
  ((_) 'false))

(defun reserved-word
  (('after) 'true) (('and) 'true) (('andalso) 'true) (('band) 'true) (('begin) 'true)
  (('bnot) 'true) (('bor) 'true) (('bsl) 'true) (('bsr) 'true) (('bxor) 'true) (('case) 'true)
  (('catch) 'true) (('cond) 'true) (('div) 'true) (('end) 'true) (('fun) 'true) (('if) 'true)
  (('let) 'true) (('not) 'true) (('of) 'true) (('or) 'true) (('orelse) 'true)
  (('receive) 'true) (('rem) 'true) (('try) 'true) (('when) 'true) (('xor) 'true)
  ((_) 'false))

;;; Strings and characters.

(defun write_string (chars)
  "The text of a string in double quotes."
  (write-quoted chars #\" 'unicode))

(defun write_string (chars quote)
  "The text of a string in quotes of your own, or none if `quote` is the empty list."
  (case quote
    (() (escape chars () 'unicode))
    (_ (write-quoted chars quote 'unicode))))

(defun write_string_as_latin1 (chars)
  "write_string/1 with characters above 255 escaped."
  (write-quoted chars #\" 'latin1))

(defun write_latin1_string (chars)
  "write_string/1 of a string of characters up to 255."
  (write-quoted chars #\" 'latin1))

(defun write_unicode_string (chars)
  "write_string/1."
  (write-quoted chars #\" 'unicode))

(defun write-quoted (chars quote encoding)
  (cons quote (escape chars quote encoding)))

(defun escape
  (((cons c cs) quote encoding)
   (cond ((=:= c quote) (list* #\\ c (escape cs quote encoding)))
         ((=:= c #\\) (list* #\\ #\\ (escape cs quote encoding)))
         ((andalso (>= c 32) (< c 127)) (cons c (escape cs quote encoding)))
         ((andalso (>= c 160) (=< c 255)) (cons c (escape cs quote encoding)))
         ((> c 255)
          (if (=:= encoding 'unicode)
            (cons c (escape cs quote encoding))
            (++ (hexadecimal c) (escape cs quote encoding))))
         (else (++ (escape-control c) (escape cs quote encoding)))))
  ((() () _) ())
  ((() quote _) (list quote)))

(defun hexadecimal (c)
  (++ "\\x{" (integer_to_list c 16) "}"))

(defun escape-control
  ((8) "\\b") ((9) "\\t") ((10) "\\n") ((11) "\\v") ((12) "\\f") ((13) "\\r")
  ((27) "\\e") ((127) "\\d")
  ((c) (list #\\ (+ #\0 (bsr c 6)) (+ #\0 (band (bsr c 3) 7)) (+ #\0 (band c 7)))))

(defun write_char (c)
  "The text of a character as Erlang writes it."
  (write-char c 'unicode))

(defun write_char_as_latin1 (c)
  "write_char/1 with characters above 255 escaped."
  (write-char c 'latin1))

(defun write_latin1_char (c)
  "write_char/1 of a character up to 255."
  (write-char c 'latin1))

(defun write_unicode_char (c)
  "write_char/1."
  (write-char c 'unicode))

(defun write-char (c encoding)
  (case c
    (32 "$\\s")
    (_ (cons #\$ (escape (list c) () encoding)))))

;;; Questions about chars.

(defun chars_length (chars)
  "The number of characters."
  (chars-length chars 0))

(defun chars-length
  (((cons c cs) n) (when (is_integer c)) (chars-length cs (+ n 1)))
  (((cons c cs) n) (chars-length cs (chars-length c n)))
  ((() n) n)
  ((bin n) (when (is_binary bin)) (+ n (length (unicode:characters_to_list bin)))))

(defun indentation (chars column)
  "The column after `chars` if they begin in `column`."
  (case chars
    ((cons 10 cs) (indentation cs 0))
    ((cons c cs) (when (is_integer c)) (indentation cs (+ column 1)))
    ((cons c cs) (indentation cs (indentation c column)))
    (() column)
    (bin (when (is_binary bin)) (indentation (unicode:characters_to_list bin) column))))

(defun char_list (chars)
  "Whether this is a flat list of Unicode characters."
  (case chars
    ((cons c cs) (when (is_integer c) (>= c 0) (< c #xd800)) (char_list cs))
    ((cons c cs) (when (is_integer c) (> c #xdfff) (=< c #x10ffff) (=/= c #xfffe) (=/= c #xffff))
     (char_list cs))
    (() 'true)
    (_ 'false)))

(defun latin1_char_list (chars)
  "Whether this is a flat list of characters up to 255."
  (case chars
    ((cons c cs) (when (is_integer c) (>= c 0) (=< c 255)) (latin1_char_list cs))
    (() 'true)
    (_ 'false)))

(defun deep_char_list (chars)
  "Whether this is a list of Unicode characters and of such lists."
  (deep-list chars #'char_list/1))

(defun deep_unicode_char_list (chars)
  "deep_char_list/1."
  (deep_char_list chars))

(defun deep_latin1_char_list (chars)
  "Whether this is a list of characters up to 255 and of such lists."
  (deep-list chars #'latin1_char_list/1))

(defun deep-list
  (((cons c cs) good) (when (is_list c)) (andalso (deep-list c good) (deep-list cs good)))
  (((cons c cs) good) (andalso (funcall good (list c)) (deep-list cs good)))
  ((() _) 'true)
  ((_ _) 'false))

(defun printable_list (chars)
  "Whether this is a flat list of printable characters."
  (printable_latin1_list chars))

(defun printable_latin1_list
  "Whether this is a flat list of printable characters up to 255."
  (((cons c cs)) (when (is_integer c) (>= c 32) (=< c 126)) (printable_latin1_list cs))
  (((cons c cs)) (when (is_integer c) (>= c 160) (=< c 255)) (printable_latin1_list cs))
  (((cons c cs)) (when (is_integer c) (>= c 8) (=< c 13)) (printable_latin1_list cs))
  (((cons 27 cs)) (printable_latin1_list cs))
  ((()) 'true)
  ((_) 'false))

(defun printable_unicode_list (chars)
  "Whether this is a flat list of printable Unicode characters."
  (case chars
    ((cons c cs) (when (is_integer c) (>= c 160) (< c #xd800)) (printable_unicode_list cs))
    ((cons c cs) (when (is_integer c) (> c #xdfff) (< c #xfffe)) (printable_unicode_list cs))
    ((cons c cs) (when (is_integer c) (> c #xffff) (=< c #x10ffff)) (printable_unicode_list cs))
    ((cons c cs) (when (is_integer c) (< c 160))
     (andalso (printable_latin1_list (list c)) (printable_unicode_list cs)))
    (() 'true)
    (_ 'false)))
