;;; What Clojure calls its functions and macros, for LFE.

(defmodule clj
  "Clojure's functions and macros for LFE. False are `false` and `undefined`, all else is true.

  A lazy sequence is a function without arguments that answers `(first . next)`, where `next` is the rest,
  a lazy sequence too, or `()` at the end."
  (export (comp 0) (comp 1) (comp 2) (comp 3) (partial 2) (identity 1) (constantly 1) (inc 1) (dec 1)
          (string? 1) (unicode? 1) (list? 1) (set? 1) (dict? 1) (proplist? 1) (proplist-kv? 1)
          (queue? 1) (empty? 1) (every? 2) (all? 2) (any? 2) (not-any? 2) (element? 2)
          (seq 1) (seq 2) (seq 3) (next 1) (next 2) (next 3) (cycle 1) (range 0) (range 1) (range 2)
          (drop 2) (take 2) (split-at 2) (partition 2) (partition 3) (partition 4)
          (partition-all 2) (partition-all 3) (interleave 2) (get-in 2) (get-in 3)
          (reduce 2) (reduce 3) (repeat 1) (repeat 2)
          ;; What macros expand to.
          (force 1) (conj-all 2) (text 1))
  (export-macro defn defn- fn
                -> ->> as-> cond-> cond->> some-> some->> doto
                if if-let iff-let condp if-not iff when-not not=
                tuple? atom? binary? bitstring? boolean? bool? float? function? func? integer? int?
                number? record? reference? map? undefined? undef? nil? true? false? falsy?
                odd? even? zero? pos? neg? identical?
                str lazy-seq conj))

;; Definitions.

(defmacro defn
  "`(defn name (argument …) [doc] body …)`, `(defn name [doc] (pattern …) …)`: defines a function and
  exports it."
  ((cons name rest)
   `(progn
      (defun ,name ,@rest)
      (extend-module () ((export (,name ,(arity rest))))))))

(defmacro defn- rest
  "As `defun`."
  `(defun ,@rest))

(defmacro fn rest
  "As `lambda`."
  `(lambda ,@rest))

(eval-when-compile
  (defun arity
    (((cons doc rest)) (when (orelse (is_binary doc) (=/= rest ()))) (arity-of doc rest))
    (((list arguments)) (arity-of arguments ())))

  ;; Arguments are a list of symbols; a doc string is none of a list's kind, or has numbers in it.
  (defun arity-of (first rest)
    (cond ((andalso (is_list first) (lists:all #'is_atom/1 first)) (length first))
          ((andalso (is_list first) (is_list (hd first))) (length (hd first)))
          ('true (arity rest)))))

;; Threading.

(defmacro ->
  "`(-> x form …)`: each form is a call that gets the value before it as its first argument. A symbol is
  the name of a function."
  ((cons x forms) (lists:foldl #'thread-first/2 x forms)))

(defmacro ->>
  "The same with the last argument."
  ((cons x forms) (lists:foldl #'thread-last/2 x forms)))

(defmacro as->
  "`(as-> x name form …)`: evaluates each form with the name bound to the value before it."
  ((list* x _ ()) x)
  ((list* x name forms)
   (let ((bindings (lists:map (lambda (form) (list name form)) (cons x (lists:droplast forms)))))
     `(let* ,bindings ,(lists:last forms)))))

