;;; The map core forms under both of their names.
(defmodule maps_forms
  (export (main 0)))

(defun main ()
  (let ((m (map 'a 1 'b 2)))
    (io:format "~w~n" (list m))
    (io:format "~w ~w~n" (list (map-size m) (msiz m)))
    (io:format "~w ~w~n" (list (map-get m 'a) (mref m 'b)))
    (io:format "~w~n" (list (map-set m 'c 3 'a 9)))
    (io:format "~w~n" (list (mset m 'c 3)))
    (io:format "~w~n" (list (map-update m 'a 10)))
    (io:format "~w~n" (list (mupd m 'b 20 'a 10)))
    (io:format "~w~n" (list (map-remove m 'a)))
    (io:format "~w~n" (list (mrem m 'a 'b 'zzz)))
    (io:format "~w~n" (list (map 1 'x 1.0 'y)))
    (io:format "~w~n" (list (try (map-get m 'z) (catch ((tuple c r _) (tuple c r))))))
    (io:format "~w~n" (list (try (map-update m 'z 1) (catch ((tuple c r _) (tuple c r))))))
    (io:format "~w~n" (list (try (map-get (id 'no) 'z) (catch ((tuple c r _) (tuple c r))))))
    (io:format "~w~n" (list (try (map-set (id 'no) 'z 1) (catch ((tuple c r _) (tuple c r))))))
    (io:format "~w~n" (list (map 'a 1 'a 2)))
    (io:format "~w~n" (list #M(x #M(y #M(z ())))))))

(defun id (x) x)
