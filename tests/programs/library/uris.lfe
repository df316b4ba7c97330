;;; All of uri_string.
(defmodule uris
  (export (main 0)))

(defun outcome (name arguments)
  (io:format "~w ~w:~n  ~w~n"
    (list name (lists:map #'tidy/1 arguments)
          (tidy (try (apply 'uri_string name arguments)
                  (catch ((tuple class reason _) (tuple class reason))))))))

;; Maps as lists, whose order is the same everywhere.
(defun tidy
  ((map) (when (is_map map)) (lists:sort (maps:to_list map)))
  ((other) other))

(defun each (name arguments)
  (lists:foreach (lambda (argument) (outcome name (list argument))) arguments))

(defun each* (name lists)
  (lists:foreach (lambda (arguments) (outcome name arguments)) lists))

(defun main ()
  (each 'parse (uris))
  (each 'recompose (maps-of-parts))
  (each 'normalize (to-normalize))
  (each* 'normalize '(("http://localhost:80" (return_map)) ("HTTP://h:80/%C3%B6" (return_map))
                      (#"HTTP://h:80/a" (return_map)) (#M(path "/a" host "%41") (return_map))))
  (lists:foreach
    (lambda (reference) (outcome 'resolve (list reference "http://a/b/c/d;p?q")))
    (references))
  (each* 'resolve (to-resolve))
  (each* 'compose_query (to-compose))
  (each 'dissect_query (to-dissect))
  (each 'percent_decode (to-decode))
  (each 'unquote '("a%2Fb" #"a%2Fb" "%C3%B6" "%ff" "%4" "%zz" ("a" #"%41") "a+b"))
  (each* 'transcode (to-transcode))
  (io:format "~p~n" (list (uri_string:allowed_characters))))

(defun uris ()
  '("foo://user@example.com:8042/over/there?name=ferret#nose"
    #"foo://user@example.com:8042/over/there?name=ferret"
    "" "/a/b" "a/b" "?q" "#f" "a:b" "a:" "//h" "//h:80" "//h:" "//h:x" "//" "http://" "http://u@"
    "http://u@h" "http://[::1]:80/" "http://[::1" "http://[v1.a]" "http://1.2.3.4" "http://h?q"
    "http://h#f" "http://h/a b" "http://h/%41" "http://h/%4" "http://h/%zz" (104 58 246) "1a://h"
    "a.b+c-1://h" "a_b://h" "a_b/c" "mailto:x@y" "urn:a:b:c" "//u:p@h" "http://h:080/" "/a?b?c"
    "/a#b#c" "a/b:c" "a b" "HTTP://H" "http://h:99999/" "//a@b@c" "http://h/a[b]" "?a[b]"
    ("http://" #"h/p") "http://h\\" "http://h/|" "file:///a" "x:/a//b" "http://a:b@[::1]:8/" "//h/a"
    "?" "#" "a?" "a#" "a?#" "//[::1]x" ":a" "//:80" "//@h"))

(defun maps-of-parts ()
  (list #M() #M(path "")
        #M(path "/a" host "h" scheme "http" port 80 userinfo "u" query "q" fragment "f")
        #M(host "h" path "a") #M(path "//a") #M(path "a:b") #M(scheme "a" path "b")
        #M(userinfo "u" path "") #M(port 80 path "a") #M(host "h" path "" port undefined)
        #M(path "a b") #M(path (246) query (246)) #M(path #"a" scheme "b") #M(path #"a")
        #M(path #"a" host #"h" port 8) #M(scheme "1" path "b") #M(host "h h" path "") #M(path "a%41%")
        #M(path "a" foo 1) #M(path "a" query "a b#c?d") #M(path "a?b#c") #M(path "/a" fragment "x#y")
        #M(host "::1" path "/") #M(host "[::1]" path "/") #M(host "" path "/") #M(path "a" query "")
        #M(scheme "" path "a") #M(userinfo "u@/" host "h" path "") (map 'path (list "a" #"b"))))

(defun to-normalize ()
  (list "/a/b/c/./../../g" #"mid/content=5/../6" "http://localhost:80"
        "HTTP://EXAMPLE.com:80/%7efoo/%2f/%c3%b6"
        #M(scheme "http" port 80 path "/a/b/c/./../../g" host (104 246))
        "https://h:443" "ftp://h:21" "ssh://h:22" "sftp://h:22" "tftp://h:69" "http://h:443"
        "foo://h:80" "ftp://h" "http://h?q" "http://h:/" "foo://h:" "a b" "../a" "../../a/b" "./a"
        "a/.." "a/../" "/.." "/../a" "." ".." "a/./b" "/a/b/." "/a/b/.." "//a/../b" "mailto:A@B"
        "a//b/..//c" "http://h/%41%zz" "%41%2d" #M(path "a%41b") "?%7e" "http://u%7e@H/"
        #"http://h:80/%e4%bd" "urn:a/../b" "http://h/a/../../b?c/../d" "http://h/.a/..b"))

(defun references ()
  '("g:h" "g" "./g" "g/" "/g" "//g" "?y" "g?y" "#s" "g#s" "g?y#s" ";x" "g;x" "g;x?y#s" "" "." "./"
    ".." "../" "../g" "../.." "../../" "../../g" "../../../g" "../../../../g" "/./g" "/../g" "g."
    ".g" "g.." "..g" "./../g" "./g/." "g/./h" "g/../h" "g;x=1/./y" "g;x=1/../y" "g?y/./x"
    "g?y/../x" "g#s/./x" "g#s/../x" "http:g"))

(defun to-resolve ()
  (list '("a" "b") '("a" "/b") '("a" "http://h") '(#"a" "http://h/b") '("a" #"http://h/b")
        '(#"a" #"http://h/b") '("/abs/ol/ute" "http://localhost/a/b/c?q" (return_map))
        (list #M(path "path" query "xyz") "http://localhost/a/b/c?q") '("a b" "http://h/")
        '("a" "http://h/ b") (list "a" #M(path "/x" scheme "s")) '("//x:80/a" "http://h:99/")
        '("?q" "http://u@h:99/z?y#f") (list #M(path "") #M(host "h" path "" scheme "s"))
        (list "x" #M(host "h" path "" scheme "s"))))

(defun to-compose ()
  '(((#("foo bar" "1") #("city" (246)))) ((#(#"foo bar" #"1") #(#"c" #B(195 182))))
    ((#("a" true) #("b" "c"))) (()) ((#("a" #"b"))) ((#("a*-._~!" "+/ ")))
    ((#((26481) (246))) (#(encoding latin1))) ((#((246) "x")) (#(encoding utf8)))
    ((#((246) "x")) (#(encoding unicode))) ((#((246) "x")) (#(encoding foo))) ((#(a "b")))
    ((#("a" 1))) ((#(#"a" true))) ((#("" ""))) ((#(("a" #"b") "c"))) ((#("a" false)))
    ((#((26481) #"x")) (#(encoding latin1)))))

(defun to-dissect ()
  '("foo+bar=1&city=%C3%B6rebro" #"foo+bar=1&city=%26%2326481%3B%26%2320140%3B" "" "a" "a&b" "a="
    "=b" "=" "&" "a=b&" "a=b&&c=d" "a=b;c=d" "a=%4" "a=%zz" (97 61 246) #B(97 61 195 182) #""
    "a=b=c" "a=%26%2365%3B" "a=&#65;" "a=%26%23xx%3B" ("a" #"=b") "a b=c" "a=%26" "+=+"))

(defun to-decode ()
  (list "%C3%B6" "%41%4" #"%C3%B6" "%ff" "%zz" "a" #M(host "%41" path "" port 80)
        #M(host "%ff" path "") '("a" #"%41") '(246 37 52 49) #M(path "%4")))

(defun to-transcode ()
  (list (list (unicode:characters_to_binary "foo%00%00%00%F6bar" 'unicode 'utf32)
              '(#(in_encoding utf32) #(out_encoding utf8)))
        '("foo%F6bar" (#(in_encoding latin1) #(out_encoding utf8)))
        '("foo%C3%B6bar" (#(in_encoding utf8) #(out_encoding latin1)))
        '(#"foo%C3%B6bar" (#(in_encoding utf8) #(out_encoding utf16)))
        '("a%zz" ()) '("foo%F6" ()) '("foo%C3%B6" (#(out_encoding utf16)))
        '((246) (#(out_encoding latin1))) '("%E6%9D%B1" (#(out_encoding latin1)))))
