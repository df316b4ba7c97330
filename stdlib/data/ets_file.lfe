;;; Tables in files. A file is one term in the external format: what the table is, and its objects. Files
;;; of Erlang are others, and are not read.

(defmodule ets_file
  "Writing tables of ets into files, and reading them."
  (export (write 3) (read 2) (info 1)))

(defun write (table name options)
  "Write a table into a file: ok or #(error Reason)."
  (case (extended options ())
    ((tuple 'ok extended)
     (case (ets:info table 'type)
       ('undefined #(error badtab))
       (type (write-objects table type name extended))))
    (failed failed)))

;; What is to be checked when the file is read, as the options say.
(defun extended
  (((cons (tuple 'extended_info infos) options) _)
   (if (known? infos)
     (extended options infos)
     (tuple 'error (tuple 'unknown_option (list (tuple 'extended_info infos))))))
  (((cons (tuple 'sync sync) options) infos) (when (is_boolean sync))
   ;; Nothing is written later than now.
   (extended options infos))
  (((cons option _) _) (tuple 'error (tuple 'unknown_option option)))
  ((() infos) (tuple 'ok infos)))

(defun known?
  (((cons info infos)) (when (orelse (=:= info 'object_count) (=:= info 'md5sum)))
   (known? infos))
  ((()) 'true)
  ((_) 'false))

(defun write-objects (table type name extended)
  (let* ((objects (term_to_binary (ets:tab2list table)))
         (about (list (tuple 'name (ets:info table 'name))
                      (tuple 'type type)
                      (tuple 'protection (ets:info table 'protection))
                      (tuple 'named_table (ets:info table 'named_table))
                      (tuple 'keypos (ets:info table 'keypos))
                      (tuple 'size (ets:info table 'size))
                      (tuple 'extended_info extended)
                      (tuple 'version #(1 0))))
         (contents (term_to_binary (tuple 'alate_table about (erlang:md5 objects) objects))))
    (case (alate:write_file name contents)
      ('ok 'ok)
      ((tuple 'error reason) (tuple 'error (tuple 'file_error name reason))))))

(defun read (name options)
  "A new table made of what a file holds: #(ok Table) or #(error Reason)."
  (case (verifies? options 'false)
    (verifies (when (is_boolean verifies))
     (case (contents name)
       ((tuple 'ok about sum objects) (checked about sum objects verifies))
       (failed failed)))
    (failed failed)))

(defun verifies?
  (((cons (tuple 'verify verifies) options) _) (when (is_boolean verifies))
   (verifies? options verifies))
  (((cons option _) _) (tuple 'error (tuple 'unknown_option option)))
  ((() verifies) verifies)
  ((options _) (tuple 'error (tuple 'malformed_option options))))

(defun info (name)
  "What a file says of its table."
  (case (contents name)
    ((tuple 'ok about _ _) (tuple 'ok about))
    (failed failed)))

(defun contents (name)
  (case (alate:read_file name)
    ((tuple 'ok bytes)
     (case (term bytes)
       ((tuple 'alate_table about sum objects) (tuple 'ok about sum objects))
       (_ (tuple 'error (tuple 'read_error (tuple 'not_a_log_file name))))))
    ((tuple 'error reason)
     (tuple 'error (tuple 'read_error (tuple 'file_error name reason))))))

(defun term (bytes)
  (try (binary_to_term bytes)
    (catch ((tuple 'error 'badarg _) 'none))))

(defun checked (about sum objects verifies)
  (let ((extended (value 'extended_info about)))
    (if (andalso verifies (is-member 'md5sum extended) (=/= sum (erlang:md5 objects)))
      #(error checksum_error)
      (let ((objects (binary_to_term objects)))
        (if (andalso verifies
                     (is-member 'object_count extended)
                     (=/= (length objects) (value 'size about)))
          #(error invalid_object_count)
          (made about objects))))))

(defun is-member (x xs) (lists:member x xs))

(defun value (key pairs)
  (element 2 (lists:keyfind key 1 pairs)))

(defun made (about objects)
  (let ((options (list (value 'type about) (value 'protection about)
                       (tuple 'keypos (value 'keypos about)))))
    (case (new (value 'name about)
               (if (value 'named_table about) (cons 'named_table options) options))
      ('none #(error cannot_create_table))
      (table (insert table objects) (tuple 'ok table)))))

(defun new (name options)
  (try (ets:new name options)
    (catch ((tuple 'error 'badarg _) 'none))))

;; One by one, so that others run meanwhile.
(defun insert
  ((table (cons object objects)) (ets:insert table object) (insert table objects))
  ((_ ()) 'true))
