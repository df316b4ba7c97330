;;; Of Erlang's module `crypto`: digests, codes made with digests, bytes that nobody can foresee.
;;;
;;; The state of a digest is a value like others: `#(hash_state kind binary)`.

(defmodule crypto
  "Message digests, authentication codes and unforeseeable bytes, as in Erlang."
  (export (start 0) (stop 0) (supports 1)
          (hash 2) (hash_init 1) (hash_update 2) (hash_final 1) (hash_equals 2) (hash_info 1)
          (mac 4) (macN 5) (mac_init 3) (mac_update 2) (mac_final 1) (mac_finalN 2) (pbkdf2_hmac 5)
          (exor 2) (bytes_to_integer 1) (mod_pow 3) (rand_uniform 2) (strong_rand_bytes 1)))

(defun start ()
  "There is nothing to start: ok."
  'ok)

(defun stop ()
  "There is nothing to stop: ok."
  'ok)

(defun supports
  "The algorithms of a kind that there are: of `hashs` and `macs`."
  (('hashs) (lc ((<- (tuple kind _ _ _) (digests))) kind))
  (('macs) '(hmac))
  ((kind) (when (orelse (=:= kind 'ciphers) (=:= kind 'public_keys) (=:= kind 'curves)
                        (=:= kind 'rsa_opts)))
   ()))

;; Name, bytes of the digest, bytes of a block, OpenSSL's number.
(defun digests ()
  '(#(sha3_512 64 72 1099) #(sha3_384 48 104 1098) #(sha3_256 32 136 1097) #(sha3_224 28 144 1096)
    #(sha512 64 128 674) #(sha384 48 128 673) #(sha256 32 64 672) #(sha224 28 64 675)
    #(sha 20 64 64) #(md5 16 64 4)))

(defun of-digest (field kind)
  (case (lists:keyfind kind 1 (digests))
    ('false (error 'badarg))
    (digest (element field digest))))

(defun hash_info (kind)
  "Size, block size and OpenSSL's number of a digest."
  (map 'size (of-digest 2 kind) 'block_size (of-digest 3 kind) 'type (of-digest 4 kind)))

(defun hash (kind data)
  "The digest of data."
  (alate:digest kind data))

(defun hash_init (kind)
  "The state of a digest that has seen no data."
  (tuple 'hash_state kind (alate:digest_start kind)))

(defun hash_update
  "The state after more data."
  (((tuple 'hash_state kind state) data)
   (tuple 'hash_state kind (alate:digest_update kind state data)))
  ((_ _) (error 'badarg)))

(defun hash_final
  "The digest of all data that a state has seen."
  (((tuple 'hash_state kind state)) (alate:digest_finish kind state))
  ((_) (error 'badarg)))

(defun hash_equals
  "Whether two binaries of the same size are equal, in a time that does not tell where they differ."
  ((a b) (when (is_binary a) (is_binary b) (=:= (byte_size a) (byte_size b)))
   (=:= (differences a b 0) 0))
  ((_ _) (error 'badarg)))

(defun differences
  (((binary a (as binary)) (binary b (bs binary)) found)
   (differences as bs (bor found (bxor a b))))
  ((_ _ found) found))

;; Codes with a key (RFC 2104): a digest of a digest, each begun with the key.

(defun mac
  "The authentication code of data, with a digest and a key; the kind is hmac."
  (('hmac kind key data) (mac_final (mac_update (mac_init 'hmac kind key) data)))
  ((_ _ _ _) (error 'badarg)))

(defun macN (type kind key data size)
  "The first bytes of mac/4."
  (first-bytes (mac type kind key data) size))

(defun mac_init
  "The state of an authentication code that has seen no data."
  (('hmac kind key)
   (let ((key (whole-block kind (iolist_to_binary key))))
     (tuple 'mac_state (keyed kind key #x36) (keyed kind key #x5c))))
  ((_ _ _) (error 'badarg)))

(defun mac_update
  "The state after more data."
  (((tuple 'mac_state inner outer) data) (tuple 'mac_state (hash_update inner data) outer))
  ((_ _) (error 'badarg)))

(defun mac_final
  "The authentication code of all data that a state has seen."
  (((tuple 'mac_state inner outer)) (hash_final (hash_update outer (hash_final inner))))
  ((_) (error 'badarg)))

(defun mac_finalN (state size)
  "The first bytes of mac_final/1."
  (first-bytes (mac_final state) size))

(defun first-bytes
  ((code size) (when (is_integer size) (> size 0) (=< size (byte_size code)))
   (binary:part code 0 size))
  ((_ _) (error 'badarg)))

;; The key filled up with zeros to a block; the digest of one that is longer.
(defun whole-block (kind key)
  (let ((size (of-digest 3 kind))
        (key-size (byte_size key)))
    (if (> key-size size)
      (whole-block kind (hash kind key))
      (let ((missing (- size key-size)))
        (binary (key binary) (0 (unit 8) (size missing)))))))

(defun keyed (kind key mask)
  (hash_update (hash_init kind) (bc ((<= (binary byte) key)) (binary ((bxor byte mask))))))

(defun pbkdf2_hmac
  "A key of so many bytes for a password (RFC 8018)."
  ((kind password salt rounds size)
   (when (is_binary password) (is_binary salt) (is_integer rounds) (> rounds 0) (is_integer size)
         (> size 0))
   (let ((state (mac_init 'hmac kind password)))
     (binary:part (iolist_to_binary (derived state salt rounds 1 size)) 0 size)))
  ((_ _ _ _ _) (error 'badarg)))

(defun derived
  ((state salt rounds index size) (when (> size 0))
   (let* ((first (mac_final (mac_update state (binary (salt binary) (index (size 32))))))
          (part (rounds state first first (- rounds 1))))
     (cons part (derived state salt rounds (+ index 1) (- size (byte_size part))))))
  ((_ _ _ _ _) ()))

(defun rounds
  ((_ _ sum 0) sum)
  ((state last sum n)
   (let ((next (mac_final (mac_update state last))))
     (rounds state next (exor sum next) (- n 1)))))

;; Bytes and numbers.

(defun exor (a b)
  "The exclusive or of the bytes of two I/O lists of the same size."
  (let* ((a (iolist_to_binary a))
         (b (iolist_to_binary b))
         (bits (bit_size a)))
    (if (=:= bits (bit_size b))
      (binary ((bxor (number a) (number b)) (size bits)))
      (error 'badarg))))

(defun number (bytes)
  (binary:decode_unsigned bytes))

(defun bytes_to_integer (bytes)
  "The number whose digits the bytes are, the highest first."
  (number bytes))

(defun mod_pow (base exponent modulus)
  "Base to the power of exponent, modulo a number, as bytes; arguments are numbers or bytes."
  (let ((modulus (integer modulus)))
    (if (=:= modulus 0)
      (error 'badarg)
      (binary:encode_unsigned (power (rem (integer base) modulus) (integer exponent) modulus
                                     (rem 1 modulus))))))

(defun integer
  ((number) (when (is_integer number) (>= number 0)) number)
  ((bytes) (when (is_binary bytes)) (number bytes))
  ((_) (error 'badarg)))

(defun power
  ((_ 0 _ product) product)
  ((base exponent modulus product)
   (power (rem (* base base) modulus) (bsr exponent 1) modulus
          (if (=:= (band exponent 1) 1) (rem (* product base) modulus) product))))

(defun rand_uniform
  "A number from the first up to, not including, the last."
  ((first last) (when (is_integer first) (is_integer last) (< first last))
   (+ first (below (- last first))))
  ((_ _) (error 'badarg)))

;; Numbers of so many bits are drawn until one is below the limit, so that each is as likely.
(defun below (limit)
  (let* ((bits (bits-of (- limit 1) 0))
         (skipped (rem (- 8 (rem bits 8)) 8))
         ((binary (_ (size skipped)) (number (size bits)))
          (strong_rand_bytes (div (+ bits 7) 8))))
    (if (< number limit) number (below limit))))

(defun bits-of
  ((0 bits) bits)
  ((number bits) (bits-of (bsr number 1) (+ bits 1))))

(defun strong_rand_bytes
  "So many bytes of the kernel's generator."
  ((count) (when (is_integer count) (>= count 0))
   (case (pieces count ())
     ((list piece) piece)
     (pieces (iolist_to_binary pieces))))
  ((_) (error 'badarg)))

(defun pieces
  ((count pieces) (when (=< count 65536)) (cons (alate:entropy count) pieces))
  ((count pieces) (pieces (- count 65536) (cons (alate:entropy 65536) pieces))))
