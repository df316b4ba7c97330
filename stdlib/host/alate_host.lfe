;;; What the compiler asks of Lisp: calls of macros and of what they use. It is loaded into the compiler
;;; and linked into no program.

(defmodule alate_host
  "Calls functions for the program in which the runtime runs."
  (export (run 4) (serve 0) (serve_beside 0) (ask 1)))

(defun run (initialised module function arguments)
  "Calls a function after dynamic variables of these modules have got their values."
  (lists:foreach (lambda (module) (call module '-variables-)) initialised)
  (apply module function arguments))

(defun serve ()
  "Takes one request after the other. A request is a number in eight bytes, then `#(module function
  arguments)` in the external term format. So is its result: `#(ok value)` or `#(error text)`. Each is
  done by a process of its own, which may end in any way."
  (serve (map) 'alone))

(defun serve_beside ()
  "The same in a program that has processes of its own: what requests start goes on. The message
  `interrupt` ends all requests at work."
  (register 'alate_host (self))
  (serve (map) 'beside))

;; `#(number pid)` of requests at work, by the monitors of their processes.
(defun serve (at-work where)
  (serve at-work where (alate:next_request)))

(defun serve (at-work where reference)
  (receive
    ((tuple request (binary (number (size 64)) (bytes bitstring))) (when (=:= request reference))
     (let (((tuple pid monitor) (spawn_monitor (lambda () (perform number bytes)))))
       (serve (map-set at-work monitor (tuple number pid)) where)))
    ('interrupt
     (lists:foreach (match-lambda (((tuple _ pid)) (exit pid 'kill))) (maps:values at-work))
     (serve at-work where reference))
    ((tuple 'DOWN monitor 'process _ reason)
     (let (((tuple number _) (map-get at-work monitor)))
       (alate:answer_request number (term_to_binary (tuple 'error (text reason)))))
     (let ((at-work (maps:remove monitor at-work)))
       (if (andalso (=:= where 'alone) (=:= 0 (map_size at-work))) (end-others))
       (serve at-work where reference)))))

(defun ask (question)
  "Asks the program in which the runtime runs, from within a request, and waits for its answer: terms
  both."
  (let ((reference (alate:ask_host (get 'alate_request) (term_to_binary question))))
    (receive
      ((tuple answer bytes) (when (=:= answer reference))
       (binary_to_term bytes)))))

(defun perform (number bytes)
  (put 'alate_request number)
  (let (((tuple module function arguments) (binary_to_term bytes)))
    (alate:answer_request number (outcome module function arguments))))

(defun outcome (module function arguments)
  (try
    (let ((value (apply module function arguments)))
      (encoded value))
    (catch
      ((tuple class reason stack)
       (term_to_binary (tuple 'error (failure class reason stack)))))))

(defun encoded (value)
  (try
    (term_to_binary (tuple 'ok value))
    (catch
      ((tuple 'error 'badarg _)
       (term_to_binary (tuple 'error "it holds a function, which no source can name"))))))

;; An exception in words: its reason, then a line for each call that led to it from the function that
;; was called.
(defun failure (class reason stack)
  (let ((own (lists:takewhile (lambda (entry) (=/= (element 1 entry) 'alate_host)) stack)))
    (++ (case class
          ('error "")
          (_ (++ (atom_to_list class) ": ")))
        (text reason)
        (lists:append (lists:map #'place/1 own)))))

(defun place
  (((tuple module function arity location))
   (let ((arity (if (is_list arity) (length arity) arity)))
     (++ "\nin "
         (case (atom_to_list function)
           ((++ "macro " name) (++ "the macro " name))
           (name (lists:concat (list module ":" name "/" arity))))
         (case (proplists:get_value 'line location)
           ('undefined "")
           (line (++ ", line " (integer_to_list line))))))))

(defun text (term)
  "A term in Lisp's syntax, shortened if it is long."
  (unicode:characters_to_list (alate:term_text term)))

;; What requests have started ends with them.
(defun end-others ()
  (lists:foreach (lambda (pid)
                   (if (=/= pid (self)) (exit pid 'kill)))
                 (processes)))
