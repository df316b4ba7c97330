;;; The macros of module `scm` under plain names, for `(include-lib "lfe/include/scm.lfe")`.

(defmacro begin arguments `(scm:begin ,@arguments))
(defmacro define arguments `(scm:define ,@arguments))
(defmacro define-syntax arguments `(scm:define-syntax ,@arguments))
(defmacro defsyntax arguments `(scm:defsyntax ,@arguments))
(defmacro let-syntax arguments `(scm:let-syntax ,@arguments))
