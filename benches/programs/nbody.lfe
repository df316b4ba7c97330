;;; Floats in tuples: five bodies, 200 000 steps.
(defmodule nbody
  (export (main 0) (run 0)))

(defun run ()
  (let* ((bodies (balance (bodies)))
         (before (energy bodies 0.0))
         (after (energy (steps 200000 bodies) 0.0)))
    (tuple before after)))

(defun solar-mass () 39.47841760435743)

;; #(x y z vx vy vz mass)
(defun bodies ()
  (list (tuple 0.0 0.0 0.0 0.0 0.0 0.0 39.47841760435743)
        (tuple 4.84143144246472090e+00 -1.16032004402742839e+00 -1.03622044471123109e-01
               6.06326392995832020e-01 2.81198684491626020e+00 -2.52183616598876290e-02
               3.76936749096575900e-02)
        (tuple 8.34336671824457987e+00 4.12479856412430479e+00 -4.03523417114321381e-01
               -1.01077434617879260e+00 1.82566237123041190e+00 8.41576137658415400e-03
               1.12863261319687670e-02)
        (tuple 1.28943695621391310e+01 -1.51111514016986312e+01 -2.23307578892655734e-01
               1.08279100644153600e+00 8.68713018169608200e-01 -1.08326374013636060e-02
               1.72372405705971270e-03)
        (tuple 1.53796971148509165e+01 -2.59193146099879641e+01 1.79258772950371181e-01
               9.79090732243898000e-01 5.94698998647676300e-01 -3.47559555040789550e-02
               2.03368686992463060e-03)))

(defun balance
  (((= (cons (tuple x y z _ _ _ m) planets) bodies))
   (let (((tuple px py pz) (momentum bodies 0.0 0.0 0.0)))
     (cons (tuple x y z (- (/ px (solar-mass))) (- (/ py (solar-mass))) (- (/ pz (solar-mass))) m)
           planets))))

(defun momentum
  (((cons (tuple _ _ _ vx vy vz m) bodies) px py pz)
   (momentum bodies (+ px (* vx m)) (+ py (* vy m)) (+ pz (* vz m))))
  ((() px py pz) (tuple px py pz)))

(defun steps
  ((0 bodies) bodies)
  ((n bodies) (steps (- n 1) (move (pull bodies)))))

;; The velocities after the pull of all on all.
(defun pull
  (((cons body bodies))
   (let (((cons body bodies) (pull-one body bodies ())))
     (cons body (pull bodies))))
  ((()) ()))

;; One body against all later ones: the body, then those.
(defun pull-one
  (((tuple x1 y1 z1 vx1 vy1 vz1 m1) (cons (tuple x2 y2 z2 vx2 vy2 vz2 m2) bodies) done)
   (let* ((dx (- x1 x2))
          (dy (- y1 y2))
          (dz (- z1 z2))
          (square (+ (* dx dx) (+ (* dy dy) (* dz dz))))
          (force (/ 0.01 (* square (math:sqrt square))))
          (f1 (* m2 force))
          (f2 (* m1 force)))
     (pull-one (tuple x1 y1 z1 (- vx1 (* dx f1)) (- vy1 (* dy f1)) (- vz1 (* dz f1)) m1)
               bodies
               (cons (tuple x2 y2 z2 (+ vx2 (* dx f2)) (+ vy2 (* dy f2)) (+ vz2 (* dz f2)) m2)
                     done))))
  ((body () done) (cons body (reverse done ()))))

(defun move
  (((cons (tuple x y z vx vy vz m) bodies))
   (cons (tuple (+ x (* 0.01 vx)) (+ y (* 0.01 vy)) (+ z (* 0.01 vz)) vx vy vz m)
         (move bodies)))
  ((()) ()))

(defun energy
  (((cons (= (tuple _ _ _ vx vy vz m) body) bodies) sum)
   (let ((kinetic (* 0.5 (* m (+ (* vx vx) (+ (* vy vy) (* vz vz)))))))
     (energy bodies (potential body bodies (+ sum kinetic)))))
  ((() sum) sum))

(defun potential
  (((= (tuple x1 y1 z1 _ _ _ m1) body) (cons (tuple x2 y2 z2 _ _ _ m2) bodies) sum)
   (let* ((dx (- x1 x2))
          (dy (- y1 y2))
          (dz (- z1 z2))
          (distance (math:sqrt (+ (* dx dx) (+ (* dy dy) (* dz dz))))))
     (potential body bodies (- sum (/ (* m1 m2) distance)))))
  ((_ () sum) sum))

(defun reverse
  (((cons x xs) acc) (reverse xs (cons x acc)))
  ((() acc) acc))

(defun main ()
  (let (((tuple before after) (run)))
    (io:format "~.9f ~.9f~n" (list before after))))
