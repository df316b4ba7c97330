;;; A JSON reader on binaries and a writer, with bit syntax patterns.
(defmodule parse_json
  (export (main 0)))

(defun parse (bin)
  (let (((tuple value rest) (value (skip bin))))
    (case (skip rest)
      (#"" value)
      (junk (error (tuple 'trailing junk))))))

(defun skip
  (((binary 32 (rest binary))) (skip rest))
  (((binary 10 (rest binary))) (skip rest))
  ((bin) bin))

(defun value
  (((binary "null" (rest binary))) (tuple 'null rest))
  (((binary "true" (rest binary))) (tuple 'true rest))
  (((binary "false" (rest binary))) (tuple 'false rest))
  (((binary "\"" (rest binary))) (text rest #""))
  (((binary "[" (rest binary))) (elements (skip rest) ()))
  (((binary "{" (rest binary))) (members (skip rest) #M()))
  (((= (binary c (_ binary)) bin)) (when (orelse (=:= c #\-) (andalso (>= c #\0) (=< c #\9))))
   (number bin ()))
  ((bin) (error (tuple 'bad_json bin))))

(defun text
  (((binary "\"" (rest binary)) acc) (tuple acc rest))
  (((binary "\\n" (rest binary)) acc) (text rest (binary (acc binary) 10)))
  (((binary "\\" c (rest binary)) acc) (text rest (binary (acc binary) c)))
  (((binary (c utf8) (rest binary)) acc) (text rest (binary (acc binary) (c utf8)))))

(defun number
  (((binary c (rest binary)) acc)
   (when (orelse (andalso (>= c #\0) (=< c #\9)) (=:= c #\-) (=:= c #\.)))
   (number rest (cons c acc)))
  ((rest acc)
   (let ((chars (lists:reverse acc)))
     (tuple (if (lists:member #\. chars) (list_to_float chars) (list_to_integer chars)) rest))))

(defun elements
  (((binary "]" (rest binary)) acc) (tuple (lists:reverse acc) rest))
  (((binary "," (rest binary)) acc) (elements (skip rest) acc))
  ((bin acc)
   (let (((tuple v rest) (value bin)))
     (elements (skip rest) (cons v acc)))))

(defun members
  (((binary "}" (rest binary)) acc) (tuple acc rest))
  (((binary "," (rest binary)) acc) (members (skip rest) acc))
  (((binary "\"" (rest binary)) acc)
   (let* (((tuple k rest) (text rest #""))
          ((binary ":" (rest binary)) (skip rest))
          ((tuple v rest) (value (skip rest))))
     (members (skip rest) (map-set acc k v)))))

(defun write
  ((x) (when (is_atom x)) (atom_to_list x))
  ((x) (when (is_binary x)) (list #\" x #\"))
  ((x) (when (is_integer x)) (integer_to_list x))
  ((x) (when (is_float x)) (io_lib:format "~w" (list x)))
  ((x) (when (is_list x)) (list #\[ (lists:join #\, (lists:map #'write/1 x)) #\]))
  ((x) (when (is_map x))
   (list #\{ (lists:join #\, (lc ((<- (tuple k v) (lists:sort (maps:to_list x)))) (list (write k) #\: (write v)))) #\})))

(defun main ()
  (let ((v (parse #"{\"name\": \"a \\\"b\\\"\", \"list\": [1, -2, 3.5, true, null], \"deep\": {\"x\": [[], {}]}}")))
    (io:format "~p~n" (list v))
    (io:format "~s~n" (list (write v))))
  (io:format "~p~n" (list (try (parse #"[1, oops]") (catch ((tuple c r _) (tuple c r))))))
  (io:format "~p~n" (list (try (parse #"1 2") (catch ((tuple c r _) (tuple c r)))))))
