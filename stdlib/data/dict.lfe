;;; Dictionaries: Erlang's module `dict`, on maps. A dictionary is `#(dict map)`.

(defmodule dict
  "Dictionaries, as in Erlang."
  (export
   (new 0) (is_key 2) (to_list 1) (from_list 1) (size 1) (is_empty 1) (fetch 2) (find 2)
   (fetch_keys 1) (erase 2) (take 2) (store 3) (append 3) (append_list 3) (update 3) (update 4)
   (update_counter 3) (fold 3) (map 2) (filter 2) (merge 3)))

(defun new ()
  "The empty dictionary."
  #(dict #M()))

(defun is_key
  "Whether there is a key."
  ((key (tuple 'dict map)) (is_map_key key map)))

(defun to_list
  "The list of pairs."
  (((tuple 'dict map)) (maps:to_list map)))

(defun from_list (pairs)
  "The dictionary of a list of pairs, of which the last of a key counts."
  (tuple 'dict (maps:from_list pairs)))

(defun size
  "The number of pairs."
  (((tuple 'dict map)) (map_size map)))

(defun is_empty
  "Whether there is no pair."
  (((tuple 'dict map)) (=:= (map_size map) 0)))

(defun fetch
  "The value of a key that is there."
  ((key (tuple 'dict map))
   (case (maps:find key map)
     ((tuple 'ok value) value)
     ('error (error 'badarg)))))

(defun find
  "`#(ok value)`, or error."
  ((key (tuple 'dict map)) (maps:find key map)))

(defun fetch_keys
  "The keys."
  (((tuple 'dict map)) (maps:keys map)))

(defun erase
  "The dictionary without a key."
  ((key (tuple 'dict map)) (tuple 'dict (maps:remove key map))))

(defun take
  "A tuple of the value of a key and the dictionary without it, or error."
  ((key (tuple 'dict map))
   (case (maps:take key map)
     ((tuple value rest) (tuple value (tuple 'dict rest)))
     ('error 'error))))

(defun store
  "The dictionary with a value for a key."
  ((key value (tuple 'dict map)) (tuple 'dict (map-set map key value))))

(defun append (key value dict)
  "The dictionary with a value at the end of the list of a key."
  (append_list key (list value) dict))

(defun append_list
  "The dictionary with values at the end of the list of a key."
  ((key values (tuple 'dict map))
   (case (maps:find key map)
     ((tuple 'ok old) (tuple 'dict (map-set map key (++ old values))))
     ('error (tuple 'dict (map-set map key values))))))

(defun update
  "The dictionary with the value of a key replaced by what `f` answers for it."
  ((key f (= (tuple 'dict map) dict))
   (tuple 'dict (map-set map key (funcall f (fetch key dict))))))

(defun update
  "update/3, or with an initial value for a new key."
  ((key f initial (tuple 'dict map))
   (case (maps:find key map)
     ((tuple 'ok value) (tuple 'dict (map-set map key (funcall f value))))
     ('error (tuple 'dict (map-set map key initial))))))

(defun update_counter (key increment dict)
  "The dictionary with a number added to the value of a key."
  (update key (lambda (value) (+ value increment)) increment dict))

(defun fold
  "Call `f` with each key, value and an accumulator."
  ((f acc (tuple 'dict map)) (maps:fold f acc map)))

(defun map
  "Each value replaced by what `f` answers for key and value."
  ((f (tuple 'dict map)) (tuple 'dict (maps:map f map))))

(defun filter
  "The pairs for which `f` answers true."
  ((f (tuple 'dict map)) (tuple 'dict (maps:filter f map))))

(defun merge
  "All keys of both; for a key in both `f` answers the value from key and both values."
  ((f (tuple 'dict a) (tuple 'dict b)) (tuple 'dict (maps:merge_with f a b))))
