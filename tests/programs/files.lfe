;;; A file written and read back; the reason for a missing one.
(defmodule files
  (export (main 0)))

(defun main ()
  (let ((name (++ "/tmp/alate-program-test-file-" (integer_to_list (erlang:system_time)))))
    (io:format "~w~n" (list (file:write_file name '("text " #"and bytes" 10 (0 255)))))
    (io:format "~w~n" (list (file:read_file name)))
    (io:format "~w~n" (list (file:write_file name #"")))
    (io:format "~w~n" (list (file:read_file (list_to_binary name))))
    (io:format "~w~n" (list (file:delete name)))
    (io:format "~w~n" (list (file:read_file name))))
  (io:format "~w~n" (list (file:read_file "/no/such/file")))
  (io:format "~w~n" (list (file:read_file "/")))
  (io:format "~w~n" (list (file:write_file "/no/such/folder/file" #"x"))))
