;;; What the reports of behaviours have in common.

(defmodule gen_report
  "Parts of the reports of behaviours."
  (export (client 1) (client_text 1) (client_line 1) (log 1) (log_line 1) (reason 1)
          (joined 1) (line 2) (text 2) (formatted 2) (header 2)))

(defun client
  "Who asked, and what it is doing."
  (('undefined) 'undefined)
  (((tuple pid _)) (when (=:= pid (self))) 'undefined)
  (((tuple pid _)) (when (is_pid pid))
   (case (process_info pid '(registered_name current_stacktrace))
     ((list (tuple _ ()) (tuple _ trace)) (tuple pid (tuple pid trace)))
     ((list (tuple _ name) (tuple _ trace)) (tuple pid (tuple name trace)))
     ('undefined (tuple pid 'dead))))
  ((_) 'undefined))

(defun client_text
  "A format and its arguments for client/1."
  (('undefined) #("" ()))
  (((tuple pid 'dead)) (tuple "** Client ~p is dead~n" (list pid)))
  (((tuple pid 'remote)) (tuple "** Client ~p is remote on node ~p~n" (list pid (node pid))))
  (((tuple _ (tuple name trace)))
   (tuple "** Client ~tp stacktrace~n** ~tp~n" (list name trace))))

(defun client_line
  "client_text/1 for one line."
  (('undefined) #("" ()))
  (((tuple pid 'dead)) (tuple " Client ~0p is dead." (list pid)))
  (((tuple pid 'remote)) (tuple " Client ~0p is remote on node ~0p." (list pid (node pid))))
  (((tuple _ (tuple name trace))) (tuple " Client ~0tp stacktrace: ~0tp." (list name trace))))

(defun log
  "A format and its arguments for logged events."
  ((()) #("" ()))
  ((events)
   (tuple (++ "** Log ==~n** [" (lists:append (lists:join ",~n    " (each "~tp" events))) "]~n")
          events)))

(defun log_line
  "log/1 for one line."
  ((()) #("" ()))
  ((events)
   (tuple (++ " Log: [" (lists:append (lists:join "," (each "~tp" events))) "].") events)))

(defun each (format events)
  (lists:map (lambda (_) format) events))

(defun reason
  "A reason as it is shown: what a missing function is, is said."
  (((tuple 'undef (= (cons (tuple module name arguments _) _) trace)))
   (tuple (missing module name (arity arguments)) trace))
  ((reason) reason))

(defun arity
  ((arguments) (when (is_list arguments)) (length arguments))
  ((arity) arity))

(defun missing (module name arity)
  (cond
    ((not (erlang:module_loaded module)) '|module could not be loaded|)
    ((erlang:function_exported module name arity) 'undef)
    ('true '|function not exported|)))

(defun joined (parts)
  "One format and its arguments of several."
  (tuple (lists:append (lists:map (lambda (part) (element 1 part)) parts))
         (lists:append (lists:map (lambda (part) (element 2 part)) parts))))

(defun line (parts options)
  "The text of formats in one line."
  (let (((tuple format arguments) (joined parts)))
    (text (tuple (in-line format) arguments) options)))

;; Terms are shown without line breaks.
(defun in-line
  (((list* #\~ #\t #\p rest)) (++ "~0tp" (in-line rest)))
  (((list* #\~ #\p rest)) (++ "~0p" (in-line rest)))
  (((cons c rest)) (cons c (in-line rest)))
  ((()) ()))

(defun text
  "The text of a format and its arguments with the depth and the length that options give."
  (((tuple format arguments) options)
   (let (((tuple format arguments) (with-depth format arguments (map-get options 'depth))))
     (io_lib:format format arguments (limit (maps:get 'chars_limit options 'unlimited))))))

(defun limit
  (('unlimited) ())
  ((limit) (list (tuple 'chars_limit limit))))

(defun with-depth
  ((format arguments 'unlimited) (tuple format arguments))
  ((format arguments depth) (deep format arguments depth () ())))

;; Terms shown by p are shown by P with the depth.
(defun deep
  (((list* #\~ #\~ rest) arguments depth format new)
   (deep rest arguments depth (list* #\~ #\~ format) new))
  (((list* #\~ #\n rest) arguments depth format new)
   (deep rest arguments depth (list* #\n #\~ format) new))
  (((list* #\~ rest) arguments depth format new)
   (directive rest arguments depth (cons #\~ format) new))
  (((cons c rest) arguments depth format new)
   (deep rest arguments depth (cons c format) new))
  ((() _ _ format new) (tuple (lists:reverse format) (lists:reverse new))))

(defun directive
  (((cons #\p rest) (cons term arguments) depth format new)
   (deep rest arguments depth (cons #\P format) (list* depth term new)))
  (((cons c rest) (cons term arguments) depth format new) (when (=:= c #\w))
   (deep rest arguments depth (cons #\W format) (list* depth term new)))
  (((cons c rest) (cons term arguments) depth format new) (when (=:= c #\s))
   (deep rest arguments depth (cons #\s format) (cons term new)))
  (((cons c rest) arguments depth format new)
   (directive rest arguments depth (cons c format) new)))

(defun formatted (parts f)
  "What a callback module's format_status/1 makes of parts; what it does not answer is as it was."
  (try (maps:merge parts (let ((shown (funcall f))) (if (is_map shown) shown parts)))
    (catch ((tuple _ _ _) parts))))

(defun header (text name)
  "The head of a status."
  (lists:flatten (list text " " (name-text name))))

(defun name-text
  ((pid) (when (is_pid pid)) (pid_to_list pid))
  ((name) (when (is_atom name)) (atom_to_list name))
  ((name) (io_lib:format "~tp" (list name))))
