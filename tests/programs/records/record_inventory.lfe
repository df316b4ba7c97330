;; A small program with records: an inventory that a process keeps.
(defmodule record_inventory (export (main 0)))

(defrecord item (name) (price 0) (count 0 (integer)) (tags ()))
(defrecord state (items ()) (sold 0) (log ()))

(defun start () (let ((parent (self))) (spawn (lambda () (loop (make-state) parent)))))

(defun loop (state parent)
  (receive
    ((tuple 'add (= (match-item name name) item))
     (loop (update-state state
             items (lists:keystore name (item-name) (state-items state) item)
             log (cons (tuple 'added name) (state-log state)))
           parent))
    ((tuple 'sell name count)
     (case (lists:keyfind name (item-name) (state-items state))
       ('false (loop (note state (tuple 'unknown name)) parent))
       ((= (match-item count have price price) item) (when (>= have count))
        (let ((left (set-item-count item (- have count))))
          (loop (note (update-state state
                        sold (+ (state-sold state) (* price count))
                        items (lists:keyreplace name (item-name) (state-items state) left))
                      (tuple 'sold name count))
                parent)))
       ((match-item count have)
        (loop (note state (tuple 'short name (- count have))) parent))))
    ('stop (! parent state))))

(defun note (state entry)
  (update-state-log state (cons entry (state-log state))))

(defun main ()
  (let ((shop (start)))
    (! shop (tuple 'add (make-item name 'tea price 3 count 10 tags '(drink))))
    (! shop (tuple 'add (make-item name 'bread price 2 count 4)))
    (! shop (tuple 'sell 'tea 4))
    (! shop (tuple 'sell 'bread 5))
    (! shop (tuple 'sell 'milk 1))
    (! shop (tuple 'sell 'tea 6))
    (! shop 'stop)
    (receive
      ((match-state items items sold sold log log)
       (io:format "~p~n~p~n~p~n" (list items sold (lists:reverse log)))
       (io:format "~p~n" (list (lists:sort (lambda (a b) (=< (item-price a) (item-price b))) items)))
       (io:format "~p~n" (list (lists:sum (lc ((<- (match-item price p count c) items)) (* p c)))))))))
