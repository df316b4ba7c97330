;;; A server of OTP that is asked 500000 times, by one process.
(defmodule gen_server_call
  (export (main 0) (run 0) (init 1) (handle_call 3) (handle_cast 2)))

(defun init (n) (tuple 'ok n))

(defun handle_call
  (('next _ n) (tuple 'reply n (+ n 1))))

(defun handle_cast (_ n) (tuple 'noreply n))

(defun ask
  ((server 0) (gen_server:call server 'next))
  ((server n)
   (gen_server:call server 'next)
   (ask server (- n 1))))

(defun run ()
  (let* (((tuple 'ok server) (gen_server:start_link 'gen_server_call 0 '()))
         (last (ask server 500000)))
    (gen_server:stop server)
    last))

(defun main ()
  (io:format "~p~n" (list (run))))
