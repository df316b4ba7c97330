;;; The functions of Erlang's module `erlang` that are not builtins: those that take time in
;;; proportion to a list, and those that begin processes or give way to others.

(defmodule erlang
  "Functions that Erlang provides without a module name, the part in Lisp."
  (export (++ 2) (-- 2) (append 2) (subtract 2)
          (exit 2) (link 1) (node 0) (node 1) (nodes 0) (nodes 1) (is_alive 0)
          (spawn 1) (spawn 2) (spawn 3) (spawn 4)
          (spawn_link 1) (spawn_link 2) (spawn_link 3) (spawn_link 4)
          (spawn_monitor 1) (spawn_monitor 2) (spawn_monitor 3) (spawn_monitor 4)
          (spawn_opt 2) (spawn_opt 3) (spawn_opt 4) (spawn_opt 5)
          (spawn_request 1) (spawn_request 2) (spawn_request 3) (spawn_request 4) (spawn_request 5)
          (hibernate 3) (yield 0) (garbage_collect 1) (garbage_collect 2) (bump_reductions 1)
          (process_display 2) (system_monitor 0) (system_monitor 1) (system_monitor 2)
          (fun_info 1) (iolist_to_iovec 1) (match_spec_test 3) (nif_error 2)
          (posixtime_to_universaltime 1) (universaltime_to_posixtime 1)
          (localtime_to_universaltime 1) (localtime_to_universaltime 2)
          (universaltime_to_localtime 1)
          (crc32_combine 3) (adler32_combine 3)
          (fun_info_mfa 1) (is_builtin 3) (display_string 1) (display_nl 0)
          (md5_init 0) (md5_update 2) (md5_final 1)
          (send_nosuspend 2) (send_nosuspend 3) (ports 0)
          (get_cookie 0) (disconnect_node 1) (monitor_node 2) (monitor_node 3) (nodes 2)))

