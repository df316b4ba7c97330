;;; Strings: the functions of Erlang's module `string`.
;;;
;;; A string is *chardata*: a list of code points, binaries in UTF-8 and such lists, or a binary.
;;; Functions of the newer interface work on grapheme clusters; they turn chardata into a list of
;;; clusters (a cluster is a code point or a list of several) and back into what was given, a binary
;;; or a list. The older interface, on lists of characters, is in string_lists.

(defmodule string
  "Functions on strings, as in Erlang."
  (export
   (length 1) (to_graphemes 1) (is_empty 1) (equal 2) (equal 3) (equal 4) (reverse 1)
   (slice 2) (slice 3) (pad 2) (pad 3) (pad 4) (trim 1) (trim 2) (trim 3) (chomp 1)
   (take 2) (take 3) (take 4) (uppercase 1) (lowercase 1) (titlecase 1) (casefold 1)
   (prefix 2) (split 2) (split 3) (replace 3) (replace 4) (lexemes 2) (nth_lexeme 3)
   (next_codepoint 1) (next_grapheme 1) (find 2) (find 3) (to_integer 1) (to_float 1)
   (len 1) (concat 2) (chr 2) (rchr 2) (str 2) (rstr 2) (span 2) (cspan 2) (substr 2) (substr 3)
   (tokens 2) (join 2) (chars 2) (chars 3) (copies 2) (words 1) (words 2) (sub_word 2)
   (sub_word 3) (strip 1) (strip 2) (strip 3) (left 2) (left 3) (right 2) (right 3) (centre 2)
   (centre 3) (sub_string 2) (sub_string 3) (to_upper 1) (to_lower 1)))

;;; To clusters and back.

(defun clusters (text)
  (unicode_util:clusters (characters text)))

;; Clusters as the kind of string that `text` is.
(defun like
  ((text clusters) (when (is_binary text)) (unicode:characters_to_binary clusters))
  ((_ clusters) (flat clusters)))

(defun flat
  (((cons c clusters)) (when (is_integer c)) (cons c (flat clusters)))
  (((cons chars clusters)) (++ chars (flat clusters)))
  ((()) ()))

(defun like-each
  ((text (cons clusters rest)) (cons (like text clusters) (like-each text rest)))
  ((_ ()) ()))

;;; Questions.

(defun length
  "The number of grapheme clusters."
  ((text) (erlang:length (clusters text))))

(defun to_graphemes (text)
  "The list of grapheme clusters."
  (clusters text))

