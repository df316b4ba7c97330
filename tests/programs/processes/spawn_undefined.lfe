;;; Processes whose first call cannot be made: the spawn succeeds, the process dies.
(defmodule spawn_undefined
  (export (main 0) (two 2)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun two (a b) (tuple a b))

(defun ending (f)
  (let (((tuple pid ref) (spawn_monitor (lambda () (receive ('go (funcall f)))))))
    (! pid 'go)
    (receive ((tuple 'DOWN r 'process p reason) (when (=:= r ref)) (tuple (=:= p pid) (bare reason))))))

(defun ending-of (m f a)
  (let (((tuple pid ref) (spawn_monitor m f a)))
    (receive ((tuple 'DOWN r 'process p reason) (when (=:= r ref)) (tuple (=:= p pid) (bare reason))))))

(defun bare
  (((tuple (tuple 'badarity (tuple f arguments)) stack)) (when (is_function f) (is_list stack))
   (tuple 'badarity arguments))
  (((tuple reason stack)) (when (is_list stack)) reason)
  ((reason) reason))

(defun main ()
  (show "no module" (ending-of 'no_such_module 'f '(1)))
  (show "no function" (ending-of 'lists 'no_such_function ()))
  (show "wrong arity" (ending-of 'spawn_undefined 'two '(1)))
  (show "not exported" (ending-of 'spawn_undefined 'show '(1 2)))
  (show "right arity" (ending-of 'spawn_undefined 'two '(1 2)))
  (show "called by name" (ending (lambda () (call 'no_such_module 'f 1))))
  (show "arity of the lambda"
    (try (spawn_monitor (lambda (x) x)) (catch ((tuple class reason _) (tuple class reason)))))
  (show "funcall with too many" (ending (lambda () (funcall (lambda (x) x) 1 2))))
  (show "the stack is a list"
    (let (((tuple _ ref) (spawn_monitor 'no_such_module 'f '(a b))))
      (receive ((tuple 'DOWN r 'process _ (tuple 'undef (cons frame _))) (when (=:= r ref))
                (list (element 1 frame) (element 2 frame) (element 3 frame)))))))
