;;; Lists: the functions of Erlang's module `lists`.
;;;
;;; Everything that takes time in proportion to a list is written here in Lisp, so that it can be
;;; preempted and collected under. A function that walks a list has a loop of its own, which sees
;;; only checked functions; the exported one checks.
;;; Sorting lives in lists_sort.

(defmodule lists
  "Functions on lists, as in Erlang."
  (export
   (all 2) (any 2) (append 1) (append 2) (concat 1) (delete 2) (droplast 1) (dropwhile 2)
   (duplicate 2) (enumerate 1) (enumerate 2) (filter 2) (filtermap 2) (flatlength 1) (flatmap 2)
   (flatten 1) (flatten 2) (foldl 3) (foldr 3) (foreach 2) (join 2) (keydelete 3) (keyfind 3)
   (keymap 3) (keymember 3) (keymerge 3) (keyreplace 4) (keysearch 3) (keysort 2) (keystore 4)
   (keytake 3) (last 1) (map 2) (mapfoldl 3) (mapfoldr 3) (max 1) (member 2) (merge 1) (merge 2)
   (merge 3) (merge3 3) (min 1) (nth 2) (nthtail 2) (partition 2) (prefix 2) (reverse 1)
   (reverse 2) (search 2) (seq 2) (seq 3) (sort 1) (sort 2) (split 2) (splitwith 2) (sublist 2)
   (sublist 3) (subtract 2) (suffix 2) (sum 1) (takewhile 2) (ukeymerge 3) (ukeysort 2)
   (umerge 1) (umerge 2) (umerge 3) (umerge3 3) (uniq 1) (uniq 2) (unzip 1) (unzip3 1) (usort 1)
   (usort 2) (zf 2) (zip 2) (zip3 3) (zipwith 3) (zipwith3 4)))

;;; Applying a function to each element.

(defun map
  "The list of what `f` answers for each element, from left to right."
  ((f xs) (when (is_function f 1))
   (case xs
     ((cons _ _) (map-each f xs))
     (() ()))))

(defun map-each
  ((f (cons x xs)) (cons (funcall f x) (map-each f xs)))
  ((_ ()) ()))

(defun foreach
  "Call `f` with each element for its effect."
  ((f xs) (when (is_function f 1)) (foreach-each f xs)))

