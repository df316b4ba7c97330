;; with-compiler
;; Modules that are built, compiled and loaded while the program runs; a second version takes the place of
;; the first.
(defmodule generated_modules (export (main 0)))

(defun features (name params)
  (let* ((m (lfe_gen:new_module name))
         (m (lfe_gen:add_exports (lists:map (lambda (p) (list (element 1 p) 1)) params) m)))
    (lists:foldl (lambda (p m)
                   (let (((tuple name pairs) p))
                     (lfe_gen:add_form
                       `(defun ,name (f)
                          (case f
                            ,@(lists:map (match-lambda (((tuple k v)) `(',k ',v))) pairs)
                            (f (: erlang error (tuple 'unknown_feature ',name f)))))
                       m)))
                 m params)))

(defun load (module)
  (case (lfe_gen:compile_mod module)
    ((tuple 'ok name binary _)
     (code:load_binary name "nofile" binary))))

(defun main ()
  (io:format "~p~n" (list (load (features 'gen_a '(#(colour (#(sky blue) #(grass green))) #(size (#(sky 9))))))))
  (io:format "~p ~p ~p~n" (list (gen_a:colour 'sky) (gen_a:colour 'grass) (gen_a:size 'sky)))
  (io:format "~p~n" (list (try (gen_a:size 'sea) (catch ((tuple c r _) (tuple c r))))))
  (let ((old (fun gen_a colour 1)))
    (load (features 'gen_a '(#(colour (#(sky grey))))))
    (io:format "~p ~p~n" (list (gen_a:colour 'sky) (funcall old 'sky))))
  (io:format "~p~n" (list (lists:member #(size 1) (call 'gen_a 'module_info 'exports))))
  (case (lfe_comp:forms '((defmodule gen_b (export (f 1))) (defun f (x) (list 'b x))) ())
    ((tuple 'ok (list (tuple 'ok name binary)))
     (io:format "~p ~p ~p~n" (list name (code:load_binary name "nofile" binary) (gen_b:f 1)))))
  (io:format "~p~n" (list (lfe_comp:forms '((defmodule gen_c (export (f 1))) (defun f (x) y)) ())))
  (io:format "~p~n" (list (lfe_gen:build_mod
                            (lfe_gen:add_form '(defun f () 1)
                              (lfe_gen:add_exports '((f 0)) (lfe_gen:new_module 'gen_d)))))))
