;;; Terms as LFE writes them, plainly: lists of numbers and binaries are not taken for strings.

(defmodule lfe_io_write
  "Terms as LFE writes them, on one line."
  (export (term 1) (term 2) (symbol 1) (string 2) (bitstring 2)))

(defun term (term)
  "The characters of a term."
  (term term -1))

(defun term
  "The same down to a depth; below 0 there is no limit. What is left out is `...`."
  ((_ 0) "...")
  ((term _) (when (is_atom term)) (symbol term))
  ((() _) "()")
  ((term depth) (when (is_list term)) (++ "(" (elements term depth ")")))
  ((term depth) (when (is_tuple term)) (++ "#(" (elements (tuple_to_list term) depth ")")))
  ((term depth) (when (is_map term)) (++ "#M(" (pairs (maps:to_list term) depth)))
  ((term depth) (when (is_bitstring term)) (bitstring term depth))
  ((term depth) (when (is_function term))
   (case (erlang:fun_info term 'type)
     (#(type external)
      (let (((tuple _ module) (erlang:fun_info term 'module))
            ((tuple _ name) (erlang:fun_info term 'name))
            ((tuple _ arity) (erlang:fun_info term 'arity)))
        (term (list 'function module name arity) depth)))
     (_ (local-function term))))
  ((term _) (when (is_pid term)) (++ "#Pid" (io_lib:write term)))
  ((term _) (io_lib:write term)))

(defun local-function (function)
  (let ((item (lambda (item) (element 2 (erlang:fun_info function item)))))
    (lists:concat (list "#Fun<" (funcall item 'module) "." (funcall item 'index)
                        "." (funcall item 'uniq) "/" (funcall item 'arity) ">"))))

(defun elements
  ((() _ end) end)
  ((_ 1 end) (++ "..." end))
  (((cons first rest) depth end)
   (++ (term first (- depth 1)) (others rest (- depth 2) end))))

(defun others
  ((() _ end) end)
  ((_ 0 end) (++ " ..." end))
  (((cons element rest) depth end)
   (cons 32 (++ (term element depth) (others rest (- depth 1) end))))
  ((tail depth end) (++ " . " (++ (term tail depth) end))))

(defun pairs
  ((() _) ")")
  ((_ 1) "...)")
  (((cons (tuple key value) rest) depth)
   (++ (term key (- depth 1))
       (cons 32 (++ (term value (- depth 1))
                     (case rest
                       (() ")")
                       (_ (cons 32 (pairs rest (- depth 1))))))))))

(defun bitstring (bits _)
  "The characters of a bit string, byte for byte."
  (++ "#B(" (++ (lists:append (lists:join " " (segments bits))) ")")))

(defun segments
  ((#"") ())
  (((binary byte (rest bitstring))) (cons (integer_to_list byte) (segments rest)))
  ((bits)
   (let* ((size (bit_size bits))
          ((binary (last (size size))) bits))
     (list (lists:concat (list "(" last " (size " size "))"))))))

(defun symbol (symbol)
  "The name of a symbol, between bars where it would be read as something else."
  (let ((name (atom_to_list symbol)))
    (if (is-plain name)
      name
      (string name #\|))))

(defun is-plain
  ((()) 'false)
  ((".") 'false)
  (((= (cons first _) name))
   (andalso (not (lists:member first "'`,|#"))
            (lists:all #'is-symbol-char/1 name)
            (not (is-number name)))))

(defun is-symbol-char (c)
  (andalso (> c 32)
           (orelse (< c 127) (> c 160))
           (not (lists:member c "()[]{}\";"))))

(defun is-number
  (((cons sign digits)) (when (orelse (=:= sign #\+) (=:= sign #\-))) (is-unsigned digits))
  ((digits) (is-unsigned digits)))

(defun is-unsigned (digits)
  (case (lists:splitwith #'is-digit/1 digits)
    ((tuple (cons _ _) ()) 'true)
    ((tuple (cons _ _) (cons #\. fraction))
     (case (lists:splitwith #'is-digit/1 fraction)
       ((tuple (cons _ _) ()) 'true)
       ((tuple (cons _ _) (cons e exponent)) (when (orelse (=:= e #\e) (=:= e #\E)))
        (is-exponent exponent))
       (_ 'false)))
    (_ 'false)))

(defun is-exponent
  (((cons sign digits)) (when (orelse (=:= sign #\+) (=:= sign #\-))) (are-digits digits))
  ((digits) (are-digits digits)))

(defun are-digits (digits)
  (andalso (=/= digits ()) (lists:all #'is-digit/1 digits)))

(defun is-digit (c)
  (andalso (>= c #\0) (=< c #\9)))

(defun string (chars quote)
  "Characters between quotes, with escapes."
  (cons quote (escaped chars quote)))

(defun escaped
  ((() quote) (list quote))
  (((cons quote chars) quote) (list* #\\ quote (escaped chars quote)))
  (((cons c chars) quote)
   (case (escape c)
     ('none (cons c (escaped chars quote)))
     (letter (list* #\\ letter (escaped chars quote))))))

(defun escape
  ((#\\) #\\)
  ((8) #\b)
  ((9) #\t)
  ((10) #\n)
  ((11) #\v)
  ((12) #\f)
  ((13) #\r)
  ((27) #\e)
  ((127) #\d)
  ((_) 'none))
