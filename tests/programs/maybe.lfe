;;; maybe: matches that succeed and fail, let in its body, else clauses.
(defmodule maybe
  (export (main 0)))

(defun id (x) x)

(defun trace (x)
  (io:format "~w " (list x))
  x)

(defun show (f)
  (io:format "~w~n"
    (list (try (funcall f)
            (catch ((tuple c r _) (tuple c r)))))))

(defun sum (x y)
  (maybe
    (?= `#(ok ,a) (trace x))
    (?= `#(ok ,b) (trace y))
    (+ a b)))

(defun choose (x)
  (maybe
    (?= (tuple 'ok a) (id x))
    (list a)
    (else
      (('none) 'nothing)
      ((`#(error ,e)) (when (is_atom e)) e)
      (((tuple _ e)) (tuple 'other e)))))

(defun main ()
  (show (lambda () (sum #(ok 1) #(ok 2))))
  (show (lambda () (sum #(ok 1) 'no)))
  (show (lambda () (sum 'no #(ok 2))))
  (show (lambda () (choose #(ok 1))))
  (show (lambda () (choose 'none)))
  (show (lambda () (choose #(error enoent))))
  (show (lambda () (choose #(error 5))))
  (show (lambda () (choose 'unknown)))
  ;; The value of a last match is the value matched.
  (show (lambda () (maybe (trace 1) (?= (cons _ t) (id '(1 2))))))
  ;; Variables of a let end with it.
  (show (lambda ()
          (let ((a 5))
            (maybe
              (let ((a (trace 1)))
                (?= 1 a)
                (trace (list a)))
              (trace (list a))))))
  (show (lambda ()
          (maybe
            (?= a (id 2))
            (let ((x (+ a 1)))
              (?= b (* x 2))
              (list a x b)))))
  (show (lambda () (maybe (let ((x 1)) (?= 2 (id x)) 'in) (else ((1) 'one)))))
  ;; Inside each other.
  (show (lambda ()
          (maybe
            (?= (tuple 'ok a) (maybe (?= (tuple 'ok b) (id #(ok 1))) (tuple 'ok (+ b 1))))
            (?= 3 (maybe (?= 9 a) 'nine))
            'end)))
  (show (lambda () (maybe (?= (tuple x x) (id #(1 1))) x)))
  (show (lambda () (maybe (?= (tuple x x) (id #(1 2))) x))))