(defmacro cond->
  "`(cond-> x test form …)`: threads through those forms whose test holds, as `->` does."
  ((cons x clauses) (thread-if #'thread-first/2 x clauses "cond-> requires test/sexp pairs.")))

(defmacro cond->>
  "The same as `->>` does."
  ((cons x clauses) (thread-if #'thread-last/2 x clauses "cond->> requires test/sexp pairs.")))

(defmacro some->
  "As `->`, but ends with the first value that is `undefined`."
  ((cons x forms) (thread-some #'thread-first/2 x forms)))

(defmacro some->>
  "As `->>`, but ends with the first value that is `undefined`."
  ((cons x forms) (thread-some #'thread-last/2 x forms)))

(defmacro doto
  "`(doto x form …)`: evaluates the forms, calls that get `x` as their first argument, and answers `x`."
  ((cons x forms)
   `(let ((|-it-| ,x))
      ,@(lists:map (lambda (form) (thread-first form '|-it-|)) forms)
      |-it-|)))

(eval-when-compile
  (defun thread-first
    (((cons name arguments) x) `(,name ,x ,@arguments))
    ((name x) (list name x)))

  (defun thread-last
    ((form x) (when (is_list form)) (++ form (list x)))
    ((name x) (list name x)))

  (defun thread-if
    ((_ x () _) x)
    ((thread x clauses complaint)
     `(let* ((|-value-| ,x) ,@(thread-if-bindings thread clauses complaint)) |-value-|)))

  (defun thread-if-bindings
    ((thread (list* test form clauses) complaint)
     (cons `(|-value-| (if ,(truth test) ,(funcall thread form '|-value-|) |-value-|))
           (thread-if-bindings thread clauses complaint)))
    ((_ () _) ())
    ((_ _ complaint) (error complaint)))

  (defun thread-some
    ((_ x ()) x)
    ((thread x (cons form forms))
     `(case ,x
        ('undefined 'undefined)
        (|-value-| ,(thread-some thread (funcall thread form '|-value-|) forms)))))

  ;; A test of LFE's, for a value.
  (defun truth (test)
    `(case ,test ('false 'false) ('undefined 'false) (_ 'true))))

;; Conditionals.

(defmacro if
  "`(if test then [else])`; without `else` it is `undefined`."
  ((list test then) (list 'if (truth test) then ''undefined))
  ((list test then else) (list 'if (truth test) then else)))

(defmacro if-let
  "`(if-let (pattern test) then [else])`: if the value is true and matches, `then`."
  ((cons (list binding) branches) (when (is_list binding)) (bind-if binding branches))
  ((cons binding branches) (bind-if binding branches)))

(defmacro iff-let
  "`(iff-let ((pattern test)) body …)`: if the value is true and matches, the body, else `undefined`."
  ((cons (list binding) body) (when (is_list binding)) (bind-if binding (list (cons 'progn body))))
  ((cons binding body) (bind-if binding (list (cons 'progn body)))))

(defmacro condp
  "`(condp predicate x clause … [default])`: the first clause `test result` with a true
  `(predicate test x)`; where it is `test >> function`, the function of what the predicate answers. If
  there is none, the error `no-matching-clause`."
  ((list* predicate x clauses)
   `(let ((|-predicate-| ,predicate) (|-x-| ,x)) ,(find-clause clauses))))

(defmacro if-not
  "`(if-not test then [else])`: `then` if the test is false; without `else` it is `undefined`."
  ((list test then) (list 'if (truth test) ''undefined then))
  ((list test then else) (list 'if (truth test) else then)))

(defmacro iff
  "`(iff test body …)`: the body if the test is true, else `undefined`."
  ((cons test body) `(if ,(truth test) (progn ,@body) 'undefined)))

(defmacro when-not
  "`(when-not test body …)`: the body if the test is false, else `undefined`."
  ((cons test body) `(if ,(truth test) 'undefined (progn ,@body))))

(defmacro not=
  "The opposite of `==`."
  ((list _) `'false)
  ((cons x more) `(not (== ,x ,@more))))

(eval-when-compile
  (defun bind-if
    ((binding (list then)) (bind-if binding (list then ''undefined)))
    (((list pattern test) (list then else))
     `(case (case ,test ('undefined 'false) (|-value-| |-value-|))
        ('false ,else)
        (,pattern ,then)
        ,@(if (is_atom pattern) () `((_ ,else))))))

  (defun find-clause
    ((()) `(error 'no-matching-clause (list |-x-|)))
    (((list default)) default)
    (((list* test '>> function clauses))
     (let ((found `(funcall |-predicate-| ,test |-x-|)))
       `(case (case ,found ('undefined 'false) (|-value-| |-value-|))
          ('false ,(find-clause clauses))
          (|-value-| (funcall ,function |-value-|)))))
    (((list* test result clauses))
     (list 'if (truth `(funcall |-predicate-| ,test |-x-|)) result (find-clause clauses)))))

;; Predicates. They may stand in guards.

(defmacro tuple? (x) "Is it a tuple?" `(is_tuple ,x))
(defmacro atom? (x) "Is it an atom?" `(is_atom ,x))
(defmacro binary? (x) "Is it a binary?" `(is_binary ,x))
(defmacro bitstring? (x) "Is it a bit string?" `(is_bitstring ,x))
(defmacro boolean? (x) "Is it `true` or `false`?" `(is_boolean ,x))
(defmacro bool? (x) "Is it `true` or `false`?" `(is_boolean ,x))
(defmacro float? (x) "Is it a float?" `(is_float ,x))
(defmacro function? arguments "Is it a function, of so many arguments?" `(is_function ,@arguments))
(defmacro func? arguments "Is it a function, of so many arguments?" `(is_function ,@arguments))
(defmacro integer? (x) "Is it an integer?" `(is_integer ,x))
(defmacro int? (x) "Is it an integer?" `(is_integer ,x))
(defmacro number? (x) "Is it a number?" `(is_number ,x))
(defmacro reference? (x) "Is it a reference?" `(is_reference ,x))
(defmacro map? (x) "Is it a map?" `(is_map ,x))
(defmacro undefined? (x) "Is it `undefined`?" `(=:= 'undefined ,x))
(defmacro undef? (x) "Is it `undefined`?" `(=:= 'undefined ,x))
(defmacro nil? (x) "Is it `nil` or `()`?" `(orelse (=:= 'nil ,x) (=:= () ,x)))
(defmacro true? (x) "Is it `true`?" `(=:= 'true ,x))
(defmacro false? (x) "Is it `false`?" `(=:= 'false ,x))
(defmacro falsy? (x) "Is it `false` or `undefined`?" `(orelse (=:= 'false ,x) (=:= 'undefined ,x)))
(defmacro odd? (x) "Is it odd?" `(=:= 1 (band 1 ,x)))
(defmacro even? (x) "Is it even?" `(=:= 0 (band 1 ,x)))
(defmacro zero? (x) "Is it 0?" `(== 0 ,x))
(defmacro pos? (x) "Is it more than 0?" `(> ,x 0))
(defmacro neg? (x) "Is it less than 0?" `(< ,x 0))
(defmacro identical? (x y) "Are they the same?" `(=:= ,x ,y))

(defmacro record?
  "Is it a record of this name, and of this size?"
  ((list x name) `(andalso (is_tuple ,x) (>= (tuple_size ,x) 1) (=:= (element 1 ,x) ,name)))
  ((list x name size) `(is_record ,x ,name ,size)))

;; Other macros.

(defmacro str values
  "The text of all values: strings as they are, other values as LFE writes them."
  `(clj:text (list ,@values)))

(defmacro lazy-seq
  "A lazy sequence of the elements of a list or of a lazy sequence, which is evaluated when the first is
  asked for."
  (() `(lambda () ()))
  ((list sequence) `(lambda () (clj:force ,sequence))))

(defmacro conj
  "`(conj collection x …)`: before the elements of a list, behind those of a tuple, into a map."
  ((cons collection values) `(clj:conj-all ,collection (list ,@values))))

;; Functions of functions.

(defun comp ()
  "The identity."
  #'identity/1)

(defun comp (functions)
  "The composition of a list of functions, the last one applied first."
  (lists:foldr #'comp/2 #'identity/1 functions))

(defun comp
  "The composition of two functions, or what that of a list of functions is for a value."
  ((function inner) (when (is_function function) (is_function inner))
   (lambda (x) (funcall function (funcall inner x))))
  ((functions x) (when (is_list functions)) (funcall (comp functions) x)))

(defun comp (function inner x)
  "What the composition of two functions is for a value."
  (funcall function (funcall inner x)))

(defun partial (function arguments)
  "A function of the arguments that are left, a list or a single one that is none."
  (let ((before (as-list arguments)))
    (lambda (others) (apply function (++ before (as-list others))))))

(defun as-list
  ((value) (when (is_list value)) value)
  ((value) (list value)))

(defun identity (x)
  "The argument."
  x)

(defun constantly (x)
  "A function that always answers `x`."
  (lambda (_) x))

(defun inc (x)
  "One more."
  (+ x 1))

(defun dec (x)
  "One less."
  (- x 1))

;; Predicates.

(defun string? (data)
  "Is it a list of printable characters?"
  (io_lib:printable_latin1_list data))

(defun unicode? (data)
  "Is it a list of printable characters of Unicode?"
  (io_lib:printable_unicode_list data))

(defun list? (data)
  "Is it a list, and no string?"
  (andalso (is_list data) (not (string? data))))

(defun set? (data)
  "Is it a set or an ordered one?"
  (orelse (sets:is_set data) (ordsets:is_set data)))

(defun dict?
  "Is it a dictionary?"
  (((tuple 'dict map)) (is_map map))
  ((_) 'false))

(defun proplist?
  "Is it a list of what `proplist-kv?` accepts?"
  ((data) (when (is_list data)) (lists:all #'proplist-kv?/1 data))
  ((_) 'false))

(defun proplist-kv?
  "Is it an atom, or a pair of an atom and a value?"
  (((tuple key _)) (is_atom key))
  ((key) (is_atom key)))

(defun queue? (data)
  "Is it a queue?"
  (queue:is_queue data))

(defun empty?
  "Is it an empty list, tuple, map, dictionary, queue or balanced tree?"
  ((()) 'true)
  ((#()) 'true)
  ((#(() ())) 'true)
  ((#(0 nil)) 'true)
  ((data) (orelse (=:= data (map)) (andalso (dict? data) (dict:is_empty data)))))

(defun every? (predicate list)
  "Does the predicate hold for all elements?"
  (lists:all predicate list))

(defun all? (predicate list)
  "Does the predicate hold for all elements?"
  (lists:all predicate list))

(defun any? (predicate list)
  "Does the predicate hold for an element?"
  (lists:any predicate list))

(defun not-any? (predicate list)
  "Does the predicate hold for no element?"
  (not (lists:any predicate list)))

(defun element? (element data)
  "Is it an element of a list or set?"
  (cond ((is_list data) (lists:member element data))
        ((sets:is_set data) (sets:is_element element data))
        ('true 'false)))

;; Sequences.

(defun seq (end)
  "The integers from 1 to `end`."
  (seq 1 end))

(defun seq (start end)
  "The integers from `start` to `end`."
  (seq start end 1))

(defun seq (start end step)
  "The integers from `start` to `end`, each `step` more."
  (lists:seq start end step))

(defun next (function)
  "As `(next function 1 1)`."
  (next function 1 1))

(defun next (function start)
  "As `(next function start 1)`."
  (next function start 1))

(defun next (function start step)
  "The lazy sequence of `start` and each time `(function value step)`."
  (lambda ()
    (cons start (next function (funcall function start step) step))))

(defun cycle
  "The elements of a list or of a lazy sequence again and again, a lazy sequence."
  ((()) (lambda () ()))
  ((sequence) (lambda () (again sequence sequence))))

(defun again (sequence all)
  (case (force sequence)
    ((cons element rest) (cons element (lambda () (again rest all))))
    (() (again all all))))

(defun range ()
  "As `(range 1 1)`."
  (range 1 1))

(defun range (start)
  "As `(range start 1)`."
  (range start 1))

(defun range (start step)
  "The lazy sequence of numbers from `start`, each `step` more."
  (next #'+/2 start step))

(defun force
  "`(first . rest)` of a list or of a lazy sequence, or `()`."
  ((sequence) (when (is_function sequence 0)) (funcall sequence))
  (((cons first rest)) (cons first (lambda () (force rest))))
  ((()) ()))

(defun drop
  "The list without its first elements: so many, or `all`."
  (('all _) ())
  ((0 list) list)
  ((_ ()) ())
  ((count (cons _ list)) (drop (- count 1) list)))

(defun take
  "The first elements of a list or of a lazy sequence: so many, or all if there are fewer; of a list also
  `all`."
  (('all list) (when (is_list list)) list)
  ((count sequence) (when (is_integer count) (>= count 0) (is_list sequence))
   (lists:sublist sequence count))
  ((count sequence) (when (is_integer count) (>= count 0) (is_function sequence 0))
   (take-forced count sequence)))

(defun take-forced
  ((0 _) ())
  ((count sequence)
   (case (force sequence)
     ((cons element rest) (cons element (take-forced (- count 1) rest)))
     (() ()))))

(defun split-at (count list)
  "The first elements and the others, a pair."
  (tuple (take count list) (drop count list)))

(defun partition (size list)
  "The list in parts of so many elements; what does not fill a part is left out."
  (partition size size list))

(defun partition (size step list)
  "Parts that begin `step` elements after each other; those that are not full are left out."
  (lists:filter (lambda (part) (=:= (length part) size)) (parts size step list)))

(defun partition (size step pad list)
  "The same, the first part that is not full with elements of `pad` in it, the last one."
  (let (((tuple full short)
         (lists:splitwith (lambda (part) (=:= (length part) size)) (parts size step list))))
    (case short
      (() full)
      ((cons part _) (++ full (list (take size (++ part pad))))))))

(defun partition-all (size list)
  "The list in parts of so many elements, the last one of what is left."
  (partition-all size size list))

(defun partition-all (size step list)
  "Parts that begin `step` elements after each other, of so many elements or what is left."
  (parts size step list))

(defun parts
  ((size step list) (when (is_integer size) (> size 0) (is_integer step) (> step 0) (is_list list))
   (parts-of size step list)))

(defun parts-of
  ((_ _ ()) ())
  ((size step list) (cons (take size list) (parts-of size step (drop step list)))))

(defun interleave
  "The first elements of both lists, then the second ones and so on, as long as both have some."
  (((cons a left) (cons b right)) (list* a b (interleave left right)))
  ((_ _) ()))

(defun get-in (data keys)
  "The value in nested maps, property lists and lists, whose keys are indices from 1; or `undefined`."
  (get-in data keys 'undefined))

(defun get-in
  "The same with what it is if there is none."
  ((data () _) data)
  ((data (cons key keys) not-found)
   (case (lookup key data)
     ((tuple 'found value) (get-in value keys not-found))
     ('none not-found))))

(defun lookup
  ((key data) (when (is_map_key key data)) (tuple 'found (map-get data key)))
  ((key data) (when (is_list data))
   (if (proplist? data)
     (case (proplists:lookup key data)
       ((tuple _ value) (tuple 'found value))
       ('none 'none))
     (nth key data)))
  ((key data)
   (case (if (dict? data) (dict:find key data) 'error)
     ((tuple 'ok value) (tuple 'found value))
     ('error 'none))))

(defun nth
  ((1 (cons element _)) (tuple 'found element))
  ((index (cons _ list)) (when (is_integer index) (> index 1)) (nth (- index 1) list))
  ((_ _) 'none))

(defun reduce
  "`(function element result)` for one element after the other; the first result is the first element."
  ((function (cons first list)) (reduce function first list)))

(defun reduce (function result list)
  "The same with the first result."
  (lists:foldl function result list))

(defun repeat (x)
  "The lazy sequence of `x` without end."
  (lambda () (cons x (repeat x))))

(defun repeat
  "A list of so many times `x`, or what the function `x` answers."
  ((count function) (when (is_integer count) (> count 0) (is_function function 0))
   (cons (funcall function) (repeat (- count 1) function)))
  ((count x) (when (is_integer count) (> count 0)) (cons x (repeat (- count 1) x)))
  ((0 _) ()))

;; What macros expand to.

(defun conj-all
  "What `conj` answers for a list of values."
  ((collection values) (when (is_list collection)) (lists:reverse values collection))
  ((collection values) (when (is_tuple collection))
   (list_to_tuple (++ (tuple_to_list collection) values)))
  ((collection values) (when (is_map collection))
   (lists:foldl (lambda (value collection) (maps:merge collection value)) collection values)))

(defun text (values)
  "What `str` answers for a list of values."
  (lists:flatmap (lambda (value)
                   (if (string? value)
                     value
                     (lists:flatten (lfe_io:print1 value))))
                 values))
