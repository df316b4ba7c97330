;;; Conway's game of life on a set of cells.
(defmodule game_of_life
  (export (main 0)))

(defun neighbours
  (((tuple x y))
   (lc ((<- dx '(-1 0 1)) (<- dy '(-1 0 1)) (orelse (=/= dx 0) (=/= dy 0)))
     (tuple (+ x dx) (+ y dy)))))

(defun step (cells)
  (let ((counts (lists:foldl (lambda (c m) (maps:update_with c (lambda (n) (+ n 1)) 1 m))
                             #M() (lists:flatmap #'neighbours/1 (maps:keys cells)))))
    (maps:from_list
      (lc ((<- (tuple c n) (maps:to_list counts))
           (orelse (=:= n 3) (andalso (=:= n 2) (maps:is_key c cells))))
        (tuple c 'alive)))))

(defun show (cells)
  (lists:foreach
    (lambda (y)
      (io:format "~s~n" (list (lc ((<- x (lists:seq 0 11))) (if (maps:is_key (tuple x y) cells) #\# #\.)))))
    (lists:seq 0 7)))

(defun generations
  ((0 cells) cells)
  ((n cells) (generations (- n 1) (step cells))))

(defun main ()
  (let ((glider (maps:from_keys '(#(1 0) #(2 1) #(0 2) #(1 2) #(2 2)) 'alive)))
    (show glider)
    (io:format "~n")
    (show (generations 16 glider))
    (io:format "~w~n" (list (map_size (generations 50 glider))))))
