;;; Atoms made at run time are the atoms of the source; long names; Latin-1 and others.
(defmodule atoms
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun main ()
  (show (=:= (list_to_atom "hello") 'hello))
  (show (=:= (binary_to_atom #"made here") '|made here|))
  (show (length (atom_to_list (list_to_atom (lists:duplicate 255 #\a)))))
  (show (try (list_to_atom (lists:duplicate 256 #\a)) (catch ((tuple c r _) (tuple c r)))))
  (show (try (list_to_atom '(a)) (catch ((tuple c r _) (tuple c r)))))
  (show (atom_to_list '||))
  (show (lists:sort (lists:map #'list_to_atom/1 '("zeta" "alpha" "Beta" "a b" ""))))
  (show (lists:map (lambda (n) (list_to_atom (++ "atom_" (integer_to_list n)))) '(1 2 3)))
  (show (byte_size (atom_to_binary 'hello)))
  (show (list (is_atom 'true) (is_boolean 'true) (is_boolean 'yes) (is_atom ())))
  (let ((m (maps:from_list (lc ((<- n (lists:seq 1 500)))
                             (tuple (list_to_atom (++ "key" (integer_to_list n))) n)))))
    (show (list (map_size m) (map-get m 'key77) (map-get m 'key500)))))
