;; Matching bit strings: every width at every alignment, parts of parts, sizes out of range, short input.
(defmodule bits_matching
  (export (main 0)))

(defun show (name value)
  (io:format "~s ~w~n" (list name value)))

;; The same bytes as a binary, beginning at each bit of a byte.
(defun shifted (bits)
  (list-comp ((<- shift (lists:seq 0 7)))
    (let (((binary (_ (size shift)) (rest bitstring)) (binary (0 (size shift)) (bits bitstring))))
      rest)))

(defun data () (list_to_binary (list 129 254 3 77 255 128 0 1 200 90 17 34 51 68 85 102 119 136)))

(defun each (f) (list-comp ((<- bits (shifted (data)))) (funcall f bits)))

(defun same (name f)
  (let ((answers (each f)))
    (show name (lists:usort answers))))

(defun widths ()
  (same "u1" (match-lambda (((binary (a (size 1)) (b (size 1)) (_ bitstring))) (tuple a b))))
  (same "u3" (match-lambda (((binary (a (size 3)) (b (size 5)) (c (size 4)) (_ bitstring))) (tuple a b c))))
  (same "s7" (match-lambda (((binary (a (size 7) signed) (b (size 9) signed) (_ bitstring))) (tuple a b))))
  (same "u8" (match-lambda (((binary a b (_ bitstring))) (tuple a b))))
  (same "s8" (match-lambda (((binary (a signed) (b signed) (_ bitstring))) (tuple a b))))
  (same "l8" (match-lambda (((binary (a little) (b little signed) (_ bitstring))) (tuple a b))))
  (same "u12" (match-lambda (((binary (a (size 12)) (b (size 12)) (_ bitstring))) (tuple a b))))
  (same "l12" (match-lambda (((binary (a (size 12) little) (b (size 12) little signed) (_ bitstring))) (tuple a b))))
  (same "u16" (match-lambda (((binary (a (size 16)) (b (size 16) little) (_ bitstring))) (tuple a b))))
  (same "s16" (match-lambda (((binary (a (size 16) signed) (b (size 16) little signed) (_ bitstring))) (tuple a b))))
  (same "u24" (match-lambda (((binary (a (size 24)) (b (size 24) little) (_ bitstring))) (tuple a b))))
  (same "s24" (match-lambda (((binary (a (size 24) signed) (b (size 24) little signed) (_ bitstring))) (tuple a b))))
  (same "u32" (match-lambda (((binary (a (size 32)) (b (size 32) little) (_ bitstring))) (tuple a b))))
  (same "s32" (match-lambda (((binary (a (size 32) signed) (b (size 32) little signed) (_ bitstring))) (tuple a b))))
  (same "u40" (match-lambda (((binary (a (size 40)) (b (size 40) little) (_ bitstring))) (tuple a b))))
  (same "s48" (match-lambda (((binary (a (size 48) signed) (b (size 48) little signed) (_ bitstring))) (tuple a b))))
  (same "u53" (match-lambda (((binary (a (size 53)) (b (size 53) signed) (_ bitstring))) (tuple a b))))
  (same "u55" (match-lambda (((binary (a (size 55) signed) (b (size 55)) (_ bitstring))) (tuple a b))))
  (same "u56" (match-lambda (((binary (a (size 56)) (b (size 56) little signed) (_ bitstring))) (tuple a b))))
  (same "u57" (match-lambda (((binary (a (size 57)) (b (size 57) signed) (_ bitstring))) (tuple a b))))
  (same "u63" (match-lambda (((binary (a (size 63)) (b (size 63) little) (_ bitstring))) (tuple a b))))
  (same "u64" (match-lambda (((binary (a (size 64)) (b (size 64) little) (_ bitstring))) (tuple a b))))
  (same "s64" (match-lambda (((binary (a (size 64) signed) (b (size 64) little signed) (_ bitstring))) (tuple a b))))
  (same "u65" (match-lambda (((binary (a (size 65)) (b (size 65) signed) (_ bitstring))) (tuple a b))))
  (same "float" (match-lambda (((binary (_ (size 48)) (a float (size 32)) (b float) (_ bitstring))) (tuple a b)))))

