;;; Pretty printing of terms: the control sequences ~p and ~P.
;;;
;;; First the term becomes a tree of *nodes*, each with its width on one line; then the tree is laid
;;; out: what fits on the line stands on it, other lists, tuples and maps are broken between their
;;; elements. A node is #(leaf WIDTH CHARS), #(list WIDTH NODES), #(tuple WIDTH NODES),
;;; #(tagged WIDTH NODES) (a tuple whose first element is an atom), #(map WIDTH PAIRS) where a pair
;;; is #(pair WIDTH KEY VALUE), or #(bar WIDTH NODE) for what stands after the bar of a list.

(defmodule io_lib_pretty
  "Texts of terms with line breaks."
  (export (print 5) (print 6)))

(defun print (term column width depth encoding)
  "The text of `term` from a column on, for lines of some width, cut at a depth."
  (print term column width depth encoding 'true))

(defun print (term column width depth encoding strings)
  "print/5; `strings` says whether lists of characters are printed as strings."
  (let ((node (node term depth encoding strings)))
    (flat node)))

(defun leaf (chars)
  (tuple 'leaf (length chars) chars))

(defun node
  ((_ 0 _ _) #(leaf 3 "..."))
  ((term depth encoding strings) (when (is_list term))
   (list-node term depth encoding strings))
  ((#() _ _ _) #(leaf 2 "{}"))
  ((term depth encoding strings) (when (is_tuple term))
   (let* ((nodes (element-nodes (tuple_to_list term) depth encoding strings))
          (kind (if (is_atom (element 1 term)) 'tagged 'tuple)))
     (tuple kind (+ (width-of nodes 0) 1) nodes)))
  ((term depth encoding strings) (when (is_map term))
   (if (=:= (map_size term) 0)
     #(leaf 3 "#{}")
     (let ((pairs (pair-nodes (maps:to_list term) depth encoding strings)))
       (tuple 'map (+ (width-of pairs 0) 2) pairs))))
  ((term depth encoding strings) (when (is_bitstring term))
   (leaf (bits-chars term depth encoding strings)))
  ((term _ encoding _) (leaf (unicode:characters_to_list (io_lib:write term -1 encoding () ())))))

;; The width of elements, each with a comma or bracket after it.
(defun width-of
  (((cons node nodes) sum) (width-of nodes (+ sum 1 (element 2 node))))
  ((() sum) sum))

(defun list-node
  ((() _ _ _) #(leaf 2 "[]"))
  ((_ 1 _ _) #(leaf 5 "[...]"))
  ((term depth encoding strings)
   (if (andalso strings (io_lib:printable_list term))
     (leaf (string-chars term encoding))
     (let ((nodes (list-nodes term depth encoding strings)))
       (tuple 'list (+ (width-of nodes 0) 1) nodes)))))

(defun string-chars (chars encoding)
  (if (=:= encoding 'unicode)
    (io_lib:write_string chars)
    (io_lib:write_string_as_latin1 chars)))

(defun list-nodes
  (((cons x xs) depth encoding strings)
   (if (=:= depth 1)
     (list #(bar 3 #(leaf 3 "...")))
     (cons (node x (- depth 1) encoding strings)
           (list-nodes xs (- depth 1) encoding strings))))
  ((() _ _ _) ())
  ((tail depth encoding strings)
   (if (=:= depth 1)
     (list #(bar 3 #(leaf 3 "...")))
     (let ((node (node tail (- depth 1) encoding strings)))
       (list (tuple 'bar (element 2 node) node))))))

(defun element-nodes
  ((() _ _ _) ())
  ((_ 1 _ _) (list #(leaf 3 "...")))
  (((cons x xs) depth encoding strings)
   (cons (node x (- depth 1) encoding strings)
         (element-nodes xs (- depth 1) encoding strings))))

(defun pair-nodes
  ((() _ _ _) ())
  ((_ 1 _ _) (list #(leaf 3 "...")))
  (((cons (tuple key value) pairs) depth encoding strings)
   (let ((k (node key (- depth 1) encoding strings))
         (v (node value (- depth 1) encoding strings)))
     (cons (tuple 'pair (+ (element 2 k) 4 (element 2 v)) k v)
           (pair-nodes pairs (- depth 1) encoding strings)))))

(defun bits-chars
  ((#"" _ _ _) "<<>>")
  ((_ 1 _ _) "<<...>>")
  ((bits depth _ 'true) (when (is_binary bits))
   (let ((chars (binary_to_list bits)))
     (if (io_lib:printable_latin1_list chars)
       (++ "<<" (io_lib:write_latin1_string chars) ">>")
       (raw-bits bits depth))))
  ((bits depth _ _) (raw-bits bits depth)))

(defun raw-bits (bits depth)
  (unicode:characters_to_list (io_lib:write bits depth 'latin1 () ())))

;;; On one line.

(defun flat
  (((tuple 'leaf _ chars)) chars)
  (((tuple 'list _ nodes)) (cons #\[ (flat-elements nodes "]")))
  (((tuple 'tuple _ nodes)) (cons #\{ (flat-elements nodes "}")))
  (((tuple 'tagged _ nodes)) (cons #\{ (flat-elements nodes "}")))
  (((tuple 'map _ nodes)) (list* #\# #\{ (flat-elements nodes "}")))
  (((tuple 'pair _ key value)) (list (flat key) " => " (flat value)))
  (((tuple 'bar _ node)) (flat node)))

(defun flat-elements
  (((list node) close) (list (flat node) close))
  (((cons node (= (cons next _) nodes)) close)
   (list (flat node)
         (if (=:= (element 1 next) 'bar) #\| #\,)
         (flat-elements nodes close))))
