;;; The generators of rand beside the default one, and jumps.
(defmodule random_generators
  (export (main 0)))

(defun outcome
  (((tuple name arguments))
   (io:format "~w ~w: ~w~n"
     (list name arguments
           (try (apply 'rand name arguments)
             (catch ((tuple class reason _) (tuple class reason))))))))

(defun main ()
  (lists:foreach #'outcome/1
    '(#(mwc59 (a)) #(exsp_next (a)) #(exsp_next ((1 . 2))) #(exsp_next ((123456789 . 987654321)))
      #(exsp_jump ((1 . 2))) #(jump (a)) #(mwc59_seed (-1)) #(mwc59_seed (a))
      #(mwc59_seed (288230376151711744))))
  (lists:foreach
    (lambda (state)
      (lists:foreach (lambda (name) (outcome (tuple name (list state))))
        '(mwc59 mwc59_value32 mwc59_value mwc59_float)))
    '(1 2 3 123456789 288230376151711743 11213862807209314))
  (let ((state (rand:jump (rand:seed_s 'exsss #(1 2 3)))))
    (io:format "~w ~w~n" (list (rand:export_seed_s state) (element 1 (rand:uniform_s 1000 state)))))
  (rand:seed 'exsss 42)
  (rand:jump)
  (io:format "~w~n" (list (lc ((<- _ '(1 2 3 4))) (rand:uniform 1000000))))
  (io:format "~w~n" (list (thousandth 1000 1 0)))
  (io:format "~w~n"
    (list (lc ((<- seed (list 0 1 #x3ffffffffffffff)))
            (good-state? (rand:mwc59_seed seed)))))
  (io:format "~w~n" (list (good-state? (rand:mwc59_seed)))))

(defun thousandth
  ((0 state sum) (tuple state sum))
  ((n state sum) (thousandth (- n 1) (rand:mwc59 state) (bxor sum (rand:mwc59_value state)))))

(defun good-state? (state)
  (andalso (> state 0) (< state #x7fa6501ffffffff)))
