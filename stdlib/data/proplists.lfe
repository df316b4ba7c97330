;;; Property lists: the functions of Erlang's module `proplists`.
;;;
;;; An atom in a property list stands for a pair of it and true.

(defmodule proplists
  "Lists of properties, as in Erlang."
  (export
   (property 1) (property 2) (unfold 1) (compact 1) (lookup 2) (lookup_all 2) (is_defined 2)
   (get_value 2) (get_value 3) (get_all_values 2) (append_values 2) (get_bool 2) (get_keys 1)
   (delete 2) (substitute_aliases 2) (substitute_negations 2) (expand 2) (normalize 2) (split 2)
   (to_map 1) (to_map 2) (from_map 1)))

(defun property
  "The shortest form of a property."
  (((tuple key 'true)) (when (is_atom key)) key)
  ((property) property))

(defun property
  "The shortest form of the property of a key and a value."
  ((key 'true) (when (is_atom key)) key)
  ((key value) (tuple key value)))

(defun unfold
  "The list with each atom in its long form."
  (((cons key rest)) (when (is_atom key)) (cons (tuple key 'true) (unfold rest)))
  (((cons entry rest)) (cons entry (unfold rest)))
  ((()) ()))

(defun compact (properties)
  "The list with each property in its shortest form."
  (lc ((<- entry properties)) (property entry)))

(defun lookup
  "The first entry of a key, or none."
  ((key (cons entry rest))
   (cond ((andalso (is_atom entry) (=:= entry key)) (tuple key 'true))
         ((andalso (is_tuple entry) (>= (tuple_size entry) 1) (=:= (element 1 entry) key)) entry)
         (else (lookup key rest))))
  ((_ ()) 'none))

(defun lookup_all
  "All entries of a key."
  ((key (cons entry rest))
   (cond ((andalso (is_atom entry) (=:= entry key))
          (cons (tuple key 'true) (lookup_all key rest)))
         ((andalso (is_tuple entry) (>= (tuple_size entry) 1) (=:= (element 1 entry) key))
          (cons entry (lookup_all key rest)))
         (else (lookup_all key rest))))
  ((_ ()) ()))

(defun is_defined (key properties)
  "Whether there is an entry of a key."
  (=/= (lookup key properties) 'none))

(defun get_value (key properties)
  "The value of a key, or undefined."
  (get_value key properties 'undefined))

(defun get_value
  "The value of a key, or `default`."
  ((key (cons entry rest) default)
   (cond ((andalso (is_atom entry) (=:= entry key)) 'true)
         ((andalso (is_tuple entry) (>= (tuple_size entry) 1) (=:= (element 1 entry) key))
          (case entry
            ((tuple _ value) value)
            (_ default)))
         (else (get_value key rest default))))
  ((_ () default) default))

(defun get_all_values
  "The values of all entries of a key."
  ((key (cons (tuple k value) rest)) (when (=:= k key)) (cons value (get_all_values key rest)))
  ((key (cons entry rest))
   (if (andalso (is_atom entry) (=:= entry key))
     (cons 'true (get_all_values key rest))
     (get_all_values key rest)))
  ((_ ()) ()))

(defun append_values
  "The values of all entries of a key, lists among them appended."
  ((key (cons (tuple k value) rest)) (when (=:= k key) (is_list value))
   (++ value (append_values key rest)))
  ((key (cons (tuple k value) rest)) (when (=:= k key)) (cons value (append_values key rest)))
  ((key (cons entry rest))
   (if (andalso (is_atom entry) (=:= entry key))
     (cons 'true (append_values key rest))
     (append_values key rest)))
  ((_ ()) ()))

(defun get_bool
  "Whether the first entry of a key has the value true."
  ((key (cons entry rest))
   (cond ((andalso (is_atom entry) (=:= entry key)) 'true)
         ((andalso (is_tuple entry) (>= (tuple_size entry) 1) (=:= (element 1 entry) key))
          (case entry
            ((tuple _ 'true) 'true)
            (_ 'false)))
         (else (get_bool key rest))))
  ((_ ()) 'false))

(defun get_keys (properties)
  "The keys, each once, sorted."
  (lists:usort (keys properties)))

(defun keys
  (((cons key rest)) (when (is_atom key)) (cons key (keys rest)))
  (((cons entry rest)) (when (is_tuple entry) (>= (tuple_size entry) 1))
   (cons (element 1 entry) (keys rest)))
  (((cons _ rest)) (keys rest))
  ((()) ()))

(defun delete
  "The list without the entries of a key."
  ((key (cons entry rest))
   (cond ((andalso (is_atom entry) (=:= entry key)) (delete key rest))
         ((andalso (is_tuple entry) (>= (tuple_size entry) 1) (=:= (element 1 entry) key))
          (delete key rest))
         (else (cons entry (delete key rest)))))
  ((_ ()) ()))

(defun substitute_aliases (aliases properties)
  "The list with the keys of `aliases`, pairs of an alias and a key, replaced."
  (lc ((<- entry properties)) (alias aliases entry)))

(defun alias
  (((cons (tuple alias key) aliases) entry)
   (cond ((andalso (is_atom entry) (=:= entry alias)) (property key 'true))
         ((andalso (is_tuple entry) (>= (tuple_size entry) 1) (=:= (element 1 entry) alias))
          (property (setelement 1 entry key)))
         (else (alias aliases entry))))
  ((() entry) entry))

(defun substitute_negations (negations properties)
  "The list with the negated keys of `negations`, pairs of a negation and a key, replaced."
  (lc ((<- entry properties)) (negated negations entry)))

(defun negated
  (((cons (tuple negation key) negations) entry)
   (cond ((andalso (is_atom entry) (=:= entry negation)) (tuple key 'false))
         ((andalso (is_tuple entry) (>= (tuple_size entry) 1) (=:= (element 1 entry) negation))
          (case entry
            ((tuple _ 'true) (tuple key 'false))
            ((tuple _ 'false) key)
            (_ (tuple key 'true))))
         (else (negated negations entry))))
  ((() entry) entry))

(defun expand (expansions properties)
  "The list with the first entry that equals one of `expansions` replaced by its list."
  (let ((rules (lc ((<- (tuple property list) expansions)) (tuple (property property) list))))
    (expand-each (lc ((<- entry properties)) (property entry)) rules properties)))

;; An expanded property takes the place of its first entry; later entries of its key are dropped.
(defun expand-each
  (((cons entry entries) rules (cons original originals))
   (case (lists:keyfind entry 1 rules)
     ((tuple _ list)
      (let ((key (key-of entry)))
        (++ list (expand-each (delete key entries) (drop-rules key rules)
                              (delete key originals)))))
     ('false
      (cons original (expand-each entries (drop-rules (key-of entry) rules) originals)))))
  ((() _ _) ()))

(defun key-of
  ((entry) (when (is_tuple entry) (>= (tuple_size entry) 1)) (element 1 entry))
  ((entry) entry))

(defun drop-rules (key rules)
  (lc ((<- (= (tuple property _) rule) rules) (=/= (key-of property) key)) rule))

(defun normalize
  "The list after the stages `aliases`, `negations` and `expand`, in its shortest form."
  ((properties (cons (tuple 'aliases aliases) stages))
   (normalize (aliases-all aliases properties) stages))
  ((properties (cons (tuple 'negations negations) stages))
   (normalize (negations-all negations properties) stages))
  ((properties (cons (tuple 'expand expansions) stages))
   (normalize (expansions-all expansions properties) stages))
  ((properties ()) (compact properties)))

(defun aliases-all (aliases properties)
  (substitute_aliases aliases properties))

(defun negations-all (negations properties)
  (substitute_negations negations properties))

(defun expansions-all (expansions properties)
  (expand expansions properties))

(defun split (properties keys)
  "A tuple of lists of entries, one for each key, and the other entries."
  (let ((rest (lists:foldl #'delete/2 properties keys)))
    (tuple (lc ((<- key keys)) (entries-of key properties)) rest)))

(defun entries-of (key properties)
  (lc ((<- entry properties) (=:= (key-of entry) key)) entry))

(defun to_map (properties)
  "The map of the first entries of all keys."
  (first-entries properties #M() #M()))

;; A first entry that is neither a pair nor an atom hides later ones, as in lookup/2.
(defun first-entries
  (((cons entry rest) seen map)
   (let ((key (key-of entry)))
     (if (is_map_key key seen)
       (first-entries rest seen map)
       (first-entries rest (map-set seen key 'true) (add-entry entry map)))))
  ((() _ map) map))

(defun to_map (properties stages)
  "to_map/1 after normalize/2."
  (to_map (normalize properties stages)))

(defun add-entry
  (((tuple key value) map) (map-set map key value))
  ((key map) (when (is_atom key)) (map-set map key 'true))
  ((_ map) map))

(defun from_map (map)
  "The list of the pairs of a map in their shortest form."
  (lc ((<- (tuple key value) (maps:to_list map))) (property key value)))
