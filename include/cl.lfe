;;; Common Lisp's predicates, for `(include-lib "lfe/include/cl.lfe")`. All but `process-alive-p`
;;; and `alivep` may stand in guards.

(defmacro alivep _
  "Is this node part of a network?"
  `(is_alive))

(defmacro atomp (x)
  "Is it an atom?"
  `(is_atom ,x))

(defmacro binaryp (x)
  "Is it a binary?"
  `(is_binary ,x))

(defmacro bitstringp (x)
  "Is it a bit string?"
  `(is_bitstring ,x))

(defmacro boolp (x)
  "Is it `true` or `false`?"
  `(is_boolean ,x))

(defmacro booleanp (x)
  "Is it `true` or `false`?"
  `(is_boolean ,x))

(defmacro consp (x)
  "Is it a list that is not empty?"
  `(andalso (is_list ,x) (=/= ,x ())))

(defmacro floatp (x)
  "Is it a float?"
  `(is_float ,x))

(defmacro funcp
  "Is it a function, of so many arguments?"
  ((list x) `(is_function ,x))
  ((list x arity) `(is_function ,x ,arity)))

(defmacro functionp
  "Is it a function, of so many arguments?"
  ((list x) `(is_function ,x))
  ((list x arity) `(is_function ,x ,arity)))

(defmacro intp (x)
  "Is it an integer?"
  `(is_integer ,x))

(defmacro integerp (x)
  "Is it an integer?"
  `(is_integer ,x))

(defmacro listp (x)
  "Is it a list?"
  `(is_list ,x))

(defmacro mapp (x)
  "Is it a map?"
  `(is_map ,x))

(defmacro numberp (x)
  "Is it a number?"
  `(is_number ,x))

(defmacro pidp (x)
  "Is it a process identifier?"
  `(is_pid ,x))

(defmacro portp (x)
  "Is it a port?"
  `(is_port ,x))

(defmacro process-alive-p (x)
  "Does a process live?"
  `(is_process_alive ,x))

(defmacro recordp
  "Is it a record of this name, and of this size?"
  ((list x name) `(andalso (is_tuple ,x) (>= (tuple_size ,x) 1) (=:= (element 1 ,x) ,name)))
  ((list x name size) `(is_record ,x ,name ,size)))

(defmacro refp (x)
  "Is it a reference?"
  `(is_reference ,x))

(defmacro referencep (x)
  "Is it a reference?"
  `(is_reference ,x))

(defmacro tuplep (x)
  "Is it a tuple?"
  `(is_tuple ,x))

(defmacro vectorp (x)
  "Is it a tuple?"
  `(is_tuple ,x))

(defmacro vector elements
  "A tuple."
  `(tuple ,@elements))

(defmacro dolist
  "`(dolist (variable list [result]) body …)`: evaluates the body for each element of the list."
  ((cons (list variable list) body)
   `(lists:foreach (lambda (,variable) ,@body) ,list))
  ((cons (list variable list result) body)
   `(progn
      (lists:foreach (lambda (,variable) ,@body) ,list)
      ,result)))
