;;; Every function with arguments of every kind on tables of every type: what is refused with badarg
;;; (.), what is answered (o), what fails otherwise (!). A digit is the number of objects left, where
;;; it is not what it was before.
(defmodule ets_arguments
  (export (main 0)))

(defun pool ()
  (list 'a 'none 1 0 -1 1.0 2.5 100000000000000000000 () '(a b) '(a . b) "text" #() #(a) #(a 2) #(z 9 9) #(2 5) #(3 x) '(#(2 1) #(2 2)) '(#(y 1) x)
        #"bin" #M(k v) (self) '_ '$1 '#($1 _) '(#(#($1 $2) () ($_))) '(#(#(_ _) () (true)))))

(defun filled (type)
  (let ((tab (ets:new 'arguments (list 'public type))))
    (ets:insert tab '(#(a 1) #(b 2 extra) #(1 one) #((a b) 5)))
    tab))

(defun mark (type name arguments)
  (let* ((tab (filled type))
         (outcome (try (progn (apply 'ets name (cons tab arguments)) #"o")
                       (catch ((tuple 'error 'badarg _) #".")
                              ((tuple _ _ _) #"!"))))
         (left (case (ets:info tab 'size) ('undefined #"-") (4 #"") (n (integer_to_binary n)))))
    (if (=:= left #"-") 'gone (ets:delete tab))
    (list outcome left)))

(defun line (type name lists)
  (io:format "~w ~w/~w ~s~n" (list type name (+ 1 (length (hd lists))) (lc ((<- arguments lists)) (mark type name arguments)))))

(defun ones () (lc ((<- a (pool))) (list a)))
(defun twos () (lc ((<- a (pool)) (<- b (pool))) (list a b)))

;; The counters' defaults are tuples that are long enough, or none at all.
(defun counts () (lc ((<- a '(a none 1 2)) (<- b (pool)) (<- c '(x #(d 1) #(d x) #(d 1 2) 5))) (list a b c)))

(defun exercise (type)
  (lists:foreach (lambda (name) (line type name '(()))) '(first last delete delete_all_objects tab2list))
  (lists:foreach (lambda (name) (line type name (ones)))
    '(insert insert_new lookup member delete delete_object take match match_object match_delete select select_reverse
      select_count select_delete select_replace rename safe_fixtable setopts info))
  (lists:foreach (lambda (name) (line type name (twos)))
    '(lookup_element update_counter update_element match match_object select give_away))
  (line type 'update_counter (counts)))

(defun main ()
  (lists:foreach #'exercise/1 '(set ordered_set bag duplicate_bag))
  ;; What has no table at all.
  (lists:foreach
    (lambda (name)
      (io:format "~w ~w~n" (list name (lists:usort (lc ((<- a (pool)) (<- n '(0 1 2)))
        (try (progn (apply 'ets name (cons a (lists:duplicate n a))) 'answered) (catch ((tuple c r _) (tuple c r)))))))))
    '(new lookup insert first next prev slot tab2list give_away)))
