;;; Query list comprehensions, as Erlang's module `qlc` has them.
;;;
;;; A handle is a list or `#(qlc_handle …)`. To evaluate one is to make a stream of it: a list whose
;;; tail may be a function of no arguments that answers the rest, which is what tables' traversal
;;; functions answer too. The macro `qlc` makes of a comprehension `#(qlc_lc sources start)`: functions
;;; that answer the handles of the generators, which are called once, and a function that begins the
;;; search. A step of it answers `#(each n step)`, to go on with each element of the source n,
;;; `#(answer value)` or `skip`.

(defmodule qlc
  "Queries over lists, tables and whatever else can be gone through."
  (export
   (q 1) (q 2) (e 1) (e 2) (eval 1) (eval 2) (fold 3) (fold 4)
   (append 1) (append 2) (sort 1) (sort 2) (keysort 2) (keysort 3) (table 2)
   (cursor 1) (cursor 2) (next_answers 1) (next_answers 2) (delete_cursor 1)))

;;; Handles.

(defun q (comprehension)
  "The handle of a comprehension, as the macro `qlc` makes it."
  (q comprehension ()))

(defun q
  "The same with options: unique, cache, join, lookup, max_lookup, max_list_size, tmpdir, tmpdir_usage."
  (((tuple 'qlc_lc sources start) options)
   (when (is_list sources) (is_function start 0))
   (let ((options (checked options #'query-option/1)))
     (tuple 'qlc_handle
       (tuple 'qlc_lc sources start
         (option 'unique options 'false) (option 'cache options 'no)
         (option 'join options 'any) (option 'lookup options 'any)))))
  ((_ _) (error 'badarg)))

(defun append (handles)
  "The answers of all handles of a list, one handle after the other."
  (if (andalso (is_list handles) (lists:all #'handle?/1 handles))
    (tuple 'qlc_handle (tuple 'qlc_append handles))
    (error 'badarg)))

(defun append (first second)
  "The answers of the first handle, then those of the second."
  (append (list first second)))

(defun sort (handle)
  "The answers in order."
  (sort handle ()))

(defun sort (handle options)
  "The same with options of file_sorter: `#(order o)`, ascending, descending or a function, and unique."
  (tuple 'qlc_handle
    (tuple 'qlc_sort (checked-handle handle) 'all (checked options #'sort-option/1))))

(defun keysort (position handle)
  "The answers, which are tuples, in the order of an element or of the elements of a list of positions."
  (keysort position handle ()))

(defun keysort (position handle options)
  "The same with options like those of sort/2; the order is ascending or descending."
  (let* ((positions (if (is_list position) position (list position)))
         (options (checked options #'sort-option/1))
         (order (option 'order options 'ascending)))
    (cond
      ((orelse (== positions ())
               (not (lists:all (lambda (n) (andalso (is_integer n) (> n 0))) positions)))
       (error 'badarg))
      ((is_function order) (error #(badarg order)))
      ('true (tuple 'qlc_handle
               (tuple 'qlc_sort (checked-handle handle) positions options))))))

(defun table (traverse options)
  "The handle of whatever a function answers: a list of objects whose tail may be a function for the rest.
  Options: pre_fun, post_fun and parent_fun, which are called before and after; info_fun, format_fun,
  lookup_fun and key_equality are accepted."
  (if (orelse (is_function traverse 0) (is_function traverse 1))
    (tuple 'qlc_handle (tuple 'qlc_table traverse (checked options #'table-option/1)))
    (error 'badarg)))

(defun handle?
  ((handle) (when (is_list handle)) 'true)
  (((tuple 'qlc_handle _)) 'true)
  ((_) 'false))

(defun checked-handle (handle)
  (if (handle? handle) handle (error 'badarg)))

;;; Options.

;; A list of pairs; a plain option stands for a list of it, and a plain name for the option switched on.
(defun checked (options valid?)
  (let* ((options (if (is_list options) options (list options)))
         (pair (lambda (option)
                 (let ((option (if (is_atom option) (tuple option 'true) option)))
                   (if (funcall valid? option) option (error 'badarg))))))
    (if (proper? options) (lists:map pair options) (error 'badarg))))

(defun proper? (list)
  (try (is_integer (length list)) (catch (_ 'false))))

;; The first one counts.
(defun option (name options default)
  (case (lists:keyfind name 1 options)
    ((tuple _ value) value)
    ('false default)))

(defun query-option
  (((tuple 'unique value)) (is_boolean value))
  (((tuple 'join value)) (lists:member value '(any merge lookup nested_loop)))
  (((tuple 'lookup value)) (orelse (is_boolean value) (== value 'any)))
  (((tuple 'max_lookup value))
   (orelse (== value 'infinity) (andalso (is_integer value) (>= value 0))))
  ((option) (orelse (cache-option 'cache option) (common-option option))))

(defun evaluation-option
  (((tuple 'unique_all value)) (is_boolean value))
  ((option) (orelse (cache-option 'cache_all option) (common-option option))))

(defun cursor-option
  (((tuple 'spawn_options value)) (orelse (== value 'default) (is_list value)))
  ((option) (evaluation-option option)))

(defun cache-option
  ((name (tuple name value)) (lists:member value '(true false no ets list)))
  ((_ _) 'false))

(defun common-option
  (((tuple 'max_list_size value)) (andalso (is_integer value) (>= value 0)))
  (((tuple 'tmpdir value)) (is_list value))
  (((tuple 'tmpdir_usage value))
   (lists:member value '(allowed not_allowed error_msg warning_msg info_msg)))
  ((_) 'false))

(defun sort-option
  (((tuple 'order value))
   (orelse (is_function value 2) (lists:member value '(ascending descending))))
  (((tuple 'unique value)) (is_boolean value))
  (((tuple 'compressed value)) (is_boolean value))
  (((tuple 'tmpdir value)) (is_list value))
  (((tuple 'size value)) (andalso (is_integer value) (>= value 0)))
  (((tuple 'no_files value)) (andalso (is_integer value) (> value 1)))
  ((_) 'false))

(defun table-option
  (((tuple _ 'undefined)) 'true)
  (((tuple 'pre_fun value)) (is_function value 1))
  (((tuple name value)) (when (orelse (== name 'post_fun) (== name 'parent_fun)))
   (is_function value 0))
  (((tuple name value)) (when (orelse (== name 'info_fun) (== name 'format_fun)))
   (is_function value 1))
  (((tuple 'lookup_fun value)) (is_function value 2))
  (((tuple 'key_equality value)) (lists:member value '(== =:=)))
  ((_) 'false))

;;; Evaluation.

(defun e (handle)
  "All answers, as a list."
  (e handle ()))

(defun e (handle options)
  "The same with options: unique_all, cache_all, max_list_size, tmpdir, tmpdir_usage."
  (let ((settings (settings (checked options #'evaluation-option/1) 'undefined)))
    (with-stream (checked-handle handle) settings #'all/1)))

(defun eval (handle)
  "See e/1."
  (e handle))

(defun eval (handle options)
  "See e/2."
  (e handle options))

(defun fold (function state handle)
  "Call the function with each answer and the state, which its value replaces; the last state."
  (fold function state handle ()))

(defun fold (function state handle options)
  "The same with the options of e/2."
  (let ((settings (settings (checked options #'evaluation-option/1) 'undefined)))
    (with-stream (checked-handle handle) settings
      (lambda (stream) (fold-stream function state stream)))))

;; What holds for all handles inside of one: are answers to be unique, are those of inner generators to
;; be kept, and a function that ends it all.
(defun settings (options stop)
  (tuple (option 'unique_all options 'false) (option 'cache_all options 'no) stop))

(defun all (stream)
  (all stream ()))

(defun all
  (((cons answer rest) found) (all rest (cons answer found)))
  ((() found) (lists:reverse found))
  ((more found) (when (is_function more 0)) (all (funcall more) found))
  ;; A table has answered something else: an error.
  ((other _) other))

(defun fold-stream
  ((function state (cons answer rest))
   (fold-stream function (funcall function answer state) rest))
  ((_ state ()) state)
  ((function state more) (when (is_function more 0)) (fold-stream function state (funcall more)))
  ((_ _ other) other))

;; Call a function with the stream of a handle; what the handle needs is there meanwhile.
(defun with-stream (handle settings use)
  (case handle
    ((tuple 'qlc_handle (tuple 'qlc_lc sources start unique? cache join lookup))
     (cond ((lists:member join '(merge lookup)) (error 'no_join_to_carry_out))
           ((== lookup 'true) (error 'no_lookup_to_carry_out)))
     (let ((kept? (keeps? cache settings))
           (handles (lists:map (lambda (source) (checked-handle (funcall source))) sources)))
       (with-streams handles settings kept?
         (lambda (streams)
           (let ((sources (list_to_tuple streams)))
             (funcall use
               (unique unique? settings
                 (lambda () (search (funcall start) sources (lambda () ()))))))))))
    ((tuple 'qlc_handle (tuple 'qlc_append handles))
     (with-streams handles settings 'false
       (lambda (streams) (funcall use (unique 'false settings (joined streams))))))
    ((tuple 'qlc_handle (tuple 'qlc_sort handle positions options))
     (let ((answers (with-stream handle settings #'all/1)))
       (funcall use (unique 'false settings (sorted positions options answers)))))
    ((tuple 'qlc_handle (tuple 'qlc_table traverse options))
     (with-table traverse options settings use))
    (answers (when (is_list answers)) (funcall use (unique 'false settings answers)))))

(defun keeps? (cache settings)
  (let (((tuple _ all _) settings))
    (orelse (lists:member cache '(true ets list)) (lists:member all '(true ets list)))))

;; The same for several handles. Those behind the first, which are gone through again and again, are made
;; lists if their answers are to be kept.
(defun with-streams (handles settings kept? use)
  (with-streams handles settings 'false kept? () use))

(defun with-streams
  ((() _ _ _ streams use) (funcall use (lists:reverse streams)))
  (((cons handle handles) settings kept? next-kept? streams use)
   (with-stream handle settings
     (lambda (stream)
       (let ((stream (if kept? (all stream) stream)))
         (with-streams handles settings next-kept? next-kept? (cons stream streams) use))))))

(defun with-table (traverse options settings use)
  (let* (((tuple _ _ stop) settings)
         (parent (case (option 'parent_fun options 'undefined)
                   ('undefined 'undefined)
                   (value (funcall value)))))
    (case (option 'pre_fun options 'undefined)
      ('undefined 'ok)
      (prepare (funcall prepare (list (tuple 'parent_value parent) (tuple 'stop_fun stop)))))
    (let ((start (if (is_function traverse 0)
                   traverse
                   (lambda () (funcall traverse '(#($1 () ($1))))))))
      (try (funcall use (unique 'false settings start))
        (after
          (case (option 'post_fun options 'undefined)
            ('undefined 'ok)
            (finish (funcall finish))))))))

;;; Streams.

;; The search of a comprehension; `next` goes on where this step finds nothing more.
(defun search
  (('skip _ next) (funcall next))
  (((tuple 'answer value) _ next) (cons value next))
  (((tuple 'each index step) sources next) (each (element index sources) step sources next)))

(defun each
  (((cons element rest) step sources next)
   (search (funcall step element) sources (lambda () (each rest step sources next))))
  ((() _ _ next) (funcall next))
  ((more step sources next) (when (is_function more 0)) (each (funcall more) step sources next))
  ((other _ _ _) other))

(defun joined
  ((()) ())
  (((list stream)) stream)
  (((cons stream streams)) (joined stream streams)))

(defun joined
  (((cons answer rest) streams) (cons answer (lambda () (joined rest streams))))
  ((() streams) (joined streams))
  ((more streams) (when (is_function more 0)) (lambda () (joined (funcall more) streams)))
  ((other _) other))

;; Each answer once, if this or all is asked for.
(defun unique (unique? settings stream)
  (let (((tuple all? _ _) settings))
    (if (orelse unique? all?) (once stream (map)) stream)))

(defun once
  (((cons answer rest) known)
   (if (is_map_key answer known)
     (once rest known)
     (cons answer (lambda () (once rest (map-set known answer 'true))))))
  ((() _) ())
  ((more known) (when (is_function more 0)) (lambda () (once (funcall more) known)))
  ((other _) other))

;;; Sorting.

(defun sorted
  ((positions options answers) (when (is_list answers))
   (let* ((unique? (option 'unique options 'false))
          (order (option 'order options 'ascending))
          (sorted (sorted positions order unique? answers)))
     (if (== order 'descending) (lists:reverse sorted) sorted)))
  ((_ _ other) other))

(defun sorted
  (('all order 'false answers) (when (is_function order)) (lists:sort order answers))
  (('all order 'true answers) (when (is_function order)) (lists:usort order answers))
  (('all _ 'false answers) (lists:sort answers))
  (('all _ 'true answers) (lists:usort answers))
  (((list position) _ 'false answers) (lists:keysort position answers))
  (((list position) _ 'true answers) (lists:ukeysort position answers))
  ((positions _ unique? answers)
   (let* ((key (lambda (answer) (lists:map (lambda (n) (element n answer)) positions)))
          (keyed (lists:map (lambda (answer) (tuple (funcall key answer) answer)) answers))
          (sorted (if unique? (lists:ukeysort 1 keyed) (lists:keysort 1 keyed))))
     (lists:map (lambda (pair) (element 2 pair)) sorted))))

;;; Cursors: a process that goes through the answers.

(defun cursor (handle)
  "A process that finds the answers as they are asked for. It ends with its owner, who made it."
  (cursor handle ()))

(defun cursor (handle options)
  "The same with the options of e/2 and spawn_options."
  (let* ((options (checked options #'cursor-option/1))
         (handle (checked-handle handle))
         (owner (self))
         (found (option 'spawn_options options 'default))
         (spawning (if (== found 'default) () (lists:delete 'monitor found)))
         (pid (spawn_opt (lambda () (serve handle options owner)) spawning)))
    (tuple 'qlc_cursor (tuple pid owner))))

(defun next_answers (cursor)
  "The next ten answers, fewer if there are no more."
  (next_answers cursor 10))

(defun next_answers
  "The next answers: so many, or all_remaining."
  (((tuple 'qlc_cursor (tuple pid owner)) count)
   (when (is_pid pid)
         (orelse (== count 'all_remaining) (andalso (is_integer count) (> count 0))))
   (if (== owner (self)) 'ok (error 'not_cursor_owner))
   (case (asked pid (tuple 'more count))
     ((tuple 'answers answers) answers)
     ((tuple 'raised class reason trace) (erlang:raise class reason trace))
     ('gone (error (tuple 'qlc_cursor_pid_no_longer_exists pid)))))
  ((_ _) (error 'badarg)))

(defun delete_cursor
  "End a cursor."
  (((tuple 'qlc_cursor (tuple pid owner))) (when (is_pid pid))
   (if (== owner (self)) 'ok (error 'not_cursor_owner))
   (asked pid 'stop)
   'ok)
  ((_) (error 'badarg)))

;; What the cursor's process answers; gone: it has ended.
(defun asked (pid question)
  (let ((monitor (monitor 'process pid)))
    (! pid (tuple 'qlc_cursor (self) monitor question))
    (receive
      ((tuple 'qlc_answer of answer) (when (== of monitor))
       (demonitor monitor '(flush))
       answer)
      ((tuple 'DOWN of _ _ _) (when (== of monitor)) 'gone))))

(defun serve (handle options owner)
  (let* ((watched (monitor 'process owner))
         (cursor (self))
         (settings (settings options (lambda () (exit cursor 'shutdown)))))
    (try
      (with-stream handle settings (lambda (stream) (serve-stream stream watched)))
      (catch
        ;; Told to whoever asks next.
        ((tuple class reason trace) (serve-failure class reason trace watched))))))

(defun serve-stream (stream watched)
  (receive
    ((tuple 'qlc_cursor from monitor (tuple 'more count))
     (let (((tuple answer rest)
            (try (taken stream count ())
              (case ((tuple answers rest) (tuple (tuple 'answers answers) rest)))
              (catch ((tuple class reason trace) (tuple (tuple 'raised class reason trace) 'failed))))))
       (! from (tuple 'qlc_answer monitor answer))
       (if (== rest 'failed) 'ok (serve-stream rest watched))))
    ;; Whoever asks sees the process end, when all is put in order.
    ((tuple 'qlc_cursor _ _ 'stop) 'ok)
    ((tuple 'DOWN down _ _ _) (when (== down watched)) 'ok)))

(defun serve-failure (class reason trace watched)
  (receive
    ((tuple 'qlc_cursor from monitor (tuple 'more _))
     (! from (tuple 'qlc_answer monitor (tuple 'raised class reason trace))))
    ((tuple 'qlc_cursor _ _ 'stop) 'ok)
    ((tuple 'DOWN down _ _ _) (when (== down watched)) 'ok)))

;; So many answers of a stream, and the rest of it; an error of a table is all there is.
(defun taken
  ((rest 0 found) (tuple (lists:reverse found) rest))
  (((cons answer rest) 'all_remaining found) (taken rest 'all_remaining (cons answer found)))
  (((cons answer rest) count found) (taken rest (- count 1) (cons answer found)))
  ((() _ found) (tuple (lists:reverse found) ()))
  ((more count found) (when (is_function more 0)) (taken (funcall more) count found))
  ((other _ _) (tuple other ())))
