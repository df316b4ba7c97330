;;; Pretty printing of terms: the control sequences ~p and ~P.
;;;
;;; First the term becomes a tree of *nodes*, each with its width on one line; then the tree is laid
;;; out. What fits on the line stands on it. Otherwise a list, tuple or map is broken between its
;;; elements: a compound element begins a line, others fill lines.
;;;
;;; A node is #(leaf WIDTH CHARS), #(bits WIDTH CHARS SEGMENTS) (a binary that is no text, breakable
;;; between its segments), #(list WIDTH NODES), #(tuple WIDTH NODES), #(tagged WIDTH NODES) (a tuple
;;; whose first element is an atom), #(map WIDTH PAIRS) where a pair is #(pair WIDTH KEY VALUE), or
;;; #(bar WIDTH NODE) for what stands after the bar of a list. #(dots WIDTH CHARS) stands for what
;;; the depth cuts off; dots stay beside the last element and their width is not counted.
;;;
;;; The second element of a tagged tuple stands after the tag, and so do the others below it, unless
;;; that needs too much of the line somewhere in the term: then tagged tuples are indented by 4, or
;;; by 1. `indent` is the chosen one of those three, 0 for the first way.

(defmodule io_lib_pretty
  "Texts of terms with line breaks."
  (export (print 5) (print 6)))

