;;; gen_statem: transitions, time-outs, state enter calls, and how machines fail.
;; no-stress
(defmodule state_machines
  (export (main 0) (init 1) (callback_mode 0) (handle_event 4) (terminate 3) (code_change 4)
          (log 2)))

(defun callback_mode () '(handle_event_function state_enter))

(defun init
  ((f) (when (is_function f)) (funcall f))
  ((data) (tuple 'ok 'a data)))

(defun handle_event
  (('enter old state data)
   (io:format "  enter ~p ~p ~p~n" (list old state data))
   (case (get 'enter)
     ('undefined 'keep_state_and_data)
     (f (funcall f old state data))))
  (((tuple 'call from) 'state state data) (tuple 'keep_state_and_data (list (tuple 'reply from (tuple state data)))))
  (((tuple 'call from) (tuple 'f f) state data) (funcall f from state data))
  ((_ (tuple 'f f) state data) (funcall f state data))
  (('cast 'z 'a _) #(next_state b e (postpone #(next_event internal i) #(timeout 0 t) #(state_timeout 10 u))))
  ((type content state data)
   (io:format "  ~p ~p ~p ~p~n" (list (shape type) (shape content) state data))
   'keep_state_and_data))

(defun terminate
  ((reason state (= (tuple 'told _) data))
   (io:format "  terminate ~p ~p ~p~n" (list (shape reason) state data)))
  ((reason _ (tuple 'f f)) (funcall f))
  ((_ _ _) 'ok))

(defun code_change (version state data extra)
  (tuple 'ok (tuple state version) (tuple data extra)))

;; A term without what differs from run to run.
(defun shape
  ((x) (when (is_pid x)) 'pid)
  ((x) (when (is_reference x)) 'reference)
  ((x) (when (is_function x)) 'function)
  (((cons (tuple m f a p) _)) (when (is_atom m) (is_atom f) (is_list p)) 'trace)
  (((cons x y)) (cons (shape x) (shape y)))
  ((x) (when (is_tuple x)) (list_to_tuple (shape (tuple_to_list x))))
  ((x) (when (is_map x)) (maps:map (lambda (_ v) (shape v)) x))
  ((x) x))

;; The handler of logger: what machines report.
(defun log
  (((map 'msg (tuple 'report (= (map 'label #(gen_statem terminate)) report))) _)
   (io:format "  report ~p~n" (list (shape (maps:without '(label name) report)))))
  ((_ _) 'ok))

(defun show (label f)
  (io:format "~s: ~p~n"
             (list label
                   (try (tuple 'v (shape (funcall f)))
                     (catch ((tuple class reason _) (tuple class (shape reason))))))))

(defun new (data)
  (let (((tuple 'ok pid) (gen_statem:start 'state_machines data '()))) pid))

;; Has a new machine call a function, and tells how it ends, if it does.
(defun run (label f)
  (io:format "~s~n" (list label))
  (let* ((pid (new 'd))
         (ref (monitor 'process pid)))
    (gen_statem:cast pid (tuple 'f f))
    (receive
      ((tuple 'DOWN r _ _ reason) (when (=:= r ref))
       (timer:sleep 20)
       (io:format "  ended ~p~n" (list (shape reason))))
      (after 70 (exit pid 'kill)))))

(defmacro on (pattern answer)
  `(lambda ,pattern ,answer))

(defun keep (actions)
  (lambda (_ _) (tuple 'keep_state_and_data actions)))

(defun then (f)
  (tuple 'next_event 'internal (tuple 'f f)))

(defun timeouts ()
  (run "no time" (keep '(#(state_timeout 0 a) #(#(timeout x) 0 b) #(timeout 0 c) #(#(timeout y) 0 d))))
  (run "no time, event" (keep '(#(timeout 0 c) #(next_event internal foo))))
  (run "no time twice" (keep '(#(state_timeout 0 a) #(#(timeout x) 0 b) #(state_timeout 0 a2))))
  (run "no time, other state"
       (keep (list #(state_timeout 0 a)
                   (then (lambda (_ _) #(next_state b dd (#(#(timeout y) 0 yy))))))))
  (run "updates" (keep (list #(timeout 30 c)
                             (then (keep '(#(timeout update u) #(state_timeout update w)))))))
  (run "update" (keep (list #(#(timeout x) 30 c) (then (keep '(#(#(timeout x) update u)))))))
  (run "update at once" (keep '(#(#(timeout x) 30 c) #(#(timeout x) update u))))
  (run "cancel" (keep (list #(#(timeout x) 10 c)
                            (then (keep '(#(#(timeout x) cancel) #(state_timeout cancel) #(timeout cancel)))))))
  (run "time alone" (lambda (_ _) #(next_state b e 5)))
  (run "infinity" (lambda (_ _) #(keep_state e infinity)))
  (run "state changes" (keep (list #(state_timeout 20 s) (then (lambda (_ _) #(next_state b e))))))
  (run "state stays" (keep (list #(state_timeout 20 s) (then (lambda (_ _) #(next_state a e))))))
  (run "absolute"
       (lambda (_ _)
         (tuple 'keep_state_and_data
                (list (tuple 'state_timeout (+ 30 (erlang:monotonic_time 'millisecond)) 's #(abs true))
                      #(#(timeout r) 5 k (#(abs false)))))))
  (run "other messages"
       (lambda (_ _)
         (! (self) (tuple 'timeout (make_ref) 'state_timeout))
         (! (self) 'timeout)
         (! (self) #($gen_cast cast))
         (! (self) #($gen_event event))
         'keep_state_and_data)))

(defun events ()
  (run "all types" (keep (list #(next_event info 1) (tuple 'next_event (tuple 'call (tuple (self) 'x)) 2)
                               #(next_event cast 3) #(next_event timeout 4)
                               #(next_event #(timeout q) 5) #(next_event state_timeout 6)
                               #(next_event internal 7))))
  (run "hibernate" (keep '(hibernate #(next_event internal q))))
  (run "hibernate" (keep '(hibernate)))
  (run "hibernate" (keep '(hibernate #(hibernate false))))
  (run "postponed"
       (lambda (_ _)
         (put 'n 0)
         (tuple 'keep_state_and_data
                (list (tuple 'next_event 'cast
                             (tuple 'f (lambda (state _)
                                         (put 'n (+ 1 (get 'n)))
                                         (io:format "  call ~p in ~p~n" (list (get 'n) state))
                                         (if (=:= (get 'n) 1) #(keep_state_and_data postpone) 'keep_state_and_data))))
                      #(next_event internal x)
                      (then (lambda (_ _) #(next_state b e #(next_event internal first))))
                      #(next_event internal last))))))

(defun entering ()
  (run "repeat" (lambda (_ _) #(repeat_state e (postpone #(next_event internal z)))))
  (flet ((with (label f) (run label (lambda (_ _) (put 'enter f) #(next_state b e (#(state_timeout 1 no)))))))
    (with "time" (lambda (_ _ _) #(keep_state n (#(state_timeout 5 ent)))))
    (with "postpone" (lambda (_ _ _) #(keep_state n (postpone))))
    (with "next_event" (lambda (_ _ _) #(keep_state n (#(next_event internal x)))))
    (with "module" (lambda (_ _ _) #(keep_state n (#(change_callback_module foo)))))
    (with "foo" (lambda (_ _ _) #(keep_state n (foo))))
    (with "other state" (lambda (_ _ _) #(next_state c n)))
    (with "same state" (lambda (_ _ _) #(next_state b n)))
    (with "repeat" (lambda (_ _ _) (erase 'enter) #(repeat_state n)))
    (with "stop" (lambda (_ _ _) #(stop why n)))
    (with "bad" (lambda (_ _ _) 'bad))))

(defun failing ()
  (run "stop" (lambda (_ _) 'stop))
  (run "stop" (lambda (_ _) #(stop why)))
  (run "stop" (lambda (_ _) #(stop #(shutdown x) #(told 1))))
  (run "stop" (lambda (_ _) #(stop why #(told 1))))
  (run "stop" (lambda (_ _) (tuple 'stop 'why (tuple 'f (lambda () (exit 'in-terminate))))))
  (run "stop" (lambda (_ _) (tuple 'stop 'why (tuple 'f (lambda () (throw 'in-terminate))))))
  (run "stop and reply" (lambda (_ _) #(stop_and_reply why ())))
  (run "stop and reply" (lambda (_ _) #(stop_and_reply why (foo) #(told 2))))
  (run "bad" (lambda (_ _) 'bad))
  (lists:foreach
    (lambda (action) (run (io_lib:format "~p" (list action)) (keep (list action))))
    '(foo #(next_event foo 1) #(next_event #(call x) 1) #(timeout foo 1) #(timeout -1 1)
      #(timeout 1 1 (foo)) #(state_timeout 1 1 #(abs foo)) #(reply foo 1) #(postpone foo)
      #(hibernate foo) pop_callback_module #(push_callback_module 1)
      #(push_callback_module no_module) #(change_callback_module no_module)))
  (run "bad, new state" (lambda (_ _) #(next_state b e (postpone #(next_event internal r) #(state_timeout 30 p) foo))))
  (run "error" (lambda (_ _) (error 'oops)))
  (run "error" (lambda (_ _) #(keep_state #(told 4) (foo))))
  (run "exit" (lambda (_ _) (exit 'oops)))
  (run "exit" (lambda (_ _) (exit 'normal)))
  (run "throw" (lambda (_ _) (throw 'oops)))
  (run "throw" (lambda (_ _) (throw #(stop why #(told 3)))))
  (run "queues"
       (keep (list 'postpone #(state_timeout 1000 foo) #(#(timeout n) 1000 foo) #(timeout 1000 d)
                   #(next_event internal i)
                   (then (lambda (_ _) #(stop why)))
                   #(next_event internal j))))
  (lists:foreach
    (match-lambda
      (((tuple label f))
       (show label (lambda ()
                     (let ((answer (gen_statem:start 'state_machines f '())))
                       (timer:sleep 20)
                       answer)))))
    (list (tuple "stop" (lambda () #(stop why))) (tuple "ignore" (lambda () 'ignore))
          (tuple "bad" (lambda () 'bad)) (tuple "error" (lambda () (error 'foo)))
          (tuple "exit" (lambda () (exit 'foo))) (tuple "throw" (lambda () (throw 1)))
          (tuple "thrown" (lambda () (throw #(ok a 1)))) (tuple "error" (lambda () #(error why)))
          (tuple "actions" (lambda () #(ok a 1 (postpone #(next_event internal go) #(state_timeout 0 s)))))
          (tuple "bad action" (lambda () #(ok a 1 foo))))))

(defun asking ()
  (let ((pid (new 'd)))
    (lists:foreach
      (match-lambda
        (((list process request time)) (show "call" (lambda () (gen_statem:call process request time)))))
      (list (list 'nope 'x 'infinity) (list 'nope 'x 10) (list #(nope nonode@nohost) 'x #(clean_timeout 10))
            (list #(global nope) 'x #(dirty_timeout 10)) (list (self) 'x 10) (list 'nope 'x 'foo)
            (list 'nope 'x -1) (list 'nope 'x #(foo 1)) (list 'nope 'x #(clean_timeout foo))
            (list "nope" 'x 10) (list pid 'state 'infinity) (list pid 'state #(clean_timeout 1000))
            (list pid 'x 10) (list pid 'x #(dirty_timeout 10))))
    (lists:foreach
      (lambda (process) (show "cast" (lambda () (gen_statem:cast process 'x))))
      '(nope #(global nope) #(via global nope) #(via nomod nope) #(nope x@y) "nope" #(nope 1)))
    (show "reply" (lambda () (gen_statem:reply 'foo)))
    (show "reply" (lambda () (gen_statem:reply '())))
    (show "reply" (lambda () (gen_statem:reply (list (tuple 'reply (tuple (self) 'tag) 1)))))
    (show "reply" (lambda () (gen_statem:reply (tuple 'reply (tuple (self) 'tag) 1))))
    (show "reply" (lambda () (gen_statem:reply (tuple (self) 'tag) 1)))
    (show "reply" (lambda () (gen_statem:reply '(foo))))
    (show "reply" (lambda () (gen_statem:reply 'foo 1)))
    (show "messages" (lambda () (list (receive (m m)) (receive (m m)) (receive (m m)) (receive (m m) (after 0 'none)))))
    (show "call" (lambda () (gen_statem:call pid (tuple 'f (lambda (from _ _) (tuple 'keep_state_and_data (list (tuple 'reply from 1))))))))
    (show "request" (lambda () (gen_statem:receive_response (gen_statem:send_request pid 'state))))
    (show "request" (lambda () (gen_statem:wait_response (gen_statem:send_request 'nope 'state) 100)))
    (show "state" (lambda () (sys:get_state pid)))
    (show "replace" (lambda () (sys:replace_state pid (match-lambda (((tuple s d)) (tuple d s))))))
    (gen_statem:cast pid (tuple 'f (keep '(#(state_timeout 5000 1) #(#(timeout n) 6000 c) #(timeout 7000 d)))))
    (show "status" (lambda () (element 2 (split-after-header (sys:get_status pid)))))
    (sys:suspend pid)
    (show "code" (lambda () (sys:change_code pid 'state_machines 1 2)))
    (sys:resume pid)
    (show "state" (lambda () (sys:get_state pid)))
    (show "stop" (lambda () (gen_statem:stop pid)))
    (show "stop" (lambda () (gen_statem:stop pid)))))

;; The last item of a status, whose header has a pid in its text.
(defun split-after-header
  (((tuple 'status _ module (list _ _ _ _ (cons _ items)))) (tuple module items)))

(defun tracing ()
  (let (((tuple 'ok pid) (gen_statem:start #(local machine) 'state_machines 'd '(#(debug (trace log))))))
    (gen_statem:cast pid 'x)
    (gen_statem:cast pid 'z)
    (gen_statem:cast pid 'y)
    (sys:get_state pid)
    (show "log" (lambda () (sys:log pid 'get)))
    (gen_statem:stop pid)))

(defun entered-by-loop ()
  (let ((me (self)))
    (proc_lib:spawn_link
      (lambda ()
        (register 'looping (self))
        (! me 'ready)
        (gen_statem:enter_loop 'state_machines '() 'z 'data #(local looping) '(#(next_event internal go)))))
    (receive ('ready 'ok))
    (show "enter_loop" (lambda () (gen_statem:call 'looping 'state)))
    (show "enter_loop" (lambda () (gen_statem:stop 'looping)))))

(defun main ()
  (logger:remove_handler 'default)
  (logger:add_handler 'here 'state_machines #M())
  (timeouts)
  (events)
  (entering)
  (failing)
  (asking)
  (tracing)
  (entered-by-loop))
