;;; Files that logs are written to. A device is a process that is asked to write by the I/O protocol, as
;;; any other device is.

(defmodule log_file
  "Devices that write to files."
  (export (open 3) (close 1)))

(defun open (name mode owner)
  "A device for a file, which is emptied (`write`) or continued (`append`): `#(ok pid)` or
  `#(error reason)`. It ends with its owner, or, where that is `nobody`, when it is closed."
  (case (file:write_file name "" (if (=:= mode 'append) '(append) ()))
    ('ok (tuple 'ok (spawn (lambda () (begin name owner)))))
    (failure failure)))

(defun close (device)
  "Ends a device, after all that was written before: ok."
  (let ((reference (monitor 'process device)))
    (! device (tuple 'close (self)))
    (receive
      ((tuple 'DOWN r _ _ _) (when (=:= r reference)) 'ok))))

(defun begin
  ((name 'nobody) (serve name))
  ((name owner)
   (monitor 'process owner)
   (serve name)))

(defun serve (name)
  (receive
    ((tuple 'io_request from as request)
     (! from (tuple 'io_reply as (answer request name)))
     (serve name))
    ((tuple 'close _) 'ok)
    ((tuple 'DOWN _ _ _ _) 'ok)
    (_ (serve name))))

(defun answer
  (((tuple 'put_chars _ text) name) (written text name))
  (((tuple 'put_chars _ module function arguments) name)
   (try (apply module function arguments)
     (case (text (written text name)))
     (catch (_ #(error put_chars)))))
  (((tuple 'put_chars text) name) (written text name))
  (((tuple 'setopts _) _) 'ok)
  ((_ _) #(error request)))

(defun written (text name)
  (case (unicode:characters_to_binary text)
    (bytes (when (is_binary bytes)) (file:write_file name bytes '(append)))
    (_ #(error put_chars))))
