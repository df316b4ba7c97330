;;; Specifications of applications: where they are found, and what they say.

(defmodule application_spec
  "Specifications of applications."
  (export (read 1) (keys 1) (own 0)))

(defun read
  "The specification that is one, or that an application's name stands for: `#(ok name keys)` or
   `#(error reason)`."
  (((tuple 'application name keys)) (when (is_atom name) (is_list keys)) (tuple 'ok name keys))
  (((tuple 'application name keys)) (when (is_atom name)) (tuple 'error (tuple 'invalid_options keys)))
  ((name) (when (is_atom name)) (find name))
  ((other) (tuple 'error (tuple 'bad_application other))))

(defun find (name)
  (case (lists:keyfind name 1 (provided))
    ((tuple _ keys) (tuple 'ok name keys))
    ('false (first-of (files (atom_to_list name)) name))))

;; A specification is where the program is run, or where it is in a project.
(defun files (name)
  (list (++ name ".app") (++ "ebin/" name ".app") (++ "src/" name ".app.src")
        (++ "_build/default/lib/" name "/ebin/" name ".app")))

(defun first-of
  (((cons file files) name)
   (case (application_file:read file)
     ((tuple 'ok (tuple 'application found keys)) (when (=:= found name) (is_list keys))
      (tuple 'ok name keys))
     ((tuple 'ok term) (tuple 'error (tuple 'bad_application term)))
     ((tuple 'error reason) (when (orelse (=:= reason 'enoent) (=:= reason 'enotdir)))
      (first-of files name))
     ((tuple 'error reason) (tuple 'error reason))))
  ((() name)
   (tuple 'error (tuple "no such file or directory" (++ (atom_to_list name) ".app")))))

(defun keys (given)
  "All keys in their order, with the values given or what they are without."
  (lists:map (match-lambda (((tuple key default)) (tuple key (proplists:get_value key given default))))
             '(#(description ()) #(id ()) #(vsn ()) #(modules ()) #(maxP infinity) #(maxT infinity)
               #(registered ()) #(included_applications ()) #(optional_applications ())
               #(applications ()) #(env ()) #(mod ()) #(start_phases undefined))))

(defun own ()
  "The applications that every program has running, oldest first, with the keys given."
  (list (tuple 'kernel
               '(#(description "ERTS  CXC 138 10") #(vsn "8.5.3")
                 #(modules (application application_controller application_master code erpc
                            error_logger file gen_tcp gen_udp global inet logger os pg rpc))
                 #(registered (application_controller))))
        (tuple 'stdlib
               '(#(description "ERTS  CXC 138 10") #(vsn "4.2")
                 #(modules (binary dict ets gen gen_event gen_server gen_statem io io_lib lists maps
                            math orddict ordsets proc_lib proplists qlc queue rand random sets
                            string supervisor supervisor_bridge sys timer unicode))
                 #(applications (kernel))))))

;; What else the library has a part of, and programs ask to be started.
(defun provided ()
  (list (tuple 'crypto '(#(description "CRYPTO") #(vsn "5.1.3") #(modules (crypto))
                         #(applications (kernel stdlib))))
        (tuple 'compiler '(#(description "ERTS  CXC 138 10") #(vsn "8.2.4")
                           #(applications (kernel stdlib))))
        (tuple 'sasl '(#(description "SASL  CXC 138 11") #(vsn "4.2")
                       #(applications (kernel stdlib))))
        (tuple 'lfe '(#(description "Lisp Flavored Erlang (LFE)") #(vsn "2.2.1")
                      #(applications (kernel stdlib compiler))))))
