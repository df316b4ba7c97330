;;; JSON, RFC 8259: the module `json` of Erlang/OTP 27. The decoder holds what it has begun in a list
;;; of its own, so that it can stop wherever the bytes end and go on with more.

(defmodule json
  "Reading and writing JSON, as in Erlang."
  (export
   (decode 1) (decode 3) (decode_start 3) (decode_continue 2)
   (encode 1) (encode 2) (encode_value 2) (encode_atom 2) (encode_integer 1) (encode_float 1)
   (encode_list 2) (encode_map 2) (encode_map_checked 2) (encode_key_value_list 2)
   (encode_key_value_list_checked 2) (encode_binary 1) (encode_binary_escape_all 1)))

;;; Reading. A state is #(where text stack acc calls): what the text from here on should be, what is
;;; begun, innermost first, the accumulator of the innermost array or object, and the functions to
;;; call. The stack holds for an array `array outer-acc`, for an object `object outer-acc`, with
;;; `key` and a key before it while its value is read.

(defun decode (text)
  "The value that a binary of JSON stands for; maps for objects, lists for arrays, null for null."
  (case (decode text () #M())
    ((tuple value _ rest)
     (only-space rest)
     value)))

(defun only-space
  ((#"") 'ok)
  (((binary c (rest binary))) (if (space? c) (only-space rest) (error (tuple 'invalid_byte c)))))

(defun decode (text acc decoders)
  "`#(value acc rest)` of the JSON at the beginning of a binary. The map `decoders` holds functions
   to make values with: array_start, array_push, array_finish, object_start, object_push,
   object_finish, float, integer, string, null."
  (case (decode_start text acc decoders)
    ((tuple 'continue state) (decode_continue 'end_of_input state))
    (answer answer)))

(defun decode_start
  "decode/3 of a text of which there may be more: `#(value acc rest)`, or `#(continue state)`."
  ((text acc decoders) (when (is_binary text) (is_map decoders))
   (value text () acc (calls decoders))))

(defun decode_continue
  "Goes on with a state of decode_start/3 and more bytes, or end_of_input."
  (('end_of_input (tuple 'number text () acc calls)) (number-token text 'end () acc calls))
  (('end_of_input _) (error 'unexpected_end))
  ((more (tuple where text stack acc calls)) (when (is_binary more))
   (resume where (binary (text binary) (more binary)) stack acc calls)))

(defun resume
  (('value text stack acc calls) (value text stack acc calls))
  (('number text stack acc calls) (number-token text 'more stack acc calls))
  (('string text stack acc calls) (string-token text stack acc calls))
  (('first-element text stack acc calls) (first-element text stack acc calls))
  (('first-key text stack acc calls) (first-key text stack acc calls))
  (('key text stack acc calls) (key text stack acc calls))
  (('colon text stack acc calls) (colon text stack acc calls))
  (('after text stack acc calls) (after-value text stack acc calls)))

(defun short (where text stack acc calls)
  (tuple 'continue (tuple where text stack acc calls)))

;; The functions to call, or default where the usual is done.
(defun calls (decoders)
  (list_to_tuple
    (lc ((<- name '(array_start array_push array_finish object_start object_push object_finish
                    float integer string null)))
      (maps:get name decoders 'default))))

;;; Values.

(defun value
  (((binary #\" (rest binary)) stack acc calls) (string-token rest stack acc calls))
  (((binary #\{ (rest binary)) stack acc calls)
   (first-key rest (list* 'object acc stack) (object-start calls acc) calls))
  (((binary #\[ (rest binary)) stack acc calls)
   (first-element rest (list* 'array acc stack) (array-start calls acc) calls))
  (((= (binary c (rest binary)) text) stack acc calls)
   (cond ((space? c) (value rest stack acc calls))
         ((orelse (=:= c #\-) (digit? c)) (number-token text 'more stack acc calls))
         (else (word text stack acc calls))))
  ((#"" stack acc calls) (short 'value #"" stack acc calls)))

(defun word
  (((binary "true" (rest binary)) stack acc calls) (done 'true rest stack acc calls))
  (((binary "false" (rest binary)) stack acc calls) (done 'false rest stack acc calls))
  (((binary "null" (rest binary)) stack acc calls) (done (null calls) rest stack acc calls))
  ((text stack acc calls)
   (if (lists:any (lambda (word) (begins? text word)) '(#"true" #"false" #"null"))
     (short 'value text stack acc calls)
     (error (tuple 'invalid_byte (wrong-byte text '(#"true" #"false" #"null")))))))

;; Whether a text is the beginning of a word.
(defun begins? (text word)
  (=:= (binary:longest_common_prefix (list text word)) (byte_size text)))

;; The first byte of a text that is in none of the words that begin as it does.
(defun wrong-byte (text words)
  (binary:at text
    (lists:max (lc ((<- word words)) (binary:longest_common_prefix (list text word))))))

(defun space?
  ((32) 'true)
  ((10) 'true)
  ((13) 'true)
  ((9) 'true)
  ((_) 'false))

(defun digit? (c)
  (andalso (>= c #\0) (=< c #\9)))

;; With a value that is complete.
(defun done
  ((value rest () acc _) (tuple value acc rest))
  ((value rest (= (cons 'array _) stack) acc calls)
   (after-value rest stack (array-push calls value acc) calls))
  ((value rest (list* 'key key stack) acc calls)
   (after-value rest stack (object-push calls key value acc) calls))
  ((key rest (= (cons 'object _) stack) acc calls)
   (colon rest (list* 'key key stack) acc calls)))

;; Behind an element of an array, or a key's value.
(defun after-value
  (((binary #\, (rest binary)) (= (cons 'array _) stack) acc calls) (value rest stack acc calls))
  (((binary #\, (rest binary)) stack acc calls) (key rest stack acc calls))
  (((binary #\] (rest binary)) (list* 'array outer stack) acc calls)
   (let (((tuple array acc) (array-finish calls acc outer)))
     (done array rest stack acc calls)))
  (((binary #\} (rest binary)) (list* 'object outer stack) acc calls)
   (let (((tuple object acc) (object-finish calls acc outer)))
     (done object rest stack acc calls)))
  (((binary c (rest binary)) stack acc calls)
   (if (space? c)
     (after-value rest stack acc calls)
     (error (tuple 'invalid_byte c))))
  ((#"" stack acc calls) (short 'after #"" stack acc calls)))

(defun first-element
  (((= (binary #\] (_ binary)) text) stack acc calls) (after-value text stack acc calls))
  (((= (binary c (rest binary)) text) stack acc calls)
   (if (space? c) (first-element rest stack acc calls) (value text stack acc calls)))
  ((#"" stack acc calls) (short 'first-element #"" stack acc calls)))

(defun first-key
  (((= (binary #\} (_ binary)) text) stack acc calls) (after-value text stack acc calls))
  (((= (binary c (rest binary)) text) stack acc calls)
   (if (space? c) (first-key rest stack acc calls) (key text stack acc calls)))
  ((#"" stack acc calls) (short 'first-key #"" stack acc calls)))

(defun key
  (((binary #\" (rest binary)) stack acc calls) (string-token rest stack acc calls))
  (((binary c (rest binary)) stack acc calls)
   (if (space? c) (key rest stack acc calls) (error (tuple 'invalid_byte c))))
  ((#"" stack acc calls) (short 'key #"" stack acc calls)))

(defun colon
  (((binary #\: (rest binary)) stack acc calls) (value rest stack acc calls))
  (((binary c (rest binary)) stack acc calls)
   (if (space? c) (colon rest stack acc calls) (error (tuple 'invalid_byte c))))
  ((#"" stack acc calls) (short 'colon #"" stack acc calls)))

;;; Strings. A token is read again from its beginning when more bytes come.

(defun string-token (text stack acc calls)
  (let ((n (plain text 0)))
    (case text
      ((binary (part binary (size n)) #\" (rest binary))
       (done (string calls part) rest stack acc calls))
      ((binary (part binary (size n)) (rest binary))
       (case (pieces rest (list part))
         ((tuple string rest) (done (string calls string) rest stack acc calls))
         ('short (short 'string text stack acc calls)))))))

;; The number of bytes that stand for themselves, more than n.
(defun plain
  (((binary c (rest binary)) n) (when (< c 128) (=/= c #\") (=/= c #\\) (>= c 32))
   (plain rest (+ n 1)))
  (((binary (c utf-8) (rest binary)) n) (when (>= c 128))
   (plain rest (+ n (cond ((< c #x800) 2) ((< c #x10000) 3) (else 4)))))
  ((_ n) n))

;; A tuple of the whole string and what is behind it, or short; `begun` in reverse.
(defun pieces
  (((binary #\" (rest binary)) begun)
   (tuple (iolist_to_binary (lists:reverse begun)) rest))
  (((binary #\\ (rest binary)) begun)
   (case (escape rest)
     ((tuple c rest) (pieces-from rest (cons (binary (c utf-8)) begun)))
     ('short 'short)))
  (((= (binary c (_ binary)) text) _)
   (if (andalso (>= c 128) (incomplete? text))
     'short
     (error (tuple 'invalid_byte (wrong-byte-of text)))))
  ((#"" _) 'short))

(defun pieces-from (text begun)
  (let* ((n (plain text 0))
         ((binary (part binary (size n)) (rest binary)) text))
    (pieces rest (cons part begun))))

;; Whether a text is the beginning of a character of several bytes.
(defun incomplete? (text)
  (case (unicode:characters_to_binary text)
    ((tuple 'incomplete #"" _) 'true)
    (_ 'false)))

(defun wrong-byte-of
  (((binary c (_ binary))) c))

;; A tuple of the character that a backslash and this text mean, and of what is behind, or short.
(defun escape
  (((binary #\b (rest binary))) (tuple 8 rest))
  (((binary #\f (rest binary))) (tuple 12 rest))
  (((binary #\n (rest binary))) (tuple 10 rest))
  (((binary #\r (rest binary))) (tuple 13 rest))
  (((binary #\t (rest binary))) (tuple 9 rest))
  (((binary #\" (rest binary))) (tuple #\" rest))
  (((binary #\\ (rest binary))) (tuple #\\ rest))
  (((binary #\/ (rest binary))) (tuple #\/ rest))
  (((binary #\u (digits bytes (size 4)) (rest binary))) (code-unit (unit digits) digits rest))
  (((binary #\u (_ binary))) 'short)
  (((binary c (_ binary))) (error (tuple 'invalid_byte c)))
  ((#"") 'short))

(defun code-unit
  ((unit digits rest) (when (>= unit #xd800) (< unit #xdc00)) (surrogates unit digits rest))
  ((unit digits _) (when (>= unit #xdc00) (< unit #xe000)) (wrong-sequence (list digits)))
  ((unit _ rest) (tuple unit rest)))

(defun surrogates
  ((high digits (binary #\\ #\u (other bytes (size 4)) (rest binary)))
   (case (unit other)
     (low (when (>= low #xdc00) (< low #xe000))
      (tuple (+ #x10000 (bsl (band high #x3ff) 10) (band low #x3ff)) rest))
     (_ (wrong-sequence (list digits other)))))
  ((_ digits rest)
   (if (begins? (binary:part rest 0 (min 2 (byte_size rest))) #"\\u")
     'short
     (wrong-sequence (list digits)))))

(defun wrong-sequence (digits)
  (error (tuple 'unexpected_sequence
           (iolist_to_binary (lc ((<- four digits)) (list "\\u" four))))))

;; The number of four hexadecimal digits.
(defun unit (digits)
  (try (binary_to_integer digits 16)
    (case (n (when (>= n 0)) n))
    (catch (_ (wrong-sequence (list digits))))))

;;; Numbers.

(defun number-token (text mode stack acc calls)
  (case (integer-sign text)
    ((tuple kind n more?) (when (orelse (=:= mode 'end) (not more?)))
     (let (((binary (part binary (size n)) (rest binary)) text))
       (done (number kind part calls) rest stack acc calls)))
    ('short (when (=:= mode 'end)) (error 'unexpected_end))
    (_ (short 'number text stack acc calls))))

;; What a number is, its size, and whether more of it may follow the text; or short.
(defun integer-sign
  (((binary #\- (rest binary))) (integer-first rest 1))
  ((text) (integer-first text 0)))

(defun integer-first
  (((binary #\0 (rest binary)) n) (integer-end rest (+ n 1)))
  (((binary c (rest binary)) n) (when (>= c #\1) (=< c #\9)) (integer-more rest (+ n 1)))
  ((text _) (missing-digit text)))

(defun integer-more
  (((binary c (rest binary)) n) (when (>= c #\0) (=< c #\9)) (integer-more rest (+ n 1)))
  ((text n) (integer-end text n)))

(defun integer-end
  (((binary #\. (rest binary)) n) (fraction-first rest (+ n 1)))
  (((binary c (rest binary)) n) (when (orelse (=:= c #\e) (=:= c #\E)))
   (exponent-sign rest (+ n 1) (tuple 'scaled n)))
  ((text n) (tuple 'integer n (=:= text #""))))

(defun fraction-first
  (((binary c (rest binary)) n) (when (>= c #\0) (=< c #\9)) (fraction-more rest (+ n 1)))
  ((text _) (missing-digit text)))

(defun fraction-more
  (((binary c (rest binary)) n) (when (>= c #\0) (=< c #\9)) (fraction-more rest (+ n 1)))
  (((binary c (rest binary)) n) (when (orelse (=:= c #\e) (=:= c #\E)))
   (exponent-sign rest (+ n 1) 'float))
  ((text n) (tuple 'float n (=:= text #""))))

(defun exponent-sign
  (((binary c (rest binary)) n kind) (when (orelse (=:= c #\+) (=:= c #\-)))
   (exponent-first rest (+ n 1) kind))
  ((text n kind) (exponent-first text n kind)))

(defun exponent-first
  (((binary c (rest binary)) n kind) (when (>= c #\0) (=< c #\9))
   (exponent-more rest (+ n 1) kind))
  ((text _ _) (missing-digit text)))

(defun exponent-more
  (((binary c (rest binary)) n kind) (when (>= c #\0) (=< c #\9))
   (exponent-more rest (+ n 1) kind))
  ((text n kind) (tuple kind n (=:= text #""))))

(defun missing-digit
  ((#"") 'short)
  (((binary c (_ binary))) (error (tuple 'invalid_byte c))))

(defun number
  (('integer text calls)
   (case (element 8 calls)
     ('default (to-integer text))
     (f (funcall f text))))
  (('float text calls)
   (case (element 7 calls)
     ('default (to-float text text))
     (f (funcall f text))))
  (((tuple 'scaled n) text calls)
   (let (((binary (digits binary (size n)) (exponent binary)) text))
     (case (element 7 calls)
       ('default (to-float (binary (digits binary) ".0" (exponent binary)) text))
       (f (funcall f (binary (digits binary) ".0" (exponent binary))))))))

;; Up to 17 digits are added up here, which is quicker than a builtin that takes any text.
(defun to-integer
  ((text) (when (> (byte_size text) 17)) (binary_to_integer text))
  (((binary #\- (digits binary))) (- (sum digits 0)))
  ((digits) (sum digits 0)))

(defun sum
  (((binary c (rest binary)) n) (sum rest (+ (* n 10) (- c #\0))))
  ((#"" n) n))

(defun to-float (text sequence)
  (try (binary_to_float text)
    (catch (_ (error (tuple 'unexpected_sequence sequence))))))

;;; The functions to make values with.

(defun array-start (calls acc) (started (element 1 calls) acc))
(defun object-start (calls acc) (started (element 4 calls) acc))

(defun started
  (('default _) ())
  ((f acc) (funcall f acc)))

(defun array-push (calls value acc)
  (case (element 2 calls)
    ('default (cons value acc))
    (f (funcall f value acc))))

(defun array-finish (calls acc outer)
  (case (element 3 calls)
    ('default (tuple (lists:reverse acc) outer))
    (f (funcall f acc outer))))

(defun object-push (calls key value acc)
  (case (element 5 calls)
    ('default (cons (tuple key value) acc))
    (f (funcall f key value acc))))

(defun object-finish (calls acc outer)
  (case (element 6 calls)
    ('default (tuple (maps:from_list acc) outer))
    (f (funcall f acc outer))))

(defun string (calls text)
  (case (element 9 calls)
    ('default text)
    (f (funcall f text))))

(defun null (calls)
  (case (element 10 calls)
    ('default 'null)
    (null null)))

;;; Writing.

(defun encode (term)
  "JSON for a term, an I/O list: objects for maps, arrays for lists, strings for binaries and atoms
   but true, false and null."
  (encode term #'encode_value/2))

(defun encode (term encoder)
  "encode/1 by a function of a term and itself."
  (funcall encoder term encoder))

(defun encode_value
  "What encode/1 does with any term; `encode` does it with what is in it."
  ((term encode) (when (is_atom term)) (encode_atom term encode))
  ((term _) (when (is_binary term)) (encode_binary term))
  ((term _) (when (is_integer term)) (encode_integer term))
  ((term _) (when (is_float term)) (encode_float term))
  ((term encode) (when (is_list term)) (encode_list term encode))
  ((term encode) (when (is_map term)) (encode_map term encode))
  ((term _) (error (tuple 'unsupported_type term))))

(defun encode_atom
  "A word, or what `encode` makes of an atom's name."
  (('null _) #"null")
  (('true _) #"true")
  (('false _) #"false")
  ((atom encode) (funcall encode (atom_to_binary atom) encode)))

(defun encode_integer (n)
  "The digits of an integer."
  (integer_to_binary n))

(defun encode_float (x)
  "The shortest text that is read as a float."
  (float_to_binary x '(short)))

(defun encode_list
  "An array."
  ((() _) #"[]")
  (((cons x xs) encode) (list* #\[ (funcall encode x encode) (elements xs encode))))

(defun elements
  (((cons x xs) encode) (list* #\, (funcall encode x encode) (elements xs encode)))
  ((() _) "]"))

(defun encode_map (map encode)
  "An object of a map."
  (encode_key_value_list (maps:to_list map) encode))

(defun encode_map_checked (map encode)
  "encode_map/2; two keys that become the same text raise `#(duplicate_key key)`."
  (encode_key_value_list_checked (maps:to_list map) encode))

(defun encode_key_value_list
  "An object of a list of tuples of key and value."
  ((() _) #"{}")
  (((cons pair pairs) encode) (cons #\{ (member pair encode (members pairs encode)))))

(defun members
  (((cons pair pairs) encode) (cons #\, (member pair encode (members pairs encode))))
  ((() _) "}"))

(defun member
  (((tuple key value) encode rest)
   (list* (key-text key encode) #\: (funcall encode value encode) rest)))

(defun key-text
  ((key encode) (when (is_binary key)) (funcall encode key encode))
  ((key encode) (when (is_atom key)) (funcall encode (atom_to_binary key) encode))
  ((key _) (when (is_integer key)) (list #\" (encode_integer key) #\"))
  ((key _) (when (is_float key)) (list #\" (encode_float key) #\")))

(defun encode_key_value_list_checked (pairs encode)
  "encode_key_value_list/2; two keys that become the same text raise `#(duplicate_key key)`."
  (check-keys pairs encode #M())
  (encode_key_value_list pairs encode))

(defun check-keys
  (((cons (tuple key _) pairs) encode seen)
   (let ((text (iolist_to_binary (key-text key encode))))
     (if (is_map_key text seen)
       (error (tuple 'duplicate_key key))
       (check-keys pairs encode (map-set seen text 'true)))))
  ((() _ _) 'ok))

(defun encode_binary (text)
  "A string of UTF-8."
  (let ((n (plain text 0)))
    (case text
      ((binary (_ binary (size n))) (list #\" text #\"))
      (_ (cons #\" (escaped text n 'false))))))

(defun encode_binary_escape_all (text)
  "encode_binary/1 with all characters but those of ASCII escaped."
  (cons #\" (escaped text (ascii text 0) 'true)))

;; The number of bytes of ASCII that stand for themselves, more than n.
(defun ascii
  (((binary c (rest binary)) n) (when (< c 128) (=/= c #\") (=/= c #\\) (>= c 32))
   (ascii rest (+ n 1)))
  ((_ n) n))

;; Text of which the first n bytes stand for themselves, with the quote behind it.
(defun escaped (text n all?)
  (let (((binary (part binary (size n)) (rest binary)) text))
    (cons part (escaped-rest rest all?))))

(defun escaped-rest
  ((#"" _) "\"")
  (((binary (c utf-8) (rest binary)) all?)
   (cons (escape-text c) (escaped rest (if all? (ascii rest 0) (plain rest 0)) all?)))
  ((text _)
   (if (incomplete? text)
     (error 'unexpected_end)
     (error (tuple 'invalid_byte (wrong-byte-of text))))))

(defun escape-text
  ((#\") "\\\"")
  ((#\\) "\\\\")
  ((8) "\\b")
  ((9) "\\t")
  ((10) "\\n")
  ((12) "\\f")
  ((13) "\\r")
  ((c) (when (< c #x10000)) (unit-text c))
  ((c)
   (let ((c (- c #x10000)))
     (list (unit-text (+ #xd800 (bsr c 10))) (unit-text (+ #xdc00 (band c #x3ff)))))))

(defun unit-text (n)
  (let (((cons #\1 digits) (integer_to_list (+ #x10000 n) 16)))
    (cons "\\u" digits)))
