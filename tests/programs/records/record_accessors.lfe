;; What defrecord defines, each macro once, and what the macros answer for other values.
(defmodule record_accessors (export (main 0)))

(defrecord person
  (name "")
  (address "" (string))
  (age)
  nick)

(defrecord empty)

(defrecord r r)

(defun tried (f)
  (try (funcall f)
    (catch ((tuple class reason _) (tuple class reason)))))

(defun main ()
  (let ((john (make-person name "John" age 54)))
    (io:format "~p~n" (list john))
    (io:format "~p~n" (list (make-person)))
    (io:format "~p ~p~n" (list (fields-person) (size-person)))
    (io:format "~p~n" (list (list (person-name) (person-address) (person-age) (person-nick))))
    (io:format "~p~n" (list (list (person-name john) (person-address john) (person-age john)
                                  (person-nick john))))
    (io:format "~p~n" (list (element (person-age) john)))
    (io:format "~p~n" (list (update-person-address john "back street")))
    (io:format "~p~n" (list (set-person-address john "front street")))
    (io:format "~p~n" (list (update-person john age 35 address "front street")))
    (io:format "~p~n" (list (set-person john nick 'jo)))
    (io:format "~p~n" (list (update-person john)))
    (lists:foreach
      (lambda (value) (io:format "~p is a person: ~p~n" (list value (is-person value))))
      (list john 'john #(person) #(person 1 2 3) #(person 1 2 3 4) #(person 1 2 3 4 5)
            #(parson 1 2 3 4) '(person 1 2 3 4) #M(person 1)))
    (lists:foreach
      (lambda (value)
        (io:format "~p ~p ~p ~p~n"
          (list value
                (tried (lambda () (person-age value)))
                (tried (lambda () (update-person-age value 1)))
                (tried (lambda () (update-person value))))))
      (list 'john #(person) #(parson 1 2 3 4) 12 ())))
  (io:format "~p ~p ~p ~p~n" (list (make-empty) (fields-empty) (size-empty) (is-empty #(empty))))
  (let ((x (make-r r 1)))
    (io:format "~p~n" (list (list x (r-r) (r-r x) (set-r-r x 2) (update-r x r 3) (is-r x))))))