(defun foreach-each
  ((f (cons x xs)) (funcall f x) (foreach-each f xs))
  ((_ ()) 'ok))

(defun foldl
  "Call `f` with each element and an accumulator, from left to right."
  ((f acc xs) (when (is_function f 2))
   (case xs
     ((cons _ _) (foldl-each f acc xs))
     (() acc))))

(defun foldl-each
  ((f acc (cons x xs)) (foldl-each f (funcall f x acc) xs))
  ((_ acc ()) acc))

(defun foldr
  "Call `f` with each element and an accumulator, from right to left."
  ((f acc xs) (when (is_function f 2)) (foldr-each f acc xs)))

(defun foldr-each
  ((f acc (cons x xs)) (funcall f x (foldr-each f acc xs)))
  ((_ acc ()) acc))

(defun mapfoldl
  "map and foldl in one: `f` answers a tuple of an element and the next accumulator."
  ((f acc xs) (when (is_function f 2)) (mapfoldl-each f acc xs)))

(defun mapfoldl-each
  ((f acc (cons x xs))
   (let* (((tuple y acc1) (funcall f x acc))
          ((tuple ys acc2) (mapfoldl-each f acc1 xs)))
     (tuple (cons y ys) acc2)))
  ((_ acc ()) (tuple () acc)))

(defun mapfoldr
  "map and foldr in one: `f` answers a tuple of an element and the next accumulator."
  ((f acc xs) (when (is_function f 2)) (mapfoldr-each f acc xs)))

(defun mapfoldr-each
  ((f acc (cons x xs))
   (let* (((tuple ys acc1) (mapfoldr-each f acc xs))
          ((tuple y acc2) (funcall f x acc1)))
     (tuple (cons y ys) acc2)))
  ((_ acc ()) (tuple () acc)))

(defun flatmap
  "The lists that `f` answers for each element, appended."
  ((f xs) (when (is_function f 1)) (flatmap-each f xs)))

(defun flatmap-each
  ((f (cons x xs))
   (let ((ys (funcall f x)))
     (append-to ys (flatmap-each f xs))))
  ((_ ()) ()))

(defun filter
  "The elements for which `f` answers true."
  ((f xs) (when (is_function f 1)) (filter-each f xs)))

(defun filter-each
  ((f (cons x xs))
   (case (funcall f x)
     ('true (cons x (filter-each f xs)))
     ('false (filter-each f xs))
     (other (error (tuple 'bad_filter other)))))
  ((_ ()) ())
  ((_ other) (error (tuple 'bad_generator other))))

(defun filtermap
  "For each element `f` answers false (drop it), true (keep it) or `#(true value)`."
  ((f xs) (when (is_function f 1)) (filtermap-each f xs)))

(defun filtermap-each
  ((f (cons x xs))
   (case (funcall f x)
     ('true (cons x (filtermap-each f xs)))
     ((tuple 'true y) (cons y (filtermap-each f xs)))
     ('false (filtermap-each f xs))))
  ((_ ()) ()))

(defun zf (f xs)
  "The old name of filtermap/2."
  (filtermap f xs))

(defun partition
  "A tuple of the elements for which `f` answers true and the others."
  ((f xs) (when (is_function f 1)) (partition-each f xs () ())))

(defun partition-each
  ((f (cons x xs) yes no)
   (case (funcall f x)
     ('true (partition-each f xs (cons x yes) no))
     ('false (partition-each f xs yes (cons x no)))
     (other (error (tuple 'bad_filter other)))))
  ((_ () yes no) (tuple (reverse yes) (reverse no))))

(defun all
  "Whether `f` answers true for all elements."
  ((f xs) (when (is_function f 1))
   (case xs
     ((cons _ _) (all-each f xs))
     (() 'true))))

(defun all-each
  ((f (cons x xs))
   (case (funcall f x)
     ('true (all-each f xs))
     ('false 'false)))
  ((_ ()) 'true))

(defun any
  "Whether `f` answers true for any element."
  ((f xs) (when (is_function f 1))
   (case xs
     ((cons _ _) (any-each f xs))
     (() 'false))))

(defun any-each
  ((f (cons x xs))
   (case (funcall f x)
     ('true 'true)
     ('false (any-each f xs))))
  ((_ ()) 'false))

(defun takewhile
  "The longest prefix for whose elements `f` answers true."
  ((f xs) (when (is_function f 1)) (takewhile-each f xs)))

(defun takewhile-each
  ((f (cons x xs))
   (case (funcall f x)
     ('true (cons x (takewhile-each f xs)))
     ('false ())))
  ((_ ()) ()))

(defun dropwhile
  "The list without the longest prefix for whose elements `f` answers true."
  ((f xs) (when (is_function f 1)) (dropwhile-each f xs)))

(defun dropwhile-each
  ((f (= (cons x xs) all))
   (case (funcall f x)
     ('true (dropwhile-each f xs))
     ('false all)))
  ((_ ()) ()))

(defun splitwith
  "A tuple of takewhile/2 and dropwhile/2."
  ((f xs) (when (is_function f 1)) (splitwith-each f xs ())))

(defun splitwith-each
  ((f (= (cons x xs) all) taken)
   (case (funcall f x)
     ('true (splitwith-each f xs (cons x taken)))
     ('false (tuple (reverse taken) all))))
  ((_ () taken) (tuple (reverse taken) ())))

(defun search
  "`#(value x)` for the first element for which `f` answers true, else false."
  ((f xs) (when (is_function f 1)) (search-each f xs)))

(defun search-each
  ((f (cons x xs))
   (case (funcall f x)
     ('true (tuple 'value x))
     ('false (search-each f xs))
     (other (error (tuple 'bad_filter other)))))
  ((_ ()) 'false))

;;; Joining and taking apart.

(defun reverse
  "The elements in reverse order."
  (((cons a (cons b xs))) (reverse xs (list b a)))
  (((= (list _) xs)) xs)
  ((()) ()))

(defun reverse
  "The elements in reverse order before the list `tail`."
  (((cons x xs) tail) (reverse xs (cons x tail)))
  ((() tail) tail)
  ((_ _) (error 'badarg)))

(defun append
  "All lists of a list, appended."
  (((list xs)) xs)
  (((cons xs xss)) (append-to xs (append xss)))
  ((()) ()))

(defun append (xs ys)
  "The elements of `xs`, then those of `ys`."
  (append-to xs ys))

(defun append-to
  (((cons x xs) ys) (cons x (append-to xs ys)))
  ((() ys) ys)
  ((_ _) (error 'badarg)))

(defun subtract
  "`xs` without the first occurrence of each element of `ys`."
  ((xs ys) (erlang:-- xs ys)))

(defun last
  "The last element."
  (((list x)) x)
  (((cons _ xs)) (last xs)))

(defun droplast
  "The list without its last element."
  (((list _)) ())
  (((cons x xs)) (cons x (droplast xs))))

(defun nth
  "The element at position `n`, the first at 1."
  ((1 (cons x _)) x)
  ((n (cons _ xs)) (when (> n 1)) (nth (- n 1) xs)))

(defun nthtail
  "The list without its first `n` elements."
  ((1 (cons _ xs)) xs)
  ((n (cons _ xs)) (when (> n 1)) (nthtail (- n 1) xs))
  ((0 xs) (when (is_list xs)) xs))

(defun split
  "A tuple of the first `n` elements and the others."
  ((n xs) (when (is_integer n) (>= n 0) (is_list xs)) (split-at n xs ()))
  ((_ _) (error 'badarg)))

(defun split-at
  ((0 xs taken) (tuple (reverse taken) xs))
  ((n (cons x xs) taken) (split-at (- n 1) xs (cons x taken)))
  ((_ () _) (error 'badarg)))

(defun sublist
  "The first `n` elements, or all if there are fewer."
  ((xs n) (when (is_integer n) (is_list xs)) (sublist-take xs n)))

(defun sublist-take
  ((_ 0) ())
  (((cons x xs) n) (when (> n 0)) (cons x (sublist-take xs (- n 1))))
  ((() n) (when (> n 0)) ()))

(defun sublist
  "At most `n` elements from position `start` on."
  ((xs 1 n) (when (is_list xs) (is_integer n) (>= n 0)) (sublist xs n))
  ((() start _) (when (is_integer start) (> start 1)) ())
  (((cons _ xs) start n) (when (is_integer start) (> start 1))
   (sublist xs (- start 1) n)))

(defun prefix
  "Whether `xs` is a prefix of `ys`."
  (((cons x xs) (cons y ys)) (if (=:= x y) (prefix xs ys) 'false))
  ((() ys) (when (is_list ys)) 'true)
  (((cons _ _) ()) 'false))

(defun suffix
  "Whether `xs` is a suffix of `ys`."
  ((xs ys)
   (let ((extra (- (length ys) (length xs))))
     (if (>= extra 0)
       (=:= (nthtail extra ys) xs)
       'false))))

(defun join
  "The elements with `separator` between them."
  ((_ ()) ())
  ((separator (cons x xs)) (cons x (join-rest separator xs))))

(defun join-rest
  ((separator (cons x xs)) (cons separator (cons x (join-rest separator xs))))
  ((_ ()) ()))

;;; Making lists.

(defun seq (first last)
  "The integers from `first` to `last`."
  (if (andalso (is_integer first) (is_integer last) (>= last (- first 1)))
    (seq-down first last ())
    (error 'function_clause)))

(defun seq-down
  ((first last acc) (when (>= last first)) (seq-down first (- last 1) (cons last acc)))
  ((_ _ acc) acc))

(defun seq (first last step)
  "The integers from `first` to at most `last` by `step`."
  (if (andalso (is_integer first) (is_integer last) (is_integer step))
    (cond ((andalso (> step 0) (>= last (- first step)))
           (seq-steps first last step))
          ((andalso (< step 0) (=< last (- first step)))
           (seq-steps first last step))
          ((andalso (== step 0) (== first last))
           (list first))
          (else (error 'badarg)))
    (error 'badarg)))

(defun seq-steps (first last step)
  (let ((count (+ (div (- last first) step) 1)))
    (if (orelse (andalso (> step 0) (> first last))
                (andalso (< step 0) (< first last)))
      ()
      (seq-count (+ first (* (- count 1) step)) step count ()))))

(defun seq-count
  ((_ _ 0 acc) acc)
  ((value step count acc) (seq-count (- value step) step (- count 1) (cons value acc))))

(defun duplicate
  "A list of `n` times `x`."
  ((n x) (when (is_integer n) (>= n 0)) (duplicate-onto n x ())))

(defun duplicate-onto
  ((0 _ acc) acc)
  ((n x acc) (duplicate-onto (- n 1) x (cons x acc))))

(defun enumerate (xs)
  "Each element in a tuple with its position."
  (enumerate 1 xs))

(defun enumerate
  "Each element in a tuple with its position, the first being `index`."
  ((index xs) (when (is_integer index)) (enumerate-each index xs)))

(defun enumerate-each
  ((index (cons x xs)) (cons (tuple index x) (enumerate-each (+ index 1) xs)))
  ((_ ()) ()))

;;; Numbers and order.

(defun sum (xs)
  "The sum of the elements."
  (sum-onto xs 0))

(defun sum-onto
  (((cons x xs) acc) (sum-onto xs (+ acc x)))
  ((() acc) acc))

(defun max
  "The greatest element; of equal ones the first."
  (((cons x xs)) (max-of xs x)))

(defun max-of
  (((cons x xs) best) (when (> x best)) (max-of xs x))
  (((cons _ xs) best) (max-of xs best))
  ((() best) best))

(defun min
  "The least element; of equal ones the first."
  (((cons x xs)) (min-of xs x)))

(defun min-of
  (((cons x xs) best) (when (< x best)) (min-of xs x))
  (((cons _ xs) best) (min-of xs best))
  ((() best) best))

;;; Membership.

(defun member
  "Whether an element is exactly equal to `x`."
  ((x (cons y ys)) (if (=:= x y) 'true (member x ys)))
  ((_ ()) 'false)
  ((_ _) (error 'badarg)))

(defun delete
  "The list without the first element that is exactly equal to `x`."
  ((x (cons y ys)) (if (=:= x y) ys (cons y (delete x ys))))
  ((_ ()) ()))

(defun uniq (xs)
  "The list without later duplicates."
  (uniq-each xs #M()))


(defun uniq-each
  (((cons x xs) seen)
   (if (is_map_key x seen)
     (uniq-each xs seen)
     (cons x (uniq-each xs (map-set seen x 'true)))))
  ((() _) ()))

(defun uniq
  "The list without later elements for which `f` answers a value already seen."
  ((f xs) (when (is_function f 1)) (uniq-by f xs #M())))

(defun uniq-by
  ((f (cons x xs) seen)
   (let ((key (funcall f x)))
     (if (is_map_key key seen)
       (uniq-by f xs seen)
       (cons x (uniq-by f xs (map-set seen key 'true))))))
  ((_ () _) ()))

;;; Nested lists.

(defun flatten
  "All elements of the list and of the lists in it, however deep."
  ((xs) (when (is_list xs)) (flatten-onto xs ())))

(defun flatten
  "flatten/1 before the list `tail`."
  ((xs tail) (when (is_list xs) (is_list tail)) (flatten-onto xs tail)))

(defun flatten-onto
  (((cons x xs) tail) (when (is_list x)) (flatten-onto x (flatten-onto xs tail)))
  (((cons x xs) tail) (cons x (flatten-onto xs tail)))
  ((() tail) tail))

(defun flatlength (xs)
  "The length of the flattened list."
  (flatlength-onto xs 0))

(defun flatlength-onto
  (((cons x xs) n) (when (is_list x)) (flatlength-onto xs (flatlength-onto x n)))
  (((cons _ xs) n) (flatlength-onto xs (+ n 1)))
  ((() n) n))

(defun concat (things)
  "The text of all things: strings, atoms, numbers."
  (flatmap #'thing-to-list/1 things))

(defun thing-to-list
  ((x) (when (is_integer x)) (integer_to_list x))
  ((x) (when (is_float x)) (float_to_list x))
  ((x) (when (is_atom x)) (atom_to_list x))
  ((x) (when (is_list x)) x))

;;; Zipping.

(defun zip
  "Tuples of the elements at the same positions of two lists of the same length."
  (((cons x xs) (cons y ys)) (cons (tuple x y) (zip xs ys)))
  ((() ()) ()))

(defun zip3
  "Tuples of the elements at the same positions of three lists of the same length."
  (((cons x xs) (cons y ys) (cons z zs)) (cons (tuple x y z) (zip3 xs ys zs)))
  ((() () ()) ()))

(defun unzip (xs)
  "A tuple of the first and of the second elements of a list of pairs."
  (unzip-onto xs () ()))

(defun unzip-onto
  (((cons (tuple x y) ts) xs ys) (unzip-onto ts (cons x xs) (cons y ys)))
  ((() xs ys) (tuple (reverse xs) (reverse ys))))

(defun unzip3 (xs)
  "A tuple of the first, second and third elements of a list of triples."
  (unzip3-onto xs () () ()))

(defun unzip3-onto
  (((cons (tuple x y z) ts) xs ys zs) (unzip3-onto ts (cons x xs) (cons y ys) (cons z zs)))
  ((() xs ys zs) (tuple (reverse xs) (reverse ys) (reverse zs))))

(defun zipwith
  "What `f` answers for the elements at the same positions of two lists."
  ((f (cons x xs) (cons y ys)) (cons (funcall f x y) (zipwith f xs ys)))
  ((f () ()) (when (is_function f 2)) ()))

(defun zipwith3
  "What `f` answers for the elements at the same positions of three lists."
  ((f (cons x xs) (cons y ys) (cons z zs)) (cons (funcall f x y z) (zipwith3 f xs ys zs)))
  ((f () () ()) (when (is_function f 3)) ()))

;;; Lists of tuples with a key at position `n`.

(defun keyfind
  "The first tuple whose element `n` compares equal to `key`, or false."
  ((key n ts) (when (is_integer n) (> n 0)) (keyfind-each key n ts))
  ((_ _ _) (error 'badarg)))

(defun keyfind-each
  ((key n (cons t ts))
   (if (key-matches key n t) t (keyfind-each key n ts)))
  ((_ _ ()) 'false)
  ((_ _ _) (error 'badarg)))

(defun key-matches
  ((key n t) (when (== (element n t) key)) 'true)
  ((_ _ _) 'false))

(defun keymember (key n ts)
  "Whether a tuple has a key equal to `key`."
  (is_tuple (keyfind key n ts)))

(defun keysearch (key n ts)
  "keyfind/3 in a tuple `#(value tuple)`."
  (case (keyfind key n ts)
    ('false 'false)
    (found (tuple 'value found))))

(defun keydelete
  "The list without the first tuple of that key."
  ((key n ts) (when (is_integer n) (> n 0)) (keydelete-each key n ts)))

(defun keydelete-each
  ((key n (cons t ts))
   (if (key-matches key n t) ts (cons t (keydelete-each key n ts))))
  ((_ _ ()) ()))

(defun keyreplace
  "The list with the first tuple of that key replaced by `new`."
  ((key n ts new) (when (is_integer n) (> n 0) (is_tuple new)) (keyreplace-each key n ts new)))

(defun keyreplace-each
  ((key n (cons t ts) new)
   (if (key-matches key n t) (cons new ts) (cons t (keyreplace-each key n ts new))))
  ((_ _ () _) ()))

(defun keystore
  "keyreplace/4, or `new` at the end if there is no such tuple."
  ((key n ts new) (when (is_integer n) (> n 0) (is_tuple new)) (keystore-each key n ts new)))

(defun keystore-each
  ((key n (cons t ts) new)
   (if (key-matches key n t) (cons new ts) (cons t (keystore-each key n ts new))))
  ((_ _ () new) (list new)))

(defun keytake
  "`#(value tuple others)` for the first tuple of that key, or false."
  ((key n ts) (when (is_integer n) (> n 0)) (keytake-each key n ts ())))

(defun keytake-each
  ((key n (cons t ts) before)
   (if (key-matches key n t)
     (tuple 'value t (reverse before ts))
     (keytake-each key n ts (cons t before))))
  ((_ _ () _) 'false))

(defun keymap
  "Each tuple with its element `n` replaced by what `f` answers for it."
  ((f n ts) (when (is_integer n) (> n 0)) (keymap-each f n ts)))

(defun keymap-each
  ((f n (cons t ts))
   (cons (setelement n t (funcall f (element n t))) (keymap-each f n ts)))
  ((_ _ ()) ()))

;;; Sorting and merging: see lists_sort.

(defun sort (xs)
  "The elements in ascending order; equal ones keep theirs."
  (lists_sort:sort xs))

(defun sort (f xs)
  "The elements in the order of `f`, which says whether its first argument may come first."
  (lists_sort:sort f xs))

(defun usort (xs)
  "sort/1 with only the first of equal elements."
  (lists_sort:usort xs))

(defun usort (f xs)
  "sort/2 with only the first of equal elements."
  (lists_sort:usort f xs))

(defun keysort (n ts)
  "The tuples in the order of their elements `n`."
  (lists_sort:keysort n ts))

(defun ukeysort (n ts)
  "keysort/2 with only the first of tuples with equal keys."
  (lists_sort:ukeysort n ts))

(defun merge (xss)
  "One sorted list of all sorted lists."
  (lists_sort:merge xss))

(defun merge (xs ys)
  "One sorted list of two; of equal elements those of `xs` come first."
  (lists_sort:merge xs ys))

(defun merge (f xs ys)
  "merge/2 in the order of `f`."
  (lists_sort:merge f xs ys))

(defun merge3 (xs ys zs)
  "One sorted list of three."
  (lists_sort:merge3 xs ys zs))

(defun keymerge (n xs ys)
  "merge/2 of tuples by their elements `n`."
  (lists_sort:keymerge n xs ys))

(defun umerge (xss)
  "merge/1 of lists without duplicates into one."
  (lists_sort:umerge xss))

(defun umerge (xs ys)
  "merge/2 of lists without duplicates into one."
  (lists_sort:umerge xs ys))

(defun umerge (f xs ys)
  "merge/3 of lists without duplicates into one."
  (lists_sort:umerge f xs ys))

(defun umerge3 (xs ys zs)
  "merge3/3 of lists without duplicates into one."
  (lists_sort:umerge3 xs ys zs))

(defun ukeymerge (n xs ys)
  "keymerge/3 of lists without duplicate keys into one."
  (lists_sort:ukeymerge n xs ys))
