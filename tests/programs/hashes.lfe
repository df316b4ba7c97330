;;; Portable hashes of terms, and MD5.
(defmodule hashes
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun main ()
  (show (lc ((<- x (list 'a 1 2.5 () #() "text" #"text" #B((5 (size 3))) #M(a 1) #(a (b #(c))))))
          (erlang:phash2 x)))
  (show (lc ((<- n '(1 2 10 1000 4294967296))) (erlang:phash2 '(some #(nested "term")) n)))
  ;; Functions that stand for exported ones, on their own and inside.
  (show (erlang:phash2 #'lists:map/2))
  (show (erlang:phash2 (list #'lists:map/2 #'maps:get/3)))
  ;; A hash does not tell in which order a map was made, nor how large terms lie in memory.
  (let* ((pairs (lc ((<- i (lists:seq 1 100))) (tuple i (* i i))))
         (many (binary:copy #"0123456789" 1000)))
    (show (=:= (erlang:phash2 (maps:from_list pairs)) (erlang:phash2 (maps:from_list (lists:reverse pairs)))))
    (show (erlang:phash2 (maps:from_list pairs)))
    (show (erlang:phash2 many))
    (show (erlang:phash2 (binary:part many 3 9000)))
    (show (erlang:md5 many))
    (show (erlang:md5 (list many "and" (list #"more" 10))))
    (let (((binary (_ (size 5)) (rest bitstring)) many))
      (show (erlang:phash2 rest))))
  ;; The same local function, made again, hashes alike.
  (show (=:= (erlang:phash2 (adder 1)) (erlang:phash2 (adder 1))))
  (lists:foreach (lambda (range) (show (catch-badarg range))) '(0 -1 4294967297 a)))

(defun adder (n) (lambda (x) (+ x n)))

(defun catch-badarg (range)
  (try (erlang:phash2 'a range)
    (catch ((tuple 'error reason _) reason))))
