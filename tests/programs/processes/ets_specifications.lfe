;;; Match specifications in full: every function of guards and bodies, terms built in bodies, what
;;; fails, what is refused, and specifications applied to lists.
(defmodule ets_specifications
  (export (main 0)))

(defun show (label x) (io:format "~s: ~w~n" (list label x)))

(defun attempt (f)
  (try (funcall f) (catch ((tuple class reason _) (tuple class reason)))))

(defun one (object spec) (ets:test_ms object spec))

;; The value of a body for the object #(k 7 2.5 "text" #"bytes" #M(a 1) #(r 1 2)).
(defun value (body)
  (one (tuple 'k 7 2.5 "text" #"bytes" #M(a 1) #(r 1 2))
       (list (tuple '#($1 $2 $3 $4 $5 $6 $7) () (list body)))))

;; Whether a guard holds for the same.
(defun holds (guard)
  (one (tuple 'k 7 2.5 "text" #"bytes" #M(a 1) #(r 1 2))
       (list (tuple '#($1 $2 $3 $4 $5 $6 $7) (list guard) '(yes)))))

(defun main ()
  (lists:foreach (lambda (b) (show (io_lib:format "~w" (list b)) (value b)))
    '(#(abs -3) #(abs #(- $2)) #(element 2 $7) #(element 4 $7) #(hd $4) #(tl $4) #(hd $2) #(length $4)
      #(length $2) #(map_get a $6) #(map_get b $6) #(map_size $6) #(map_size $1) #(node) #(round $3)
      #(trunc $3) #(float $2) #(size $5) #(size $7) #(size $1) #(bit_size $5) #(byte_size $5)
      #(binary_part $5 1 2) #(binary_part $5 #(const #(0 2))) #(binary_part $5 4 9) #(+ $2 $3) #(- $2 1) #(* $2 $2)
      #(/ $2 2) #(/ $2 0) #(div $2 2) #(div $3 2) #(rem $2 4) #(band $2 3) #(bor $2 8) #(bxor $2 1)
      #(bnot $2) #(bsl $2 2) #(bsr $2 1) #(+ $2) #(- $3) #(> $2 $3) #(>= $2 7) #(< $2 7.0) #(=< $2 7.0)
      #(=:= $2 7.0) #(== $2 7.0) #(=/= $2 7.0) #(/= $2 7.0) #(is_atom $1) #(is_float $3) #(is_integer $2)
      #(is_list $4) #(is_number $3) #(is_pid $1) #(is_port $1) #(is_reference $1) #(is_tuple $7)
      #(is_map $6) #(is_map_key a $6) #(is_map_key a $1) #(is_binary $5) #(is_function $1)
      #(is_record $7 r 3) #(is_record $7 r 2) #(and true false) #(and true true true) #(and true) #(and $2)
      #(or false true) #(or false $2) #(not true) #(not $1) #(xor true false) #(andalso true $1)
      #(andalso false #(hd $1)) #(andalso $1 true) #(andalso true true false) #(orelse false $2)
      #(orelse true #(hd $1)) #(orelse false false true) #(andalso $2) #(andalso #(== $2 7) #(orelse false #(> $3 2)) #(not false))))
  (show "terms" (value '#(#($1 ($2 $3 . $4) #(#()) #(#(#(#($5)))) #M(k $6 $2 (v $7)) () "s" 1.5 #(const #($1 _))))))
  (show "object and variables" (list (value '$_) (value '$$)))
  (show "no variables" (one #(a b) '(#(_ () ($$)))))
  (show "variables in order" (one #(a b c d) '(#(#($30 $4 _ $100) () ($$)))))
  (show "what fails inside" (value '#(#(ok #(hd $2) (#(+ $1 1))))))
  (show "what fails in a call" (value '#(== #(hd $2) EXIT)))
  (show "what fails before the last" (one #(a) '(#(#($1) () (#(hd $1) last)))))
  (lists:foreach (lambda (g) (show (io_lib:format "if ~w" (list g)) (holds g)))
    '(true false $1 #(> $2 6) #(hd $2) #(> #(hd $2) 0) #(or true #(hd $2)) #(orelse true #(hd $2))
      #(orelse #(hd $2) true) #(andalso false #(hd $2)) #(andalso true $2) #(and true true) #(not #(is_atom $2))
      #(=:= $_ $_) #(is_list $$) #(== #(length $$) 7) #(== #(element 1 $_) k) #(const true) #(const $1)
      #(< $1 $4) #(== $7 #(#(r 1 2))) #(== $4 "text") #(== $6 #M(a 1.0)) #(=:= $6 #M(a 1.0))))
  ;; Heads.
  (lists:foreach
    (lambda (head) (show (io_lib:format "~w" (list head)) (one #(k (1 2 3) #M(a #(x y) b 2) #(1 1.0) "str") (list (tuple head () '($$))))))
    '(_ $1 $_ k () #(k _ _ _ _) #($1 $1 _ _ _) #(_ ($1 . $2) _ _ _) #(_ (1 $2 3) _ _ _) #(_ ($3 $2 $1) _ _ _)
      #(_ (1 2) _ _ _) #(_ _ #M(a $1) _ _) #(_ _ #M(a #($1 $2)) _ _) #(_ _ #M(b 2) _ _) #(_ _ #M(b 2.0) _ _) #(_ _ #M(c $1) _ _)
      #(_ _ #M() _ _) #(_ _ _ #($1 $1) _) #(_ _ _ #($1 $2) _) #(_ _ _ #(1 1) _) #(_ _ _ _ "str") #(_ _ _ _ ("s" . _))
      #(_ _ _ _ (115 . $5)) #(_ _ _ _) #(_ _ _ _ _ _) #($0 _ _ _ _) #($01 _ _ _ _) #($ _ _ _ _) #(_ $$ _ _ _)))
  (show "clauses in turn"
    (lc ((<- x '(#(1) #(2) #(3) #(a b) #(4 4))))
      (one x '(#(#(1) () (one)) #(#($1) (#(> $1 2)) (#(#(more $1)))) #(#($1 $1) () (twice)) #(#(_) () (other))))))
  ;; What is refused.
  (lists:foreach
    (lambda (spec) (show (io_lib:format "~w" (list spec)) (list (attempt (lambda () (ets:match_spec_compile spec))))))
    '(() x (x) (#(x y)) (#(#($1) () ())) (#(#($1) () x)) (#(#($1) x ($1))) (#(#($1) () ($2))) (#(#($1) (#(== $2 1)) ($1)))
      (#(#($1) () (#()))) (#(#($1) () (#(1)))) (#(#($1) () (#(no_such $1)))) (#(#($1) () (#(hd $1 $1)))) (#(#($1) () (#(and))))
      (#(#($1) () (#(const)))) (#(#($1) () (#(element 1 #(a b))))) (#(#(#M($1 a)) () ($1))) (#(#($1) (true . true) ($1))) (#(#($1) () (#(tuple_size $1)))) (#(#($1) () (a . b)))))
  (lists:foreach
    (lambda (spec) (show (io_lib:format "~w" (list spec)) (ets:test_ms #(1) spec)))
    '(x (x) (#(#($1) () ())) (#(#($1) () ($2))) (#(#($1) () (#()))) (#(#($1) () (#(no_such $1)))) (#(#(#M($1 a)) () ($1)))))
  ;; Lists.
  (let ((compiled (ets:match_spec_compile '(#(#($1 $2) (#(> $2 10)) ($1)) #(#($1) () (#(#(single $1))))))))
    (show "run" (ets:match_spec_run '(#(a 1) #(b 20) #(c) d #(e 11 12) #(f 11)) compiled))
    (show "run on nothing" (ets:match_spec_run () compiled))
    (show "run on many" (length (ets:match_spec_run (lc ((<- i (lists:seq 1 3000))) (tuple i i)) compiled)))
    (show "run on no list" (list (attempt (lambda () (ets:match_spec_run '(#(a) . b) compiled))) (attempt (lambda () (ets:match_spec_run 'a compiled)))
                                 (attempt (lambda () (ets:match_spec_run '(#(a)) '(#(#($1) () ($1))))))))
    (show "compiled" (list (ets:is_compiled_ms compiled) (ets:is_compiled_ms 'a) (ets:is_compiled_ms (make_ref)) (ets:is_compiled_ms '(#(#($1) () ($1))))))))
