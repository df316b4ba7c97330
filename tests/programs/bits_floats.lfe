;;; Float segments of 16, 32 and 64 bits.
(defmodule bits_floats
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun id (x) x)

(defun main ()
  (show (binary (1.5 float)))
  (show (binary (1.5 float (size 32)) (-0.1 float (size 64) little)))
  (show (binary (1.5 float (size 16))))
  (show (binary (3 float) (3 float (size 32))))
  (show (let (((binary (f float)) (binary 63 248 0 0 0 0 0 0))) f))
  (show (let (((binary (f float (size 32))) (binary 63 192 0 0))) f))
  (show (let (((binary (f float (size 32) little)) (binary 205 204 204 61))) f))
  (show (let (((binary (f float (size 16))) (binary 62 0))) f))
  (show (let (((binary (f float little)) (binary 154 153 153 153 153 153 185 63))) f))
  (show (case (binary 127 240 0 0 0 0 0 0) ((binary (f float)) f) (_ 'no-float)))
  (show (case (binary 127 248 0 0 0 0 0 1) ((binary (f float)) f) (_ 'no-float)))
  (show (case (binary 128 0 0 0 0 0 0 0) ((binary (f float)) f)))
  (show (try (binary ((id 'a) float)) (catch ((tuple c r _) (tuple c r))))))