;; Numbers about the greatest small ones, as 64 bits.
(defun limits ()
  (lists:foreach
    (lambda (number)
      (show "limit"
        (let (((binary (u (size 64)) (s (size 64) signed)) (binary (number (size 64)) (number (size 64))))
              ((binary (lu (size 64) little) (ls (size 64) little signed))
               (binary (number (size 64) little) (number (size 64) little))))
          (list u s lu ls))))
    (list 1152921504606846975 1152921504606846976 -1152921504606846976 -1152921504606846977
          576460752303423487 576460752303423488 -576460752303423488 -576460752303423489
          9223372036854775807 -9223372036854775808 -1 0)))

(defun kind
  ((#"") 'empty)
  ((#"abc") 'abc)
  (((binary (x (size 3)))) (tuple 'three x))
  (((binary 255 (rest binary))) (tuple 'after-255 rest))
  (((binary (size (size 8)) (body binary (size size)) 0)) (tuple 'framed body))
  (((binary (size (size 8)) (body bitstring (size size)))) (tuple 'bits size body))
  (((binary a b)) (tuple 'two a b))
  (((binary _ (rest binary (unit 24)))) (tuple 'threes rest))
  (((binary (_ (size 1)) (rest bitstring))) (tuple 'odd (bit_size rest)))
  ((other) (tuple 'other other)))

(defun kinds ()
  (lists:foreach (lambda (x) (show "kind" (kind x)))
    (list #"" #"abc" #"abd" #"ab" (binary (5 (size 3))) (binary (5 (size 4))) (binary 255) (binary 255 1 2)
          (binary 255 (1 (size 3))) (binary 2 7 8 0) (binary 3 7 8 0) (binary 12 255 (15 (size 4)))
          (binary 1 2) (binary 9 1 2 3) (binary 9 1 2 3 4 5 6) (binary 9 1 2 3 4 5) #() 'atom 17 1.5 (list 1 2)
          (binary ((binary:copy #"abc" 40) binary)) (map 'a 1) 123456789012345678901234567890)))

(defun take (count bits)
  (case bits
    ((binary (part binary (size count)) (rest binary)) (tuple part rest))
    (_ 'no)))

(defun number (count bits)
  (case bits
    ((binary (n (size count)) (_ bitstring)) n)
    (_ 'no)))

(defun sizes ()
  (lists:foreach (lambda (count) (show "take" (tuple count (take count #"abcde") (number count #"abcde"))))
    (list 0 1 4 5 6 -1 -5 8 40 41 1.0 'a 1152921504606846975 1152921504606846976 -1152921504606846976
          99999999999999999999999 2305843009213693952 ())))

(defun points
  (((binary (point utf8) (rest bitstring)) acc) (points rest (cons point acc)))
  ((rest acc) (tuple (lists:reverse acc) rest)))

(defun points16
  (((binary (point utf16) (rest binary)) acc) (points16 rest (cons point acc)))
  (((binary (point utf16 little) (rest binary)) acc) (points16 rest (cons (- point) acc)))
  ((rest acc) (tuple (lists:reverse acc) rest)))

(defun points32
  (((binary (point utf32) (rest binary)) acc) (points32 rest (cons point acc)))
  ((rest acc) (tuple (lists:reverse acc) rest)))

(defun characters ()
  (let ((text (unicode:characters_to_binary (list 97 955 8364 128512 122))))
    (lists:foreach (lambda (bits) (show "utf8" (points bits ()))) (shifted text))
    (lists:foreach (lambda (cut) (show "cut" (points (binary:part text 0 cut) ()))) (lists:seq 0 (byte_size text)))
    ;; The next character's bytes lie behind the end of the part.
    (let (((binary (part binary (size 2)) (_ binary)) text))
      (show "behind" (points part ()))))
  (show "bad" (list (points (binary 128 65) ()) (points (binary 65 255) ()) (points (binary 192 128) ())
                    (points (binary 237 160 128) ()) (points (binary 65 (3 (size 2))) ())))
  (show "utf16" (list (points16 (binary (97 utf16) (128512 utf16) (955 utf16)) ())
                      (points16 (binary 216 1 65) ()) (points16 (binary 0 216 0 65) ())))
  (show "utf32" (list (points32 (binary (97 utf32) (128512 utf32)) ()) (points32 (binary 0 17 0 0) ()))))

(defun sum
  (((binary byte (rest binary)) acc) (sum rest (+ acc byte)))
  ((#"" acc) acc))

;; Not in tail position, and the rest is looked at afterwards.
(defun digits
  (((binary (d (size 4)) (rest bitstring))) (cons d (++ (digits rest) (list (bit_size rest)))))
  ((rest) (list rest)))

;; Clauses that hand the rest on to one another.
(defun even
  (((binary x (rest binary)) acc) (odd rest (+ acc x)))
  ((rest acc) (tuple 'even rest acc)))

(defun odd
  (((binary x (rest binary)) acc) (when (> x 0)) (even rest (- acc x)))
  ((rest acc) (tuple 'odd rest acc)))

;; The value itself is used besides being taken apart.
(defun suffixes
  (((= (binary _ (rest binary)) whole) acc) (suffixes rest (cons whole acc)))
  ((last acc) (lists:reverse (cons last acc))))

(defun tokens
  ((bits) (tokens bits () ())))

(defun tokens
  (((binary 32 (rest binary)) word words) (tokens rest () (cons (lists:reverse word) words)))
  (((binary c (rest binary)) word words) (tokens rest (cons c word) words))
  ((#"" word words) (lists:reverse (cons (lists:reverse word) words))))

(defun strict
  (((binary x (rest binary))) (when (< x 200)) (+ x (strict rest)))
  ((#"") 0))

(defun frames
  (((binary (n (size 8)) (body binary (size n)) (rest binary)) acc)
   (frames rest (cons (tuple n (frame body 0)) acc)))
  ((rest acc) (tuple (lists:reverse acc) rest)))

(defun frame
  (((binary (n (size 16) little) (rest binary)) acc) (frame rest (+ n acc)))
  ((rest acc) (tuple acc rest)))

(defun failure (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun where (f)
  (try (funcall f)
    (catch
      ((tuple class reason trace)
       (let (((cons (tuple m f a _) _) trace)) (tuple class reason m f a))))))

(defun loops ()
  (let ((bytes (list_to_binary (lists:seq 0 255))))
    (show "sum" (list-comp ((<- b (shifted bytes))) (sum b 0)))
    (show "digits" (digits (binary 18 52 (5 (size 3)))))
    (show "even" (list (even #"abcd" 0) (even #"abc" 0) (even (binary 1 0 2) 0) (even (binary 1 (1 (size 1))) 0) (even 'x 0)))
    (show "suffixes" (list-comp ((<- b (shifted #"abcd"))) (suffixes b ())))
    (show "tokens" (tokens #"the quick brown  fox"))
    (show "strict" (list (strict #"abc") (where (lambda () (strict (binary 1 2 200 3))))
                         (where (lambda () (strict (binary 1 2 (1 (size 1)))))) (where (lambda () (strict 'x)))))
    (show "frames" (frames (binary 4 1 0 2 0 3 1 0 9 0 5 1 2) ()))
    (show "sum of no bits" (failure (lambda () (sum (binary 1 (1 (size 3))) 0))))
    (show "comprehension" (list-comp ((<= (binary (x (size 12))) bytes) (> x 4000)) x))
    (show "comprehension" (list-comp ((<= (binary x (y (size 16) little)) bytes) (< x 12)) (tuple x y)))
    (show "comprehension" (failure (lambda () (list-comp ((<= (binary x) (id 'no))) x))))
    (show "binary" (binary-comp ((<= (binary (x (size 4)) (y (size 4))) #"12345")) (binary (y (size 4)) (x (size 4)))))))

(defun id (x) x)

;; Parts of parts, kept while much else is made.
(defun parts (bits depth)
  (case bits
    ((binary (_ (size 8)) (inner binary (size 40)) (_ (size 3)) (rest bitstring)) (when (> depth 0))
     (let ((below (parts rest (- depth 1))))
       (cons (tuple (lists:sum (binary_to_list inner)) (length (lists:seq 1 100))) below)))
    ((binary (_ (size 5)) (rest bitstring)) (when (> depth 0))
     (cons (bit_size rest) (parts rest (- depth 1))))
    (rest (list (bit_size rest)))))

(defun main ()
  (widths)
  (limits)
  (kinds)
  (sizes)
  (characters)
  (loops)
  (show "parts" (parts (binary:copy (data) 60) 40)))
