;;; The commands of Erlang's shell, which are those of LFE's: `(c:ls)` is `(ls)`.

(defmodule c
  "Commands of the shell that can be called from anywhere in it."
  (export (c 1) (c 2) (cd 1) (flush 0) (help 0) (i 0) (i 3) (l 1) (ls 0) (ls 1) (m 0) (m 1)
          (memory 0) (memory 1) (nregs 0) (pid 3) (pwd 0) (q 0) (regs 0) (uptime 0)))

(defun c (file) "Compiles a file and loads its modules." (lfe_shell:c file))
(defun c (file options) "Compiles a file and loads its modules." (lfe_shell:c file options))
(defun cd (folder) "Changes the working directory." (lfe_shell:cd folder))
(defun flush () "Shows and removes the messages to the shell." (lfe_shell:flush))
(defun help () "Says what there is." (lfe_shell:help))
(defun i () "Shows the processes." (lfe_shell:i))
(defun i (x y z) "What is known of a process." (lfe_shell:i x y z))
(defun l (module) "Loads a module." (lfe_shell:l module))
(defun ls () "Lists the files in the working directory." (lfe_shell:ls))
(defun ls (folder) "Lists the files in a directory." (lfe_shell:ls folder))
(defun m () "Lists the modules." (lfe_shell:m))
(defun m (module) "Says what a module exports." (lfe_shell:m module))
(defun memory () "How much memory is used." (lfe_shell:memory))
(defun memory (kind) "How much memory is used for something." (lfe_shell:memory kind))
(defun nregs () "Shows the processes that have names." (lfe_shell:nregs))
(defun pid (x y z) "The process identifier of these numbers." (lfe_shell:pid x y z))
(defun pwd () "Prints the working directory." (lfe_shell:pwd))
(defun q () "Ends the program." (lfe_shell:q))
(defun regs () "Shows the processes that have names." (lfe_shell:regs))
(defun uptime () "For how long the program has run." (lfe_shell:uptime))
