;;; Terms as LFE writes them for readers: broken into lines, with strings and quotes.
;;;
;;; A term that fits on its line is written there. Else the elements of a list are below each other,
;;; but atoms and numbers that follow each other fill lines up to ten columns before the limit. Known
;;; forms keep some elements beside their name and indent the others by two.

(defmodule lfe_io_pretty
  "Terms as LFE writes them, broken into lines."
  (export (term 1) (term 2) (term 3) (term 4)))

(defun term (term)
  "The characters of a term, 80 on a line and 30 deep."
  (term term 30 0 80))

(defun term (term depth)
  "The same down to a depth; below 0 there is no limit."
  (term term depth 0 80))

(defun term (term depth column)
  "The same beginning at a column, from 0."
  (term term depth column 80))

(defun term
  "The same with lines of so many characters."
  ((_ 0 _ _) "...")
  (((list 'quote term) depth column limit) (cons #\' (term term depth (+ column 1) limit)))
  (((list 'backquote term) depth column limit) (cons #\` (term term depth (+ column 1) limit)))
  (((list 'comma term) depth column limit) (cons #\, (term term depth (+ column 1) limit)))
  (((list 'comma-at term) depth column limit)
   (++ ",@" (term term depth (+ column 2) limit)))
  ((term depth column limit) (when (is_map term))
   (++ "#M(" (pairs (maps:to_list term) depth (+ column 3) (- limit 1))))
  ((term depth column limit)
   (let ((line (line term depth)))
     (if (orelse (< (+ column (length line)) limit) (not (is-compound term)))
       line
       (broken term depth column limit)))))

(defun is-compound (term)
  (orelse (is_tuple term)
          (andalso (is_list term) (=/= term ()) (not (is-string term)))))

(defun is-string (term)
  (andalso (is_list term) (=/= term ()) (io_lib:printable_unicode_list term)))

;;; On one line.

(defun line
  ((_ 0) "...")
  ((() _) "()")
  (((list 'quote term) depth) (cons #\' (line term depth)))
  (((list 'backquote term) depth) (cons #\` (line term depth)))
  (((list 'comma term) depth) (cons #\, (line term depth)))
  (((list 'comma-at term) depth) (++ ",@" (line term depth)))
  ((term depth) (when (is_list term))
   (if (is-string term)
     (lfe_io_write:string term #\")
     (++ "(" (line-elements term depth))))
  ((term depth) (when (is_tuple term)) (++ "#(" (line-elements (tuple_to_list term) depth)))
  ((term depth) (when (is_map term)) (++ "#M(" (line-pairs (maps:to_list term) depth)))
  ((term _) (when (is_binary term))
   (case (unicode:characters_to_list term)
     (chars (when (is_list chars))
      (if (io_lib:printable_unicode_list chars)
        (cons #\# (lfe_io_write:string chars #\"))
        (lfe_io_write:bitstring term -1)))
     (_ (lfe_io_write:bitstring term -1))))
  ((term depth) (lfe_io_write:term term depth)))

(defun line-elements
  ((() _) ")")
  ((_ 1) "...)")
  (((cons first rest) depth)
   (++ (line first (- depth 1)) (line-others rest (- depth 2)))))

(defun line-others
  ((() _) ")")
  ((_ 0) " ...)")
  (((cons element rest) depth)
   (cons 32 (++ (line element depth) (line-others rest (- depth 1)))))
  ((tail depth) (++ " . " (++ (line tail depth) ")"))))

(defun line-pairs
  ((() _) ")")
  ((_ 0) "...)")
  (((cons pair rest) depth)
   (++ (line-pair pair depth)
       (case rest
         (() ")")
         (_ (cons 32 (line-pairs rest (- depth 1))))))))

(defun line-pair
  (((tuple key value) depth)
   (++ (line key depth) (cons 32 (line value depth)))))

;;; On several lines.

(defun broken
  ((term depth column limit) (when (is_tuple term))
   (let (((cons first rest) (tuple_to_list term)))
     (++ "#(" (from-first first rest depth (+ column 2) limit))))
  (((= (cons name rest) term) depth column limit)
   (case (beside name rest)
     ('none
      (++ "(" (from-first name rest depth (+ column 1) (- limit 1))))
     ('arguments
      (let* ((kind (lfe_io_write:symbol name))
             ((cons name rest) rest)
             (start (+ column (length kind) 2))
             (chars (term name (- depth 1) start limit))
             ((tuple beside below) (split rest 1)))
        (++ "(" (++ kind (cons 32 (++ chars (known beside below (- depth 1) column
                                                   (+ start (length chars) 1) limit)))))))
     (count
      (let* ((name (lfe_io_write:symbol name))
             ((tuple beside below) (split rest count)))
        (++ "(" (++ name (known beside below depth column (+ column (length name) 2) limit))))))))

;; What stands beside the name of a form, from a column on, and what is below that.
(defun known
  ((() below depth column _ limit)
   (cons 32 (below below (- depth 1) (+ column 2) limit)))
  (((cons first others) below depth column beside limit)
   (let* ((chars (term first (- depth 1) beside limit))
          (end (+ beside (length chars)))
          ((tuple chars depth)
           (others others (- depth 2) beside limit (is-simple first) end (list chars " "))))
     (++ chars (below below depth (+ column 2) limit)))))

(defun below
  ((() _ _ _) ")")
  ((tail depth column limit) (when (not (is_list tail)))
   (++ " ." (++ (new-line column) (++ (term tail depth column limit) ")"))))
  ((_ 0 _ _) " ...)")
  (((cons first rest) depth column limit)
   (++ (new-line column)
       (let ((chars (term first depth column limit)))
         (++ chars (rest rest (- depth 1) column limit (is-simple first)
                         (+ column (length chars))))))))

(defun from-first (first rest depth column limit)
  (let ((chars (term first (- depth 1) column limit)))
    (++ chars (rest rest (- depth 1) column limit (is-simple first) (+ column (length chars))))))

;; The rest of a list after something simple or not that ends at a column.
(defun rest (rest depth column limit simple end)
  (let (((tuple chars _) (others rest depth column limit simple end ())))
    (++ chars ")")))

;; The characters of these elements, and the depth that is left. `done` is those before, latest first.
(defun others
  ((() depth _ _ _ _ done) (tuple (lists:append (lists:reverse done)) depth))
  ((_ 0 _ _ _ _ done) (tuple (lists:append (lists:reverse (list* "..." " " done))) 0))
  (((cons element rest) depth column limit simple end done)
   (let* ((chars (term element depth column limit))
          (is-simple (is-simple element))
          (next (+ end 1 (length chars))))
     (if (andalso simple is-simple (=< next (- limit 10)))
       (others rest (- depth 1) column limit 'true next (list* chars " " done))
       (others rest (- depth 1) column limit is-simple (+ column (length chars))
               (list* chars (new-line column) done)))))
  ((tail depth column limit simple end done)
   (let* ((chars (term tail depth column limit))
          (fits (andalso simple (is-simple tail) (=< (+ end 3 (length chars)) (- limit 10))))
          (between (if fits " . " (++ " ." (new-line column)))))
     (others () depth column limit 'true end (list* chars between done)))))

(defun is-simple (term)
  (orelse (is_atom term) (is_number term) (=:= term ())))

(defun pairs
  ((() _ _ _) ")")
  (((cons pair rest) depth column limit)
   (let (((tuple chars end) (pair pair depth column limit)))
     (++ chars (other-pairs rest (- depth 1) column limit end)))))

(defun other-pairs
  ((() _ _ _ _) ")")
  ((_ 0 _ _ _) " ...)")
  (((cons pair rest) depth column limit end)
   (let* ((line (line-pair pair depth))
          (next (+ end 1 (length line))))
     (if (=< next (- limit 10))
       (cons 32 (++ line (other-pairs rest (- depth 1) column limit next)))
       (let (((tuple chars end) (pair pair depth column limit)))
         (++ (new-line column)
             (++ chars (other-pairs rest (- depth 1) column limit end))))))))

;; A pair at the beginning of a line, and the column after it; one on several lines fills them.
(defun pair
  (((= (tuple key value) pair) depth column limit)
   (let* ((line (line-pair pair depth))
          (end (+ column (length line))))
     (if (=< end (- limit 10))
       (tuple line end)
       (tuple (++ (term key depth column limit)
                  (++ (new-line (+ column 2)) (term value depth (+ column 2) limit)))
              limit)))))

(defun new-line (column)
  (cons 10 (lists:duplicate column 32)))

;;; Known forms: how many elements stand beside the name, or that those are a name and arguments.

(defun beside
  ((name rest) (when (is_atom name))
   (case (indentation name)
     ('definition
      (case rest
        ((list* _ arguments _) (if (are-symbols arguments) 'arguments 1))
        (_ 'none)))
     (count count)))
  ((_ _) 'none))

(defun are-symbols
  ((()) 'true)
  (((cons symbol rest)) (andalso (is_atom symbol) (are-symbols rest)))
  ((_) 'false))

(defun split
  (((cons first rest) count) (when (=/= count 0))
   (let (((tuple beside below) (split rest (if (=:= count 'all) 'all (- count 1)))))
     (tuple (cons first beside) below)))
  ((below _) (tuple () below)))

(defun indentation
  (('defun) 'definition)
  (('defmacro) 'definition)
  (('cond) 'all)
  (('do) 2)
  (('call) 2)
  ((':) 2)
  ((name)
   (cond ((lists:member name '(let let* flet flet* fletrec let-function letrec-function let-macro
                               macrolet syntaxlet let-syntax lc list-comp bc binary-comp case if try
                               lambda define-function define-module define-record define-macro
                               define-type define-opaque-type define-function-spec define-syntax
                               define defmodule defrecord defsyntax funcall))
          1)
         ((lists:member name '(receive catch progn prog1 prog2 maybe match-lambda eval-when-compile
                               extend-module begin macro syntax-rules match-spec))
          0)
         ('true 'none))))
