;;; Tables of terms: the functions of Erlang's module `ets` that are not builtins.
;;;
;;; What goes over many objects does so in batches of `alate:ets_scan`, between which other processes
;;; run: table, match specification, what to do, where to go on and what was found so far. A
;;; continuation is a tuple of the same.

(defmodule ets
  "Erlang term storage: tables of tuples that processes share."
  (export
   (select 1) (select 2) (select 3) (select_reverse 1) (select_reverse 2) (select_reverse 3)
   (select_count 2) (select_delete 2) (select_replace 2)
   (match 1) (match 2) (match 3) (match_object 1) (match_object 2) (match_object 3)
   (match_delete 2) (tab2list 1) (foldl 3) (foldr 3) (info 1)
   (match_spec_compile 1) (match_spec_run 2) (is_compiled_ms 1) (test_ms 2)
   (repair_continuation 2) (init_table 2)
   (tab2file 2) (tab2file 3) (file2tab 1) (file2tab 2) (tabfile_info 1)
   (table 1) (table 2)))

;;; Going over a table.

;; The state after the last batch.
(defun scan (table spec mode position state)
  (case (alate:ets_scan table spec mode position state)
    ((tuple '$end_of_table state) state)
    ((tuple position state) (scan table spec mode position state))))

(defun select (table spec)
  "What the match specification `spec` makes of the objects that it matches."
  ;; Each is put before those behind it.
  (scan table spec 'backwards () ()))

(defun select_reverse (table spec)
  "select/2 in the reverse order."
  (scan table spec 'forwards () ()))

(defun select_count (table spec)
  "For how many objects `spec` answers true."
  (scan table spec 'count () 0))

(defun select_delete (table spec)
  "Delete the objects for which `spec` answers true; how many they were."
  (scan table spec 'delete () 0))

(defun select_replace (table spec)
  "Replace the objects that `spec` matches by its answers, which have the same keys; how many they were."
  (scan table spec 'replace () 0))

(defun init_table (table next)
  "Replace all objects by those that functions answer: each its objects and the next function, the last end_of_input."
  (ets:delete_all_objects table)
  (add-next table next))

(defun add-next (table next)
  (case (funcall next 'read)
    ('end_of_input 'true)
    ((tuple objects next) (when (is_list objects) (is_function next))
     (try (add-each table objects)
       (catch ((tuple 'error reason trace)
               (funcall next 'close)
               (exit (tuple reason trace)))))
     (add-next table next))
    (other (exit other))))

(defun add-each
  ((table (cons object objects)) (ets:insert table object) (add-each table objects))
  ((_ ()) 'ok))

(defun tab2file (table file)
  "Write a table into a file."
  (ets_file:write table file ()))

(defun tab2file (table file options)
  "tab2file/2 with options: #(extended_info (object_count md5sum)), what is checked when it is read; #(sync true)."
  (ets_file:write table file options))

(defun file2tab (file)
  "A table like the one that was written into a file."
  (ets_file:read file ()))

(defun file2tab (file options)
  "file2tab/1; with #(verify true) it is checked whether the file is whole."
  (ets_file:read file options))

(defun tabfile_info (file)
  "What a file says of the table that was written into it."
  (ets_file:info file))

(defun tab2list (table)
  "All objects."
  (select table '(#(_ () ($_)))))

;;; So many at a time.

(defun select
  "At most `limit` answers of select/2 and what select/1 takes to go on."
  ((table spec limit) (when (is_integer limit) (> limit 0))
   (some table spec 'some_forwards limit () limit ()))
  ((_ _ _) (error 'badarg)))

(defun select_reverse
  "select/3 in the reverse order."
  ((table spec limit) (when (is_integer limit) (> limit 0))
   (some table spec 'some_backwards limit () limit ()))
  ((_ _ _) (error 'badarg)))

(defun select
  "More answers, as select/3 gives them."
  (((tuple 'continuation table spec mode limit position)) (when (is_integer limit) (> limit 0))
   (some table spec mode limit position limit ()))
  (('$end_of_table) '$end_of_table)
  ((_) (error 'badarg)))

(defun select_reverse (continuation)
  "More answers, as select_reverse/3 gives them."
  (select continuation))

;; `left` answers are wanted besides `found`, the last of which is the first.
(defun some (table spec mode limit position left found)
  (case (alate:ets_scan table spec mode position (cons left found))
    ((tuple '$end_of_table (cons _ ())) '$end_of_table)
    ((tuple '$end_of_table (cons _ found)) (tuple (lists:reverse found) '$end_of_table))
    ((tuple position (cons 0 found))
     (tuple (lists:reverse found) (tuple 'continuation table spec mode limit position)))
    ((tuple position (cons left found)) (some table spec mode limit position left found))))

;;; Patterns.

(defun match (table pattern)
  "For each object that the pattern matches, the list of its variables' values."
  (select table (variables-of pattern)))

(defun match (table pattern limit)
  "At most `limit` answers of match/2 and what match/1 takes to go on."
  (select table (variables-of pattern) limit))

(defun match (continuation)
  "More answers, as match/3 gives them."
  (select continuation))

(defun match_object (table pattern)
  "The objects that the pattern matches."
  (select table (object-of pattern)))

(defun match_object (table pattern limit)
  "At most `limit` of them and what match_object/1 takes to go on."
  (select table (object-of pattern) limit))

(defun match_object (continuation)
  "More objects, as match_object/3 gives them."
  (select continuation))

(defun match_delete (table pattern)
  "Delete the objects that the pattern matches."
  (select_delete table (list (tuple pattern () '(true))))
  'true)

(defun variables-of (pattern)
  (list (tuple pattern () '($$))))

(defun object-of (pattern)
  (list (tuple pattern () '($_))))

;;; Folding: from key to key, so that `f` may change the table.

(defun foldl (f acc table)
  "Call `f` with each object and an accumulator, from the first on."
  (fixed table (lambda () (fold-up f acc table (ets:first table)))))

(defun foldr (f acc table)
  "Call `f` with each object and an accumulator, from the last on."
  (fixed table (lambda () (fold-down f acc table (ets:last table)))))

(defun fold-up
  ((_ acc _ '$end_of_table) acc)
  ((f acc table key)
   (let ((acc (lists:foldl f acc (ets:lookup table key))))
     (fold-up f acc table (ets:next table key)))))

(defun fold-down
  ((_ acc _ '$end_of_table) acc)
  ((f acc table key)
   (let ((acc (lists:foldr f acc (ets:lookup table key))))
     (fold-down f acc table (ets:prev table key)))))

;; While a table is fixed, next/2 and prev/2 find their way from keys that are deleted.
(defun fixed (table f)
  (ets:safe_fixtable table 'true)
  (try
    (funcall f)
    (after (ets:safe_fixtable table 'false))))

;;; About a table.

(defun info (table)
  "What is known about a table: a list of pairs."
  (case (ets:info table 'id)
    ('undefined 'undefined)
    (_ (info-pairs table
         '(id decentralized_counters read_concurrency write_concurrency compressed memory owner
           heir name size node named_table type keypos protection)))))

(defun info-pairs (table items)
  (lc ((<- item items)) (tuple item (ets:info table item))))

;;; Match specifications by themselves.

(defun match_spec_compile (spec)
  "What match_spec_run/2 takes."
  (case (alate:ets_check spec)
    ('true (tuple 'compiled_match_spec spec))
    (_ (error 'badarg))))

(defun is_compiled_ms
  "Whether a term is an answer of match_spec_compile/1."
  (((tuple 'compiled_match_spec spec)) (=:= (alate:ets_check spec) 'true))
  ((_) 'false))

(defun match_spec_run
  "What a compiled match specification makes of the elements of a list that it matches."
  ((terms (tuple 'compiled_match_spec spec)) (when (is_list terms)) (run terms spec ()))
  ((_ _) (error 'badarg)))

(defun run (terms spec found)
  (case (alate:ets_run terms spec found)
    ((tuple () found) (lists:reverse found))
    ((tuple terms found) (run terms spec found))))

(defun test_ms (term spec)
  "`#(ok answer)` of a match specification for a term, false if it does not match; `#(error texts)`."
  (case (alate:ets_check spec)
    ('true
     (case (alate:ets_run (list term) spec ())
       ((tuple () (list answer)) (tuple 'ok answer))
       ((tuple () ()) #(ok false))))
    (text (tuple 'error (list (tuple 'error text))))))

(defun repair_continuation (continuation _)
  "A continuation of select/1 that was stored or sent as bytes, made whole: it always is."
  continuation)

;;; Query handles.

(defun table (table)
  "A query handle of the objects of a table, for `qlc`."
  (table table ()))

(defun table (table options)
  "The same with options: `#(n_objects n)`, how many are taken at a time, and `#(traverse how)`: first_next,
  last_prev, select or `#(select specification)`."
  (let* ((options (if (is_list options) options (list options)))
         (count (table-option 'n_objects options 100))
         (how (table-option 'traverse options 'select)))
    (if (lists:all #'table-option?/1 options) 'ok (error 'badarg))
    (qlc:table
      (lambda () (objects table count how))
      (list
        (tuple 'pre_fun (lambda (_) (ets:safe_fixtable table 'true)))
        (tuple 'post_fun (lambda () (ets:safe_fixtable table 'false)))))))

(defun table-option (name options default)
  (case (lists:keyfind name 1 options)
    ((tuple _ 'default) default)
    ((tuple _ value) value)
    ('false default)))

(defun table-option?
  (((tuple 'n_objects count))
   (orelse (== count 'default) (andalso (is_integer count) (> count 0))))
  (((tuple 'traverse how)) (when (is_atom how)) (lists:member how '(first_next last_prev select)))
  (((tuple 'traverse (tuple 'select spec))) (== (alate:ets_check spec) 'true))
  ((_) 'false))

;; Objects of a table, and a function for the rest.
(defun objects
  ((table _ 'first_next)
   (objects-from table (ets:first table) #'next-key/2))
  ((table _ 'last_prev)
   (objects-from table (ets:last table) #'previous-key/2))
  ((table count 'select) (objects-of (select table '(#($1 () ($1))) count)))
  ((table count (tuple 'select spec)) (objects-of (select table spec count))))

(defun objects-from
  ((_ '$end_of_table _) ())
  ((table key step)
   (++ (ets:lookup table key)
       (lambda () (objects-from table (funcall step table key) step)))))

(defun next-key (table key) (ets:next table key))
(defun previous-key (table key) (ets:prev table key))

(defun objects-of
  (((tuple objects continuation))
   (++ objects (lambda () (objects-of (select continuation)))))
  (('$end_of_table) ()))
