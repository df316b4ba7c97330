;;; Shortest paths in a graph of maps.
(defmodule dijkstra
  (export (main 0)))

(defun graph ()
  #M(a #M(b 7 c 9 f 14) b #M(a 7 c 10 d 15) c #M(a 9 b 10 d 11 f 2) d #M(b 15 c 11 e 6)
     e #M(d 6 f 9) f #M(a 14 c 2 e 9)))

(defun search
  ((() _ done) done)
  (((cons (tuple d node way) queue) graph done)
   (if (is_map_key node done)
     (search queue graph done)
     (search (lists:foldl (lambda (edge q)
                            (let (((tuple next w) edge))
                              (ordsets:add_element (tuple (+ d w) next (cons next way)) q)))
                          queue (maps:to_list (map-get graph node)))
             graph (map-set done node (tuple d (lists:reverse way)))))))

(defun main ()
  (let ((done (search (list (tuple 0 'a '(a))) (graph) #M())))
    (lists:foreach (lambda (p) (io:format "~w ~w~n" (tuple_to_list p))) (lists:sort (maps:to_list done)))))
