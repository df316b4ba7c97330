;;; Huffman codes: a sorted list of trees, bits as a bitstring.
(defmodule huffman
  (export (main 0)))

(defun tree
  (((list (tuple _ t))) t)
  (((cons (tuple n a) (cons (tuple m b) rest)))
   (tree (lists:sort (cons (tuple (+ n m) (tuple 'node a b)) rest)))))

(defun codes
  (((tuple 'node a b) prefix)
   (++ (codes a (binary (prefix bitstring) (0 (size 1)))) (codes b (binary (prefix bitstring) (1 (size 1))))))
  (((tuple 'leaf c) prefix) (list (tuple c prefix))))

(defun frequencies (text)
  (maps:to_list (lists:foldl (lambda (c m) (maps:update_with c (lambda (n) (+ n 1)) 1 m)) #M() text)))

(defun encode (text table)
  (lists:foldl (lambda (c acc) (let ((code (map-get table c))) (binary (acc bitstring) (code bitstring)))) (binary) text))

(defun decode
  (((binary) _ _) ())
  ((bits tree top)
   (let (((binary (b (size 1)) (rest bitstring)) bits))
     (case (if (=:= b 0) (element 2 tree) (element 3 tree))
       ((tuple 'leaf c) (cons c (decode rest top top)))
       (node (decode rest node top))))))

(defun main ()
  (let* ((text "this is an example of a huffman tree")
         (t (tree (lists:sort (lists:map (match-lambda (((tuple c n)) (tuple n (tuple 'leaf c)))) (frequencies text)))))
         (table (maps:from_list (codes t (binary))))
         (bits (encode text table)))
    (io:format "~w ~w~n" (list (bit_size bits) (* 8 (length text))))
    (io:format "~s~n" (list (decode bits t t)))
    (io:format "~w~n" (list bits))))
