;;; All of filename but what depends on the user and the working directory.
(defmodule names_of_files
  (export (main 0)))

(defun outcome (name arguments)
  (io:format "~w ~p: ~p~n"
    (list name arguments
          (try (apply 'filename name arguments)
            (catch ((tuple class reason _) (tuple class reason)))))))

(defun main ()
  (lists:foreach
    (lambda (name) (lists:foreach (lambda (text) (outcome name (list text))) (names)))
    '(basename dirname extension rootname split nativename pathtype flatten))
  (lists:foreach (lambda (names) (outcome 'join (list names))) (lists-of-names))
  (lists:foreach (match-lambda (((tuple name arguments)) (outcome name arguments))) (two-names))
  (here))

(defun names ()
  '("" "/" "//" "///" "a" "a/" "/a" "a/b" "/a/b/" "//a" "a//b" "./a" "../a" "a/." "a/.." "a.b"
    "a.b.c" "a.b/c" "a/b.c" ".a" "a/.b" "." ".." "a." "a/b." "a/.b.c" "/." "/.a" "a..b" "a/b//"
    "/a.b/" "a.b/" "a/./b" "././a" "a/./" "/./a" "~/x" (1255 #\/ 1256)
    #"a/b.c" #"/" #"" #"/a/b/" #".a" #"a/.b" #"//a" abc a/b.c ("a" #\/ "b") (a "/b") (() "a")
    1 #(a)))

(defun lists-of-names ()
  '(() ("a") ("a" "b") ("a/" "/b") ("a" "" "b") ("" "a") ("" "") ("/" "a") ("a" "/") ("a/" "b/")
    (#"a" "b") ("a" #"b") (a b) (a "/b" #"c") ("a" . "b") a ("a//b" "c") ("a" "." "b")
    ("a" "./b") ("/" "/") ("//" "a") (#"" "a") ("a" #"") ((#\a b) "c") ("") ("a" "") ("a" "" "")
    (1) (#(a))))

(defun two-names ()
  '(#(join ("a" "b")) #(join ("a" "/b")) #(join ("" "a")) #(join ("a" "")) #(join (#"a" b))
    #(join ("" "")) #(join ("/" "")) #(join ("a/" "")) #(join ("a//" "b//"))
    #(basename ("a/b.erl" ".erl")) #(basename ("a/b.erl" "erl")) #(basename ("a/b.erl/" ".erl"))
    #(basename ("a/b.erl" "b.erl")) #(basename ("a/b.erl" "x")) #(basename ("/a.erl" ".erl"))
    #(basename ("a.erl.erl" ".erl")) #(basename ("a.erl/b" ".erl")) #(basename (".erl" ".erl"))
    #(basename ("a/.erl" ".erl")) #(basename ("a/b" "")) #(basename (#"a/b.erl" ".erl"))
    #(basename ("a/b.erl" #".erl")) #(basename (a b)) #(basename ("ab" b)) #(basename ("" "x"))
    #(basename ("a/b.erl" 1)) #(basename ("a.erl//" ".erl")) #(basename ("/" ".e"))
    #(rootname ("a/b.erl" ".erl")) #(rootname ("a/b.erl" "erl")) #(rootname ("a/b.erl/" ".erl"))
    #(rootname ("a/b.erl" "b.erl")) #(rootname ("a/b.erl" "x")) #(rootname ("a.erl.erl" ".erl"))
    #(rootname (".erl" ".erl")) #(rootname ("a/.erl" ".erl")) #(rootname ("a/b" ""))
    #(rootname (#"a/b.erl" ".erl")) #(rootname ("a/b.erl" #".erl")) #(rootname (a b))
    #(rootname ("ab" b)) #(rootname ("" "x")) #(rootname ("a/b.erl" 1))
    #(absname ("a" "b")) #(absname ("/a" "b")) #(absname ("../a" "/b")) #(absname ("./a" "/b"))
    #(absname ("" "/b")) #(absname ("" "b")) #(absname ("." "b")) #(absname ("a" "/b/"))
    #(absname (#"a" "b")) #(absname ("a" #"b")) #(absname (a b)) #(absname ("a" ""))
    #(absname ("/a/" "x")) #(absname ("/" "x")) #(absname ("././a" "x")) #(absname ("a" 1))
    #(absname_join ("/a" "b")) #(absname_join ("/a" "../b")) #(absname_join ("/a/" "./b"))
    #(absname_join ("/a" "/b")) #(absname_join ("/a" "")) #(absname_join (#"/a" "b"))
    #(absname_join ("/a" ".")) #(absname_join ("x" "../../b")) #(absname_join ("" "b"))))

(defun here ()
  (let (((tuple 'ok here) (file:get_cwd)))
    (io:format "~w ~w ~w~n"
      (list (=:= (filename:absname "a/b") (++ here "/a/b"))
            (=:= (filename:absname "") here)
            (filename:absname "/x//y")))))
