;;; An interpreter of a tiny language with loops.
(defmodule brainfuck
  (export (main 0)))

(defun parse (text)
  (let (((tuple program ()) (parse text ()))) program))

(defun parse
  ((() acc) (tuple (lists:reverse acc) ()))
  (((cons #\[ cs) acc)
   (let (((tuple body rest) (parse cs ()))) (parse rest (cons (tuple 'loop body) acc))))
  (((cons #\] cs) acc) (tuple (lists:reverse acc) cs))
  (((cons c cs) acc) (parse cs (cons c acc))))

(defun run
  ((() state) state)
  (((cons (tuple 'loop body) rest) (= (tuple _ 0 _ _) state)) (run rest state))
  (((= (cons (tuple 'loop body) _) program) state) (run program (run body state)))
  (((cons op rest) state) (run rest (step op state))))

(defun step
  ((#\> (tuple l x () out)) (tuple (cons x l) 0 () out))
  ((#\> (tuple l x (cons y r) out)) (tuple (cons x l) y r out))
  ((#\< (tuple (cons y l) x r out)) (tuple l y (cons x r) out))
  ((#\+ (tuple l x r out)) (tuple l (band (+ x 1) 255) r out))
  ((#\- (tuple l x r out)) (tuple l (band (- x 1) 255) r out))
  ((#\. (tuple l x r out)) (tuple l x r (cons x out))))

(defun main ()
  (let* ((text "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.")
         ((tuple _ _ _ out) (run (parse text) #(() 0 () ()))))
    (io:format "~s" (list (lists:reverse out)))))
