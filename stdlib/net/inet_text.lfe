;;; The text of addresses of the Internet, both ways (RFC 4291, RFC 5952), and of errors.

(defmodule inet_text
  "Addresses of the Internet as text."
  (export (version_6 1) (parse_version_4 1) (parse_strict_version_4 1) (parse_version_6 1) (error 1)))

;;; Version 6.

(defun version_6 (address)
  "The text of an address of eight numbers."
  (case address
    ((tuple 0 0 0 0 0 0 high low) (when (orelse (> high 0) (> low 1))) (++ "::" (dotted high low)))
    ((tuple 0 0 0 0 0 #xffff high low) (++ "::ffff:" (dotted high low)))
    (_ (shortened (tuple_to_list address)))))

(defun dotted (high low)
  (inet:ntoa (tuple (bsr high 8) (band high 255) (bsr low 8) (band low 255))))

;; The longest run of two zeros or more is left out, the first of those that are equally long.
(defun shortened (numbers)
  (case (longest-zeros numbers 0 #(0 1))
    ((tuple _ 1) (joined numbers))
    ((tuple start length)
     (let* (((tuple before rest) (lists:split start numbers))
            (after (lists:nthtail length rest)))
       (++ (joined before) "::" (joined after))))))

(defun longest-zeros
  ((() _ best) best)
  (((= (cons 0 _) numbers) index (= (tuple _ most) best))
   (let* ((zeros (lists:takewhile (lambda (n) (=:= n 0)) numbers))
          (length (length zeros)))
     (longest-zeros (lists:nthtail length numbers)
                    (+ index length)
                    (if (> length most) (tuple index length) best))))
  (((cons _ rest) index best) (longest-zeros rest (+ index 1) best)))

(defun joined (numbers)
  (lists:append (lists:join ":" (lists:map #'hexadecimal/1 numbers))))

(defun hexadecimal (number)
  (string:lowercase (integer_to_list number 16)))

(defun parse_version_6 (text)
  "`#(ok address)` or `#(error einval)`. A zone after the address is left out."
  (let ((address (lists:takewhile (lambda (c) (=/= c #\%)) text)))
    (case (string:split address "::" 'all)
      ((list groups) (complete (groups groups) ()))
      ((list before after) (around (hexadecimals before) (groups after)))
      (_ #(error einval)))))

;; As many zeros between them as are missing.
(defun around (before after)
  (case (- 8 (+ (length before) (length after)))
    (missing (when (> missing 0))
     (complete before (++ (lists:duplicate missing 0) after)))
    (_ #(error einval))))

(defun complete (before after)
  (let ((numbers (++ before after)))
    (if (andalso (=:= (length numbers) 8) (not (lists:member 'bad numbers)))
      (tuple 'ok (list_to_tuple numbers))
      #(error einval))))

;; The numbers between colons.
(defun hexadecimals
  ((()) ())
  ((text) (lists:map #'number/1 (string:split text ":" 'all))))

;; The same at the end, where the last two may be written as an address of version 4.
(defun groups (text)
  (let* ((parts (string:split text ":" 'all))
         (last (lists:last parts)))
    (case (parse_strict_version_4 last)
      ((tuple 'ok (tuple a b c d))
       (++ (lists:map #'number/1 (lists:droplast parts))
           (list (+ (* 256 a) b) (+ (* 256 c) d))))
      (_ (hexadecimals text)))))

;; At most four digits.
(defun number (text)
  (if (< (length text) 5)
    (digits text 16)
    'bad))

(defun digits (text base)
  (try (let ((n (list_to_integer text base)))
         (if (andalso (>= n 0) (is-digit (hd text))) n 'bad))
    (catch (_ 'bad))))

(defun is-digit (c)
  (andalso (=/= c #\+) (=/= c #\-)))

;;; Version 4.

(defun parse_version_4 (text)
  "`#(ok address)` of one to four numbers, the last of which fills what is left of four bytes, or
  `#(error einval)`."
  (version-4 (lists:map #'part/1 (string:split text "." 'all))))

(defun parse_strict_version_4 (text)
  "`#(ok address)` of four decimal numbers, or `#(error einval)`."
  (case (lists:map #'decimal/1 (string:split text "." 'all))
    ((= (list _ _ _ _) parts) (version-4 parts))
    (_ #(error einval))))

(defun version-4 (parts)
  (let ((number (length parts)))
    (if (andalso (=< number 4) (not (lists:member 'bad parts)))
      (bytes (lists:droplast parts) (lists:last parts) (- 5 number))
      #(error einval))))

(defun bytes (parts last left)
  (if (andalso (lists:all (lambda (part) (< part 256)) parts)
               (< last (bsl 1 (* 8 left))))
    (tuple 'ok (list_to_tuple (++ parts (bytes-of last left))))
    #(error einval)))

(defun bytes-of (number left)
  (binary_to_list (binary (number (size left) (unit 8)))))

;; Decimal, octal after a zero, hexadecimal after `0x`.
(defun part
  (((list* #\0 #\x digits)) (digits digits 16))
  (((list* #\0 #\X digits)) (digits digits 16))
  (((cons #\0 (= (cons _ _) digits))) (digits digits 8))
  ((digits) (digits digits 10)))

(defun decimal
  (((cons #\0 (cons _ _))) 'bad)
  ((digits) (digits digits 10)))

;;; Errors.

(defun error
  "What an error means."
  (('exbadport) "invalid port state")
  (('exbadseq) "bad command sequence")
  ((reason) (erl_posix_msg:message reason)))
