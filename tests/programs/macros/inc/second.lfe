;; helper
(defmacro second-macro (x) `(tuple 'second ,x))
(defun from-second () 'second)
