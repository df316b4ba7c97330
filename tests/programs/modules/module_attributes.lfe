;; What a module says of itself: attributes, extensions, module_info and __info__, and on_load.
(defmodule module_attributes
  "A module with everything."
  (export (main 0) (f 1))
  (author "me") (vsn "1.5") (foo 1 2 3) (bar #(x y)) (baz) (quux ()) (list (a b))
  (import (from lists (reverse 1)) (rename lists ((append 2) joined)))
  (module-alias (lists li) (maps m))
  (on_load (start 0)))

(extend-module ()
  ((author "you") (export (g 0)) (import (from lists (sum 1)))))

(defun start ()
  (persistent_term:put 'module_attributes 'loaded)
  'ok)

(defun f (x) (reverse x))
(defun g () (sum '(1 2 3)))

(defun p (x) (io:format "~p~n" (list x)))

(defun names (pairs) (lc ((<- p pairs)) (element 1 p)))

(defun own (functions)
  (lists:sort (lc ((<- f functions) (/= (element 1 f) 'LFE-EXPAND-EXPORTED-MACRO)) f)))

(defun raised (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (p (lists:sort (module_info 'attributes)))
  (p (lists:sort (module_attributes:module_info 'attributes)))
  (p (own (module_info 'exports)))
  (p (module_info 'module))
  (p (names (module_info)))
  (p (names (module_attributes:module_info)))
  (p (is_binary (module_attributes:module_info 'md5)))
  (p (is_list (module_info 'compile)))
  (p (module_info 'nifs))
  (p (raised (lambda () (module_attributes:module_info 'foo))))
  (p (raised (lambda () (module_info 1))))
  (p (own (__info__ 'functions)))
  (p (own (module_attributes:__info__ 'functions)))
  (p (__info__ 'macros))
  (p (__info__ 'module))
  (p (__info__ 'deprecated))
  (p (lists:sort (__info__ 'attributes)))
  (p (raised (lambda () (__info__ 'foo))))
  (p (persistent_term:get 'module_attributes))
  (p (list (f '(1 2)) (module_attributes:g) (joined '(1) '(2)) (li:max '(1 3 2)) (m:size #M(a 1))))
  (p (lists:map (lambda (a) (erlang:function_exported 'module_attributes 'f a)) '(0 1)))
  (p (names (lists:module_info))))