(defun is_empty
  "Whether there is no character."
  ((()) 'true)
  ((#"") 'true)
  (((cons x rest)) (when (orelse (is_list x) (is_binary x)))
   (andalso (is_empty x) (is_empty rest)))
  ((_) 'false))

(defun equal (a b)
  "Whether two strings have the same characters."
  (=:= (unicode:characters_to_list a) (unicode:characters_to_list b)))

(defun equal (a b ignore-case)
  "equal/2, or the same after casefold/1."
  (case ignore-case
    ('true (equal (casefold a) (casefold b)))
    ('false (equal a b))))

(defun equal (a b ignore-case _)
  "equal/3: strings are compared without normalization."
  (equal a b ignore-case))

;;; Parts.

(defun reverse (text)
  "The clusters in reverse order, as a list."
  (lists:reverse (clusters text)))

(defun slice (text start)
  "The string from the cluster at `start` (the first is 0) on."
  (slice text start 'infinity))

(defun slice
  "At most `count` clusters from `start` on."
  ((text start 'infinity) (when (is_integer start) (>= start 0))
   (like text (drop (clusters text) start)))
  ((text start count) (when (is_integer start) (>= start 0) (is_integer count) (>= count 0))
   (like text (lists:sublist (drop (clusters text) start) count))))

(defun drop
  ((clusters 0) clusters)
  (((cons _ clusters) n) (drop clusters (- n 1)))
  ((() _) ()))

(defun pad (text width)
  "The string with spaces after it up to `width` clusters."
  (pad text width 'trailing 32))

(defun pad (text width direction)
  "pad/2 `leading`, `trailing` or on `both` sides."
  (pad text width direction 32))

(defun pad
  "pad/3 with another character."
  ((text width direction char) (when (is_integer width))
   (let ((missing (max 0 (- width (erlang:length (clusters text))))))
     (case direction
       ('trailing (list text (lists:duplicate missing char)))
       ('leading (list (lists:duplicate missing char) text))
       ('both (let ((before (div missing 2)))
                (list (lists:duplicate before char) text
                      (lists:duplicate (- missing before) char))))))))

(defun trim (text)
  "The string without white space at both ends."
  (trim text 'both (unicode_util:whitespace)))

(defun trim (text direction)
  "trim/1 `leading`, `trailing` or on `both` sides."
  (trim text direction (unicode_util:whitespace)))

(defun trim (text direction characters)
  "trim/2 of other clusters."
  (like text (trim-clusters (clusters text) direction characters)))

(defun trim-clusters
  ((clusters 'leading characters) (trim-leading clusters characters))
  ((clusters 'trailing characters) (trim-trailing clusters characters))
  ((clusters 'both characters) (trim-trailing (trim-leading clusters characters) characters)))

(defun trim-leading
  (((= (cons c rest) clusters) characters)
   (if (lists:member c characters) (trim-leading rest characters) clusters))
  ((() _) ()))

(defun trim-trailing (clusters characters)
  (lists:reverse (trim-leading (lists:reverse clusters) characters)))

(defun chomp (text)
  "The string without line breaks at its end."
  (trim text 'trailing (list (list 13 10) 10)))

(defun take (text characters)
  "A tuple of the longest prefix made of `characters` and the rest."
  (take text characters 'false 'leading))

(defun take (text characters complement)
  "take/2, or of all others if `complement` is true."
  (take text characters complement 'leading))

(defun take
  "take/3 at the start, `leading`, or at the end, `trailing`: then the rest comes first."
  ((text characters complement 'leading)
   (let (((tuple taken rest) (take-while (clusters text) characters (not complement) ())))
     (tuple (like text taken) (like text rest))))
  ((text characters complement 'trailing)
   (let (((tuple taken rest)
          (take-while (lists:reverse (clusters text)) characters (not complement) ())))
     (tuple (like text (lists:reverse rest)) (like text (lists:reverse taken))))))

(defun take-while
  (((= (cons c rest) clusters) characters wanted taken)
   (if (=:= (lists:member c characters) wanted)
     (take-while rest characters wanted (cons c taken))
     (tuple (lists:reverse taken) clusters)))
  ((() _ _ taken) (tuple (lists:reverse taken) ())))

;;; Case.

(defun uppercase (text)
  "The string in upper case."
  (convert text (lambda (c) (unicode_util:uppercase c))))

(defun lowercase (text)
  "The string in lower case."
  (convert text (lambda (c) (unicode_util:lowercase c))))

(defun casefold (text)
  "The string in the form for comparing without regard to case."
  (convert text (lambda (c) (unicode_util:casefold c))))

(defun titlecase (text)
  "The string with its first character in title case."
  (case (characters text)
    ((cons c chars) (like text (cons (unicode_util:titlecase c) chars)))
    (() text)))

;; Each code point as what `f` answers, one or several.
(defun convert (text f)
  (like text (lc ((<- c (characters text))) (funcall f c))))

(defun characters
  ((text) (when (orelse (is_list text) (is_binary text)))
   (case (unicode:characters_to_list text)
     (chars (when (is_list chars)) chars)
     (_ (error (tuple 'badarg text))))))

;;; Searching.

(defun prefix (text prefix)
  "The string after `prefix`, or nomatch."
  (case (after-prefix (clusters text) (clusters prefix))
    ('nomatch 'nomatch)
    (rest (like text rest))))

(defun after-prefix
  ((clusters ()) clusters)
  (((cons c clusters) (cons c prefix)) (after-prefix clusters prefix))
  ((_ _) 'nomatch))

(defun find (text pattern)
  "The string from the first occurrence of `pattern` on, or nomatch."
  (find text pattern 'leading))

(defun find (text pattern direction)
  "find/2 from the first, `leading`, or the last occurrence, `trailing`."
  (let ((pattern (clusters pattern)))
    (if (=:= pattern ())
      text
      (case (search (clusters text) pattern direction)
        ('nomatch 'nomatch)
        ((tuple _ found _) (like text found))))))

;; The clusters before an occurrence, from it on, and after it.
(defun search
  ((clusters pattern 'leading) (search-first clusters pattern ()))
  ((clusters pattern 'trailing) (search-last clusters pattern () 'nomatch)))

(defun search-first
  ((() _ _) 'nomatch)
  (((= (cons c rest) clusters) pattern before)
   (case (after-prefix clusters pattern)
     ('nomatch (search-first rest pattern (cons c before)))
     (after (tuple (lists:reverse before) clusters after)))))

(defun search-last
  ((() _ _ (tuple before clusters after)) (tuple (lists:reverse before) clusters after))
  ((() _ _ 'nomatch) 'nomatch)
  (((= (cons c rest) clusters) pattern before found)
   (case (after-prefix clusters pattern)
     ('nomatch (search-last rest pattern (cons c before) found))
     (after (search-last rest pattern (cons c before) (tuple before clusters after))))))

(defun split (text pattern)
  "The parts before and after the first occurrence of `pattern`, or the whole in a list."
  (split text pattern 'leading))

(defun split (text pattern direction)
  "split/2 at the first, `leading`, the last, `trailing`, or `all` occurrences."
  (let ((sought (clusters pattern)))
    (if (=:= sought ())
      (list text)
      (like-each text (split-clusters (clusters text) sought direction)))))

(defun split-clusters
  ((clusters pattern 'all)
   (case (search-first clusters pattern ())
     ('nomatch (list clusters))
     ((tuple before _ after) (cons before (split-clusters after pattern 'all)))))
  ((clusters pattern direction)
   (case (search clusters pattern direction)
     ('nomatch (list clusters))
     ((tuple before _ after) (list before after)))))

(defun replace (text pattern replacement)
  "The parts around the first occurrence of `pattern` with `replacement` between them."
  (replace text pattern replacement 'leading))

(defun replace (text pattern replacement direction)
  "replace/3 at the first, `leading`, the last, `trailing`, or `all` occurrences."
  (lists:join replacement (split text pattern direction)))

(defun lexemes
  "The parts between any of the clusters `separators`, empty ones left out."
  ((text ()) (list text))
  ((text separators)
   (like-each text (lexeme-clusters (clusters text) separators ()))))

(defun lexeme-clusters
  (((cons c clusters) separators taken)
   (if (lists:member c separators)
     (if (=:= taken ())
       (lexeme-clusters clusters separators ())
       (cons (lists:reverse taken) (lexeme-clusters clusters separators ())))
     (lexeme-clusters clusters separators (cons c taken))))
  ((() _ ()) ())
  ((() _ taken) (list (lists:reverse taken))))

(defun nth_lexeme
  "The lexeme at position `n`, the first being 1, or an empty string."
  ((text n separators) (when (is_integer n) (> n 0))
   (nth-or-empty n (lexemes text separators) (if (is_binary text) #"" ()))))

(defun nth-or-empty
  ((1 (cons x _) _) x)
  ((n (cons _ xs) empty) (nth-or-empty (- n 1) xs empty))
  ((_ () empty) empty))

(defun next_codepoint (text)
  "A list of the first code point and the rest, or the empty list."
  (unicode_util:next_codepoint text))

(defun next_grapheme (text)
  "A list of the first grapheme cluster and the rest, or the empty list."
  (unicode_util:next_grapheme text))

;;; Numbers.

(defun to_integer (text)
  "A tuple of the integer that the string begins with and the rest."
  (case (chars-of text)
    ('error #(error badarg))
    (chars (signed chars text))))

(defun chars-of (text)
  (if (orelse (is_list text) (is_binary text))
    (try (unicode:characters_to_list text)
      (case
        (chars (when (is_list chars)) chars)
        (_ 'error))
      (catch (_ 'error)))
    'error))

(defun signed
  (((= (cons sign rest) all) text) (when (orelse (=:= sign #\+) (=:= sign #\-)))
   (case (digits rest 0)
     ((tuple 0 _ _) (no-integer all))
     ((tuple _ n rest) (tuple (if (=:= sign #\-) (- n) n) (rest-like text rest)))))
  ((chars text)
   (case (digits chars 0)
     ((tuple 0 _ _) (no-integer chars))
     ((tuple _ n rest) (tuple n (rest-like text rest))))))

(defun no-integer (_)
  #(error no_integer))

;; The number of digits, their value and what follows.
(defun digits (chars value)
  (digits-from chars value 0))

(defun digits-from
  (((cons c chars) value count) (when (>= c #\0) (=< c #\9))
   (digits-from chars (+ (* value 10) (- c #\0)) (+ count 1)))
  ((chars value count) (tuple count value chars)))

(defun rest-like
  ((text rest) (when (is_binary text)) (unicode:characters_to_binary rest))
  ((_ rest) rest))

(defun to_float (text)
  "A tuple of the float that the string begins with and the rest."
  (case (chars-of text)
    ('error #(error badarg))
    (chars
     (case (float-text chars)
       ('error #(error no_float))
       ((tuple float-chars rest)
        (tuple (list_to_float float-chars) (rest-like text rest)))))))

;; Sign, digits, point, digits and perhaps an exponent; then what follows.
(defun float-text
  (((cons sign rest)) (when (orelse (=:= sign #\+) (=:= sign #\-)))
   (case (unsigned-float rest)
     ('error 'error)
     ((tuple chars rest) (tuple (cons sign chars) rest))))
  ((chars) (unsigned-float chars)))

(defun unsigned-float (chars)
  (case (lists:splitwith #'digit?/1 chars)
    ((tuple (= (cons _ _) whole) (cons point rest))
     (when (orelse (=:= point #\.) (=:= point #\,)))
     (case (lists:splitwith #'digit?/1 rest)
       ((tuple (= (cons _ _) fraction) rest)
        (let (((tuple exponent rest) (exponent rest)))
          (tuple (++ whole "." fraction exponent) rest)))
       (_ 'error)))
    (_ 'error)))

(defun digit? (c)
  (andalso (>= c #\0) (=< c #\9)))

(defun exponent
  (((= (cons e rest) all)) (when (orelse (=:= e #\e) (=:= e #\E)))
   (let* (((tuple sign digits) (exponent-sign rest))
          ((tuple number rest) (lists:splitwith #'digit?/1 digits)))
     (if (=:= number ())
       (tuple () all)
       (tuple (cons #\e (++ sign number)) rest))))
  ((chars) (tuple () chars)))

(defun exponent-sign
  (((cons sign rest)) (when (orelse (=:= sign #\+) (=:= sign #\-))) (tuple (list sign) rest))
  ((chars) (tuple () chars)))

;;; The older interface: see string_lists.

(defun len (chars) "The length of a list." (erlang:length chars))
(defun concat (a b) "Two lists, appended." (++ a b))
(defun chr (chars c) "The first position of a character, or 0." (string_lists:chr chars c))
(defun rchr (chars c) "The last position of a character, or 0." (string_lists:rchr chars c))
(defun str (chars part) "The first position of a part, or 0." (string_lists:str chars part))
(defun rstr (chars part) "The last position of a part, or 0." (string_lists:rstr chars part))
(defun span (chars set) "The length of the prefix made of a set." (string_lists:span chars set))
(defun cspan (chars set) "The length of the prefix without a set." (string_lists:cspan chars set))
(defun substr (chars start) "The part from a position on." (string_lists:substr chars start))
(defun substr (chars start n) "At most `n` from a position." (string_lists:substr chars start n))
(defun tokens (chars set) "The parts between characters." (string_lists:tokens chars set))
(defun chars (c n) "A list of `n` times `c`." (lists:duplicate n c))
(defun chars (c n tail) "chars/2 before a tail." (++ (lists:duplicate n c) tail))
(defun copies (chars n) "A list `n` times." (string_lists:copies chars n))
(defun words (chars) "The number of words." (string_lists:words chars 32))
(defun words (chars c) "The number of parts between characters." (string_lists:words chars c))
(defun sub_word (chars n) "The word at a position." (string_lists:sub_word chars n 32))
(defun sub_word (chars n c) "The part at a position." (string_lists:sub_word chars n c))
(defun strip (chars) "Without spaces at both ends." (string_lists:strip chars 'both 32))
(defun strip (chars side) "Without spaces at a side." (string_lists:strip chars side 32))
(defun strip (chars side c) "Without a character." (string_lists:strip chars side c))
(defun left (chars n) "Cut or padded at the right." (string_lists:left chars n 32))
(defun left (chars n c) "left/2 with a character." (string_lists:left chars n c))
(defun right (chars n) "Cut or padded at the left." (string_lists:right chars n 32))
(defun right (chars n c) "right/2 with a character." (string_lists:right chars n c))
(defun centre (chars n) "Cut or padded at both sides." (string_lists:centre chars n 32))
(defun centre (chars n c) "centre/2 with a character." (string_lists:centre chars n c))
(defun sub_string (chars a) "From a position on." (string_lists:substr chars a))
(defun sub_string (chars a b) "From a position to another."
  (string_lists:substr chars a (+ (- b a) 1)))
(defun to_upper (chars) "In upper case, up to 255." (string_lists:to_upper chars))
(defun to_lower (chars) "In lower case, up to 255." (string_lists:to_lower chars))

(defun join
  "The strings with a separator between them."
  ((() separator) (when (is_list separator)) ())
  (((cons first rest) separator) (++ first (join-rest rest separator))))

(defun join-rest
  (((cons next rest) separator) (++ separator next (join-rest rest separator)))
  ((() _) ()))
