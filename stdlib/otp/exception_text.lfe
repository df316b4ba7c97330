;;; Exceptions in words, with the calls that were under way: what reports of crashes say.

(defmodule exception_text
  "Exceptions in words."
  (export (format 6)))

(defun format (class reason trace column indent print)
  "The text of an exception that begins in a column; calls are indented by so many columns. `print`
   is a function of a term and a column."
  (case (in-words class reason trace)
    ((tuple text rest)
     (list text (calls rest indent print)))
    ((tuple text term rest)
     (list text (placed text term column print) (calls rest indent print)))))

;; A term after a text; if it takes several lines, on a line of its own where there is a text.
(defun placed (text term column print)
  (let ((shown (lists:flatten (funcall print term (+ column (length text))))))
    (if (andalso (=/= text "") (lists:member 10 shown))
      (list 10 (lists:duplicate (- column 1) #\ ) (funcall print term column))
      shown)))

;; A text, perhaps a term to follow it, and the calls still to be told.
(defun in-words
  (('error reason trace) (error-in-words reason trace))
  ((_ reason trace) (tuple "" reason trace)))

(defun error-in-words
  (('badarg trace) (tuple "bad argument" trace))
  (((tuple 'badarg term) trace) (tuple "bad argument: " term trace))
  (('badarith trace)
   (tuple "an error occurred when evaluating an arithmetic expression" trace))
  (((tuple 'badarity (tuple f arguments)) trace) (when (is_function f) (is_list arguments))
   (tuple (++ (function-name f) " called with " (counted (length arguments))) trace))
  (((tuple 'badfun term) trace) (tuple "bad function " term trace))
  (((tuple 'badmatch term) trace) (tuple "no match of right hand side value " term trace))
  (((tuple 'badmap term) trace) (tuple "bad map: " term trace))
  (((tuple 'badkey term) trace) (tuple "bad key: " term trace))
  (((tuple 'case_clause term) trace) (tuple "no case clause matching " term trace))
  (((tuple 'try_clause term) trace) (tuple "no try clause matching " term trace))
  (('if_clause trace)
   (tuple "no true branch found when evaluating an if expression" trace))
  (((tuple 'bad_generator term) trace) (tuple "bad generator " term trace))
  (((tuple 'bad_filter term) trace) (tuple "bad filter " term trace))
  (((tuple 'unbound name) trace) (tuple (text "variable ~w is unbound" (list name)) trace))
  (('undef (cons (tuple module name arguments _) trace))
   (tuple (text "undefined function ~tw:~tw/~w" (list module name (arity arguments))) trace))
  (('function_clause (cons (tuple module name arguments _) trace)) (when (is_list arguments))
   (tuple (++ "no function clause matching " (call-text module name arguments) " ") trace))
  (('noproc trace) (tuple "no such process or port" trace))
  (('notalive trace) (tuple "the node cannot be part of a distributed system" trace))
  (('system_limit trace) (tuple "a system limit has been reached" trace))
  (('timeout_value trace) (tuple "bad receive timeout value" trace))
  ((reason trace) (tuple "" reason trace)))

(defun text (format arguments)
  (lists:flatten (io_lib:format format arguments)))

(defun counted
  ((0) "no arguments")
  ((1) "one argument")
  ((n) (++ (integer_to_list n) " arguments")))

(defun function-name (f)
  (let (((list module name arity)
         (lists:map (lambda (item) (element 2 (erlang:fun_info f item))) '(module name arity))))
    (case (erlang:fun_info f 'type)
      (#(type external) (text "~tw:~tw/~w" (list module name arity)))
      (_ (text "~tp" (list f))))))

(defun arity
  ((arguments) (when (is_list arguments)) (length arguments))
  ((arity) arity))

(defun call-text (module name arguments)
  (text "~tw:~tw(~ts)"
        (list module name (lists:join "," (lists:map #'argument/1 arguments)))))

(defun argument (term)
  (io_lib:format "~0tp" (list term)))

;;; The calls. Those that belong to the beginning of the process are not told.

(defun calls
  ((trace indent print) (when (is_list trace)) (calls-from (told trace) "in function  " indent))
  ((_ _ _) ""))

(defun told (trace)
  (lists:takewhile (lambda (entry) (not (beginning? entry))) trace))

(defun beginning?
  (((tuple 'proc_lib _ _ _)) 'true)
  (((tuple 'proc_lib_report _ _ _)) 'true)
  (((tuple 'erlang 'apply 2 _)) 'true)
  ((_) 'false))

(defun calls-from
  (((cons (tuple module name arity place) trace) how indent)
   (list (call-line module name arity place how indent)
         (calls-from trace "in call from " indent)))
  (((cons _ trace) how indent) (calls-from trace how indent))
  ((() _ _) ""))

(defun call-line
  (('erlang name arguments _ how indent) (when (is_list arguments))
   (if (operator? name (length arguments))
     (list 10 (blanks indent) "in operator  " (text "~tw/~w" (list name (length arguments)))
           (called-as (operation name arguments) indent))
     (list 10 (blanks indent) how (text "~tw/~w" (list name (length arguments)))
           (called-as (local-call name arguments) indent))))
  ((module name arguments _ how indent) (when (is_list arguments))
   (list 10 (blanks indent) how
         (text "~tw:~tw/~w" (list module name (length arguments)))
         (called-as (call-text module name arguments) indent)))
  ((module name arity place how indent)
   (list 10 (blanks indent) how (text "~tw:~tw/~w " (list module name arity)) (place-text place))))

(defun blanks (n)
  (lists:duplicate n #\ ))

(defun called-as (text indent)
  (list 10 (blanks (+ indent 3)) "called as " text))

(defun local-call (name arguments)
  (lists:nthtail 7 (call-text 'erlang name arguments)))

(defun operator? (name arity)
  (lists:member (tuple name arity)
                '(#(+ 1) #(- 1) #(not 1) #(bnot 1) #(+ 2) #(- 2) #(* 2) #(/ 2) #(div 2) #(rem 2)
                  #(band 2) #(bor 2) #(bxor 2) #(bsl 2) #(bsr 2) #(++ 2) #(-- 2) #(! 2) #(and 2)
                  #(or 2) #(xor 2) #(== 2) #(/= 2) #(=:= 2) #(=/= 2) #(< 2) #(> 2) #(=< 2) #(>= 2))))

(defun operation
  ((name (list x)) (text "~tw ~ts" (list name (argument x))))
  ((name (list x y)) (text "~ts ~tw ~ts" (list (argument x) name (argument y)))))

(defun place-text (place)
  (case (tuple (lists:keyfind 'file 1 place) (lists:keyfind 'line 1 place))
    ((tuple (tuple _ file) (tuple _ line)) (text "(~ts, line ~w)" (list file line)))
    (_ "")))
