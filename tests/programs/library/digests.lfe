;;; Digests and authentication codes of the module crypto, and compression of the module zlib.
(defmodule digests
  (export (main 0)))

(defun main ()
  (lists:foreach #'of-kind/1 (kinds))
  (lists:foreach #'outcome/1 (crypto-calls))
  (lists:foreach #'refused/1 (wrong-crypto-calls))
  (lists:foreach #'outcome/1 (zlib-calls))
  (lists:foreach #'round-trip/1 '(#(compress uncompress) #(gzip gunzip) #(zip unzip)))
  (drawn))

(defun kinds ()
  '(md5 sha sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512))

;; Texts of lengths around the sizes of blocks.
(defun texts ()
  (lc ((<- size '(0 1 55 56 63 64 65 71 72 73 111 112 127 128 129 143 144 145 1000)))
    (binary:part (binary:copy #"The quick brown fox. " 50) 0 size)))

(defun of-kind (kind)
  (io:format "~w ~w~n" (list kind (lists:keysort 1 (maps:to_list (crypto:hash_info kind)))))
  (lists:foreach (lambda (text) (show (crypto:hash kind text))) (texts))
  (lists:foreach (lambda (key) (show (crypto:mac 'hmac kind key "what it is made of"))) (texts))
  (show (crypto:macN 'hmac kind #"key" '("da" #"ta") 10))
  (in-pieces kind (crypto:hash_init kind) (texts) ())
  (show (crypto:mac_final (one kind)))
  (show (crypto:mac_final (crypto:mac_update (one kind) '("two" #"three"))))
  (show (crypto:mac_finalN (one kind) 5)))

(defun one (kind)
  (crypto:mac_update (crypto:mac_init 'hmac kind #"key") "one"))

;; A state is a value: each text is added to what came before, and what came before stays.
(defun in-pieces
  ((kind state (cons text texts) before)
   (let ((next (crypto:hash_update state text)))
     (io:format "~w ~w~n"
       (list (=:= (crypto:hash_final state) (crypto:hash kind before))
             (=:= (crypto:hash_final next) (crypto:hash kind (list before text)))))
     (in-pieces kind next texts (list before text))))
  ((_ _ () _) 'ok))

(defun show (bytes)
  (io:format "~s~n" (list (binary:encode_hex bytes))))

(defun outcome
  (((list* module function arguments))
   (io:format "~w:~w ~p~n  ~p~n"
     (list module function arguments
           (try (apply module function arguments)
             (catch ((tuple class reason _) (tuple class reason))))))))

(defun crypto-calls ()
  '((crypto hash_equals #B(1) #B(1)) (crypto hash_equals #B(1 2) #B(1 3)) (crypto hash_equals #B(1) #B(1 2))
    (crypto hash_equals a #B(1)) (crypto exor "abc" #"xyz") (crypto exor "abc" "xy") (crypto exor "" "")
    (crypto mod_pow 3 4 7) (crypto mod_pow #B(3) #B(4) #B(7)) (crypto mod_pow 3 4 0)
    (crypto mod_pow 123456789 987654321 1000000007) (crypto bytes_to_integer #B(1 2))
    (crypto pbkdf2_hmac sha #"password" #"salt" 2 20) (crypto pbkdf2_hmac sha256 #"pw" #"salt" 100 70)
    (crypto start) (crypto hash_info foo) (crypto macN hmac sha "k" "d" 40) (crypto macN hmac sha "k" "d" -1)))

;; The class; what OTP tells beside badarg is where in its sources.
(defun refused
  (((list* function arguments))
   (io:format "~w ~p ~w~n"
     (list function arguments
           (try (apply 'crypto function arguments)
             (catch ((tuple class _ _) class)))))))

(defun wrong-crypto-calls ()
  '((hash foo "a") (hash sha a) (hash sha #B((1 (size 3)))) (hash_init foo) (hash_update foo "a")
    (hash_final foo) (mac hmac foo "k" "d") (mac foo sha "k" "d") (mac hmac sha k "d") (mac hmac sha "k" d)
    (pbkdf2_hmac sha256 "pw" #"salt" 10 20) (rand_uniform 6 5)))

(defun zlib-calls ()
  '((zlib compress "abc") (zlib gzip "abc") (zlib zip "abcabcabcabcabcabc") (zlib uncompress #B(1 2 3))
    (zlib uncompress #B(120 156 75 76)) (zlib uncompress a) (zlib compress a) (zlib gunzip #B(1 2 3))
    (zlib unzip #B(255 255)) (zlib uncompress #B(120 156 75 76 74 6 0 2 77 1 39))
    (zlib uncompress #B(120 156 75 76 74 6 0 2 77 1 38)) (zlib uncompress (#B(120 156 75 76 74 6 0 2 77 1 39) "xx"))
    (zlib uncompress #B()) (zlib compress "") (zlib uncompress #B(120 156 3 0 0 0 0 1))
    (zlib gunzip #B(31 139 8 0 0 0 0 0 0 3 75 76 74 6 0 194 65 36 53 3 0 0 0))
    (zlib gunzip (#B(31 139 8 0 0 0 0 0 0 3 75 76 74 6 0 194 65 36 53 3 0 0 0)
                  #B(31 139 8 0 0 0 0 0 0 3 75 76 74 6 0 194 65 36 53 3 0 0 0)))
    (zlib gunzip #B(31 139 8 0 0 0 0 0 0 3 75 76 74 6 0 194 65 36 54 3 0 0 0))
    (zlib gunzip (#B(31 139 8 0 0 0 0 0 0 3 75 76 74 6 0 194 65 36 53 3 0 0 0) "xx"))
    (zlib unzip #B(75 76 74 78 68 69 0)) (zlib unzip (#B(75 76 74 78 68 69 0) "xx"))))

(defun round-trip
  (((tuple there back))
   (let* ((data (iolist_to_binary (lc ((<- n (lists:seq 1 20000))) (integer_to_binary (rem (* n n) 1009)))))
          (small (call 'zlib there (list "" data))))
     (io:format "~w ~w ~w~n"
       (list there (< (byte_size small) (div (byte_size data) 3)) (=:= (call 'zlib back small) data))))))

(defun drawn ()
  (let ((numbers (lc ((<- _ (lists:seq 1 200))) (crypto:rand_uniform 5 8))))
    (io:format "~w ~w~n" (list (lists:usort numbers) (crypto:rand_uniform 5 6)))))
