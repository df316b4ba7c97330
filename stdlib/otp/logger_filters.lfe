;;; Erlang's module `logger_filters`: what filters of `logger` may be.

(defmodule logger_filters
  "Filters of log events, as in Erlang."
  (export (domain 2) (level 2) (progress 2) (remote_gl 2)))

(defun domain
  "Stops or passes events by their domain: `#(log-or-stop comparison domain)`."
  ((event (tuple action how domain))
   (when (orelse (=:= action 'log) (=:= action 'stop)) (is_list domain))
   (decided action (domain? how domain (maps:get 'domain (map-get event 'meta) 'undefined)) event))
  ((_ _) (error 'badarg)))

(defun domain?
  (('undefined _ domain) (=:= domain 'undefined))
  (('not_equal wanted domain) (=/= wanted domain))
  (('equal wanted domain) (=:= wanted domain))
  (('super wanted domain) (when (is_list domain)) (lists:prefix domain wanted))
  (('sub wanted domain) (when (is_list domain)) (lists:prefix wanted domain))
  ((how _ _) (when (orelse (=:= how 'super) (=:= how 'sub))) 'false)
  ((_ _ _) (error 'badarg)))

(defun decided
  (('log 'true event) event)
  (('stop 'true _) 'stop)
  ((_ 'false _) 'ignore))

(defun level
  "Stops or passes events by their level: `#(log-or-stop comparison level)`."
  ((event (tuple action how level))
   (when (orelse (=:= action 'log) (=:= action 'stop)) (is_atom level))
   (decided action
            (level? how (compared (map-get event 'level) level))
            event))
  ((_ _) (error 'badarg)))

(defun compared (level other)
  (try (logger:compare_levels level other)
    (catch ((tuple 'error _ _) (error 'badarg)))))

(defun level?
  (('eq order) (=:= order 'eq))
  (('neq order) (=/= order 'eq))
  (('lt order) (=:= order 'lt))
  (('gt order) (=:= order 'gt))
  (('lteq order) (=/= order 'gt))
  (('gteq order) (=/= order 'lt))
  ((_ _) (error 'badarg)))

(defun progress
  "Stops or passes progress reports of supervisors and applications."
  ((event action) (when (orelse (=:= action 'log) (=:= action 'stop)))
   (decided action (progress? (map-get event 'msg)) event))
  ((_ _) (error 'badarg)))

(defun progress?
  (((tuple 'report (map 'label (tuple _ 'progress)))) 'true)
  ((_) 'false))

(defun remote_gl
  "Stops or passes events whose group leader is on another node."
  ((event action) (when (orelse (=:= action 'log) (=:= action 'stop)))
   (case (map-get event 'meta)
     ((map 'gl leader) (when (is_pid leader))
      (decided action (=/= (node leader) (node)) event))
     (_ 'ignore)))
  ((_ _) (error 'badarg)))
