;; Functions of LFE on association lists and trees.
(defmodule lfe_lists (export (main 0)))
;; Each form with its value, or class and reason of what it raises.
(defmacro show forms
  `(progn ,@(lists:map (lambda (form)
                         `(lfe_io:format "~p => ~p~n"
                                     (list (quote ,form)
                                           (try ,form
                                             (catch ((tuple class reason _) (tuple class reason)))))))
                       forms)))
(defun main ()
  (let ((l (quote ((a . 1) (b . 2) (c . 1)))))
    (show (lfe:acons (quote a) 1 ()) (lfe:acons (quote a) 1 l) (lfe:pairlis (quote (a b)) (quote (1 2))) (lfe:pairlis () ()) (lfe:pairlis (quote (x)) (quote (9)) l) (lfe:pairlis (quote (a)) ())
      (lfe:assoc (quote b) l) (lfe:assoc (quote x) l) (lfe:assoc-if (lambda (k) (=:= k (quote c))) l) (lfe:assoc-if-not (lambda (k) (=:= k (quote a))) l) (lfe:assoc (quote a) (quote x))
      (lfe:rassoc 2 l) (lfe:rassoc 9 l) (lfe:rassoc-if (lambda (v) (> v 1)) l) (lfe:rassoc-if-not (lambda (v) (=:= v 1)) l)
      (lfe:subst (quote x) (quote a) (quote (a (b a) . a))) (lfe:subst-if (quote x) (lambda (e) (is_integer e)) (quote (1 (2 b)))) (lfe:subst-if-not (quote x) (lambda (e) (is_list e)) (quote (1 (2 b))))
      (lfe:sublis l (quote (a (b x) . c))) (lfe:assoc (quote c) l) (lfe:sublis l (quote c)))))
