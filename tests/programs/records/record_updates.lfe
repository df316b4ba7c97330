;; In which order the parts of records are evaluated.
(defmodule record_updates (export (main 0)))

(defrecord triple (a 'da) (b (say 'db)) c)

(defun say (x) (io:format "<~p>" (list x)) x)

(defun tried (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun show (x) (io:format " ~p~n" (list x)))

(defun main ()
  (show (make-triple))
  (show (make-triple c (say 1) a (say 2)))
  (show (make-triple c (say 1) b (say 2) a (say 3)))
  (let ((old #(triple 1 2 3)))
    (show (update-triple (say old) c (say 4) a (say 5)))
    (show (update-triple (say old) c (say 4) b (say 6) a (say 5)))
    (show (update-triple-b (say old) (say 7)))
    (show (triple-b (say old)))
    (show (update-triple (update-triple old a (say 8)) b (say 9)))
    (show (update-triple old a (triple-b old) b (triple-a old)))
    (show (tried (lambda () (update-triple (say 'other) c (say 4) a (say 5)))))
    (show (tried (lambda () (update-triple (say old) c (error (say 'first)) a (error (say 'second)))))))
  (show (tried (lambda () (triple-a (progn (say 'x) #(triple 1 2)))))))
