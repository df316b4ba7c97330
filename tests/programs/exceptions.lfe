;;; try, catch, after, the three classes and what the catch form answers.
(defmodule exceptions
  (export (main 0)))

(defun show (x) (io:format "~w~n" (list x)))

(defun attempt (f)
  (try (funcall f)
    (catch
      ((tuple 'throw value _) (tuple 'thrown value))
      ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (show (attempt (lambda () (throw 'ball))))
  (show (attempt (lambda () (exit 'bye))))
  (show (attempt (lambda () (error 'wrong))))
  (show (attempt (lambda () (error 'wrong '(1 2)))))
  (show (attempt (lambda () (erlang:raise 'throw 'again ()))))
  (show (catch (throw 'thrown)))
  (show (catch (exit 'gone)))
  (show (tref (tref (catch (error 'bad)) 2) 1))
  (show (catch (+ 1 2)))
  (show (try 1 (case (1 'one) (_ 'other)) (catch (_ 'caught))))
  (show (try (throw 'x) (case (1 'one)) (catch ((tuple 'throw 'x _) 'caught-x))))
  (show (try (try (id 5) (case (1 'one)) (catch (_ 'inner)))
          (catch ((tuple c r _) (tuple c r)))))
  (show (try (progn (io:format "body~n" ()) 'value)
          (after (io:format "after~n" ()))))
  (show (attempt (lambda ()
                   (try (throw 'through)
                     (after (io:format "cleaned~n" ()))))))
  (show (attempt (lambda ()
                   (try (error 'one)
                     (catch ((tuple 'error 'one _) (error 'two)))
                     (after (io:format "after handler~n" ()))))))
  (show (attempt (lambda ()
                   (try (error 'one)
                     (catch ((tuple 'throw _ _) 'no))))))
  (show (attempt (lambda ()
                   (try 'ok (after (throw 'from-after))))))
  (show (try (error #(my reason 1))
          (catch
            ((tuple 'error (tuple 'my what n) _) (when (> n 5)) (tuple 'big what))
            ((tuple 'error (tuple 'my what n) _) (tuple what n)))))
  (show (try (nest 100) (catch ((tuple 'throw n _) n))))
  (show (is_list (try (error 'x) (catch ((tuple _ _ stack) stack))))))

(defun nest
  ((0) (throw 'bottom))
  ((n) (+ 1 (nest (- n 1)))))

(defun id (x) x)
