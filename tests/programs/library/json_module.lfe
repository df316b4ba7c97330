;;; The module json, which Erlang has since OTP 27: what its manual says.
(defmodule json_module
  (export (main 0)))

(defun outcome (name arguments)
  (io:format "~w ~w~n  ~w~n"
    (list name (car arguments)
          (try (tidy (apply 'json name arguments))
            (catch ((tuple class reason _) (tuple class reason)))))))

;; Maps as lists, whose order is the same everywhere.
(defun tidy
  ((map) (when (is_map map))
   (tuple 'map (lists:sort (lc ((<- (tuple key value) (maps:to_list map)))
                             (tuple key (tidy value))))))
  (((cons x xs)) (cons (tidy x) (tidy xs)))
  ((other) other))

(defun written (name arguments)
  (io:format "~w: ~w~n"
    (list (car arguments)
          (try (iolist_to_binary (apply 'json name arguments))
            (catch ((tuple class reason _) (tuple class reason)))))))

(defun main ()
  (lists:foreach (lambda (text) (outcome 'decode (list text))) (texts))
  (lists:foreach (lambda (term) (written 'encode (list term))) (terms))
  (written 'encode_binary_escape_all '(#B(195 169 240 159 152 128 97 10)))
  (written 'encode_binary_escape_all '(#B(97 195)))
  (encoders)
  (decoders)
  (lists:foreach #'in-steps/1 (texts)))

(defun texts ()
  '(#"{\"foo\": 1}" #"" #" " #"1" #"[1,2, 3 ]" #"[]" #"{}" #" [ ] "
    #"{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":true}" #"1.5" #"1e3" #"1E+2" #"-0" #"-1.25e-2" #"01"
    #"-" #"1." #"1.x" #"1e" #"tru" #"trux" #"true x" #"nul" #"false" #"nope"
    #"\"a\\u00e9\\n\\ud83d\\ude00\"" #"\"\\\"\\\\\\/\\b\\f\\r\\t\"" #"\"\\ud83d\"" #"\"\\ud83dx\""
    #"\"\\ud83d\\u0041\"" #"\"\\ude00\"" #"\"\\uzzzz\"" #"\"\\u12" #"\"\\x\"" #"\"a" #"[1,]" #"[1"
    #"[1 2]" #"]" #"{\"a\"}" #"{a:1}" #"{\"a\":1,}" #"{\"a\":1,\"a\":2}" #"{\"a\" : 1 , \"b\":[ ]}"
    #B(34 255 34) #B(34 195 169 34) #B(34 195 34) #B(34 10 34) #"1e999" #"12345678901234567890"))

(defun terms ()
  (list #M(foo #"bar") '(1 2.5 a true null false) () #M() #B(97 34 98 92 99 10 27 127)
        #B(226 130 172) #M(1 2) '(#"a" ()) #M(2.5 x) 1.0e100 -7 #B(255) #B(195) #(1)
        (map #"k" '(1 (2 #M(z ()))))))

(defun encoders ()
  (written 'encode (list '(#(a 1) #(#"b" (1))) #'object-of-list/2))
  (written 'encode_key_value_list (list '(#(a 1) #(a 2)) #'json:encode_value/2))
  (written 'encode_key_value_list_checked (list '(#(a 1) #(#"a" 2)) #'json:encode_value/2))
  (written 'encode_key_value_list_checked (list '(#(a 1) #(#"b" 2)) #'json:encode_value/2))
  (written 'encode_map_checked (list (map 1 2 #"1" 3) #'json:encode_value/2))
  (written 'encode_atom (list 'abc #'json:encode_value/2))
  (written 'encode_list (list '(1 abc) #'json:encode_value/2)))

(defun object-of-list
  (((= (cons (tuple _ _) _) pairs) encode) (json:encode_key_value_list pairs encode))
  ((term encode) (json:encode_value term encode)))

(defun decoders ()
  (outcome 'decode
    (list #"[1,[null,\"x\"],{\"a\":2.5,\"b\":1e2}] tail" 'acc
          (map 'null 'nil
               'float (lambda (text) (tuple 'float text))
               'integer (lambda (text) (tuple 'integer text))
               'string (lambda (text) (binary_to_list text))
               'array_start (lambda (acc) (list acc))
               'array_push (lambda (x acc) (list* x acc))
               'array_finish (lambda (acc outer) (tuple (list_to_tuple acc) outer))
               'object_start (lambda (_) '(start))
               'object_push (lambda (key value acc) (list* key value acc))
               'object_finish (lambda (acc outer) (tuple (lists:reverse acc) outer)))))
  (outcome 'decode '(#"[1] [2]" acc #M())))

;; A text that comes byte by byte means the same.
(defun in-steps (text)
  (let ((whole (try (json:decode text 'acc #M()) (catch ((tuple _ reason _) reason))))
        (parts (try (steps (json:decode_start #"" 'acc #M()) text)
                 (catch ((tuple _ reason _) reason)))))
    (if (=:= whole parts)
      'ok
      (io:format "~p: ~p, but ~p~n" (list text whole parts)))))

(defun steps
  (((tuple 'continue state) (binary (byte bytes (size 1)) (rest binary)))
   (steps (json:decode_continue byte state) rest))
  (((tuple 'continue state) #"") (json:decode_continue 'end_of_input state))
  (((tuple value acc before) rest) (tuple value acc (binary (before binary) (rest binary)))))
