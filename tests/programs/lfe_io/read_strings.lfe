;; read_string: forms and failures.
(defmodule read_strings (export (main 0)))
(defun main ()
  (lists:foreach (lambda (text) (io:format "~ts => ~tw~n" (list text (lfe_io:read_string text))))
    (list "" "a" "a b" "(a b" "(a b)" "(a . b)" "(a . b c)" "(. a)" "( a . )" ")" "(a]" "#(a . b)" "#(a" "\"abc" "|a b|" "|a" "#\\a" "#\\" "#b101" "#b102" "#xfg" "#36rzz" "1.5e10" "1.5" "-3" "+4" "+" "-" "1a"
          "#B(1 2)" "#B(1 (a))" "#M(a 1)" "#M(a)" "#\"abc\"" "; c\na" "#| c |# a" "#| c" "#'f/1" "#'m:f/2" "#'f" "'a" "`(a ,b ,@c)" "'" "#;a" "#,a" "#`a" "#EFoo" "[a b]" "a\nb\n(" "\"\\q\"" "#\"a\\nb\""
          "\"\"\"\nabc\n\"\"\"\n" "#S(a b c)" "#" "#z" "a;b" "a'b" "a|b" "." "#B(256)" "#B(1.5)" "#B(\"abc\")" "#1r1" "#37r1" "#r1" "#*101" "#o17" "#d9" "1_000" "{a}" "a#b" "#a" "   " "\t\n" "a)" "(a))" "#M(a 1 a 2)"
          "\"\\101\"" "\"a\nb\"" "#\\\\" "#\\(" "#\\ " "#\\x" "'a.b" "a . b" "#B((1 (size 16)) (2.5 float (size 32)) (\"ab\" utf16) (300 little (size 16)))" "#M(a #(b) c [d \"e\"])" "(1 -1 +1 1.0 -1.0e-3 a-b)"
          "\"\"\"\n  two\n    lines\n  \"\"\"\n" "#\"\"\"\nx\n\"\"\"\n" "(quote (a . (b c)))" "#(1 #(2 #(3)))" "; only a comment" "\"\\b\\t\\n\\v\\f\\r\\e\\s\\d\\\\\\\"\"" "|a\\|b|")))
