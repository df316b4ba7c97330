;;; Files: the functions of Erlang's module `file` that need no open file.

(defmodule file
  "Reading and writing of files, as in Erlang."
  (export (read_file 1) (write_file 2) (write_file 3) (delete 1) (delete 2) (copy 2) (copy 3)
          (get_cwd 0) (get_cwd 1) (set_cwd 1) (list_dir 1) (list_dir_all 1)
          (make_dir 1) (del_dir 1) (del_dir_r 1) (rename 2) (make_link 2) (make_symlink 2)
          (read_link 1) (read_link_all 1) (read_link_info 1) (read_link_info 2)
          (read_file_info 1) (read_file_info 2) (write_file_info 2) (write_file_info 3)
          (change_mode 2) (change_owner 2) (change_owner 3) (change_group 2)
          (change_time 2) (change_time 3) (native_name_encoding 0) (format_error 1)))

(defun read_file (name)
  "`#(ok binary)` or `#(error reason)`."
  (case (name-binary name)
    ('error #(error badarg))
    (bytes (alate:read_file bytes))))

(defun write_file (name data)
  "Write bytes to a file, which is made or emptied: ok or `#(error reason)`."
  (case (name-binary name)
    ('error #(error badarg))
    (bytes (alate:write_file bytes data))))

(defun write_file
  "write_file/2; of the options there is only `append`."
  ((name data options) (when (is_list options))
   (if (lists:member 'append options)
     (append-file name data)
     (write_file name data))))

(defun append-file (name data)
  (with-name name (lambda (bytes) (alate:append_file bytes data))))

(defun delete (name _)
  "delete/1; options make no difference."
  (delete name))

(defun delete (name)
  "Delete a file: ok or `#(error reason)`."
  (case (name-binary name)
    ('error #(error badarg))
    (bytes (alate:delete_file bytes))))

(defun get_cwd ()
  "`#(ok folder)`: where relative names begin."
  (alate:get_cwd))

(defun set_cwd (folder)
  "Changes where relative names begin: ok or `#(error reason)`."
  (case (name-binary folder)
    ('error #(error badarg))
    (bytes (alate:set_cwd bytes))))

(defun list_dir (folder)
  "The names of the files in a folder: `#(ok names)` or `#(error reason)`."
  (case (name-binary folder)
    ('error #(error badarg))
    (bytes (alate:list_dir bytes))))

(defun list_dir_all (folder)
  "list_dir/1."
  (list_dir folder))

(defun get_cwd (_)
  "There are no drives."
  #(error enotsup))

(defun native_name_encoding ()
  "How names of files are written."
  'utf8)

(defun make_dir (folder)
  "Makes a folder: ok or `#(error reason)`."
  (change 'make_dir folder ""))

(defun del_dir (folder)
  "Deletes an empty folder: ok or `#(error reason)`."
  (change 'del_dir folder ""))

(defun del_dir_r (name)
  "Deletes a file, or a folder with all that is in it: ok or the first `#(error reason)`."
  (case (read_link_info name)
    ((tuple 'ok info) (when (=:= (element 3 info) 'directory))
     (case (list_dir name)
       ((tuple 'ok names) (delete-all names name))
       (failure failure)))
    ((tuple 'ok _) (delete name))
    (failure failure)))

(defun delete-all
  (((cons name names) folder)
   (case (del_dir_r (filename:join folder name))
     ('ok (delete-all names folder))
     (failure failure)))
  ((() folder) (del_dir folder)))

(defun rename (from to)
  "Gives a file another name: ok or `#(error reason)`."
  (change 'rename from to))

(defun make_link (existing new)
  "Gives a file one more name: ok or `#(error reason)`."
  (change 'make_link existing new))

(defun make_symlink (target new)
  "Makes a symbolic link: ok or `#(error reason)`."
  (change 'make_symlink target new))

(defun read_link (name)
  "`#(ok target)` of a symbolic link, or `#(error reason)`."
  (with-name name (lambda (bytes) (alate:read_link bytes))))

(defun read_link_all (name)
  "read_link/1."
  (read_link name))

(defun read_file_info (name)
  "What is known of a file: `#(ok info)`, info a record file_info with local times, or `#(error reason)`."
  (read_file_info name ()))

(defun read_file_info
  "read_file_info/1; the option `#(time kind)` has local, universal or posix times."
  ((name options) (when (is_list options))
   (with-times (with-name name (lambda (bytes) (alate:file_info bytes))) (kind-of-times options))))

(defun read_link_info (name)
  "read_file_info/1, of a symbolic link itself."
  (read_link_info name ()))

(defun read_link_info
  "read_file_info/2, of a symbolic link itself."
  ((name options) (when (is_list options))
   (with-times (with-name name (lambda (bytes) (alate:link_info bytes))) (kind-of-times options))))

(defun kind-of-times (options)
  (proplists:get_value 'time options 'local))

;; In the record the times are elements 5 to 7.
(defun with-times
  (((= (tuple 'error _) failure) _) failure)
  ((answer 'posix) answer)
  (((tuple 'ok info) kind) (when (orelse (=:= kind 'local) (=:= kind 'universal)))
   (tuple 'ok (lists:foldl (lambda (field info)
                             (setelement field info (time (element field info) kind)))
                           info '(5 6 7))))
  ((_ _) #(error badarg)))

(defun time
  ((seconds 'local) (calendar:system_time_to_local_time seconds 'second))
  ((seconds 'universal) (calendar:system_time_to_universal_time seconds 'second)))

;; Seconds since 1970 of a time of some kind.
(defun seconds
  ((seconds 'posix) seconds)
  ((time 'universal)
   (- (calendar:datetime_to_gregorian_seconds time) 62167219200))
  ((time 'local)
   (seconds (car (calendar:local_time_to_universal_time_dst time)) 'universal)))

(defun write_file_info (name info)
  "write_file_info/3 with local times."
  (write_file_info name info ()))

(defun write_file_info (name info options)
  "Changes what a record file_info says of mode, owner, group and times, where it says anything."
  (let ((kind (kind-of-times options)))
    (in-turn
     (list (lambda () (change-mode-if name (element 8 info)))
           (lambda () (change-owner-if name (element 13 info) (element 14 info)))
           (lambda () (change-times-if name (element 5 info) (element 6 info) kind))))))

;; Up to the first that does not answer ok.
(defun in-turn
  (((cons step steps))
   (case (funcall step)
     ('ok (in-turn steps))
     (failure failure)))
  ((()) 'ok))

(defun change-mode-if
  ((_ 'undefined) 'ok)
  ((name mode) (change_mode name mode)))

(defun change-owner-if
  ((_ 'undefined 'undefined) 'ok)
  ((name user group) (change_owner name user group)))

(defun change-times-if
  ((_ 'undefined 'undefined _) 'ok)
  ((name 'undefined change kind) (change-times-if name change change kind))
  ((name access 'undefined kind) (change-times-if name access access kind))
  ((name access change kind) (set-times name (seconds access kind) (seconds change kind))))

(defun change_mode
  "Changes what may be done with a file: ok or `#(error reason)`."
  ((name mode) (when (is_integer mode))
   (with-name name (lambda (bytes) (alate:set_file_mode bytes mode)))))

(defun change_owner (name user)
  "Changes the owner of a file: ok or `#(error reason)`."
  (change_owner name user 'undefined))

(defun change_owner (name user group)
  "Changes owner and group of a file: ok or `#(error reason)`."
  (with-name name (lambda (bytes) (alate:set_file_owner bytes user group))))

(defun change_group (name group)
  "Changes the group of a file: ok or `#(error reason)`."
  (change_owner name 'undefined group))

(defun change_time
  "Sets a file's local time of last access and change: ok or `#(error reason)`."
  ((name (= (tuple (tuple _ _ _) (tuple _ _ _)) time)) (change_time name time time)))

(defun change_time
  "Sets a file's local times of last access and of last change: ok or `#(error reason)`."
  ((name (= (tuple (tuple _ _ _) (tuple _ _ _)) access) (= (tuple (tuple _ _ _) (tuple _ _ _)) change))
   (set-times name (seconds access 'local) (seconds change 'local))))

(defun set-times (name access change)
  (with-name name (lambda (bytes) (alate:set_file_times bytes access change))))

(defun copy (source target)
  "Copies a file: `#(ok bytes)` or `#(error reason)`."
  (copy source target 'infinity))

(defun copy
  "Copies so many bytes of a file: `#(ok bytes)` or `#(error reason)`. A file may be `#(name modes)`; of the
modes there is only append, for the target."
  ((source target most) (when (orelse (=:= most 'infinity) (andalso (is_integer most) (>= most 0))))
   (copy-plain (plain-name source) target (if (is_integer most) (min most #xffffffffffff) -1)))
  ((_ _ _) #(error badarg)))

(defun copy-plain
  ((source (tuple name modes) most)
   (if (lists:member 'append modes)
     (copy-behind source name most)
     (copy-plain source name most)))
  ((source target most)
   (with-name source
     (lambda (source)
       (with-name target (lambda (target) (alate:copy_file source target most)))))))

(defun copy-behind (source target most)
  (case (read_file source)
    ((tuple 'ok bytes)
     (let ((part (if (=:= most -1) bytes (binary:part bytes 0 (min most (byte_size bytes))))))
       (case (append-file target part)
         ('ok (tuple 'ok (byte_size part)))
         (failure failure))))
    (failure failure)))

(defun plain-name
  (((tuple name _)) name)
  ((name) name))

(defun change (what name other)
  (with-name name
    (lambda (name)
      (with-name other (lambda (other) (alate:change_file what name other))))))

(defun with-name (name work)
  (case (name-binary name)
    ('error #(error badarg))
    (bytes (funcall work bytes))))

(defun format_error
  "A text for a reason that functions of this module answer with."
  (((tuple line module reason)) (when (is_integer line) (is_atom module))
   (list (integer_to_list line) ": " (call module 'format_error reason)))
  (('badarg) "bad argument")
  (('system_limit) "a system limit was hit, probably not enough ports")
  (('terminated) "the file server process is terminated")
  ((reason) (erl_posix_msg:message reason)))

;; A name as bytes, without the character 0.
(defun name-binary
  ((name) (when (is_binary name))
   (if (=:= (binary:matches name #B(0)) ()) name 'error))
  ((name) (when (is_atom name)) (name-binary (atom_to_list name)))
  ((name) (when (is_list name))
   (case (unicode:characters_to_binary name)
     (bytes (when (is_binary bytes)) (name-binary bytes))
     (_ 'error)))
  ((_) 'error))
