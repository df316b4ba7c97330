;; Symbols and their property lists.
(defmodule cl_symbols (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun main ()
  (show
    (cl:symbol-plist 'nobody)
    (cl:get 'nobody 'colour) (cl:get 'nobody 'colour 'none)
    (cl:putprop 'sky 'blue 'colour) (cl:putprop 'sky 'high 'place)
    (cl:get 'sky 'colour) (cl:get 'sky 'place) (cl:get 'sky 'other) (cl:get 'sky 'other 7)
    (cl:symbol-plist 'sky)
    (cl:putprop 'sky 'grey 'colour) (cl:get 'sky 'colour 'none) (cl:symbol-plist 'sky)
    (cl:getl 'sky '(place colour)) (cl:getl 'sky '(colour)) (cl:getl 'sky '(x)) (cl:getl 'sky ())
    (cl:getl 'nobody '(x))
    (cl:remprop 'sky 'place) (cl:symbol-plist 'sky) (cl:remprop 'sky 'place)
    (cl:remprop 'sky 'colour) (cl:symbol-plist 'sky) (cl:remprop 'nobody 'x)
    (cl:symbol-name 'abc) (cl:symbol-name '|a b|) (cl:symbol-name "no") (cl:symbol-name 1)
    (cl:get 1 'x) (cl:symbol-plist 1) (cl:putprop 1 'v 'p) (cl:putprop "x" 'v 'p)
    (cl:get 1 'p) (cl:symbol-plist "x")))