(defun print (term column width depth encoding)
  "The text of `term` from a column on, for lines of some width, cut at a depth."
  (print term column width depth encoding 'true))

(defun print (term column width depth encoding strings)
  "print/5; `strings` says whether lists of characters are printed as strings."
  (let ((node (node term depth encoding strings)))
    (if (fits node column width 0)
      (flat node)
      (broken node column width 0 (indentation node column width)))))

;;; Whether a node fits on the line from a column on with `after` characters after it.
(defun fits (node column width after)
  (< (+ column (element 2 node) after) width))

(defun leaf (chars)
  (tuple 'leaf (length chars) chars))

(defun node
  ((_ 0 _ _) #(leaf 3 "..."))
  ((term depth encoding strings) (when (is_list term))
   (list-node term depth encoding strings))
  ((#() _ _ _) #(leaf 2 "{}"))
  ((term 1 _ _) (when (is_tuple term)) #(leaf 5 "{...}"))
  ((term depth encoding strings) (when (is_tuple term))
   (let* ((nodes (element-nodes (tuple_to_list term) depth encoding strings))
          (kind (if (is_atom (element 1 term)) 'tagged 'tuple)))
     (tuple kind (+ (width-of nodes 0) 1) nodes)))
  ((term depth encoding strings) (when (is_map term))
   (cond
     ((=:= (map_size term) 0) #(leaf 3 "#{}"))
     ((=:= depth 1) #(leaf 6 "#{...}"))
     (else (let ((pairs (pair-nodes (maps:to_list term) depth encoding strings)))
       (tuple 'map (+ (width-of pairs 0) 2) pairs)))))
  ((term depth encoding strings) (when (is_bitstring term))
   (bits-node term depth encoding strings))
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
     (list #(dots -1 "|..."))
     (cons (node x (- depth 1) encoding strings)
           (list-nodes xs (- depth 1) encoding strings))))
  ((() _ _ _) ())
  ((tail depth encoding strings)
   (if (=:= depth 1)
     (list #(dots -1 "|..."))
     (let ((node (node tail (- depth 1) encoding strings)))
       (list (tuple 'bar (element 2 node) node))))))

(defun element-nodes
  ((() _ _ _) ())
  ((_ 1 _ _) (list #(dots 0 ",...")))
  (((cons x xs) depth encoding strings)
   (cons (node x (- depth 1) encoding strings)
         (element-nodes xs (- depth 1) encoding strings))))

(defun pair-nodes
  ((() _ _ _) ())
  ((_ 1 _ _) (list #(dots 0 ",...")))
  (((cons (tuple key value) pairs) depth encoding strings)
   (let ((k (node key (- depth 1) encoding strings))
         (v (node value (- depth 1) encoding strings)))
     (cons (tuple 'pair (+ (element 2 k) 4 (element 2 v)) k v)
           (pair-nodes pairs (- depth 1) encoding strings)))))

(defun bits-node
  ((#"" _ _ _) #(leaf 4 "<<>>"))
  ((_ 1 _ _) #(leaf 7 "<<...>>"))
  ((bits depth encoding 'true) (when (is_binary bits))
   (case (if (=:= encoding 'unicode) (unicode:characters_to_list bits) 'latin1)
     (chars (when (is_list chars))
      (let ((type (if (=:= (length chars) (byte_size bits)) "" "/utf8")))
        (text-node chars bits depth type)))
     (_ (text-node (binary_to_list bits) bits depth ""))))
  ((bits depth _ _) (raw-node bits depth)))

;; Printable characters as a string, of which a depth shows four for each step.
(defun text-node (chars bits depth type)
  (if (< depth 0)
    (if (io_lib:printable_list chars)
      (string-node chars type)
      (raw-node bits depth))
    (let* ((room (* 4 (- depth 1)))
           (shown (printable-prefix chars room)))
      (cond ((=:= shown chars) (string-node chars type))
            ((< (length shown) (- depth 1)) (raw-node bits depth))
            (else (string-node shown (++ type "...")))))))

(defun string-node (chars type)
  (leaf (++ "<<" (io_lib:write_string chars) type ">>")))

(defun printable-prefix
  (((cons c chars) n) (when (> n 0))
   (if (io_lib:printable_list (list c))
     (cons c (printable-prefix chars (- n 1)))
     ()))
  ((_ _) ()))

(defun raw-node (bits depth)
  (let ((segments (segments bits depth)))
    (tuple 'bits (+ 3 (sum-lengths segments 0)) segments)))

(defun sum-lengths
  (((cons chars rest) sum) (sum-lengths rest (+ sum 1 (length chars))))
  ((() sum) sum))

(defun segments
  ((_ 1) (list "..."))
  (((binary byte) _) (list (integer_to_list byte)))
  (((binary byte (rest bitstring)) depth)
   (cons (integer_to_list byte) (segments rest (- depth 1))))
  ((rest _)
   (let* ((size (bit_size rest))
          ((binary (value (size size))) rest))
     (list (++ (integer_to_list value) ":" (integer_to_list size))))))

;;; On one line.

(defun flat
  (((tuple 'leaf _ chars)) chars)
  (((tuple 'bits _ segments)) (list "<<" (lists:join #\, segments) ">>"))
  (((tuple 'list _ nodes)) (cons #\[ (flat-elements nodes "]")))
  (((tuple 'tuple _ nodes)) (cons #\{ (flat-elements nodes "}")))
  (((tuple 'tagged _ nodes)) (cons #\{ (flat-elements nodes "}")))
  (((tuple 'map _ nodes)) (list* #\# #\{ (flat-elements nodes "}")))
  (((tuple 'pair _ key value)) (list (flat key) " => " (flat value)))
  (((tuple 'bar _ node)) (flat node)))

(defun flat-elements
  (((list node) close) (list (flat node) close))
  (((list node (tuple 'dots _ chars)) close) (list (flat node) chars close))
  (((cons node (= (cons next _) nodes)) close)
   (list (flat node)
         (if (=:= (element 1 next) 'bar) #\| #\,)
         (flat-elements nodes close))))
;;; Over several lines. `after` counts the characters that must follow the node on its last line:
;;; closing brackets or a comma.

(defun laid-out (node column width after indent)
  (if (fits node column width after)
    (flat node)
    (broken node column width after indent)))

(defun broken
  (((tuple 'leaf _ chars) _ _ _ _) chars)
  (((tuple 'bits _ segments) column width after _)
   (let ((room (max 9 (- width column 1 after))))
     (list "<<" (fill-segments segments 0 room (new-line (+ column 2))) ">>")))
  (((tuple 'list _ nodes) column width after indent)
   (list #\[ (elements nodes (+ column 1) width (+ after 1) indent) #\]))
  (((tuple 'tuple _ nodes) column width after indent)
   (list #\{ (elements nodes (+ column 1) width (+ after 1) indent) #\}))
  (((tuple 'tagged _ (list node)) column width after indent)
   (list #\{ (laid-out node (+ column 1) width (+ after 1) indent) #\}))
  (((tuple 'tagged _ (cons tag nodes)) column width after indent)
   (let* ((size (+ (element 2 tag) 2))
          (beside (+ column size))
          (start (if (pushed size indent) (+ column indent) beside)))
     (list #\{ (flat tag) (second nodes beside start width (+ after 1) indent) #\})))
  (((tuple 'map _ nodes) column width after indent)
   (list "#{" (elements nodes (+ column 2) width (+ after 1) indent) #\}))
  (((tuple 'pair _ key value) column width after indent)
   (let ((value-column (+ column (if (=:= indent 0) 4 indent))))
     (list (laid-out key column width after indent) " =>" (new-line value-column)
           (laid-out value value-column width after indent))))
  (((tuple 'bar _ node) column width after indent)
   (laid-out node column width after indent)))

;; Whether the elements after a tag stand at the indentation and not beside the tag.
(defun pushed (size indent)
  (andalso (> indent 0) (> size indent)))

;; The elements after a tag: the first of them stands beside it if that is where they begin, or if
;; it fits there.
(defun second
  (((list (tuple 'dots _ chars)) _ _ _ _ _) chars)
  (((= (cons node rest) nodes) beside start width after indent)
   (if (orelse (=:= beside start)
               (andalso (simple node) (fits node (+ beside 1) width (follow node rest after))))
     (list #\, (laid-out node beside width (follow node rest after) indent)
           (more rest (next-column node (if (=:= beside start) beside (+ beside 1)))
                 start width after indent))
     (list #\, (new-line start) (elements nodes start width after indent)))))

(defun new-line (column)
  (cons 10 (lists:duplicate (- column 1) 32)))

;; Segments of a binary, as many on a line as there is room for.
(defun fill-segments
  (((list chars) used room break)
   (if (orelse (=:= used 0) (< (+ used (length chars)) room))
     chars
     (list break chars)))
  (((cons chars rest) used room break)
   (let ((size (+ (length chars) 1)))
     (if (orelse (=:= used 0) (< (+ used size) room))
       (list chars #\, (fill-segments rest (+ used size) room break))
       (list break chars #\, (fill-segments rest size room break))))))

;; Elements that begin in a column, the first of them there.
(defun elements
  (((list node) column width after indent)
   (laid-out node column width after indent))
  (((cons node nodes) column width after indent)
   (list (laid-out node column width (follow node nodes after) indent)
         (more nodes (next-column node column) column width after indent))))

;; What must fit after a node: a bar, or a comma after what may share its line, or at the end
;; `after`.
(defun follow
  ((_ () after) after)
  ((_ (cons (tuple 'dots _ _) _) after) after)
  ((_ (cons (tuple 'bar _ _) _) after) after)
  (((tuple 'leaf _ _) _ _) 1)
  ((_ _ _) 0))

;; Where the line goes on after a node and a comma; 0 if the next element needs a new line.
(defun next-column (node at)
  (if (simple node)
    (+ at (element 2 node) 1)
    0))

(defun simple
  (((tuple 'leaf _ _)) 'true)
  (((tuple 'pair _ (tuple 'leaf _ _) (tuple 'leaf _ _))) 'true)
  (((tuple 'bar _ node)) (simple node))
  ((_) 'false))

(defun more
  (((list (tuple 'dots _ chars)) _ _ _ _ _) chars)
  (((cons node nodes) at column width after indent)
   (let* ((follow (follow node nodes after))
          (separator (if (=:= (element 1 node) 'bar) #\| #\,))
          (here (andalso (> at 0) (simple node) (fits node at width (max 1 follow))))
          (start (if here at column)))
     (list separator
           (if here () (new-line column))
           (laid-out node start width follow indent)
           (more nodes (next-column node start) column width after indent))))
  ((() _ _ _ _ _) ()))

;;; The choice of the indentation.

(defun indentation (node column width)
  (cond ((room node column width 0 0) 0)
        ((room node column width 0 4) 4)
        (else 1)))

;; Whether with that indentation no tag or key pushes its elements beyond the middle of the line.
(defun room (node column width after indent)
  (orelse (fits node column width after)
          (room-inside node column width after indent)))

(defun room-inside
  (((tuple 'leaf _ _) _ _ _ _) 'true)
  (((tuple 'bits _ _) _ _ _ _) 'true)
  (((tuple 'list _ nodes) column width after indent)
   (room-all nodes (+ column 1) width (+ after 1) indent))
  (((tuple 'tuple _ nodes) column width after indent)
   (room-all nodes (+ column 1) width (+ after 1) indent))
  (((tuple 'tagged _ (list _)) _ _ _ _) 'true)
  (((tuple 'tagged _ (cons tag nodes)) column width after indent)
   (let* ((size (+ (element 2 tag) 2))
          (pushed (pushed size indent))
          (start (+ column (if pushed indent size))))
     (andalso (=< (if pushed start (+ start 1)) (div width 2))
              (room-all nodes start width (+ after 1) indent))))
  (((tuple 'map _ nodes) column width after indent)
   (room-all nodes (+ column 2) width (+ after 1) indent))
  (((tuple 'pair _ key value) column width after indent)
   (let ((value-column (+ column (if (=:= indent 0) 4 indent))))
     (andalso (room key column width after indent)
              (room value value-column width after indent))))
  (((tuple 'bar _ node) column width after indent)
   (room node column width after indent)))

(defun room-all
  (((list (tuple 'dots _ _)) _ _ _ _) 'true)
  (((list node (tuple 'dots _ _)) column width after indent)
   (room node column width after indent))
  (((list node) column width after indent) (room node column width after indent))
  (((cons node nodes) column width after indent)
   (andalso (room node column width (follow node nodes after) indent)
            (room-all nodes column width after indent))))
