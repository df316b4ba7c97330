;;; The I/O protocol, both sides: requests to a device, and the process that answers those to the
;;; standard streams. It begins when somebody sends such a message to the default group leader.

(defmodule io_device
  "Requests to input and output devices."
  (export (is-standard 1) (named 1) (put 2) (request 2) (serve 0)))

(defun is-standard (pid)
  "Whether a pid stands for the standard streams."
  (=:= pid (alate:standard_device)))

(defun named (name)
  "The device with a registered name."
  (case (whereis name)
    ('undefined (error 'badarg))
    (pid pid)))

(defun put (device request)
  "Asks a device to write."
  (case (request device request)
    ((tuple 'error 'terminated) (error 'terminated))
    ((tuple 'error _) (error 'badarg))
    (_ 'ok)))

(defun request (device request)
  "Asks a device, and answers its reply."
  (let ((reference (monitor 'process device)))
    (! device (tuple 'io_request (self) reference request))
    (receive
      ((tuple 'io_reply r reply) (when (=:= r reference))
       (demonitor reference '(flush))
       reply)
      ((tuple 'DOWN r _ _ _) (when (=:= r reference))
       #(error terminated)))))

(defun serve ()
  "Answers requests to the standard streams."
  (receive
    ((tuple 'io_request from as request) (when (is_pid from))
     (! from (tuple 'io_reply as (answer request)))
     (serve))
    (_ (serve))))

(defun answer
  (((tuple 'put_chars _ text)) (put-text text))
  (((tuple 'put_chars _ module name arguments))
   (try (apply module name arguments)
     (case (text (put-text text)))
     (catch (_ #(error put_chars)))))
  (((tuple 'put_chars text)) (put-text text))
  (((tuple 'put_chars module name arguments))
   (answer (tuple 'put_chars 'latin1 module name arguments)))
  (((tuple 'get_line _ prompt)) (get-line prompt))
  (((tuple 'get_line prompt)) (get-line prompt))
  (((tuple 'setopts _)) 'ok)
  (('getopts) (io:getopts 'user))
  (((tuple 'get_geometry _)) #(error enotsup))
  (((tuple 'requests requests)) (answer-all requests 'ok))
  ((_) #(error request)))

(defun get-line (prompt)
  (try (io:get_line 'user prompt)
    (catch ((tuple 'error reason _) (tuple 'error reason)))))

(defun answer-all
  (((cons _ _) (= (tuple 'error _) failed)) failed)
  (((cons request requests) _) (answer-all requests (answer request)))
  ((() last) last))

(defun put-text (text)
  (case (unicode:characters_to_binary text)
    (bytes (when (is_binary bytes)) (alate:write 1 bytes))
    (_ #(error put_chars))))
