;;; Algorithms on directed graphs: Erlang's module `digraph_utils`. All of them walk depth first.

(defmodule digraph_utils
  "Algorithms on directed graphs, as in Erlang."
  (export
   (preorder 1) (postorder 1) (topsort 1) (is_acyclic 1) (loop_vertices 1)
   (components 1) (strong_components 1) (cyclic_strong_components 1) (condensation 1)
   (reachable 2) (reachable_neighbours 2) (reaching 2) (reaching_neighbours 2)
   (is_tree 1) (is_arborescence 1) (arborescence_root 1) (subgraph 2) (subgraph 3)))

;;; The walk. `neighbours` answers where to go on from a vertex. A state is a tuple of the vertices of
;;; the tree under way, the last one first, and the map of those seen.

;; For each root that was not seen yet, the last one first, the list of the vertices met from there:
;; each before those behind it if `order` is pre, after them if it is post, the last one first.
(defun forest (order neighbours roots)
  (trees order neighbours roots #M() ()))

(defun trees
  ((order neighbours (cons root roots) seen trees)
   (case (visit order neighbours root (tuple () seen))
     ((tuple () _) (trees order neighbours roots seen trees))
     ((tuple tree seen) (trees order neighbours roots seen (cons tree trees)))))
  ((_ _ () _ trees) trees))

(defun visit
  ((_ _ vertex (= (tuple _ seen) state)) (when (is_map_key vertex seen)) state)
  (('pre neighbours vertex (tuple tree seen))
   (visit-each 'pre neighbours (funcall neighbours vertex)
     (tuple (cons vertex tree) (map-set seen vertex 'true))))
  (('post neighbours vertex (tuple tree seen))
   (let (((tuple tree seen)
          (visit-each 'post neighbours (funcall neighbours vertex)
            (tuple tree (map-set seen vertex 'true)))))
     (tuple (cons vertex tree) seen))))

(defun visit-each
  ((order neighbours (cons vertex vertices) state)
   (visit-each order neighbours vertices (visit order neighbours vertex state)))
  ((_ _ () state) state))

;; The steps that lead along edges, against them, and either way.
(defun along (graph)
  (lambda (vertex) (digraph:out_neighbours graph vertex)))

(defun against (graph)
  (lambda (vertex) (digraph:in_neighbours graph vertex)))

(defun either-way (graph)
  (lambda (vertex) (++ (digraph:out_neighbours graph vertex) (digraph:in_neighbours graph vertex))))

;;; Orders.

(defun preorder (graph)
  "All vertices, each before those first met from there."
  (lists:reverse (lists:append (forest 'pre (along graph) (digraph:vertices graph)))))

(defun postorder (graph)
  "All vertices, each after those first met from there."
  (lists:reverse (last-first graph)))

;; The vertices in reverse postorder.
(defun last-first (graph)
  (lists:append (forest 'post (along graph) (digraph:vertices graph))))

(defun topsort (graph)
  "All vertices, each before the others that edges lead to, or false if there is a cycle of two or
   more."
  (let ((vertices (last-first graph)))
    (if (=:= (length (strong_components graph)) (length vertices))
      vertices
      'false)))

(defun is_acyclic (graph)
  "Whether there is no cycle."
  (andalso (=:= (loop_vertices graph) ()) (=/= (topsort graph) 'false)))

(defun loop_vertices (graph)
  "The vertices from which an edge leads to themselves."
  (lc ((<- vertex (digraph:vertices graph)) (loops? graph vertex)) vertex))

(defun loops? (graph vertex)
  (lists:member vertex (digraph:out_neighbours graph vertex)))

;;; Components.

(defun components (graph)
  "The lists of vertices that are connected, whatever the direction of edges."
  (forest 'pre (either-way graph) (digraph:vertices graph)))

(defun strong_components (graph)
  "The lists of vertices with paths from each to each."
  (forest 'pre (against graph) (last-first graph)))

(defun cyclic_strong_components (graph)
  "Those strong components that have a cycle."
  (lc ((<- component (strong_components graph)) (cyclic? graph component)) component))

(defun cyclic?
  ((graph (list vertex)) (loops? graph vertex))
  ((_ _) 'true))

(defun condensation (graph)
  "The graph of the strong components, with one edge where edges lead from one to another."
  (let* ((condensed (digraph:new (type-of graph)))
         (components (strong_components graph))
         (component-of
           (maps:from_list
             (lc ((<- component components) (<- vertex component)) (tuple vertex component)))))
    (lists:foreach (lambda (component) (digraph:add_vertex condensed component)) components)
    (lists:foreach
      (match-lambda (((tuple from to)) (digraph:add_edge condensed from to)))
      (lists:usort
        (lc ((<- edge (digraph:edges graph))
             (<- ends (ends-between graph edge component-of)))
          ends)))
    condensed))

;; The components that an edge leads from and to, in a list, if they are two.
(defun ends-between (graph edge component-of)
  (let* (((tuple _ from to _) (digraph:edge graph edge))
         (a (mref component-of from))
         (b (mref component-of to)))
    (if (=:= a b) () (list (tuple a b)))))

;; The options that a graph was made with.
(defun type-of (graph)
  (lc ((<- (tuple key value) (digraph:info graph)) (=/= key 'memory)) value))

;;; What can be reached.

(defun reachable (vertices graph)
  "Some vertices and those that paths lead to from them."
  (lists:append (forest 'pre (along graph) vertices)))

(defun reachable_neighbours (vertices graph)
  "The vertices that paths of one edge or more lead to from some."
  (let ((next (along graph)))
    (lists:append (forest 'pre next (lists:flatmap next vertices)))))

(defun reaching (vertices graph)
  "Some vertices and those from which paths lead to them."
  (lists:append (forest 'pre (against graph) vertices)))

(defun reaching_neighbours (vertices graph)
  "The vertices from which paths of one edge or more lead to some."
  (let ((next (against graph)))
    (lists:append (forest 'pre next (lists:flatmap next vertices)))))

;;; Trees.

(defun is_tree (graph)
  "Whether there is one path between any two vertices, whatever the direction of edges."
  (andalso (=:= (digraph:no_edges graph) (- (digraph:no_vertices graph) 1))
           (=:= (length (components graph)) 1)))

(defun is_arborescence (graph)
  "Whether one path leads from some vertex to each of the others."
  (=/= (arborescence_root graph) 'no))

(defun arborescence_root (graph)
  "`#(yes vertex)` of the vertex from which one path leads to each of the others, or no."
  (case (digraph:source_vertices graph)
    ((list root) (if (is_tree graph) (tuple 'yes root) 'no))
    (_ 'no)))

;;; Subgraphs.

(defun subgraph (graph vertices)
  "The graph of some vertices and the edges between them."
  (subgraph graph vertices ()))

(defun subgraph (graph vertices options)
  "The graph of some vertices and the edges between them. Options are `#(type options)`, those of a
   new graph or inherit, and `#(keep_labels boolean)`."
  (let* (((tuple type keep?) (with-options options 'inherit 'true))
         (part (digraph:new (if (=:= type 'inherit) (type-of graph) type))))
    (if (is_list vertices) 'ok (error 'badarg))
    (lists:foreach (lambda (vertex) (copy-vertex graph vertex part keep?)) vertices)
    (lists:foreach (lambda (vertex) (copy-edges graph vertex part keep?)) (digraph:vertices part))
    part))

(defun with-options
  ((() type keep?) (tuple type keep?))
  (((cons (tuple 'type type) options) _ keep?) (when (orelse (is_list type) (=:= type 'inherit)))
   (with-options options type keep?))
  (((cons (tuple 'keep_labels keep?) options) type _) (when (is_boolean keep?))
   (with-options options type keep?))
  ((_ _ _) (error 'badarg)))

(defun copy-vertex (graph vertex part keep?)
  (case (digraph:vertex graph vertex)
    ((tuple _ label) (digraph:add_vertex part vertex (if keep? label ())))
    ('false 'ok)))

;; The edges from a vertex; to vertices that are not there none can be added.
(defun copy-edges (graph vertex part keep?)
  (lists:foreach
    (lambda (edge)
      (let (((tuple _ from to label) (digraph:edge graph edge)))
        (digraph:add_edge part edge from to (if keep? label ()))))
    (digraph:out_edges graph vertex)))
