;;; Scheme's definitions and syntax rules.
;;;
;;; Rules are `(pattern template)`. A pattern is that of the arguments, without the macro's name: a
;;; symbol stands for any form, `_` too, and `pattern ...` for as many forms as are there.

(defmodule scm
  "Scheme's definitions and syntax rules."
  (export (expand 3))
  (export-macro begin define define-syntax defsyntax let-syntax syntaxlet))

(defmacro begin body
  "As `progn`."
  `(progn ,@body))

(defmacro define
  "`(define (name argument …) body …)`, `(define name function)`: defines a function."
  ((cons (cons name arguments) body) `(define-function ,name () (lambda ,arguments ,@body)))
  ((list name function) `(define-function ,name () ,function)))

(defmacro define-syntax
  "`(define-syntax name (syntax-rules rule …))`, or `(macro clause …)` with clauses as those of
  `defmacro`."
  ((list name definition) `(define-macro ,name () ,(transformer name definition))))

(defmacro defsyntax
  "`(defsyntax name rule …)`."
  ((cons name rules) `(define-macro ,name () ,(transformer name (cons 'syntax-rules rules)))))

(defmacro let-syntax
  "`(let-syntax ((name definition) …) body …)`: macros for the body, with definitions as those of
  `define-syntax`."
  ((cons bindings body)
   (let ((macros (lists:map (match-lambda (((list name definition))
                                           (list name (transformer name definition))))
                            bindings)))
     `(let-macro ,macros ,@body))))

(defmacro syntaxlet
  "`(syntaxlet ((name rule …) …) body …)`."
  ((cons bindings body)
   (let ((macros (lists:map (match-lambda (((cons name rules))
                                           (list name (transformer name (cons 'syntax-rules rules)))))
                            bindings)))
     `(let-macro ,macros ,@body))))

(eval-when-compile
  (defun transformer
    ((name (cons 'syntax-rules rules))
     `(lambda (arguments $ENV) (scm:expand ',name ',rules arguments)))
    ((_ (cons 'macro clauses))
     (cons 'match-lambda
           (lists:map (match-lambda (((cons pattern body)) `((,pattern $ENV) ,@body))) clauses)))))

(defun expand
  "The template of the first rule whose pattern is that of the arguments, with what the pattern stands
  for."
  ((name (cons (list pattern template) rules) arguments)
   (case (bindings pattern arguments (map))
     ('none (expand name rules arguments))
     (bindings (instance template bindings))))
  ((name () _) (error (tuple 'no_syntax_rule name))))

;;; Patterns. What a symbol stands for is a form, or `#(many …)` behind `...`.

(defun bindings
  (('_ _ bound) bound)
  ((symbol form bound) (when (is_atom symbol)) (map-set bound symbol form))
  (((list* pattern '... after) forms bound)
   (case (- (count forms) (count after))
     (extra (when (< extra 0)) 'none)
     (extra
      (let (((tuple repeated others) (take extra forms ())))
        (case (repetitions pattern repeated)
          ('none 'none)
          (each
           (let ((many (maps:from_list
                        (lists:map (lambda (symbol)
                                     (tuple symbol
                                            (tuple 'many (lists:map (lambda (one) (map-get one symbol))
                                                                    each))))
                                   (symbols pattern)))))
             (bindings after others (maps:merge bound many)))))))))
  (((cons first others) (cons form forms) bound)
   (case (bindings first form bound)
     ('none 'none)
     (bound (bindings others forms bound))))
  ((pattern form bound) (when (is_tuple pattern) (is_tuple form))
   (bindings (tuple_to_list pattern) (tuple_to_list form) bound))
  ((same same bound) bound)
  ((_ _ _) 'none))

(defun repetitions
  ((pattern (cons form forms))
   (case (bindings pattern form (map))
     ('none 'none)
     (one (case (repetitions pattern forms)
            ('none 'none)
            (each (cons one each))))))
  ((_ ()) ()))

;; The elements of a list that may end in something else.
(defun count
  (((cons _ rest)) (+ 1 (count rest)))
  ((_) 0))

(defun take
  ((0 rest taken) (tuple (lists:reverse taken) rest))
  ((n (cons first rest) taken) (take (- n 1) rest (cons first taken))))

;; The symbols that a pattern binds.
(defun symbols
  (('_) ())
  (('...) ())
  ((symbol) (when (is_atom symbol)) (list symbol))
  (((cons first rest)) (++ (symbols first) (symbols rest)))
  ((pattern) (when (is_tuple pattern)) (symbols (tuple_to_list pattern)))
  ((_) ()))

;;; Templates.

(defun instance
  ((symbol bound) (when (is_atom symbol)) (maps:get symbol bound symbol))
  (((list '... template) bound) (instance-as-is template bound))
  (((list* template '... after) bound)
   (++ (repeated template bound) (instance after bound)))
  (((cons first rest) bound) (cons (instance first bound) (instance rest bound)))
  ((template bound) (when (is_tuple template))
   (list_to_tuple (instance (tuple_to_list template) bound)))
  ((other _) other))

;; `(... template)`: there `...` is a symbol like any other.
(defun instance-as-is
  ((symbol bound) (when (is_atom symbol)) (maps:get symbol bound symbol))
  (((cons first rest) bound) (cons (instance-as-is first bound) (instance-as-is rest bound)))
  ((other _) other))

;; An instance for each of the forms that stand for the symbols of the template which stand for many.
(defun repeated (template bound)
  (let ((many (lists:filter (lambda (symbol) (is-many (maps:get symbol bound symbol)))
                            (symbols template))))
    (if (=:= many ())
      (error (tuple 'nothing_to_repeat template)))
    (each many template bound)))

(defun is-many
  (((tuple 'many _)) 'true)
  ((_) 'false))

(defun each (many template bound)
  (let ((sizes (lists:map (lambda (symbol) (length (element 2 (map-get bound symbol)))) many)))
    (lists:map (lambda (index)
                 (let ((one (maps:from_list
                             (lists:map (lambda (symbol)
                                          (tuple symbol
                                                 (lists:nth index (element 2 (map-get bound symbol)))))
                                        many))))
                   (instance template (maps:merge bound one))))
               (lists:seq 1 (lists:min sizes)))))
