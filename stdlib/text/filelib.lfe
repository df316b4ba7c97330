;;; Files and folders as programs want them: Erlang's module `filelib`.

(defmodule filelib
  "Questions about files, and searching for them, as in Erlang."
  (export (ensure_dir 1) (ensure_path 1) (file_size 1) (fold_files 5) (is_dir 1) (is_file 1)
          (is_regular 1) (last_modified 1) (safe_relative_path 2) (wildcard 1) (wildcard 2)))

(defun is_dir (name)
  "Whether the name is a folder's."
  (=:= (field 3 name 'none) 'directory))

(defun is_regular (name)
  "Whether the name is a regular file's."
  (=:= (field 3 name 'none) 'regular))

(defun is_file (name)
  "Whether the name is a file's or a folder's."
  (lists:member (field 3 name 'none) '(regular directory)))

(defun file_size (name)
  "The bytes of a file; 0 if there is none."
  (field 2 name 0))

(defun last_modified (name)
  "When a file was changed, in local time; 0 if there is none."
  (field 6 name 0))

;; A field of the file's record.
(defun field (index name default)
  (case (file:read_file_info name)
    ((tuple 'ok info) (element index info))
    (_ default)))

(defun ensure_dir (name)
  "Makes the folders above a file, as far as they are missing: ok or `#(error reason)`."
  (ensure_path (filename:dirname name)))

(defun ensure_path (path)
  "Makes a folder and those above it, as far as they are missing: ok or `#(error reason)`."
  (if (is_dir path)
    'ok
    (case (if (=:= (filename:dirname path) path) 'ok (ensure_dir path))
      ('ok (made-by-now (file:make_dir path) path))
      ;; What is above it is no folder.
      (#(error eexist) #(error enotdir))
      (failure failure))))

;; Another process may have made the folder.
(defun made-by-now
  ((#(error eexist) path) (if (is_dir path) 'ok #(error eexist)))
  ((answer _) answer))

(defun fold_files (folder pattern is-deep function state)
  "Folds over the regular files in a folder, and with `true` in those within it, whose names match a
regular expression."
  (let (((tuple 'ok pattern) (re:compile pattern '(unicode))))
    (folded folder pattern is-deep function state)))

(defun folded (folder pattern is-deep function state)
  (case (file:list_dir folder)
    ((tuple 'ok names)
     (lists:foldl (lambda (name state)
                    (folded-name folder name pattern is-deep function state))
                  state names))
    (_ state)))

(defun folded-name (folder name pattern is-deep function state)
  (let ((path (filename:join folder name)))
    (cond
      ((is_regular path)
       (case (re:run name pattern '(#(capture none)))
         ('match (funcall function path state))
         ('nomatch state)))
      ((andalso is-deep (is_dir path)) (folded path pattern is-deep function state))
      ('true state))))

(defun safe_relative_path (name folder)
  "A relative name without `.` and `..` that stays within the folder, symbolic links included; or unsafe."
  (case (safe (filename:split name) () (if (=:= folder #"") "" folder) ())
    ('unsafe 'unsafe)
    (() (if (is_binary name) #"" ""))
    (parts (filename:join parts))))

;; Parts are taken over to those in reverse; links that were followed are not followed again.
(defun safe
  ((() done _ _) (lists:reverse done))
  (((cons part parts) done folder links)
   (cond
     ((lists:member part '("." #".")) (safe parts done folder links))
     ((lists:member part '(".." #".."))
      (case done
        (() 'unsafe)
        ((cons _ done) (safe parts done folder links))))
     ((=/= (filename:pathtype part) 'relative) 'unsafe)
     ('true (safe-part part parts done folder links)))))

(defun safe-part (part parts done folder links)
  (let ((path (filename:join (cons folder (lists:reverse done (list part))))))
    (case (file:read_link path)
      ((tuple 'ok target)
       (if (lists:member path links)
         'unsafe
         (safe (++ (filename:split target) parts) done folder (cons path links))))
      (_ (safe parts (cons part done) folder links)))))

;; Wildcards. A pattern without braces is a list of parts: a name, `**`, or a list of what its characters
;; may be.

(defun wildcard
  "The files that a pattern names, sorted."
  ((pattern) (when (is_list pattern))
   (wildcard pattern ".")))

(defun wildcard
  "The files that a pattern names, where relative ones lie in a folder; sorted."
  ((pattern folder) (when (is_list pattern) (orelse (is_list folder) (is_binary folder)))
   (lists:usort
    (lc ((<- plain (unbraced pattern))
         (<- name (files (parsed-parts plain) (start plain) folder)))
      name))))

(defun start
  (((cons #\/ _)) "/")
  ((_) ""))

(defun parsed-parts (pattern)
  (lc ((<- part (string:lexemes pattern "/")) (=/= part "."))
    (case (parsed part)
      ("**" 'deep)
      (parsed (plain-or-parsed parsed)))))

(defun plain-or-parsed (parsed)
  (if (lists:all #'is_integer/1 parsed) (tuple 'name parsed) parsed))

;; Characters stand for themselves; `any`, `some` and `#(one-of ranges)` for others.
(defun parsed
  (("**") "**")
  ((()) ())
  (((list* #\\ c rest)) (cons c (parsed rest)))
  (((cons #\? rest)) (cons 'any (parsed rest)))
  (((cons #\* rest)) (cons 'some (parsed rest)))
  (((cons #\[ rest))
   (case (ranges rest ())
     ((tuple ranges rest) (cons (tuple 'one-of ranges) (parsed rest)))
     ('none (cons #\[ (parsed rest)))))
  (((cons c rest)) (cons c (parsed rest))))

(defun ranges
  (((cons #\] rest) ranges) (tuple ranges rest))
  (((list* from #\- to rest) ranges) (when (=/= to #\]))
   (ranges rest (cons (tuple from to) ranges)))
  (((cons c rest) ranges) (ranges rest (cons (tuple c c) ranges)))
  ((() _) 'none))

;; The names below one that parts of a pattern lead to.
(defun files
  ((() found _) (list found))
  (((cons 'deep ()) found folder)
   (lc ((<- name (names found folder)) (<- deep (with-deep (join found name) folder))) deep))
  (((= (cons 'deep parts) all) found folder)
   (++ (files parts found folder)
       (lc ((<- name (names found folder)) (<- deep (files all (join found name) folder))) deep)))
  (((cons (tuple 'name name) parts) found folder)
   (let ((path (join found name)))
     (case (file:read_link_info (within folder path))
       ((tuple 'ok _) (files parts path folder))
       (_ ()))))
  (((cons part parts) found folder)
   (lc ((<- name (names found folder)) (matches part name)
        (<- deep (files parts (join found name) folder)))
     deep)))

;; A name and all below it.
(defun with-deep (found folder)
  (cons found (files '(deep) found folder)))

(defun names (found folder)
  (case (file:list_dir (within folder found))
    ((tuple 'ok names) names)
    (_ ())))

(defun join
  (("" name) name)
  (("/" name) (cons #\/ name))
  ((found name) (++ found (cons #\/ name))))

(defun within
  ((folder "") folder)
  ((folder found) (filename:join folder found)))

(defun matches
  ((() ()) 'true)
  (((list 'some) _) 'true)
  (((= (cons 'some pattern) all) name)
   (orelse (matches pattern name)
           (andalso (=/= name ()) (matches all (cdr name)))))
  (((cons 'any pattern) (cons _ name)) (matches pattern name))
  (((cons (tuple 'one-of ranges) pattern) (cons c name))
   (andalso (is-in c ranges) (matches pattern name)))
  (((cons c pattern) (cons c name)) (matches pattern name))
  ((_ _) 'false))

(defun is-in (c ranges)
  (lists:any (match-lambda (((tuple from to)) (andalso (=< from c) (=< c to)))) ranges))

;; The patterns that one with alternatives in braces stands for.
(defun unbraced
  ((()) (list ()))
  (((list* #\\ c rest)) (lc ((<- tail (unbraced rest))) (list* #\\ c tail)))
  (((cons #\{ rest))
   (let (((tuple alternatives rest) (alternatives rest () ())))
     (let ((tails (unbraced rest)))
       (lc ((<- alternative alternatives) (<- tail tails)) (++ alternative tail)))))
  (((cons c rest)) (lc ((<- tail (unbraced rest))) (cons c tail))))

;; Up to the closing brace: what stands between commas, and what follows.
(defun alternatives
  (((cons #\} rest) part parts) (tuple (lists:reverse parts (list (lists:reverse part))) rest))
  (((cons #\, rest) part parts) (alternatives rest () (cons (lists:reverse part) parts)))
  (((list* #\\ c rest) part parts) (alternatives rest (list* c #\\ part) parts))
  (((cons c rest) part parts) (alternatives rest (cons c part) parts))
  ((() _ _) (error #(badpattern missing_delimiter))))
