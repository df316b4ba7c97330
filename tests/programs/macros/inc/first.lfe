;; helper
(include-file "inc/second.lfe")
(defun from-first (x) (second-macro x))
