;;; Dynamic variables of other modules, and the order of initial values. The answers follow from the
;;; definitions of special variables in Common Lisp.
(defmodule dynamic_modules
  (module-alias (dynamic_settings settings))
  (export (main 0)))

(defvar *own* (progn (io:format "values of ~p~n" (list (MODULE))) (+ 1 (dynamic_settings:width))))
(defvar *width* 'mine)

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (show "initial" (list *own* dynamic_settings:*width* dynamic_units:*unit*))
  (show "two of one name" (list *width* dynamic_settings:*width*))
  (show "bound here, read there"
        (let ((dynamic_settings:*width* 3)) (list *width* (dynamic_settings:width))))
  (show "bound there, read here"
        (dynamic_settings:with-width 4 (lambda () (list *width* dynamic_settings:*width*))))
  (show "as a parameter"
        (funcall (lambda (dynamic_settings:*width*) (dynamic_settings:width)) 5))
  (show "by an alias" (let ((settings:*width* 6)) (list settings:*width* (dynamic_settings:width))))
  (show "changed there"
        (list (let ((dynamic_settings:*width* 7)) (dynamic_settings:set-width 8) settings:*width*)
              settings:*width*))
  (show "changed for all"
        (list (dynamic_settings:set-width 9) settings:*width* (set-global settings:*width* 10)
              (dynamic_settings:width)))
  (show "not defined"
        (list (attempt (lambda () dynamic_settings:*height*))
              (attempt (lambda () (let ((dynamic_nowhere:*x* 1)) 'bound)))
              (attempt (lambda () (let ((*own* 0) (dynamic_nowhere:*x* 1)) 'bound)))
              (attempt (lambda () (set-dynamic dynamic_nowhere:*x* 1)))
              (attempt (lambda () (set-global dynamic_nowhere:*x* 1)))
              *own*))
  (show "nor in a guard" (case 1 (x (when (== x dynamic_nowhere:*x*)) 'one) (_ 'fails)))
  (show "exports" (lists:sort (dynamic_settings:module_info 'exports))))
