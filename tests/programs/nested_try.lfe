;;; Handlers inside handlers, after parts in order, raising again, exceptions through closures.
(defmodule nested_try
  (export (main 0)))

(defun say (x) (io:format "~w~n" (list x)))

(defun level (n)
  (try
    (if (=:= n 0) (throw 'bottom) (level (- n 1)))
    (after (say (tuple 'leaving n)))))

(defun rethrow (f)
  (try (funcall f)
    (catch
      ((tuple class reason stack)
       (erlang:raise class (tuple 'wrapped reason) stack)))))

(defun loop
  ((0 acc) acc)
  ((n acc)
   (loop (- n 1)
         (try (if (=:= (rem n 3) 0) (throw n) acc)
           (catch ((tuple 'throw v _) (+ acc v)))))))

(defun main ()
  (say (catch (level 3)))
  (say (try (rethrow (lambda () (error 'inner))) (catch ((tuple c r _) (tuple c r)))))
  (say (try (rethrow (lambda () (rethrow (lambda () (exit 'x))))) (catch ((tuple c r _) (tuple c r)))))
  (say (loop 30000 0))
  (say (try (lists:map (lambda (x) (if (> x 2) (throw (tuple 'found x)) x)) '(1 2 3 4))
         (catch ((tuple 'throw (tuple 'found x) _) x))))
  (say (try (try (error 'a) (after (throw 'b))) (catch ((tuple c r _) (tuple c r)))))
  (say (try (try (throw 1) (catch ((tuple 'throw x _) (throw (+ x 1))))) (catch ((tuple 'throw x _) x))))
  (say (catch (+ 1 (catch (throw 5)))))
  (say (try 'value (case (x (tuple 'got x))) (catch (_ 'no)) (after (say 'after))))
  (say (element 1 (catch (error 'oops)))))
