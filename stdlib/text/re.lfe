;;; Regular expressions: Erlang's module `re`.
;;;
;;; A compiled pattern is `#(re_pattern groups unicode crlf key)`. The key is a binary: the options, and the
;;; pattern itself. What belongs to a key is found, or made, by the builtins.

(defmodule re
  "Perl-like regular expressions, as in Erlang."
  (export (version 0) (compile 1) (compile 2) (inspect 2) (run 2) (run 3)
          (replace 3) (replace 4) (split 2) (split 3)))

(defun version ()
  "The version of the library that does the matching."
  (alate:regex_version))

(defun compile (pattern)
  "compile/2 without options."
  (compile pattern ()))

(defun compile (pattern options)
  "`#(ok compiled)` or `#(error #(text position))`."
  (alate:regex_compile (key pattern (settings options 'compile))))

(defun inspect
  "`#(namelist names)`: the names of a compiled pattern's groups, sorted."
  (((tuple 're_pattern _ _ _ key) 'namelist) (when (is_binary key))
   (tuple 'namelist (names key)))
  ((_ _) (error 'badarg)))

(defun run (subject pattern)
  "run/3 without options."
  (run subject pattern ()))

(defun run (subject pattern options)
  "Searches for a pattern: `#(match captured)`, or match where nothing is captured; nomatch; with the
option report_errors also `#(error reason)`."
  (let* ((settings (settings options 'run))
         ((tuple key is-unicode) (wanted pattern settings))
         (text (text subject is-unicode)))
    (case (search key text settings)
      ('nomatch 'nomatch)
      ((tuple 'error reason) (failure reason (setting 'report settings)))
      (found (captured found text key is-unicode settings)))))

(defun replace (subject pattern replacement)
  "replace/4 without options."
  (replace subject pattern replacement ()))

(defun replace (subject pattern replacement options)
  "The subject with what matches replaced, once or with the option global everywhere. In the replacement `&`
is what matched and `\\1`, `\\g1`, `\\g{1}` what a group matched."
  (let* ((settings (settings options 'replace))
         ((tuple key is-unicode) (wanted pattern settings))
         (text (text subject is-unicode))
         (pieces (pieces (text replacement is-unicode)))
         (return (setting 'return settings)))
    (case (matches key text settings)
      (() (when (=:= return 'iodata)) subject)
      (matches (returned (replaced matches 0 text pieces) return is-unicode)))))

(defun split (subject pattern)
  "split/3 without options."
  (split subject pattern ()))

(defun split (subject pattern options)
  "The parts of the subject between what matches, and what the groups of the pattern matched there."
  (let* ((settings (set 'global 'true (settings options 'split)))
         ((tuple key is-unicode) (wanted pattern settings))
         (text (text subject is-unicode))
         (convert (lambda (part) (converted part text (setting 'return settings) is-unicode)))
         (matches (matches key text settings))
         ((tuple 'ok (tuple _ groups _ _ _)) (alate:regex_compile key))
         (parts (parts matches 0 text groups (setting 'parts settings)))
         (is-trimmed (andalso (setting 'trim settings) (=/= text #""))))
    (if (setting 'group settings)
      (lc ((<- group (trimmed parts #'lists:all/2 is-trimmed))) (lists:map convert group))
      (lists:map convert (trimmed (lists:append parts) #'is-true-of/2 is-trimmed)))))

;; Options. Flags and kinds of newlines are numbered as PCRE2 numbers them.

(defun index
  (('compile) 1)
  (('search) 2)
  (('newline) 3)
  (('bsr) 4)
  (('global) 5)
  (('offset) 6)
  (('steps) 7)
  (('depth) 8)
  (('report) 9)
  (('capture) 10)
  (('type) 11)
  (('return) 12)
  (('parts) 13)
  (('trim) 14)
  (('group) 15))

(defun setting (name settings)
  (element (index name) settings))

(defun set (name value settings)
  (setelement (index name) settings value))

;; In the order of index/1.
(defun defaults ()
  #(0 0 0 0 false 0 10000000 10000000 false all index iodata infinity false false))

(defun settings (options function)
  (settings options function (defaults)))

(defun settings
  (((cons option options) function settings)
   (if (lists:member function (functions option))
     (settings options function (changed option settings))
     (error 'badarg)))
  ((() _ settings) settings)
  ((_ _ _) (error 'badarg)))

;; The functions that an option is for.
(defun functions (option)
  (let ((name (if (andalso (is_tuple option) (> (tuple_size option) 1)) (element 1 option) option)))
    (cond
      ((lists:member name '(report_errors capture)) '(run))
      ((lists:member name '(group trim parts)) '(split))
      ((=:= name 'return) '(replace split))
      ((=:= name 'global) '(run replace))
      ((lists:member name '(offset match_limit match_limit_recursion notbol noteol notempty
                            notempty_atstart))
       '(run replace split))
      ('true '(compile run replace split)))))

(defun changed
  (('global settings) (set 'global 'true settings))
  (('report_errors settings) (set 'report 'true settings))
  (('group settings) (set 'group 'true settings))
  (('trim settings) (changed #(parts 0) settings))
  (('bsr_unicode settings) (set 'bsr 1 settings))
  (('bsr_anycrlf settings) (set 'bsr 2 settings))
  (((tuple 'newline kind) settings) (set 'newline (newline kind) settings))
  (((tuple 'offset n) settings) (when (is_integer n) (>= n 0)) (set 'offset n settings))
  (((tuple 'match_limit n) settings) (set 'steps (checked-limit n) settings))
  (((tuple 'match_limit_recursion n) settings) (set 'depth (checked-limit n) settings))
  (((tuple 'capture what) settings) (changed (tuple 'capture what 'index) settings))
  (((tuple 'capture what type) settings)
   (set 'capture (checked-capture what)
        (set 'type (checked type '(index list binary)) settings)))
  (((tuple 'return type) settings)
   (set 'return (checked type '(iodata list binary)) settings))
  (((tuple 'parts 0) settings) (set 'parts 'infinity (set 'trim 'true settings)))
  (((tuple 'parts n) settings) (when (orelse (=:= n 'infinity) (andalso (is_integer n) (> n 0))))
   (set 'parts n (set 'trim 'false settings)))
  (('anchored settings) (with-flag 'search #x80000000 (with-flag 'compile #x80000000 settings)))
  ((option settings)
   (case (search-flag option)
     (0 (with-flag 'compile (compile-flag option) settings))
     (flag (with-flag 'search flag settings)))))

(defun with-flag (name flag settings)
  (set name (bor (setting name settings) flag) settings))

(defun checked (value values)
  (if (lists:member value values)
    value
    (error 'badarg)))

(defun checked-limit
  ((n) (when (is_integer n) (>= n 0) (< n #x100000000)) n)
  ((_) (error 'badarg)))

(defun compile-flag
  (('caseless) #x8)
  (('dollar_endonly) #x10)
  (('dotall) #x20)
  (('dupnames) #x40)
  (('extended) #x80)
  (('firstline) #x100)
  (('multiline) #x400)
  (('never_utf) #x1000)
  (('no_auto_capture) #x2000)
  (('no_start_optimize) #x10000)
  (('ucp) #x20000)
  (('ungreedy) #x40000)
  (('unicode) #x80000)
  ((_) (error 'badarg)))

(defun search-flag
  (('notbol) 1)
  (('noteol) 2)
  (('notempty) 4)
  (('notempty_atstart) 8)
  ((_) 0))

(defun newline
  (('cr) 1)
  (('lf) 2)
  (('crlf) 3)
  (('any) 4)
  (('anycrlf) 5)
  ((_) (error 'badarg)))

(defun checked-capture (what)
  (if (orelse (lists:member what '(all all_but_first all_names first none))
              (andalso (is_list what) (is_integer (catch (length what)))
                       (lists:all #'is-group-name/1 what)))
    what
    (error 'badarg)))

(defun is-group-name (name)
  (orelse (is_atom name) (is_list name) (is_binary name)
          (andalso (is_integer name) (>= name 0) (< name #x80000000))))

;; Patterns and texts.

(defun key (pattern settings)
  (let* ((flags (setting 'compile settings))
         (newline (setting 'newline settings))
         (text (text pattern (=/= (band flags #x80000) 0))))
    (binary (flags (size 32)) ((if (=:= newline 0) 2 newline)) ((setting 'bsr settings)) (text binary))))

;; The key of a pattern, which may be compiled, and whether subjects are Unicode.
(defun wanted
  (((tuple 're_pattern _ unicode _ key) settings) (when (is_binary key) (is_integer unicode))
   (if (=:= (band (setting 'compile settings) #x7fffffff) 0)
     (tuple (changed-key key (setting 'newline settings) (setting 'bsr settings)) (=:= unicode 1))
     (error 'badarg)))
  ((pattern settings)
   (tuple (key pattern settings) (=/= (band (setting 'compile settings) #x80000) 0))))

(defun changed-key
  ((key 0 0) key)
  (((binary (flags (size 32)) (newline) (bsr) (text binary)) other-newline other-bsr)
   (binary (flags (size 32)) ((if (=:= other-newline 0) newline other-newline))
           ((if (=:= other-bsr 0) bsr other-bsr)) (text binary)))
  ((_ _ _) (error 'badarg)))

(defun text
  ((text _) (when (is_binary text)) text)
  ((text 'true)
   (case (unicode:characters_to_binary text)
     (bytes (when (is_binary bytes)) bytes)
     (_ (error 'badarg))))
  ((text 'false) (iolist_to_binary text)))

;; Searching.

(defun search (key text settings)
  (let ((flags (setting 'search settings)))
    (alate:regex_run key text (setting 'offset settings)
                     (if (setting 'global settings) (bor flags #x100000000) flags)
                     (limits (setting 'steps settings) (setting 'depth settings)))))

;; Without limits of one's own a search is faster.
(defun limits
  ((10000000 10000000) ())
  ((steps depth) (tuple steps depth)))

;; All that was found, where failing is finding nothing.
(defun matches (key text settings)
  (case (search key text settings)
    ('nomatch ())
    ((tuple 'error reason) (failure reason 'false) ())
    (found (if (setting 'global settings) found (list found)))))

(defun failure
  (((= (tuple _ _) reason) 'true) (tuple 'error (tuple 'compile reason)))
  (((tuple _ _) 'false) (error 'badarg))
  ((reason 'true) (tuple 'error reason))
  ((_ 'false) 'nomatch))

;; What run/3 answers of what was found.

(defun captured (found text key is-unicode settings)
  (case (groups (setting 'capture settings) key)
    ('none 'match)
    (() 'match)
    (groups (tuple 'match (captures found groups text is-unicode settings)))))

(defun captures (found groups text is-unicode settings)
  (let* ((type (setting 'type settings))
         (capture (lambda (match)
                    (lc ((<- group (selected groups match))) (converted group text type is-unicode)))))
    (cond
      ((andalso (=:= groups 'all) (=:= type 'index)) found)
      ((setting 'global settings) (lists:map capture found))
      ('true (funcall capture found)))))

;; What is captured, each as the numbers of the groups that it may be; or an atom.
(defun groups
  (('all_names key) (groups (names key) key))
  ((what key) (when (is_list what))
   (let ((named (if (lists:all #'is_integer/1 what) () (alate:regex_names key))))
     (lc ((<- name what)) (numbers name named))))
  ((what _) what))

(defun numbers
  ((number _) (when (is_integer number)) (list number))
  ((name named)
   (let ((name (name-text name)))
     (lc ((<- (tuple other number) named) (=:= other name)) number))))

(defun name-text
  ((name) (when (is_atom name)) (atom_to_binary name))
  ((name) (when (is_binary name)) name)
  ((name)
   (case (unicode:characters_to_binary name)
     (text (when (is_binary text)) text)
     (_ (error 'badarg)))))

;; The names of groups, each once.
(defun names (key)
  (lists:usort (lc ((<- (tuple name _) (alate:regex_names key))) name)))

(defun selected
  (('all match) match)
  (('first match) (list (car match)))
  (('all_but_first match) (cdr match))
  ((groups match) (lc ((<- numbers groups)) (one-of numbers match))))

;; The first of some groups that took part.
(defun one-of
  (((cons number numbers) match)
   (case (group number match)
     (#(-1 0) (one-of numbers match))
     (place place)))
  ((() _) #(-1 0)))

(defun group
  ((0 (cons place _)) place)
  ((n (cons _ places)) (group (- n 1) places))
  ((_ ()) #(-1 0)))

;; What a place holds of the text, as a type says.
(defun converted
  ((place _ 'index _) place)
  ((place text 'list 'true) (unicode:characters_to_list (part place text)))
  ((place text 'list 'false) (binary_to_list (part place text)))
  ((place text _ _) (part place text)))

(defun part
  ((#(-1 0) _) #"")
  ((place text) (binary:part text place)))

;; Replacing.

;; A replacement as text and numbers of groups.
(defun pieces (replacement)
  (joined (parsed replacement)))

(defun parsed
  ((#"") ())
  (((binary #\& (rest binary))) (cons 0 (parsed rest)))
  (((binary #\\ #\g #\{ (rest binary))) (braced rest))
  (((binary #\\ #\g (digit) (rest binary))) (when (>= digit #\1) (=< digit #\9))
   (numbered rest (- digit #\0)))
  (((binary #\\ (digit) (rest binary))) (when (>= digit #\1) (=< digit #\9))
   (numbered rest (- digit #\0)))
  (((binary #\\ (c) (rest binary))) (cons (binary (c)) (parsed rest)))
  (((binary (c) (rest binary))) (cons (binary (c)) (parsed rest))))

(defun numbered
  (((binary (digit) (rest binary)) number) (when (>= digit #\0) (=< digit #\9))
   (numbered rest (+ (* number 10) (- digit #\0))))
  ((rest number) (cons number (parsed rest))))

(defun braced (text)
  (case (binary:split text #"}")
    ((list digits rest) (cons (binary_to_integer digits) (parsed rest)))
    (_ (error 'badarg))))

;; Neighbouring texts become one.
(defun joined
  (((list* a b rest)) (when (is_binary a) (is_binary b))
   (joined (cons (binary (a binary) (b binary)) rest)))
  (((cons piece rest)) (cons piece (joined rest)))
  ((()) ()))

;; The text from a position, with replacements.
(defun replaced
  (((cons (= (cons (tuple start length) _) match) matches) position text pieces)
   (before position start text
           (cons (replacement pieces match text)
                 (replaced matches (+ start length) text pieces))))
  ((() position text _)
   (case (binary:part text position (- (byte_size text) position))
     (#"" ())
     (rest rest))))

(defun before
  ((same same _ result) result)
  ((position start text result)
   (cons (binary:part text position (- start position)) result)))

(defun replacement
  ((() _ _) ())
  (((list piece) _ _) (when (is_binary piece)) piece)
  ((pieces match text)
   (lc ((<- piece pieces))
     (if (is_binary piece) piece (part (group piece match) text)))))

(defun returned
  ((data 'iodata _) data)
  ((data 'binary _) (iolist_to_binary data))
  ((data 'list 'true) (unicode:characters_to_list (iolist_to_binary data)))
  ((data 'list 'false) (binary_to_list (iolist_to_binary data))))

;; Splitting.

;; Places from a position on, in groups: a part of the text, and what the groups behind it matched.
(defun parts
  (((cons (cons (tuple position 0) _) matches) position text groups most)
   (parts matches position text groups most))
  (((cons (cons (tuple start length) places) matches) position text groups most) (when (> most 1))
   (cons (cons (tuple position (- start position)) (filled places groups))
         (parts matches (+ start length) text groups (fewer most))))
  ((_ position text _ _) (list (list (tuple position (- (byte_size text) position))))))

(defun fewer
  (('infinity) 'infinity)
  ((n) (- n 1)))

;; As many places as there are groups.
(defun filled
  ((_ 0) ())
  (((cons place places) n) (cons place (filled places (- n 1))))
  ((() n) (cons #(-1 0) (filled () (- n 1)))))

;; Without what is empty at the end: `holds` says whether a test holds for an element.
(defun trimmed
  ((parts _ 'false) parts)
  ((parts holds 'true)
   (lists:reverse
    (lists:dropwhile (lambda (part) (funcall holds #'is-empty/1 part)) (lists:reverse parts)))))

(defun is-empty
  (((tuple _ length)) (=:= length 0)))

(defun is-true-of (test element)
  (funcall test element))
