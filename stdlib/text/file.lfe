;;; Files: the functions of Erlang's module `file` that read and write a whole file.

(defmodule file
  "Reading and writing of files, as in Erlang."
  (export (read_file 1) (write_file 2) (write_file 3) (delete 1) (delete 2)
          (get_cwd 0) (set_cwd 1) (list_dir 1)))

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
  (case (read_file name)
    ((tuple 'ok old) (write_file name (list old data)))
    (#(error enoent) (write_file name data))
    (failure failure)))

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

(defun name-binary
  ((name) (when (is_binary name)) name)
  ((name) (when (is_atom name)) (name-binary (atom_to_list name)))
  ((name) (when (is_list name))
   (case (unicode:characters_to_binary name)
     (bytes (when (is_binary bytes)) bytes)
     (_ 'error)))
  ((_) 'error))
