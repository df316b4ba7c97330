;; Counts the words of a file: alate run examples/words.lfe FILE
(defmodule words
  (export (main 1)))

(defun main
  (((list name))
   (case (file:read_file name)
     (`#(ok ,bytes)
      (report (count bytes)))
     (`#(error ,reason)
      (io:format "cannot read ~s: ~p~n" (list name reason))
      (halt 1))))
  ((_)
   (io:format "usage: words FILE~n")
   (halt 2)))

(defun count (bytes)
  (count (split bytes #"" '()) (map)))

(defun count
  (('() counts) counts)
  (((cons word words) counts)
   (count words (maps:put word (+ 1 (maps:get word counts 0)) counts))))

;; Letters make words, everything else parts them.
(defun split
  ((#"" #"" words) words)
  ((#"" word words) (cons word words))
  (((binary c (rest binary)) word words)
   (when (orelse (andalso (>= c #\a) (=< c #\z)) (andalso (>= c #\A) (=< c #\Z))))
   (split rest (binary (word binary) c) words))
  (((binary _ (rest binary)) #"" words)
   (split rest #"" words))
  (((binary _ (rest binary)) word words)
   (split rest #"" (cons word words))))

(defun report (counts)
  (let* ((pairs (lists:sort (lambda (a b) (>= (element 2 a) (element 2 b))) (maps:to_list counts)))
         (first (lists:sublist pairs 10)))
    (lists:foreach
      (match-lambda ((`#(,word ,n)) (io:format "~6w ~s~n" (list n word))))
      first)))
