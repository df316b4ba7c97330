;;; Files, folders and environment variables: what of the modules file, filelib and os needs no open file.
(defmodule file_system
  (export (main 0)))

(defun main ()
  (let ((folder (++ (os:getenv "TMPDIR" "/tmp") "/alate-file-system-" (os:getpid))))
    (says 'file 'make_dir (list folder) 'ok)
    (file:set_cwd folder)
    (each 'file (file-calls))
    (information)
    (each 'file '((rename "tree/h" "tree/i") (del_dir_r "tree") (del_dir_r "tree") (read_link_info "tree")))
    (searching)
    (each 'os (os-calls))
    (environment)
    (file:set_cwd "/")
    (says 'file 'del_dir_r (list folder) 'ok)))

;; The answer is known; the arguments are others every time.
(defun says (module function arguments answer)
  (io:format "~w:~w ~w~n" (list module function (=:= (apply module function arguments) answer))))

(defun each (module calls)
  (lists:foreach
    (match-lambda
      (((cons function arguments))
       (io:format "~w:~w ~p~n  ~p~n"
         (list module function arguments
               (try (apply module function arguments)
                 (catch ((tuple class reason _) (tuple class reason))))))))
    calls))

(defun file-calls ()
  '((make_dir "tree") (make_dir "tree") (make_dir "tree/a/b") (write_file "tree/f" "hello")
    (del_dir "tree") (del_dir "tree/f") (del_dir "none") (read_file_info "tree/f" foo)
    (read_file_info "tree/f" (#(time foo))) (read_file_info #(a)) (read_file_info "none")
    (make_symlink "f" "tree/l") (make_symlink "f" "tree/l") (read_link "tree/l") (read_link_all "tree/l")
    (read_link "tree/f") (read_link "none") (make_link "tree/f" "tree/h") (make_link "none" "tree/h2")
    (rename "tree/zz" "tree/i") (rename "tree" "tree/i") (copy "tree/f" "tree/g") (read_file "tree/g")
    (copy "tree/f" "tree/g" 3) (read_file "tree/g") (copy "tree/f" "tree/g" infinity)
    (copy "none" "tree/g") (copy "tree/f" #("tree/g" (append))) (read_file "tree/g")
    (copy "tree" "tree/g") (copy "tree/f" "tree") (copy 1 "tree") (copy "tree/f" "tree/g" -1)
    (write_file "tree/g" "more" (append)) (read_file "tree/g")
    (change_mode "tree/f" #o600) (change_mode "none" #o600) (change_time "tree/f" #(#(2020 1 2) #(3 4 5)))
    (change_time "tree/f" #(#(2020 1 2) #(3 4 5)) #(#(2021 1 2) #(3 4 5))) (change_time "tree/f" foo)
    (change_time "none" #(#(2020 1 2) #(3 4 5)))
    (get_cwd "C:") (native_name_encoding) (list_dir_all "/nonexistent") (make_dir (#\a 0)) (make_dir "")
    (make_dir ("tree" "/y")) (del_dir |tree/y|) (make_dir #"tree/z") (read_file "tree") (delete "tree")
    (format_error enoent) (format_error eacces) (format_error foo) (format_error badarg)
    (format_error eexist) (format_error enotdir) (format_error eisdir) (format_error #(a b))
    (format_error enospc) (format_error eperm) (format_error exdev) (format_error eloop)
    (format_error enametoolong) (format_error einval) (format_error erofs) (format_error emfile)))

(defun information ()
  (lists:foreach #'known/1 '("tree/f" "tree/l" "tree" "/dev/null"))
  (io:format "~p~n"
    (list (file:write_file_info "tree/f"
            (tuple 'file_info 'undefined 'undefined 'undefined 'undefined 1000000 'undefined #o644
                   'undefined 'undefined 'undefined 'undefined 'undefined 'undefined)
            '(#(time posix)))))
  (known "tree/f")
  (let (((tuple 'ok info) (file:read_file_info "tree/f" '(#(time universal)))))
    (io:format "~p~n" (list (element 6 info)))))

;; Of what is known of a file: its size, type, access, mode and links, and when it was changed.
(defun known (name)
  (lists:foreach
    (lambda (function)
      (let (((tuple 'ok info) (call 'file function name '(#(time posix)))))
        (io:format "~s ~w: ~p~n"
          (list name function
                (lc ((<- index '(1 2 3 4 8 9 6)) (is-same-everywhere index info))
                  (element index info))))))
    '(read_file_info read_link_info)))

;; The sizes and links of folders are the file system's affair, the time of what was made just now the clock's.
(defun is-same-everywhere (index info)
  (case index
    (2 (=:= (element 3 info) 'regular))
    (9 (=/= (element 3 info) 'directory))
    (6 (< (element 6 info) 1700000000))
    (_ 'true)))

(defun searching ()
  (each 'filelib '((ensure_dir "z/a/b/c") (ensure_path "z/a/b/c") (ensure_path "z/a/b/c")))
  (lists:foreach (lambda (name) (file:write_file (++ "z/" name) "text"))
                 '("x.erl" "y.hrl" "z.lfe" ".h" "a/q.erl" "a/b/r.erl" "a/b/c/s.erl"))
  (file:make_symlink "../../f" "z/a/out")
  (file:make_symlink "b" "z/a/in")
  (each 'filelib (lc ((<- pattern (wildcards))) (list 'wildcard pattern "z")))
  (each 'filelib '((wildcard "z/*.{erl,hrl}") (wildcard foo) (wildcard "*" 1)
                   (is_dir "z") (is_dir "z/x.erl") (is_dir 1) (is_file "z") (is_file "z/x.erl")
                   (is_file "none") (is_regular "z") (is_regular "z/x.erl") (file_size "z/x.erl")
                   (file_size "none") (last_modified "none") (ensure_dir "z/x.erl/b/c")
                   (ensure_path "z/x.erl")))
  (each 'filelib (lc ((<- name '("a/b" "../a" "a/../b" "/a" "a/.." "a/../.." "." "" #"a/./b" "a/in/r.erl"
                                 "a/out" "a/in/../../x")))
                   (list 'safe_relative_path name "z")))
  (lists:foreach #'folded/1 '(true false)))

(defun folded (is-deep)
  (let ((found (filelib:fold_files "z" "\\.erl$" is-deep (lambda (name names) (cons name names)) ())))
    (io:format "~p~n" (list (lc ((<- name (lists:sort found)) (=:= (string:find name "/in/") 'nomatch))
                              name)))))

(defun wildcards ()
  '("*" "*.erl" "*.{erl,hrl}" "a/b/**" "a/*/r.erl" "?.erl" "[xy].*" "[x-z].*" "[a-x].*" "{a,x.erl}"
    "x.erl" "none" "*/b/*" "../z/x*" ".*" "[" "\\*" "a/b/**/s.erl" "a/" "*/" "{x,y}.{erl,hrl}"
    "[!x].erl" "[-x]*" "x*e?l" "a//q.erl" "{" "{a" "}" "a}" "./x*" "[]]"))

(defun os-calls ()
  '((getenv "ALATE_NONE") (getenv "ALATE_NONE" default) (putenv "ALATE_A" "c") (getenv "ALATE_A")
    (putenv "ALATE_A" (1024)) (getenv "ALATE_A" default) (putenv "ALATE_A" "") (getenv "ALATE_A")
    (unsetenv "ALATE_A") (getenv "ALATE_A") (unsetenv "ALATE_A") (getenv a) (putenv "A=B" "c")
    (getenv "A=B") (putenv "A" (0)) (putenv #"A" "a") (putenv "A" a) (unsetenv a) (type)
    (find_executable "alate-none") (find_executable "/bin/sh") (find_executable "sh" "/nonexistent:/bin")
    (find_executable "bin/sh") (find_executable a)))

(defun environment ()
  (os:putenv "ALATE_B" "x=y")
  (io:format "~p ~p ~p~n"
    (list (lists:keyfind "ALATE_B" 1 (os:env)) (lists:member "ALATE_B=x=y" (os:getenv))
          (tuple_size (os:version)))))
