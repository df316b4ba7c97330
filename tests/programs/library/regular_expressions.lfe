;;; The module re: patterns, options, captures, replacing and splitting.
(defmodule regular_expressions
  (export (main 0)))

(defun outcome (name arguments)
  (io:format "~w ~p~n  ~p~n"
    (list name (lists:map #'shown/1 arguments)
          (try (apply 're name arguments)
            (catch ((tuple class reason _) (tuple class reason)))))))

;; The inside of a compiled pattern is nobody's concern.
(defun shown
  (((tuple 're_pattern _ _ _ _)) 're_pattern)
  ((term) term))

(defun each (name calls)
  (lists:foreach (lambda (arguments) (outcome name arguments)) calls))

(defun compiled (pattern options)
  (let (((tuple 'ok compiled) (re:compile pattern options)))
    compiled))

(defun main ()
  (each 'run (runs))
  (each 'run (wrong-runs))
  (each 'replace (replacements))
  (each 'split (splits))
  (lists:foreach #'searched/1 (patterns))
  (lists:foreach #'with-options/1 (options))
  (lists:foreach #'classes/1 (class-names))
  (lists:foreach #'error-of/1 (errors))
  (compiled-patterns))

(defun runs ()
  `(("ABCabcdABC" "abcd")
    ("ABCabcdABC" "abcd(X)?")
    ("ABCabcdABC" "abcd(X)?(A)")
    ("ABCabcdABC" ".*((?<FOO>abdd)|a(..d)).*" ())
    ("ABCabcdABC" ".*((?<FOO>abdd)|a(..d)).*" (#(capture all binary)))
    ("ABCabcdABC" ".*((?<FOO>abdd)|a(..d)).*" (#(capture (FOO 3 "FOO" #"FOO" none 0 77) list)))
    ("ABCabcdABC" ".*((?<FOO>abdd)|a(..d)).*" (#(capture (FOO 3 77))))
    ("abc" "(b)|(c)|(d)" (global #(capture () list)))
    ("abc" "(b)|(c)|(d)" (global #(capture all_but_first list)))
    ("abcb" "b(x)?" (global #(capture all_but_first)))
    ("cat" "(|at)" (global))
    ("cat" "(|at)" (global #(capture first list)))
    ("abc" "x" (#(capture none)))
    ("abc" "b" (#(capture none)))
    ("abc" "b" (#(capture none list)))
    ("abc" "b" (#(capture first list) #(capture all binary)))
    ("abc" "a" (#(capture all_names list)))
    ("abc" "b" (report_errors #(capture all_but_first)))
    ("abc" "(b" (report_errors))
    ("abc" #"b" (#(offset 2)))
    ("abc" #"b" (#(offset 3)))
    ("abcabc" "b" (#(offset 2)))
    ("abcabc" "^b" (#(offset 1)))
    ("abcabc" "\\Gb" (#(offset 1)))
    ("abcabc" "(?<=a)b" (#(offset 1)))
    (#B(208 128) "." (unicode #(capture all list)))
    (#B(208 128) "." (#(capture all list)))
    ((1024) (1024) (unicode #(capture all list)))
    ((1024) "." (unicode #(capture all binary)))
    ((1024 1025) "(|x)" (global unicode #(capture first)))
    ((#B(208) #B(128)) "." (unicode))
    (#B(208 128) "(*UTF8)." (#(capture all list)))
    ("a\r\nb" "(|x)" (global #(newline crlf)))
    ("a\r\nb" "(|x)" (global #(newline any)))
    ("a\r\nb" "(|x)" (global))
    ("a\r\nb\r\nc" "^" (global multiline #(newline crlf)))
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" "(a+)+$" (report_errors))
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" "(a+)+$" ())
    ("abcb" "b" (#(match_limit 0) report_errors))
    ("abcb" "b" (#(match_limit 0)))
    ("aaaaaaaaaaaaaz" "(a+)*z")
    ((#\a 1024 . #"b") "b" (unicode))
    ((#\a . #"b") "b")
    ("abc" ("a" . #"b"))
    (#"" "")
    ("" "^$" (notempty))))

(defun wrong-runs ()
  `((#B(255) "a" (unicode)) ((1024) "a") ("abc" "b" (#(offset -1))) (#B(97 98 255) "a" (unicode))
    ((1024 1024) "." (unicode #(offset 1))) ("abc" "b" (foo)) (abc "b") ("abc" b)
    ("abc" #(re_pattern 1 2 3 4)) ("abc" #()) ("abc" "b" foo) ("abc" "b" (global . foo))
    ("abc" "b" (#(capture first foo))) ("abc" "b" (#(capture foo list)))
    ("abc" "b" (#(capture (-1) list))) ("abc" "b" (#(capture (a . b) list)))
    ("abc" "b" (#(capture (#()) list))) ("abc" "b" (#(capture all list foo)))
    ("abc" "b" (#(newline))) ("abc" "b" (#(newline foo))) ("abc" "b" (#(match_limit a)))
    ("abc" "b" (#(match_limit -1))) ("abc" "b" (#(match_limit 1099511627776)))
    ("abc" "b" (#(offset a))) ("abc" "b" (#(return list))) ("abc" "b" (group))
    ("abc" "(b") ((300 #\b) "b" (report_errors)) (#B((1 (size 3))) "a") ("a" #B((1 (size 3))))
    (#B(255) "(*UTF8)." ())))

(defun replacements ()
  `(("abcd" "c" "[&]") ("abcd" "x" "[&]") (#"abcd" "x" "[&]") (("ab" #"cd") "x" "[&]")
    ("abcdc" "c" "[&]" (global)) ("abcd" "c" "[\\&]" (#(return list)))
    ("abcdc" "c" (1024) (global)) ("abcdc" "c" (1024) (global unicode))
    ((1024 #\c) "c" (1025) (unicode #(return list)))
    ((1024 #\c) "c" (1025) (unicode #(return binary)))
    ("abc" "" "." (global #(return list))) ("abc" "c" "." (#(capture none)))
    ("abc" "c" "." (report_errors)) ("abc" "(c" ".") ("abc" "c" "." (#(return foo)))
    ("abcabc" "c" "." (#(offset 3) #(return list))) ("" "" ".") ("abc" "b" "")
    ("abc" "a" "x") ("abc" "c" "x") ("abc" "(b)" "x\\1y") ("abc" "(b)" foo) (foo "(b)" "a")
    ("abc" "(b)" "a" foo) ("abc" "z" "a" (#(return binary))) ("abc" "z" "a" (#(return list) unicode))
    ("bbab" "b" "x" (#(return list) anchored global)) (#"abc" "b" ("x" #"y&") (#(return iodata)))
    (#"abcb" "b" "-&-" (global)) (#"abc" "b" () (global))
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" "(a+)+$" "x" (#(return list)))
    . ,(lc ((<- text (replacement-texts))) (list "abcdc" "(c)(x)?(?<n>y)?" text))))

(defun replacement-texts ()
  '("\\1-\\2-\\3" "\\\\" "\\g1" "\\g{1}" "\\g{10}" "\\12" "\\0" "\\x" "\\g" "\\g{" "\\" "&&" "\\2"
    "a\\2" "\\99999999999999999999999" ""))

(defun splits ()
  `(("Erlang" "[ln]" (#(return list))) ("Erlang" "[ln]") ("Erlang" "([ln])" (#(return list) group))
    ("Erlang" "[lg]" (#(return list) trim)) ("Erlang" "[lg]" (#(return list) #(parts 2)))
    ("Erlang" "[lg]" (#(return list) #(parts 0))) ("Erlang" "[lg]" (#(return list) #(parts 1)))
    ("Erlang" "[lg]" (#(return list) #(parts infinity))) ("Erlang" "" (#(return list)))
    ("" "" (#(return list))) ("" "x" (#(return list))) ("" "x" (#(return list) trim))
    ("" "x" (#(return list) group)) ("" "x" (#(return list) group trim))
    ("ErlangE" "(l)|(n)(x)?" (#(return list))) ("ErlangE" "(l)|(n)(x)?" (#(return list) group))
    ("abXX" "(X)?" (#(return list) trim)) ("abXX" "(X)" (#(return list) trim group))
    ("abXX" "(X)(y)?" (#(return list) trim group)) ("a,b,," "," (trim)) ("a,b,," "," (#(offset 2)))
    ((1024 #\, 1025) "," (#(return list) unicode)) ((1024 #\, 1025) "," (unicode))
    ("abc" "b" (global)) ("abc" "b" (#(capture all))) ("abc" "b" (report_errors)) ("abc" "(b")
    ("abc" "b" (#(parts -1))) ("abc" "b" (#(parts a))) ("abc" "b" foo)
    ("abcdef" "(b)(c)?|(e)" (#(return list) #(parts 2)))
    ("abcdef" "(b)(c)?|(e)" (#(return list) #(parts 2) group))
    ("abc" "" (group)) ("abc" "()" (#(return list))) ("abc" "x?" (#(parts 2)))
    ("cat" "(|at)" (#(return list))) ("bb" "b" (trim)) ("bb" "b" (trim group))
    ("bb" "(b)" (trim group)) ("abab" "(x)?b" (trim group)) ("abab" "(x)?b" (group))
    ("abb" "(x)?b" (trim)) ("abb" "(x)?b" (#(parts 3))) ("bbab" "b" (anchored))
    ("one  two three" "\\s+" (#(return list))) ("2026-11-22" "-" (#(return binary)))))

;; Each is looked for, everywhere, in the same texts.
(defun searched (pattern)
  (io:format "~s: ~w~n"
    (list pattern
          (lc ((<- text '("foobar" "The quick, brown fox\njumps 42 times\n" "aaabbbccc" "" "2026-11-22"
                          "user@example.com, x.y@z.org" "(a(b)c)" "abcabcabd" "\tx = 10; y=20")))
            (re:run text pattern '(global))))))

(defun patterns ()
  '("o" "^" "$" "\\b" "\\B" "." "\\w+" "\\W+" "\\d+" "\\s*" "[a-f]+" "[^a-f]+" "(a)(b)?" "(?:ab)+"
    "a*?b" "a++b" "(?>a+)b" "a{2}" "a{2,}" "a{1,2}" "(?i)the|FOX" "(?m)^\\w+" "(?s).+" "(?x) f o # x\n o"
    "(\\w)\\1" "(?<x>\\w)\\k<x>" "(?P<x>\\w)(?P=x)" "(?=b)" "(?!b)b?" "(?<=b)." "(?<!b)c" "(\\d+)-(\\d+)"
    "[[:alpha:]]+" "[[:^alpha:]]+" "[[:punct:]]" "\\Aa" "c\\z" "\\n\\Z" "\\x61" "\\141" "\\Qa(b\\E"
    "\\((?:[^()]|(?R))*\\)" "(a|b(?1)c)" "(?|(a)|(b))(c)?" "(?(?=a)ab|c)" "(a)?(?(1)b|c)" "\\R" "\\h" "\\v"
    "\\N+" "(*ANYCRLF)^." "foo\\Kbar" "[]a]" "[a\\]b]" "a|ab|abc" "(a|ab)(c|bcd)*" "x*" "(?U)a+"
    "\\p{Lu}" "\\P{L}" "(?<y>\\d{4})-(?<m>\\d\\d)-(?<d>\\d\\d)" "[\\w.]+@[\\w.]+\\.\\w+" "(?#note)b"
    "(*COMMIT)b" "a(*SKIP)b" "(?:a(*PRUNE)b|c)" "\\e|\\f|\\a|\\t" "(\\w+)\\s*=\\s*(\\d+)"))

(defun with-options
  (((cons pattern options))
   (io:format "~s ~w: ~w~n"
     (list pattern options
           (lc ((<- text '("abc" "ABC" "a\nb" "a\nb\n" "a\rb" "a b" "" "xabcabc" (196 228) "b\r\na\r\n")))
             (re:run text pattern (cons 'global options)))))))

(defun options ()
  `(("a" anchored) ("abc" caseless) (#B(228) caseless) ("b$" dollar_endonly) ("b$") ("b$" multiline)
    ("^." multiline) ("a.b" dotall) ("a.b") ("a  b # end" extended) ("b" firstline)
    ("(a)(?<n>b)" no_auto_capture) ("a+|b+" ungreedy) ("." #(newline cr)) ("^." multiline #(newline cr))
    ("$" multiline #(newline anycrlf)) ("$" multiline #(newline any)) ("." #(newline lf))
    ("$" multiline #(newline crlf)) ("\\R" bsr_anycrlf) ("\\R" bsr_unicode) ("a" no_start_optimize)
    ("\\w" ucp) ("\\w") ("a*" notempty) ("a*" notempty_atstart) ("^" notbol) ("$" noteol)
    ("^" notbol multiline) ("$" noteol multiline) ("(?<n>a)|(?<n>b)" dupnames) ("a" never_utf)
    ("" #(offset 0))))

(defun classes (class)
  (io:format "~s ~w~n"
    (list class
          (lc ((<- byte (lists:seq 0 255))
               (=:= (re:run (binary (byte)) class '(#(capture none))) 'match))
            byte))))

(defun class-names ()
  '("\\s" "\\d" "\\w" "\\h" "\\v" "[[:space:]]" "[[:alpha:]]" "[[:lower:]]" "[[:upper:]]" "[[:graph:]]"
    "[[:print:]]" "[[:punct:]]" "[[:cntrl:]]" "[[:xdigit:]]" "[[:word:]]" "[[:blank:]]" "[[:alnum:]]" "."
    "[^a-z]"))

(defun error-of (pattern)
  (io:format "~s: ~p~n" (list pattern (re:compile pattern))))

(defun errors ()
  '("\\" "a\\" "\\c" "[a" "(a" "a)" "*a" "(?<n" "[b-a]" "\\p" "(?#a" "a**"
    "(?R" "(?>a" "(?=a" "a(?<x" "[z-\\x{1}]" "a{65536}"))

(defun compiled-patterns ()
  (let ((pattern (compiled "(?<C>A)|(?<B>B)|(?<C>C)" '(dupnames)))
        (lines (compiled "a$" '(multiline)))
        (points (compiled "b" '(unicode))))
    (each 'inspect `((,pattern namelist) (,lines namelist) (,pattern foo) (foo namelist)))
    (each 'run `(("CAB" ,pattern (global #(capture all_names list)))
                 ("CAB" ,pattern (#(capture (C "B" #"B") list)))
                 ("CAB" ,lines (#(capture all_names list)))
                 ("a\rb" ,lines (#(newline cr))) ("a\rb" ,lines) ("a\nb" ,lines (#(newline cr)))
                 ("a" ,lines (caseless)) ("a" ,lines (unicode)) ("a" ,lines (anchored bsr_unicode))))
    (each 'split `(((1024 #\b 1025) ,points (#(return list)))))
    (each 'replace `(((1024 #\b 1025) ,points (1026) (#(return list)))
                     (#"abcb" #(re_pattern 0 0 0 #"") "x")))
    (each 'compile '(("a" (global)) (a) ("a" (#(newline foo))) ("a" foo) ((1024)) (#B(255) (unicode))
                     ("a" (notbol)) ("a" (#(offset 1)))))))
