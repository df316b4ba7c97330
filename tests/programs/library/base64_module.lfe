;;; All of base64.
(defmodule base64_module
  (export (main 0)))

(defun outcome (name argument)
  (io:format "~w ~p: ~p~n"
    (list name argument
          (try (apply 'base64 name (list argument))
            (catch ((tuple class reason _) (tuple class reason)))))))

(defun main ()
  (lists:foreach
    (lambda (data)
      (lists:foreach (lambda (name) (outcome name data)) '(encode encode_to_string)))
    '("" "a" "ab" "abc" "abcd" #"" #"a" #"ab" #"abc" #B(255 254 253 0 62 63)))
  (lists:foreach (lambda (text) (outcome 'decode text))
    '("" "YWJj" "YWJjYQ==" "YW J\nj" "YWI=" "YQ==" "YQ== \n" "YQ= =" "YQ\r\t ==" "YR==" "YWK="
      #"YWJj" "YWJ" "YQ=" "YQ" "Y" "=" "YW Jj YQ" a #b((5 (size 3))) (300)))
  (lists:foreach (lambda (text) (outcome 'mime_decode text))
    '("" "YWJj" "Y!Q==" "YQ==YQ==" "YQ" "Y" "YWI" "YQ=" "YQ=!=" "=YQ==" "Y=Q==" "YWI=YWI=" "YWJj="
      "====" "YWJjYW==" "YWJjY===" "YWJj=YWJj" "YWI==" "YQ===" "YQ===Y" "YQ==YW"
      #"YQ==" a (300)))
  (lists:foreach (lambda (name) (outcome name "YWJj")) '(decode_to_string mime_decode_to_string))
  (lists:foreach (lambda (argument) (outcome 'encode argument)) '(a #b((5 (size 3)))))
  (both-ways (list_to_binary (lists:seq 0 255))))

(defun both-ways
  ((#"") 'ok)
  ((data)
   (let ((text (base64:encode data)))
     (io:format "~s~n" (list text))
     (=:= (base64:decode text) data)
     (=:= (base64:mime_decode text) data)
     (both-ways (binary:part data 0 (max 0 (- (byte_size data) 5)))))))
