;;; The table of keys and values. Readers look into it themselves; one process does all that changes it,
;;; so that changes have an order.

(defmodule kv_store
  "Keys and their values."
  (behaviour gen_server)
  (export (new 0) (start_link 0)
          (fetch 1) (store 2) (add 2) (delete 1) (count 0)
          (init 1) (handle_call 3) (handle_cast 2)))

;;; The table.

(defun new ()
  "Makes the table, which belongs to the caller."
  (ets:new (MODULE) '(named_table public #(read_concurrency true))))

(defun fetch (key)
  "`#(ok value)`, or `error` where there is none."
  (case (ets:lookup (MODULE) key)
    ((list (tuple _ value)) (tuple 'ok value))
    (() 'error)))

(defun count ()
  "How many keys there are."
  (ets:info (MODULE) 'size))

;;; Changes.

(defun start_link ()
  "Starts the process that does all changes."
  (gen_server:start_link (tuple 'local (MODULE)) (MODULE) () ()))

(defun store (key value)
  "Sets the value of a key: ok."
  (gen_server:call (MODULE) (tuple 'put key value)))

(defun add (key number)
  "Adds to the value of a key, which is 0 where there is none: `#(ok sum)`, or `error` if it is no number."
  (gen_server:call (MODULE) (tuple 'add key number)))

(defun delete (key)
  "Forgets a key: whether there was one."
  (gen_server:call (MODULE) (tuple 'delete key)))

(defun init (_)
  (tuple 'ok 'no-state))

(defun handle_call
  (((tuple 'put key value) _ state)
   (ets:insert (MODULE) (tuple key value))
   (tuple 'reply 'ok state))
  (((tuple 'add key number) _ state)
   (tuple 'reply (added key (fetch key) number) state))
  (((tuple 'delete key) _ state)
   (tuple 'reply (=/= (ets:take (MODULE) key) ()) state)))

(defun handle_cast (_ state)
  (tuple 'noreply state))

(defun added
  ((key 'error number) (added key #(ok #"0") number))
  ((key (tuple 'ok value) number)
   (try (+ (binary_to_integer value) number)
     (case (sum
            (ets:insert (MODULE) (tuple key (integer_to_binary sum)))
            (tuple 'ok sum)))
     (catch ((tuple 'error 'badarg _) 'error)))))
