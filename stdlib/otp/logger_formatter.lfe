;;; Erlang's module `logger_formatter`: log events as text.

(defmodule logger_formatter
  "The text of log events, as in Erlang."
  (export (format 2) (check_config 1)))

(defun format
  "The text of an event."
  (((map 'level level 'msg message 'meta meta) config)
   (let ((config (with-defaults config)))
     (truncated (parts (map-get config 'template) level message meta config)
                (map-get config 'max_size)))))

(defun with-defaults (config)
  (let ((config (maps:merge #M(legacy_header false single_line true max_size unlimited
                               depth unlimited chars_limit unlimited time_designator #\T)
                            config)))
    (maps:merge (map 'template (template (map-get config 'legacy_header)
                                         (map-get config 'single_line)))
                config)))

(defun template
  (('true _) '((logger_formatter header) "\n" msg "\n"))
  (('false 'true) '(time " " level ": " msg "\n"))
  (('false 'false) '(time " " level ":\n" msg "\n")))

;; What is longer is cut, but for the end of the line.
(defun truncated
  ((text 'unlimited) text)
  ((text size)
   (let ((text (unicode:characters_to_list text)))
     (if (> (length text) size)
       (cut text size (if (lists:suffix "\n" text) "...\n" "..."))
       text))))

(defun cut (text size end)
  (++ (lists:sublist text (max 0 (- size (length end)))) end))

(defun parts (template level message meta config)
  (lists:map (lambda (part) (part part level message meta config)) template))

(defun part
  (('level level _ _ _) (atom_to_list level))
  (('msg _ message meta config) (message-text message meta config))
  (('(logger_formatter header) level _ meta _) (legacy-header level meta))
  (((tuple key present absent) level message meta config)
   (case (found key meta)
     ((tuple 'ok _) (parts present level message meta config))
     ('error (parts absent level message meta config))))
  ((text _ _ meta config)
   (if (text? text)
     text
     (case (found text meta)
       ((tuple 'ok value) (value-text text value config))
       ('error "")))))

(defun text?
  (((cons c _)) (is_integer c))
  ((()) 'true)
  ((_) 'false))

;; The value at a key, or at a list of keys, one in the other.
(defun found
  (((list key) meta) (found key meta))
  (((cons key keys) meta)
   (case (found key meta)
     ((tuple 'ok meta) (when (is_map meta)) (found keys meta))
     (_ 'error)))
  ((key meta) (maps:find key meta)))

(defun value-text
  (('time time config) (time-text time config))
  (('mfa (tuple module name arity) _) (when (is_integer arity))
   (io_lib:format "~tw:~tw/~w" (list module name arity)))
  ((_ value config) (plain-text value config)))

(defun plain-text
  ((value _) (when (is_pid value)) (pid_to_list value))
  ((value _) (when (is_reference value)) (erlang:ref_to_list value))
  ((value config)
   (if (io_lib:printable_unicode_list (if (is_list value) value '(-1)))
     value
     (shown value config))))

(defun shown
  ((value (map 'depth 'unlimited 'single_line 'true)) (io_lib:format "~0tp" (list value)))
  ((value (map 'depth 'unlimited)) (io_lib:format "~tp" (list value)))
  ((value (map 'depth depth 'single_line 'true)) (io_lib:format "~0tP" (list value depth)))
  ((value (map 'depth depth)) (io_lib:format "~tP" (list value depth))))

;;; Times.

(defun time-text (time config)
  (let* (((tuple shift zone) (zone (maps:get 'time_offset config "") time))
         ((tuple (tuple y m d) (tuple h mi s) micro) (date (+ time (* shift 1000000)))))
    (io_lib:format "~4..0w-~2..0w-~2..0w~ts~2..0w:~2..0w:~2..0w.~6..0w~ts"
                   (list y m d (list (map-get config 'time_designator)) h mi s micro zone))))

(defun date (time)
  (let (((tuple date clock) (erlang:posixtime_to_universaltime (floor-div time 1000000))))
    (tuple date clock (- time (* 1000000 (floor-div time 1000000))))))

(defun floor-div (n m)
  (if (>= n 0) (div n m) (- (div (+ n 1) m) 1)))

;; The seconds between a zone and universal time, and how the zone is written.
(defun zone
  (("Z" _) #(0 "Z"))
  (("z" _) #(0 "z"))
  (("" time) (offset (local-shift time)))
  ((shift _) (when (is_integer shift)) (microseconds shift))
  (((= (list sign h1 h2 #\: m1 m2) text) _)
   (tuple (* (if (=:= sign #\-) -1 1)
             (+ (* 3600 (list_to_integer (list h1 h2))) (* 60 (list_to_integer (list m1 m2)))))
          text)))

(defun local-shift (time)
  (let* ((seconds (floor-div time 1000000))
         (local (erlang:universaltime_to_localtime (erlang:posixtime_to_universaltime seconds))))
    (- (erlang:universaltime_to_posixtime local) seconds)))

;; Offsets given as a number count in microseconds.
(defun microseconds (shift)
  (offset (div shift 1000000)))

(defun offset (shift)
  (let ((size (abs shift)))
    (tuple shift
           (lists:flatten
            (io_lib:format "~c~2..0w:~2..0w"
                           (list (if (< shift 0) #\- #\+) (div size 3600)
                                 (rem (div size 60) 60)))))))

;;; The header of old.

(defun legacy-header (level meta)
  (let* ((time (maps:get 'time meta (os:system_time 'microsecond)))
         (seconds (floor-div time 1000000))
         ((tuple (tuple y m d) (tuple h mi s))
          (erlang:universaltime_to_localtime (erlang:posixtime_to_universaltime seconds))))
    (io_lib:format "=~ts==== ~w-~s-~4..0w::~2..0w:~2..0w:~2..0w.~6..0w ==="
                   (list (title level meta) d (month m) y h mi s
                         (- time (* seconds 1000000))))))

(defun title
  ((_ (map 'logger_formatter (map 'title title))) title)
  ((_ (map 'error_logger (map 'type 'progress))) "PROGRESS REPORT")
  ((level _) (++ (string:uppercase (atom_to_list level)) " REPORT")))

(defun month (n)
  (lists:nth n '("Jan" "Feb" "Mar" "Apr" "May" "Jun" "Jul" "Aug" "Sep" "Oct" "Nov" "Dec")))

;;; Messages.

(defun message-text (message meta config)
  (let ((text (unicode:characters_to_list (raw-text message meta config))))
    (if (map-get config 'single_line)
      (one-line (trimmed text))
      text)))

(defun raw-text
  (((tuple 'string text) _ _) text)
  (((tuple 'report report) meta config) (report-text report (callback meta config) config))
  (((tuple format arguments) _ config) (formatted format arguments config)))

(defun callback
  ((_ (map 'report_cb f)) f)
  (((map 'report_cb f) _) f)
  ((_ _) #'logger:format_report/1))

(defun report-text
  ((report f config) (when (is_function f 1))
   (try (funcall f report)
     (case
       ((tuple format arguments) (when (is_list format) (is_list arguments))
        (formatted format arguments config))
       (other (wrong "REPORT_CB/1 ERROR: ~0tp; Returned: ~0tp" report other config)))
     (catch
       ((tuple class reason trace)
        (wrong "REPORT_CB/1 CRASH: ~0tp; Reason: ~0tp" report
               (tuple class reason (own-calls trace)) config)))))
  ((report f config) (when (is_function f 2))
   (try (unicode:characters_to_list
         (funcall f report (maps:with '(depth chars_limit single_line) config)))
     (case
       (text (when (is_list text)) text)
       (_ (wrong "REPORT_CB/2 ERROR: ~0tp; Returned: ~0tp" report 'no_text config)))
     (catch
       ((tuple class reason trace)
        (wrong "REPORT_CB/2 CRASH: ~0tp; Reason: ~0tp" report
               (tuple class reason (own-calls trace)) config))))))

(defun own-calls (trace)
  (logger:filter_stacktrace 'logger_formatter trace))

(defun wrong (format report what config)
  (formatted format (list report what) (map-set config 'depth 'unlimited)))

(defun formatted (format arguments config)
  (try (gen_report:text (tuple (if (map-get config 'single_line)
                                 (in-line (text-list format))
                                 (text-list format))
                               arguments)
                        config)
    (catch
      ((tuple _ _ _) (io_lib:format "FORMAT ERROR: ~0tp - ~0tp" (list format arguments))))))

(defun text-list
  ((text) (when (is_binary text)) (unicode:characters_to_list text))
  ((text) (when (is_atom text)) (atom_to_list text))
  ((text) text))

(defun in-line
  (((list* #\~ #\t #\p rest)) (++ "~0tp" (in-line rest)))
  (((list* #\~ #\p rest)) (++ "~0p" (in-line rest)))
  (((list* #\~ #\~ rest)) (list* #\~ #\~ (in-line rest)))
  (((cons c rest)) (cons c (in-line rest)))
  ((()) ()))

(defun trimmed (text)
  (lists:reverse (without-blanks (lists:reverse (without-blanks text)))))

(defun without-blanks
  (((cons c text)) (when (orelse (=:= c 32) (=:= c 9) (=:= c 10) (=:= c 13))) (without-blanks text))
  ((text) text))

;; Each line break, with the comma before it and the blanks after it, becomes a comma.
(defun one-line
  (((list* #\, 13 10 rest)) (++ ", " (one-line (without-blanks rest))))
  (((list* #\, 10 rest)) (++ ", " (one-line (without-blanks rest))))
  (((list* 13 10 rest)) (++ ", " (one-line (without-blanks rest))))
  (((cons 10 rest)) (++ ", " (one-line (without-blanks rest))))
  (((cons c rest)) (cons c (one-line rest)))
  ((()) ()))

;;; Checking.

(defun check_config
  "Whether a configuration is one: ok, or an error that says what is not."
  ((config) (when (is_map config)) (first-error (maps:to_list config)))
  ((other) (invalid other)))

(defun first-error
  (((cons item items))
   (case (item-error item)
     ('ok (first-error items))
     (failure failure)))
  ((()) 'ok))

(defun invalid (what)
  (tuple 'error (tuple 'invalid_formatter_config 'logger_formatter what)))

(defun item-error
  (((tuple 'template template))
   (if (andalso (is_list template) (lists:all #'template-part?/1 template))
     'ok
     (tuple 'error (tuple 'invalid_formatter_template 'logger_formatter template))))
  (((= (tuple name value) item)) (if (item? name value) 'ok (invalid item))))

(defun item?
  ((name value) (when (orelse (=:= name 'depth) (=:= name 'max_size) (=:= name 'chars_limit)))
   (orelse (=:= value 'unlimited) (andalso (is_integer value) (> value 0))))
  ((name value) (when (orelse (=:= name 'single_line) (=:= name 'legacy_header)))
   (is_boolean value))
  (('report_cb value) (orelse (is_function value 1) (is_function value 2)))
  (('time_designator value) (andalso (is_integer value) (>= value 0)))
  (('time_offset value) (offset? value))
  ((_ _) 'false))

(defun offset?
  (("") 'true)
  (("Z") 'true)
  (("z") 'true)
  ((value) (when (is_integer value)) 'true)
  (((list sign h1 h2 #\: m1 m2)) (when (orelse (=:= sign #\+) (=:= sign #\-)))
   (lists:all (lambda (c) (andalso (is_integer c) (=< #\0 c #\9))) (list h1 h2 m1 m2)))
  ((_) 'false))

(defun template-part?
  ((part) (when (is_atom part)) 'true)
  (((tuple key present absent))
   (andalso (template-part? key) (lists:all #'template-part?/1 present)
            (lists:all #'template-part?/1 absent)))
  ((part) (when (is_list part))
   (orelse (lists:all #'is_atom/1 part) (io_lib:printable_unicode_list part)))
  ((_) 'false))
