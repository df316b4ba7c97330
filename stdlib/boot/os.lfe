;;; Erlang's module `os`. The clock is builtins; the environment variables are the program's own copy.

(defmodule os
  "The operating system: environment variables, the process, time."
  (export (env 0) (find_executable 1) (find_executable 2) (getenv 0) (getenv 1) (getenv 2)
          (getpid 0) (putenv 2) (type 0) (unsetenv 1) (version 0)))

(defun type ()
  "Family and name of the operating system."
  #(unix linux))

(defun version ()
  "Three numbers of the kernel's version."
  (alate:kernel_version))

(defun getpid ()
  "The system's number of this process, as a string."
  (integer_to_list (alate:process_number)))

(defun env ()
  "Names and values of all environment variables."
  (lc ((<- (tuple name value) (alate:environment)))
    (tuple (characters name) (characters value))))

(defun getenv ()
  "All environment variables, as strings `NAME=value`."
  (lc ((<- (tuple name value) (alate:environment)))
    (characters (binary (name binary) #\= (value binary)))))

(defun getenv (name)
  "The value of an environment variable, or false."
  (getenv name 'false))

(defun getenv (name default)
  "The value of an environment variable, or the default."
  (case (alate:getenv (variable name))
    ('false default)
    (value (characters value))))

(defun putenv (name value)
  "Gives an environment variable a value: true."
  (alate:putenv (variable name) (bytes value)))

(defun unsetenv (name)
  "Removes an environment variable: true."
  (alate:unsetenv (variable name)))

(defun find_executable (name)
  "The file of a program that the variable PATH leads to, or false."
  (find_executable name (getenv "PATH" "")))

(defun find_executable
  "The file of a program in one of the folders of a path like the variable PATH's, or false."
  ((name path) (when (is_list name))
   (let ((name (bytes name)))
     (case (binary:match name #"/")
       ('nomatch (executable-in (binary:split (bytes path) #":" '(global)) name))
       (_ (if (is-executable name) (characters name) 'false)))))
  ((_ _) 'false))

(defun executable-in
  (((cons folder folders) name)
   (let ((file (binary (folder binary) #\/ (name binary))))
     (if (is-executable file)
       (characters file)
       (executable-in folders name))))
  ((() _) 'false))

;; Of a file's record the fields here are its type and its mode.
(defun is-executable (file)
  (case (alate:file_info file)
    ((tuple 'ok info)
     (andalso (=:= (element 3 info) 'regular) (=/= (band (element 8 info) #o111) 0)))
    (_ 'false)))

(defun variable (name)
  (let ((name (bytes name)))
    (case (binary:match name #"=")
      ('nomatch name)
      (_ (error 'badarg)))))

;; A string without the character 0, as the system sees it.
(defun bytes
  ((text) (when (is_list text))
   (let ((bytes (unicode:characters_to_binary text)))
     (if (andalso (is_binary bytes) (=:= (binary:matches bytes #B(0)) ()))
       bytes
       (error 'badarg))))
  ((_) (error 'badarg)))

;; What is no UTF-8 is taken byte by byte.
(defun characters (bytes)
  (case (unicode:characters_to_list bytes)
    (text (when (is_list text)) text)
    (_ (binary_to_list bytes))))
