;;; Float loops: the Mandelbrot set in characters.
(defmodule mandelbrot
  (export (main 0)))

(defun escape
  ((_ _ _ _ 30) 30)
  ((zr zi cr ci n)
   (let ((r2 (* zr zr)) (i2 (* zi zi)))
     (if (> (+ r2 i2) 4.0)
       n
       (escape (+ (- r2 i2) cr) (+ (* 2.0 (* zr zi)) ci) cr ci (+ n 1))))))

(defun main ()
  (lists:foreach
    (lambda (y)
      (io:format "~s~n"
        (list (lc ((<- x (lists:seq 0 59)))
                (case (escape 0.0 0.0 (- (/ x 20) 2.2) (- (/ y 8) 1.25) 0)
                  (30 #\#)
                  (n (when (> n 6)) #\+)
                  (_ #\.))))))
    (lists:seq 0 20)))
