;; The functions that need no module's name, with arguments of every kind: what each answers or raises.
;; Left out are those about ports, loaded code and other nodes, and those with a program of their own.
(defmodule bif_rows
  (export (main 0) (kept 0)))

(defun ones ()
  '(
      abs atom_to_binary atom_to_list binary_to_atom binary_to_existing_atom binary_to_float
      binary_to_integer binary_to_list binary_to_term bit_size bitstring_to_list byte_size
      ceil demonitor float float_to_binary float_to_list floor get get_keys hd
      integer_to_binary integer_to_list iolist_size iolist_to_binary is_atom is_binary
      is_bitstring is_boolean is_float is_function is_integer is_list is_map is_number
      is_pid is_port is_process_alive is_reference is_tuple length link list_to_atom
      list_to_binary list_to_bitstring list_to_float list_to_integer
      list_to_tuple map_size pid_to_list ref_to_list round size term_to_binary term_to_iovec
      tl trunc tuple_size tuple_to_list unalias whereis))

(defun twos ()
  '(
      apply atom_to_binary binary_part binary_to_atom binary_to_existing_atom
      binary_to_integer binary_to_term demonitor element exit float_to_binary float_to_list
      integer_to_binary integer_to_list is_function is_map_key is_record list_to_integer
      map_get max min monitor nodes process_flag process_info put split_binary
      term_to_binary term_to_iovec))

(defun threes ()
  '(
      apply binary_part binary_to_list is_record monitor process_flag setelement))

(defun terms ()
  (list 0 1 -7 1.5 'a 'utf8 () '(1 2) "12" '(a . b) #() #(a b) #"12" #B(1 (1 (size 1))) #M()
        #M(a 1)))

(defun few ()
  (list 0 1 'a () "12" #(a 1) #"12" #M(a 1)))

(defun fewer ()
  (list 1 'a '(a) #(a 1)))

;; What a call answers; of what is new each time only its kind.
(defun answer (name arguments)
  (try (plain (apply 'erlang name arguments))
    (catch ((tuple class reason _) (tuple class (plain reason))))))

(defun plain
  ((x) (when (is_reference x)) 'a-reference)
  ((x) (when (is_pid x)) 'a-pid)
  ((x) (when (is_function x)) 'a-function)
  (((tuple x y)) (tuple (plain x) (plain y)))
  ((x) x))

;; Most answers to wrong arguments are badarg: they are counted, the others are shown.
(defun table (name calls)
  (let* ((answers (lc ((<- arguments calls)) (tuple arguments (answer name arguments))))
         (shown (lc ((<- (= (tuple _ answer) pair) answers) (=/= answer #(error badarg))) pair)))
    (io:format "~s/~w: ~w badarg~n" (list name (length (hd calls)) (- (length answers) (length shown))))
    (lists:foreach
      (match-lambda (((tuple arguments answer)) (io:format "  ~w ~w~n" (list arguments answer))))
      shown)))

;; Atoms that nobody has would be forgotten between one answer and the next.
(defun kept () '(|| |12|))

(defun main ()
  (lists:foreach (lambda (name) (table name (lc ((<- a (terms))) (list a)))) (ones))
  (lists:foreach (lambda (name) (table name (lc ((<- a (few)) (<- b (few))) (list a b)))) (twos))
  (lists:foreach
    (lambda (name)
      (table name (lc ((<- a (fewer)) (<- b (fewer)) (<- c (fewer))) (list a b c))))
    (threes)))
