;;; URIs as in RFC 3986, and query strings as in HTML: Erlang's module `uri_string`. Inside, a URI is
;;; a list of characters, and its parts are a map of such lists; what comes in as a binary is answered
;;; as one. Errors are answered, as `#(error reason culprit)`; within they are thrown.

(defmodule uri_string
  "URIs, as in Erlang."
  (export
   (parse 1) (recompose 1) (resolve 2) (resolve 3) (normalize 1) (normalize 2) (transcode 2)
   (compose_query 1) (compose_query 2) (dissect_query 1)
   (percent_decode 1) (unquote 1) (allowed_characters 0)))

;; What `f` answers, or the error that it throws.
(defun answer (f)
  (try (funcall f)
    (catch ((tuple 'throw (= (tuple 'error _ _) error) _) error))))

(defun wrong (reason culprit)
  (throw (tuple 'error reason culprit)))

;;; Text and binaries.

(defun text (data)
  (case (unicode:characters_to_list data)
    (text (when (is_list text)) text)
    ((tuple _ _ rest) (wrong 'invalid_input rest))))

;; Text in the form that `likeness` has.
(defun like
  ((text likeness) (when (is_binary likeness)) (unicode:characters_to_binary text))
  ((text _) text))

;; The parts of a URI, a string or a map, as lists.
(defun parts
  ((uri) (when (is_map uri)) (maps:map #'part/2 uri))
  ((uri) (parsed (text uri))))

(defun part
  ((key part) (when (orelse (is_list part) (is_binary part)) (=/= key 'port)) (text part))
  ((_ other) other))

;; Parts in the form that `likeness` has, a URI or the parts of one: in a map of binaries only, they
;; are binaries.
(defun parts-like
  ((parts likeness) (when (is_map likeness))
   (parts-like parts (common-form (lc ((<- (tuple key part) (maps:to_list likeness))
                                       (=/= key 'port))
                                    part))))
  ((parts likeness) (maps:map (lambda (key part) (if (=:= key 'port) part (like part likeness)))
                      parts)))

;; A binary if there are binaries only.
(defun common-form (likenesses)
  (if (andalso (=/= likenesses ()) (lists:all #'is_binary/1 likenesses)) #"" ""))

(defun form-of
  ((uri) (when (is_map uri))
   (common-form (lc ((<- (tuple key part) (maps:to_list uri)) (=/= key 'port)) part)))
  ((uri) uri))

;;; Taking apart.

(defun parse (uri)
  "The map of a URI's parts: path, and scheme, userinfo, host, port, query, fragment where they are
   there."
  (answer (lambda () (parts-like (parsed (text uri)) uri))))

(defun parsed (text)
  (let* (((tuple text fragment) (cut text "#"))
         ((tuple text query) (cut text "?"))
         ((tuple scheme text) (scheme text))
         (where (if (=:= scheme 'none) 'none ":"))
         (parts (hierarchical text where)))
    (checked fragment #'in-query?/1 where)
    (checked query #'in-query?/1 where)
    (with-part 'scheme scheme (with-part 'query query (with-part 'fragment fragment parts)))))

(defun with-part
  ((_ 'none parts) parts)
  ((key part parts) (map-set parts key part)))

;; The text before the first of some characters and that behind it, or none.
(defun cut (text characters)
  (case (lists:splitwith (lambda (c) (not (lists:member c characters))) text)
    ((tuple before (cons _ behind)) (tuple before behind))
    ((tuple all ()) (tuple all 'none))))

(defun scheme (text)
  (case (lists:splitwith (lambda (c) (andalso (=/= c #\:) (=/= c #\/))) text)
    ((tuple scheme (cons #\: rest))
     (if (scheme? scheme)
       (tuple scheme rest)
       (wrong 'invalid_uri ":")))
    (_ (tuple 'none text))))

(defun scheme?
  (((= (cons c _) scheme)) (andalso (letter? c) (lists:all #'in-scheme?/1 scheme)))
  ((()) 'false))

;; Text of allowed characters. The error is told at `where`, if there is such a place.
(defun checked
  (('none _ _) 'none)
  ((text allowed? where)
   (case (lists:dropwhile allowed? text)
     (() text)
     ((cons c _) (wrong 'invalid_uri (if (=:= where 'none) (list c) where))))))

(defun hierarchical
  (((list* #\/ #\/ text) where)
   (let* (((tuple authority path) (lists:splitwith (lambda (c) (=/= c #\/)) text))
          ((tuple userinfo host) (userinfo authority))
          ((tuple host port) (host host where)))
     (checked userinfo #'in-userinfo?/1 where)
     (with-part 'userinfo userinfo
       (with-part 'port port
         (map 'host host 'path (checked path #'in-path?/1 where))))))
  ((path where) (map 'path (checked path #'in-path?/1 where))))

(defun userinfo (authority)
  (case (cut authority "@")
    ((tuple host 'none) (tuple 'none host))
    (both both)))

(defun host
  (((cons #\[ text) where)
   (case (cut text "]")
     ((tuple address (cons _ _)) (when (=:= address ())) (wrong 'invalid_uri (or-where "]" where)))
     ((tuple _ 'none) (wrong 'invalid_uri (or-where "[" where)))
     ((tuple address port) (tuple (checked address #'in-address?/1 where) (port port where)))))
  ((text where)
   (case (cut text ":")
     ((tuple host 'none) (tuple (checked host #'in-host?/1 where) 'none))
     ((tuple host port)
      (tuple (checked host #'in-host?/1 where) (port (cons #\: port) where))))))

(defun or-where
  ((culprit 'none) culprit)
  ((_ where) where))

(defun port
  (("" _) 'none)
  ((":" _) 'undefined)
  (((cons #\: digits) where) (list_to_integer (checked digits #'digit?/1 where)))
  (((cons c _) where) (wrong 'invalid_uri (or-where (list c) where))))

;;; Putting together.

(defun recompose (parts)
  "The URI of a map of parts; characters that must not stand in them are percent-encoded."
  (answer (lambda () (like (recomposed (parts parts)) (form-of parts)))))

(defun recomposed
  (((= (map 'path path) parts))
   (if (=:= (map_size (maps:without (part-names) parts)) 0)
     (++ (scheme-text (maps:get 'scheme parts 'none))
         (authority-text parts)
         (path-text path (authority? parts))
         (marked "?" (maps:get 'query parts 'none))
         (marked "#" (maps:get 'fragment parts 'none)))
     (wrong 'invalid_map parts)))
  ((parts) (wrong 'invalid_map parts)))

(defun part-names ()
  '(scheme userinfo host port path query fragment))

(defun scheme-text
  (('none) "")
  (("") (wrong 'invalid_scheme ""))
  ((scheme) (++ scheme ":")))

(defun authority? (parts)
  (lists:any (lambda (key) (is_map_key key parts)) '(userinfo host)))

(defun authority-text
  (((= (map 'host host) parts))
   (++ "//" (userinfo-text (maps:get 'userinfo parts 'none)) (host-text host)
       (port-text (maps:get 'port parts 'none))))
  (((map 'port _)) (error 'function_clause))
  (((map 'userinfo userinfo)) (++ "//" (encoded userinfo #'in-userinfo?/1)))
  ((_) ""))

(defun userinfo-text
  (('none) "")
  ((userinfo) (++ (encoded userinfo #'in-userinfo?/1) "@")))

(defun host-text (host)
  (if (andalso (lists:member #\: host) (lists:all #'in-address?/1 host))
    (++ "[" host "]")
    (encoded host #'in-host?/1)))

(defun port-text
  (('none) "")
  (('undefined) ":")
  ((port) (cons #\: (integer_to_list port))))

(defun path-text
  (((= (cons c _) path) 'true) (when (=/= c #\/)) (cons #\/ (encoded path #'in-path?/1)))
  ((path _) (encoded path #'in-path?/1)))

(defun marked
  ((_ 'none) "")
  ((mark text) (++ mark (encoded text #'in-query?/1))))

;;; References and normal forms.

(defun resolve (reference base)
  "The URI that a reference means in a place with another URI."
  (resolve reference base ()))

(defun resolve
  "resolve/2; with the option return_map, its parts."
  ((reference base options) (when (orelse (=:= options ()) (=:= options '(return_map))))
   (answer
     (lambda ()
       (let ((form (common-form (list (form-of reference) (form-of base)))))
         (result (resolved (parts reference) (parts base)) form options))))))

(defun result
  ((parts form '(return_map)) (parts-like parts form))
  ((parts form ()) (like (recomposed parts) form)))

(defun resolved
  (((= (map 'scheme _ 'path path) reference) _)
   (map-set reference 'path (without-dots path)))
  ((reference (= (map 'scheme scheme) base)) (map-set (in-scheme reference base) 'scheme scheme))
  ((_ _) (wrong 'invalid_scheme "")))

(defun in-scheme
  (((= (map 'host _ 'path path) reference) _) (map-set reference 'path (without-dots path)))
  ((reference base)
   (maps:merge (maps:with '(userinfo host port) base) (in-authority reference base))))

(defun in-authority
  (((= (map 'path "") reference) base)
   (maps:merge (maps:with '(path query) base) (maps:remove 'path reference)))
  (((= (map 'path (= (cons #\/ _) path)) reference) _)
   (map-set reference 'path (without-dots path)))
  (((= (map 'path path) reference) base)
   (map-set reference 'path (without-dots (beside path base)))))

;; A relative path in the folder of the base's path.
(defun beside
  ((path (map 'host _ 'path "")) (cons #\/ path))
  ((path (map 'path base))
   (lists:reverse (lists:dropwhile (lambda (c) (=/= c #\/)) (lists:reverse base)) path)))

;; What segments `.` and `..` mean, as RFC 3986 has it (5.2.4). Segments done come in reverse.
(defun without-dots (path)
  (without-dots path ()))

(defun without-dots
  (((list* #\. #\. #\/ path) done) (without-dots path done))
  (((list* #\. #\/ path) done) (without-dots path done))
  (((list* #\/ #\. #\/ path) done) (without-dots (cons #\/ path) done))
  (("/." done) (without-dots "/" done))
  (((list* #\/ #\. #\. #\/ path) done) (without-dots (cons #\/ path) (but-last done)))
  (("/.." done) (without-dots "/" (but-last done)))
  (("." done) (without-dots "" done))
  ((".." done) (without-dots "" done))
  (("" done) (lists:append (lists:reverse done)))
  (((cons c path) done)
   (let (((tuple segment path) (lists:splitwith (lambda (c) (=/= c #\/)) path)))
     (without-dots path (cons (cons c segment) done)))))

(defun but-last
  (((cons _ done)) done)
  ((()) ()))

(defun normalize (uri)
  "The normal form of a URI: letter case, percent-encoding, segments `.` and `..`, usual ports."
  (normalize uri ()))

(defun normalize
  "normalize/1; with the option return_map, its parts."
  ((uri options) (when (orelse (=:= options ()) (=:= options '(return_map))))
   (answer (lambda () (result (normal (parts uri)) (form-of uri) options)))))

(defun normal (parts)
  (let* ((parts (changed 'scheme #'string:lowercase/1 parts))
         (parts (changed 'host #'string:lowercase/1 parts))
         (parts (maps:map #'normal-percent/2 parts)))
    (of-scheme (changed 'path #'without-dots/1 parts))))

(defun changed (key f parts)
  (case (maps:find key parts)
    ((tuple 'ok part) (map-update parts key (funcall f part)))
    ('error parts)))

(defun normal-percent
  (('port port) port)
  ((_ part) (normal-percent part)))

(defun normal-percent
  (((list* #\% a b text))
   (let ((c (byte a b)))
     (if (unreserved? c)
       (cons c (normal-percent text))
       (++ (percent c) (normal-percent text)))))
  (((cons c text)) (cons c (normal-percent text)))
  ((()) ()))

(defun of-scheme
  (((= (map 'port 'undefined) parts)) (with-root (maps:remove 'port parts)))
  (((= (map 'scheme scheme 'port port) parts))
   (if (lists:member (tuple scheme port) (usual-ports))
     (with-root (maps:remove 'port parts))
     (with-root parts)))
  ((parts) (with-root parts)))

(defun usual-ports ()
  '(#("http" 80) #("https" 443) #("ftp" 21) #("ssh" 22) #("sftp" 22) #("tftp" 69)))

(defun with-root
  (((= (map 'scheme "http" 'path "") parts)) (map-update parts 'path "/"))
  (((= (map 'scheme "https" 'path "") parts)) (map-update parts 'path "/"))
  ((parts) parts))

;;; Percent-encoding.

(defun percent_decode
  "A string, or the map of a URI's parts, with what is percent-encoded decoded."
  ((parts) (when (is_map parts)) (decoded-parts (maps:to_list parts) parts))
  ((string) (answer (lambda () (like (decoded (text string)) string)))))

(defun decoded-parts
  (((cons (tuple 'port _) pairs) parts) (decoded-parts pairs parts))
  (((cons (tuple key part) pairs) parts)
   (case (percent_decode part)
     ((tuple 'error reason culprit) `#(error #(invalid #(,key #(,reason ,culprit)))))
     (decoded (decoded-parts pairs (map-update parts key decoded)))))
  ((() parts) parts))

(defun unquote (string)
  "A string with what is percent-encoded decoded."
  (percent_decode string))

(defun decoded (text)
  (case (unicode:characters_to_list (list_to_binary (decoded-bytes text)))
    (text (when (is_list text)) text)
    ((tuple _ _ rest) (wrong 'invalid_utf8 rest))))

(defun decoded-bytes
  (((list* #\% a b text)) (cons (byte a b) (decoded-bytes text)))
  (((cons c text)) (when (< c 128)) (cons c (decoded-bytes text)))
  (((cons c text)) (cons (binary (c utf-8)) (decoded-bytes text)))
  ((()) ()))

;; The byte of two hexadecimal digits behind a percent sign.
(defun byte (a b)
  (case (tuple (digit-value a) (digit-value b))
    ((tuple m n) (when (is_integer m) (is_integer n)) (+ (* m 16) n))
    (_ (wrong 'invalid_percent_encoding (unicode:characters_to_binary (list #\% a b))))))

(defun digit-value
  ((c) (when (>= c #\0) (=< c #\9)) (- c #\0))
  ((c) (when (>= c #\A) (=< c #\F)) (- c 55))
  ((c) (when (>= c #\a) (=< c #\f)) (- c 87))
  ((_) 'none))

;; Text in which characters are percent-encoded unless they are allowed, or a percent sign.
(defun encoded (text allowed?)
  (escaped text (lambda (c) (orelse (=:= c #\%) (funcall allowed? c)))))

(defun escaped
  (((cons c text) allowed?)
   (if (funcall allowed? c)
     (cons c (escaped text allowed?))
     (++ (percents (binary (c utf-8))) (escaped text allowed?))))
  ((() _) ()))

(defun percents (bytes)
  (lists:flatmap #'percent/1 (binary_to_list bytes)))

(defun percent (byte)
  (list #\% (digit (bsr byte 4)) (digit (band byte 15))))

(defun digit
  ((n) (when (< n 10)) (+ n #\0))
  ((n) (+ n 55)))

(defun transcode
  "A URI in another encoding, of its percent-encoded bytes and of the binary. Options are
   `#(in_encoding encoding)` and `#(out_encoding encoding)`."
  ((string options) (when (is_list options))
   (let ((from (proplists:get_value 'in_encoding options 'utf8))
         (to (proplists:get_value 'out_encoding options 'utf8)))
     (answer
       (lambda ()
         (let ((text (recoded (decoded-as string from) from to)))
           (if (is_binary string)
             (encoded-as text to)
             text)))))))

(defun decoded-as (data encoding)
  (case (unicode:characters_to_list data encoding)
    (text (when (is_list text)) text)
    ((tuple _ _ rest) (wrong 'invalid_input rest))))

(defun encoded-as (text encoding)
  (case (unicode:characters_to_binary text 'unicode encoding)
    (bytes (when (is_binary bytes)) bytes)
    ((tuple _ _ rest) (wrong 'invalid_input (unicode:characters_to_binary rest)))))

;; Bytes that are percent-encoded one after the other are decoded together.
(defun recoded
  (((= (list* #\% _ _ _) text) from to)
   (let (((tuple bytes rest) (run-of-bytes text)))
     (++ (percents (encoded-as (decoded-as (list_to_binary bytes) from) to))
         (recoded rest from to))))
  (((cons c text) from to) (cons c (recoded text from to)))
  ((() _ _) ()))

(defun run-of-bytes
  (((list* #\% a b text))
   (let* ((byte (transcoded-byte a b))
          ((tuple bytes rest) (run-of-bytes text)))
     (tuple (cons byte bytes) rest)))
  ((text) (tuple () text)))

(defun transcoded-byte (a b)
  (try (byte a b)
    (catch ((tuple 'throw (tuple 'error reason culprit) _)
            (wrong reason (binary_to_list culprit))))))

;;; Query strings.

(defun compose_query (pairs)
  "The query string of a list of tuples of name and value, or name and true."
  (compose_query pairs ()))

(defun compose_query (pairs options)
  "compose_query/1. The option is `#(encoding encoding)`: utf8, unicode or latin1."
  (answer
    (lambda ()
      (let ((text (composed pairs (query-encoding (proplists:get_value 'encoding options 'utf8)))))
        (like text (common-form (lc ((<- (tuple a b) pairs) (<- x (list a b)) (=/= x 'true)) x)))))))

(defun query-encoding
  (('latin1) 'latin1)
  (('utf8) 'utf8)
  (('unicode) 'utf8)
  ((other) (wrong 'invalid_encoding other)))

(defun composed
  ((() _) ())
  (((list pair) encoding) (field pair encoding))
  (((cons pair pairs) encoding) (++ (field pair encoding) (cons #\& (composed pairs encoding)))))

(defun field
  (((tuple name 'true) encoding) (form-text name encoding))
  (((tuple name value) encoding)
   (++ (form-text name encoding) (cons #\= (form-text value encoding)))))

(defun form-text
  ((data encoding) (when (orelse (is_list data) (is_binary data)))
   (lists:flatmap (lambda (c) (form-character c encoding)) (text data)))
  ((other _) (wrong 'invalid_input other)))

(defun form-character
  ((#\  _) "+")
  ((c encoding)
   (cond ((form-character? c) (list c))
         ((=:= encoding 'utf8) (percents (binary (c utf-8))))
         ((< c 256) (percent c))
         (else (++ "%26%23" (integer_to_list c) "%3B")))))

(defun dissect_query
  "The list of tuples of name and value, or name and true, of a query string."
  ((#"") ())
  ((string)
   (answer
     (lambda ()
       (case (text string)
         ("" ())
         (text (lc ((<- field (fields text))) (dissected field string))))))))

;; The texts between the `&`.
(defun fields (text)
  (case (cut text "&")
    ((tuple field 'none) (list field))
    ((tuple field rest) (cons field (fields rest)))))

(defun dissected (field form)
  (case (cut field "=")
    ((tuple name 'none) (tuple (like (form-decoded name) form) 'true))
    ((tuple name value) (tuple (like (form-decoded name) form) (like (form-decoded value) form)))))

(defun form-decoded (text)
  (let ((spaced (lc ((<- c text)) (if (=:= c #\+) #\  c))))
    (references
      (try (decoded spaced)
        (catch
          ((tuple 'throw (tuple 'error 'invalid_utf8 culprit) _) (wrong 'invalid_input culprit))
          ((tuple 'throw (tuple 'error reason culprit) _)
           (wrong reason (binary_to_list culprit))))))))

;; Text in which references `&#n;` are the characters that they mean.
(defun references
  (((= (list* #\& #\# text) all))
   (case (cut text ";")
     ((tuple _ 'none) all)
     ((tuple digits rest) (cons (referred digits) (references rest)))))
  (((cons c text)) (cons c (references text)))
  ((()) ()))

(defun referred (digits)
  (case (lists:dropwhile #'digit?/1 digits)
    (() (list_to_integer digits))
    ((cons c _) (wrong 'invalid_input (list c)))))

;;; Characters.

(defun letter? (c)
  (orelse (andalso (>= c #\a) (=< c #\z)) (andalso (>= c #\A) (=< c #\Z))))

(defun digit? (c)
  (andalso (>= c #\0) (=< c #\9)))

(defun unreserved? (c)
  (orelse (letter? c) (digit? c) (lists:member c "-._~")))

;; Unreserved, percent-encoded, or what may delimit within a part.
(defun plain? (c)
  (orelse (unreserved? c) (lists:member c "!$%&'()*+,;=")))

(defun in-scheme? (c) (orelse (letter? c) (digit? c) (lists:member c "+-.")))
(defun in-userinfo? (c) (orelse (plain? c) (=:= c #\:)))
(defun in-host? (c) (plain? c))
(defun in-address? (c) (orelse (is_integer (digit-value c)) (=:= c #\:) (=:= c #\.)))
(defun in-path? (c) (orelse (plain? c) (lists:member c ":@/")))
(defun in-query? (c) (orelse (plain? c) (lists:member c ":@/?")))
(defun form-character? (c) (orelse (letter? c) (digit? c) (lists:member c "*-._")))

(defun allowed_characters ()
  "A list of tuples of what a part of URIs is called and the characters that may stand in it."
  (lists:map
    (match-lambda (((tuple name allowed?)) (tuple name (lists:filter allowed? (lists:seq 33 126)))))
    (list (tuple 'scheme #'in-scheme?/1)
          (tuple 'userinfo #'in-userinfo?/1)
          (tuple 'host (lambda (c) (andalso (in-userinfo? c) (=/= c #\%))))
          (tuple 'ipv4 (lambda (c) (orelse (digit? c) (=:= c #\.))))
          (tuple 'ipv6 #'in-address?/1)
          (tuple 'regname #'in-host?/1)
          (tuple 'path #'in-path?/1)
          (tuple 'query #'in-query?/1)
          (tuple 'fragment #'in-query?/1)
          (tuple 'reserved (lambda (c) (lists:member c "!#$&'()*+,/:;=?@[]")))
          (tuple 'unreserved #'unreserved?/1))))