(defun ++
  "The elements of a list before another."
  (((cons x xs) ys) (cons x (erlang:++ xs ys)))
  ((() ys) ys)
  ((_ _) (error 'badarg)))

(defun append (xs ys)
  "The function `++`."
  (erlang:++ xs ys))

(defun --
  "A list without the first occurrence of each element of another."
  ((xs ys) (when (>= (length xs) 0) (=< (length ys) 8)) (remove-each xs ys))
  ((xs ys) (when (>= (length xs) 0) (>= (length ys) 0))
   (remove-counted xs (counts ys #M())))
  ((_ _) (error 'badarg)))

(defun subtract (xs ys)
  "The function `--`."
  (erlang:-- xs ys))

(defun remove-each
  ((() _) ())
  ((xs (cons y ys)) (remove-each (remove-first y xs) ys))
  ((xs ()) xs))

(defun remove-first
  ((y (cons x xs)) (if (=:= x y) xs (cons x (remove-first y xs))))
  ((_ ()) ()))

;; How often each element occurs, for lists too long to search again and again.
(defun counts
  (((cons y ys) map)
   (case (maps:find y map)
     ((tuple 'ok n) (counts ys (map-set map y (+ n 1))))
     ('error (counts ys (map-set map y 1)))))
  ((() map) map))

(defun remove-counted
  (((cons x xs) map)
   (case (maps:find x map)
     ((tuple 'ok n) (when (> n 0)) (remove-counted xs (map-set map x (- n 1))))
     (_ (cons x (remove-counted xs map)))))
  ((() _) ()))

;;; Processes.

(defun spawn (f)
  "A process that calls a function without arguments."
  (alate:spawn f ()))

(defun spawn (node f)
  "spawn/1 on a node: see spawn_opt/3."
  (spawn-on node f ()))

(defun spawn (module name arguments)
  "A process that calls an exported function."
  (alate:spawn module name arguments ()))

(defun spawn (node module name arguments)
  "spawn/3 on a node: see spawn_opt/5."
  (spawn-on node module name arguments ()))

(defun spawn_link (f)
  "spawn/1 of a linked process."
  (alate:spawn f '(link)))

(defun spawn_link (node f)
  "spawn_link/1 on a node: see spawn_opt/3."
  (spawn-on node f '(link)))

(defun spawn_link (module name arguments)
  "spawn/3 of a linked process."
  (alate:spawn module name arguments '(link)))

(defun spawn_link (node module name arguments)
  "spawn_link/3 on a node: see spawn_opt/5."
  (spawn-on node module name arguments '(link)))

(defun spawn_monitor (f)
  "spawn/1 of a process that is watched: a tuple of its pid and the monitor's reference."
  (alate:spawn f '(monitor)))

(defun spawn_monitor (node f)
  "spawn_monitor/1 on a node: see spawn_opt/3."
  (spawn-on node f '(monitor)))

(defun spawn_monitor (module name arguments)
  "spawn/3 of a process that is watched."
  (alate:spawn module name arguments '(monitor)))

(defun spawn_monitor (node module name arguments)
  "spawn_monitor/3 on a node: see spawn_opt/5."
  (spawn-on node module name arguments '(monitor)))

(defun spawn_opt (f options)
  "spawn/1 with options."
  (alate:spawn f options))

(defun spawn_opt (node f options)
  "spawn/1 with options on a node. On another than this one the process ends with noconnection."
  (spawn-on node f options))

(defun spawn_opt (module name arguments options)
  "spawn/3 with options."
  (alate:spawn module name arguments options))

(defun spawn_opt (node module name arguments options)
  "spawn/3 with options on a node. On another than this one the process ends with noconnection."
  (spawn-on node module name arguments options))

;; spawn_request: OTP tells by the first two arguments which they are.
(defun spawn_request (f)
  "A process that calls a function without arguments: the answer is a reference, which a message with what has come of it carries."
  (alate:spawn_request f ()))

(defun spawn_request
  "spawn_request/1 with options, or on a node."
  ((f options) (when (is_function f)) (alate:spawn_request f options))
  ((node f) (request-on node f ())))

(defun spawn_request
  "spawn_request/1 with options on a node, or of an exported function."
  ((node f options) (when (is_function f)) (request-on node f options))
  ((module name arguments) (alate:spawn_request module name arguments ())))

(defun spawn_request
  "spawn_request/3 of an exported function with options, or on a node."
  ((node module name arguments) (when (is_atom name)) (request-on node module name arguments ()))
  ((module name arguments options) (alate:spawn_request module name arguments options)))

(defun spawn_request (node module name arguments options)
  "spawn_request/3 with options on a node."
  (request-on node module name arguments options))

(defun request-on
  (('nonode@nohost f options) (alate:spawn_request f options))
  ((node f options) (when (is_atom node) (is_function f 0)) (alate:spawn_request_elsewhere options))
  ((_ _ _) (error 'badarg)))

(defun request-on
  (('nonode@nohost module name arguments options)
   (alate:spawn_request module name arguments options))
  ((node module name arguments options)
   (when (is_atom node) (is_atom module) (is_atom name) (>= (length arguments) 0))
   (alate:spawn_request_elsewhere options))
  ((_ _ _ _ _) (error 'badarg)))

(defun spawn-on
  (('nonode@nohost f options) (alate:spawn f options))
  ((node f options) (when (is_atom node) (is_function f 0)) (alate:spawn #'unreachable/0 options))
  ((_ _ _) (error 'badarg)))

(defun spawn-on
  (('nonode@nohost module name arguments options) (alate:spawn module name arguments options))
  ((node module name arguments options)
   (when (is_atom node) (is_atom module) (is_atom name) (>= (length arguments) 0))
   (alate:spawn #'unreachable/0 options))
  ((_ _ _ _ _) (error 'badarg)))

(defun unreachable () (exit 'noconnection))

(defun hibernate (module name arguments)
  "Forgets the stack of the caller; when there is a message, the exported function goes on."
  (alate:hibernate module name arguments)
  (alate:yield))

(defun garbage_collect
  "Asks for a collection: all processes share one heap. False if the process is dead."
  ((pid) (when (=:= pid (self))) (erlang:garbage_collect))
  ((pid) (andalso (is_process_alive pid) (erlang:garbage_collect))))

(defun garbage_collect
  "garbage_collect/1; with the option async the answer is a message."
  ((pid (list (tuple 'async id)))
   (! (self) (tuple 'garbage_collect id (erlang:garbage_collect pid)))
   'async)
  ((pid options)
   (if (lists-of-types? options) (erlang:garbage_collect pid) (error 'badarg))))

(defun lists-of-types?
  (((cons (tuple 'type type) options)) (when (orelse (=:= type 'major) (=:= type 'minor)))
   (lists-of-types? options))
  ((()) 'true)
  ((_) 'false))

(defun bump_reductions
  "Processes give way by time, so this does nothing."
  ((n) (when (is_integer n) (>= n 1)) 'true)
  ((_) (error 'badarg)))

(defun system_monitor ()
  "Nobody is told of long collections and the like."
  'undefined)

(defun system_monitor (_)
  "Accepted without effect."
  'undefined)

(defun system_monitor
  "Accepted without effect."
  ((pid options) (when (is_pid pid) (is_list options)) 'undefined)
  ((_ _) (error 'badarg)))

(defun exit (pid reason)
  "Sends an exit signal. One to the caller itself takes effect before this returns."
  (alate:send_exit pid reason)
  (alate:yield))

(defun link (pid)
  "Links the caller and another process: each gets an exit signal when the other ends."
  (alate:link pid))

(defun yield ()
  "Lets other processes run."
  (alate:yield))

(defun node ()
  "The name of this node."
  'nonode@nohost)

(defun node (of)
  "The node of a pid, reference or port."
  (if (orelse (is_pid of) (is_reference of) (is_port of))
    'nonode@nohost
    (error 'badarg)))

(defun nodes ()
  "The nodes this one is connected to."
  ())

(defun nodes
  "The nodes of a kind, or of any of several: this one alone is there."
  ((kind) (when (orelse (=:= kind 'this) (=:= kind 'known))) '(nonode@nohost))
  ((kind) (when (orelse (=:= kind 'visible) (=:= kind 'hidden) (=:= kind 'connected))) ())
  (((cons kind kinds)) (when (is_atom kind)) (erlang:++ (erlang:-- (erlang:nodes kind) (erlang:nodes kinds)) (erlang:nodes kinds)))
  ((()) ())
  ((_) (error 'badarg)))

(defun is_alive ()
  "Whether this node can be connected to."
  'false)

(defun process_display
  "Writes what a process is doing on standard error."
  ((pid 'backtrace)
   (case (alate:process_text pid)
     ('undefined (error 'badarg))
     (text (alate:write 2 text) 'true)))
  ((_ _) (error 'badarg)))

(defun fun_info (function)
  "What is known of a function, as pairs."
  (pairs-of function '(module name arity env type)))

(defun pairs-of
  ((function (cons item items)) (cons (erlang:fun_info function item) (pairs-of function items)))
  ((_ ()) ()))

(defun iolist_to_iovec (data)
  "An iolist as a list of binaries."
  (case (iolist_to_binary data)
    (#"" ())
    (bytes (list bytes))))

(defun match_spec_test
  "What a match specification makes of a term: `#(ok answer () ())`, false if it does not match, or
  `#(error texts)`. There are specifications of tables only."
  ((term spec 'table)
   (case (alate:ets_check spec)
     ('true
      (case (alate:ets_run (list term) spec ())
        ((tuple () (list answer)) (tuple 'ok answer () ()))
        ((tuple () ()) #(ok false () ()))))
     (text (tuple 'error (list (tuple 'error text))))))
  ((_ _ _) (error 'badarg)))

(defun nif_error (reason _)
  "Raise an error."
  (error reason))

;;; Times as seconds since 1970.

(defun posixtime_to_universaltime
  "The date and time so many seconds after the beginning of 1970."
  ((seconds) (when (is_integer seconds))
   (let* ((of-day (rem (+ (rem seconds 86400) 86400) 86400))
          (days (+ (div (- seconds of-day) 86400) 719468)))
     (tuple (date-of days) (tuple (div of-day 3600) (div (rem of-day 3600) 60) (rem of-day 60)))))
  ((_) (error 'badarg)))

;; The date of a day counted from the first of March of the year 0. Years begin in March here, so a leap
;; day is the last of its year, and 400 years are 146097 days.
(defun date-of (days)
  (let* ((era (div (if (>= days 0) days (- days 146096)) 146097))
         (of-era (- days (* era 146097)))
         (year (div (- of-era (div of-era 1460) (- (div of-era 36524)) (div of-era 146096)) 365))
         (of-year (- of-era (- (+ (* 365 year) (div year 4)) (div year 100))))
         (month (div (+ (* 5 of-year) 2) 153))
         (day (+ (- of-year (div (+ (* 153 month) 2) 5)) 1))
         (year (+ year (* era 400))))
    (if (< month 10)
      (tuple year (+ month 3) day)
      (tuple (+ year 1) (- month 9) day))))

(defun universaltime_to_posixtime
  "The seconds from the beginning of 1970 to a date and time."
  (((tuple (tuple year month day) (tuple hour minute second)))
   (when (is_integer year) (>= year 0) (is_integer hour) (>= hour 0) (< hour 24)
         (is_integer minute) (>= minute 0) (< minute 60)
         (is_integer second) (>= second 0) (< second 60)
         (is_integer month) (>= month 1) (=< month 12)
         (is_integer day) (>= day 1) (=< day 31))
   (let ((days (day-of year month day)))
     ;; The 31st of June is the first of July.
     (if (== (date-of days) (tuple year month day))
       (+ (* (- days 719468) 86400) (* hour 3600) (* minute 60) second)
       (error 'badarg))))
  ((_) (error 'badarg)))

(defun day-of (year month day)
  (let* ((year (if (=< month 2) (- year 1) year))
         (era (div (if (>= year 0) year (- year 399)) 400))
         (of-era (- year (* era 400)))
         (month (rem (+ month 9) 12))
         (of-year (+ (div (+ (* 153 month) 2) 5) (- day 1))))
    (+ (* era 146097) (* of-era 365) (div of-era 4) (- (div of-era 100)) of-year)))

;;; Checksums of data that come piece by piece: the context is what has come so far.

(defun md5_init ()
  "A context for md5_update/2."
  #"")

(defun md5_update
  "The context with more data."
  ((context data) (when (is_binary context))
   (let ((more (iolist_to_binary data)))
     (binary (context binary) (more binary))))
  ((_ _) (error 'badarg)))

(defun md5_final (context)
  "The checksum of all data of a context."
  (if (is_binary context) (erlang:md5 context) (error 'badarg)))

;;; What has to do with other nodes and with ports: there are none.

(defun send_nosuspend (to message)
  "Send a message; true, for the sender never has to wait."
  (! to message)
  'true)

(defun send_nosuspend (to message _)
  "See send_nosuspend/2."
  (send_nosuspend to message))

(defun ports ()
  "All ports."
  ())

(defun get_cookie ()
  "The word that nodes know each other by."
  'nocookie)

(defun disconnect_node (node)
  "End the connection to a node."
  (if (is_atom node) 'ignored (error 'badarg)))

(defun monitor_node (node on)
  "Be told when a node is gone."
  (if (andalso (is_atom node) (is_boolean on)) (error 'notalive) (error 'badarg)))

(defun monitor_node (node on _)
  "See monitor_node/2."
  (erlang:monitor_node node on))

(defun nodes (kind items)
  "The nodes of a kind, each with a map of what is asked for: connection_id, node_type."
  (if (maps:fold (lambda (item wanted so-far)
                   (andalso so-far (is_boolean wanted)
                            (orelse (=:= item 'connection_id) (=:= item 'node_type))))
                 (is_map items) (if (is_map items) items (map)))
    (with-maps (erlang:nodes kind) items)
    (error 'badarg)))

(defun with-maps
  (((cons node nodes) items)
   (let* ((known (map 'connection_id 'undefined 'node_type 'this))
          (map (maps:filter (lambda (item _) (maps:get item items 'false)) known)))
     (cons (tuple node map) (with-maps nodes items))))
  ((() _) ()))

;;; Local time.

(defun localtime_to_universaltime (time)
  "The time in UTC of a local time, by the rules of the zone."
  (erlang:localtime_to_universaltime time 'undefined))

(defun localtime_to_universaltime (time summer)
  "localtime_to_universaltime/1; true, false or undefined says whether summer time is meant."
  (erlang:posixtime_to_universaltime
   (alate:local_seconds (erlang:universaltime_to_posixtime time) summer)))

(defun universaltime_to_localtime (time)
  "The local time of a time in UTC."
  (alate:local_calendar (erlang:universaltime_to_posixtime time)))

;;; Checksums of two parts, of which the second one's length is known.

(defun crc32_combine
  "The checksum of two parts from theirs and the length of the second."
  ((first second length) (when (is_integer first) (>= first 0) (=< first #xffffffff)
                               (is_integer second) (>= second 0) (=< second #xffffffff)
                               (is_integer length) (>= length 0) (=< length #xffffffffffffffff))
   (bxor (crc-product (crc-power (* 8 length) #x40000000 #x80000000) first) second))
  ((_ _ _) (error 'badarg)))

;; Polynomials over GF(2) modulo that of the checksum, the bit of the highest power lowest.
(defun crc-product (a b) (crc-product a b #x80000000 0))

(defun crc-product
  ((_ _ 0 sum) sum)
  ((a b bit sum)
   (crc-product a
                (bxor (bsr b 1) (* (band b 1) #xedb88320))
                (bsr bit 1)
                (if (=:= (band a bit) 0) sum (bxor sum b)))))

(defun crc-power
  ((0 _ power) power)
  ((n square power)
   (crc-power (bsr n 1)
              (crc-product square square)
              (if (=:= (band n 1) 0) power (crc-product power square)))))

(defun adler32_combine
  "The checksum of two parts from theirs and the length of the second."
  ((first second length) (when (is_integer first) (>= first 0) (=< first #xffffffff)
                               (is_integer second) (>= second 0) (=< second #xffffffff)
                               (is_integer length) (>= length 0) (=< length #xffffffffffffffff))
   (let* ((rest (rem length 65521))
          (low (rem (+ (band first #xffff) (band second #xffff) 65520) 65521))
          (high (rem (+ (* rest (band first #xffff)) (bsr first 16) (bsr second 16) 65521
                        (- rest))
                     65521)))
     (bor (bsl high 16) low)))
  ((_ _ _) (error 'badarg)))

;;; Functions.

(defun fun_info_mfa
  "Module, name and arity of a function."
  ((function) (when (is_function function))
   (let (((tuple 'module module) (erlang:fun_info function 'module))
         ((tuple 'name name) (erlang:fun_info function 'name))
         ((tuple 'arity arity) (erlang:fun_info function 'arity)))
     (tuple module name arity)))
  ((_) (error 'badarg)))

(defun is_builtin
  "Whether a function of the library is one that Erlang has in C."
  ((module name arity) (when (is_atom module) (is_atom name) (is_integer arity))
   (case module
     ('erlang
      (andalso (erlang:function_exported 'erlang name arity)
               (not (lists:member (tuple name arity) (erlang-in-erlang)))))
     ('math (andalso (=/= name 'pi) (erlang:function_exported 'math name arity)))
     (_ (lists:member (tuple module name arity)
                      '(#(lists member 2) #(lists reverse 2) #(lists keymember 3)
                        #(lists keysearch 3) #(lists keyfind 3))))))
  ((_ _ _) (error 'badarg)))

(defun erlang-in-erlang ()
  '(#(binary_to_atom 1) #(binary_to_existing_atom 1) #(atom_to_binary 1) #(alias 0)
    #(garbage_collect 0) #(garbage_collect 1) #(garbage_collect 2) #(is_alive 0)
    #(process_display 2) #(process_flag 3) #(suspend_process 1) #(suspend_process 2)
    #(spawn 1) #(spawn 2) #(spawn 4) #(spawn_link 1) #(spawn_link 2) #(spawn_link 4)
    #(spawn_monitor 1) #(spawn_monitor 2) #(spawn_monitor 3) #(spawn_monitor 4)
    #(spawn_opt 2) #(spawn_opt 3) #(spawn_opt 5) #(spawn_request 1) #(spawn_request 2)
    #(spawn_request 3) #(spawn_request 4) #(spawn_request 5) #(disconnect_node 1) #(fun_info 1)
    #(send_nosuspend 2) #(send_nosuspend 3) #(get_cookie 0) #(min 2) #(max 2) #(memory 0)
    #(memory 1) #(localtime_to_universaltime 1) #(group_leader 2) #(halt 0) #(halt 1)
    #(convert_time_unit 3) #(module_info 0) #(module_info 1)))

(defun display_string
  "Write a string to standard output as it is."
  ((text) (when (is_list text)) (alate:write 1 text) 'true)
  ((_) (error 'badarg)))

(defun display_nl ()
  "Write a line break to standard output."
  (alate:write 1 "\r\n")
  'true)
