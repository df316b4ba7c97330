;;; Segments of types utf8, utf16 and utf32, and strings in binaries.
(defmodule bits_utf
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun id (x) x)

(defun main ()
  (show (binary (97 utf8) (233 utf8) (955 utf8) (8364 utf8) (128512 utf8)))
  (show (binary (97 utf16) (955 utf16) (128512 utf16)))
  (show (binary (955 utf16 little) (128512 utf16 little)))
  (show (binary (955 utf32) (128512 utf32 little)))
  (show (binary ("abc" utf8)))
  (show (binary "abc"))
  (show (binary ("ab" (size 16))))
  (show (binary ("ab" utf16)))
  (show (let (((binary (a utf8) (b utf8) (rest binary)) (binary 206 187 97 98))) (list a b rest)))
  (show (let (((binary (a utf16) (b utf16)) (binary 3 187 0 97))) (list a b)))
  (show (let (((binary (a utf16)) (binary 216 61 222 0))) a))
  (show (let (((binary (a utf32 little)) (binary 0 246 1 0))) a))
  (show (case (binary 255 1) ((binary (a utf8) (_ binary)) a) (_ 'bad)))
  (show (case (binary 237 160 128) ((binary (a utf8)) a) (_ 'surrogate)))
  (show (case (binary 192 128) ((binary (a utf8)) a) (_ 'overlong)))
  (show (case (binary 244 144 128 128) ((binary (a utf8)) a) (_ 'too-large)))
  (show (case (binary 206) ((binary (a utf8)) a) (_ 'cut)))
  (show (try (binary ((id #xd800) utf8)) (catch ((tuple c r _) (tuple c r)))))
  (show (try (binary ((id #x110000) utf8)) (catch ((tuple c r _) (tuple c r)))))
  (show (try (binary ((id 'a) utf8)) (catch ((tuple c r _) (tuple c r))))))
