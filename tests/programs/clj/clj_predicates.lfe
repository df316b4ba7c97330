;; Predicates that are functions.
(defmodule clj_predicates (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(io:format "~s: ~p~n"
                                     (list ,(atom_to_list (car form))
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun is-one (x) (=:= x 1))
(defun main ()
  (show
    (clj:string? "abc") (clj:string? ()) (clj:string? '(1 2)) (clj:string? 'a) (clj:string? "aé") (clj:string? (list 8364)) (clj:string? #"ab")
    (clj:unicode? "abc") (clj:unicode? (list 8364)) (clj:unicode? '(1)) (clj:unicode? 'a) (clj:unicode? ())
    (clj:list? '(1 2)) (clj:list? "abc") (clj:list? ()) (clj:list? 'a) (clj:list? '(1 . 2)) (clj:list? '(a b))
    (clj:set? (sets:from_list '(1 2))) (clj:set? (ordsets:from_list '(2 1))) (clj:set? '(2 1)) (clj:set? '(1 1)) (clj:set? ()) (clj:set? 'a) (clj:set? #(set))
    (clj:set? (sets:from_list '(1) '(#(version 2))))
    (clj:dict? (dict:new)) (clj:dict? (dict:from_list '(#(a 1)))) (clj:dict? 'a) (clj:dict? #M())
    (clj:proplist? '(#(a 1) b)) (clj:proplist? ()) (clj:proplist? '(1)) (clj:proplist? 'a) (clj:proplist? '(#(a 1 2))) (clj:proplist? '(#(1 2)))
    (clj:proplist? '(#("k" 2)))
    (clj:proplist-kv? 'a) (clj:proplist-kv? #(a 1)) (clj:proplist-kv? #(1 1)) (clj:proplist-kv? #(a 1 2)) (clj:proplist-kv? 1) (clj:proplist-kv? "a")
    (clj:queue? (queue:new)) (clj:queue? (queue:from_list '(1))) (clj:queue? 'a) (clj:queue? #(() ())) (clj:queue? #((1) ())) (clj:queue? ())
    (clj:empty? ()) (clj:empty? '(1)) (clj:empty? #()) (clj:empty? #(1)) (clj:empty? #M()) (clj:empty? #M(a 1)) (clj:empty? (dict:new))
    (clj:empty? (dict:from_list '(#(a 1)))) (clj:empty? (queue:new)) (clj:empty? (queue:from_list '(1)))
    (clj:empty? 'a) (clj:empty? 1) (clj:empty? #"") (clj:empty? "") (clj:empty? #(0 nil))
    (clj:every? #'is-one/1 '(1 1)) (clj:every? #'is-one/1 '(1 2)) (clj:every? #'is-one/1 ()) (clj:every? #'is-one/1 'a) (clj:every? (lambda (x) x) '(1))
    (clj:all? #'is-one/1 '(1 1)) (clj:all? #'is-one/1 '(1 2)) (clj:all? #'is-one/1 ()) (clj:all? #'is-one/1 'a)
    (clj:any? #'is-one/1 '(2 1)) (clj:any? #'is-one/1 '(2)) (clj:any? #'is-one/1 ()) (clj:any? #'is-one/1 'a) (clj:any? (lambda (x) x) '(1))
    (clj:not-any? #'is-one/1 '(2 1)) (clj:not-any? #'is-one/1 '(2)) (clj:not-any? #'is-one/1 ()) (clj:not-any? (lambda (x) x) '(1))
    (clj:element? 1 '(1 2)) (clj:element? 3 '(1 2)) (clj:element? 1 (sets:from_list '(1))) (clj:element? 2 (sets:from_list '(1)))
    (clj:element? 1 (ordsets:from_list '(1))) (clj:element? 1 'a) (clj:element? 1 ()) (clj:element? 1.0 '(1))))
