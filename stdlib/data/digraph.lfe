;;; Directed graphs: Erlang's module `digraph`. A graph is `#(digraph vertices edges ends cyclic?)`,
;;; of three tables: tuples of a vertex and its label; tuples of an edge, where it begins and ends, and
;;; its label; and for each vertex the edges that begin and end there, as `#(#(out vertex) edge)` and
;;; `#(#(in vertex) edge)`, with the numbers for the next names.

(defmodule digraph
  "Directed graphs in tables, as in Erlang."
  (export
   (new 0) (new 1) (delete 1) (info 1)
   (add_vertex 1) (add_vertex 2) (add_vertex 3) (vertex 2) (vertices 1) (no_vertices 1)
   (source_vertices 1) (sink_vertices 1) (del_vertex 2) (del_vertices 2)
   (add_edge 3) (add_edge 4) (add_edge 5) (edge 2) (edges 1) (edges 2) (no_edges 1)
   (del_edge 2) (del_edges 2)
   (in_degree 2) (out_degree 2) (in_edges 2) (out_edges 2) (in_neighbours 2) (out_neighbours 2)
   (get_path 3) (get_cycle 2) (get_short_path 3) (get_short_cycle 2) (del_path 3)))

;;; The graph as such.

(defun new ()
  "The empty graph, with cycles allowed, readable by other processes."
  (new ()))

(defun new (options)
  "The empty graph. Options are cyclic, acyclic, protected and private."
  (let* (((tuple cyclic? protection) (with-options options 'true 'protected))
         (vertices (ets:new 'vertices (list 'set protection)))
         (edges (ets:new 'edges (list 'set protection)))
         (ends (ets:new 'neighbours (list 'bag protection))))
    (ets:insert ends '(#($vid 0) #($eid 0)))
    (tuple 'digraph vertices edges ends cyclic?)))

(defun with-options
  ((() cyclic? protection) (tuple cyclic? protection))
  (((cons 'cyclic options) _ protection) (with-options options 'true protection))
  (((cons 'acyclic options) _ protection) (with-options options 'false protection))
  (((cons 'protected options) cyclic? _) (with-options options cyclic? 'protected))
  (((cons 'private options) cyclic? _) (with-options options cyclic? 'private))
  ((_ _ _) (error 'badarg)))

;; The tables of a graph.
(defun vertices-of
  (((tuple 'digraph vertices _ _ _)) vertices)
  ((other) (error (tuple 'badrecord other))))

(defun edges-of
  (((tuple 'digraph _ edges _ _)) edges)
  ((other) (error (tuple 'badrecord other))))

(defun ends-of
  (((tuple 'digraph _ _ ends _)) ends)
  ((other) (error (tuple 'badrecord other))))

(defun delete (graph)
  "Deletes a graph's tables."
  (ets:delete (vertices-of graph))
  (ets:delete (edges-of graph))
  (ets:delete (ends-of graph)))

(defun info (graph)
  "A list of tuples: cyclicity, memory in words, protection."
  (let ((tables (list (vertices-of graph) (edges-of graph) (ends-of graph))))
    (list (tuple 'cyclicity (if (element 5 graph) 'cyclic 'acyclic))
          (tuple 'memory (lists:sum (lc ((<- table tables)) (ets:info table 'memory))))
          (tuple 'protection (ets:info (vertices-of graph) 'protection)))))

;; A new name of vertices ($v, counted in $vid) or edges.
(defun new-name (graph kind counter)
  (let* ((ends (ends-of graph))
         ((list (tuple _ n)) (ets:take ends counter)))
    (ets:insert ends (tuple counter (+ n 1)))
    (cons kind n)))

;;; Vertices.

(defun add_vertex (graph)
  "Adds a vertex with a name of its own, which is answered."
  (add_vertex graph (new-name graph '$v '$vid)))

(defun add_vertex (graph vertex)
  "Adds a vertex with the label ()."
  (add_vertex graph vertex ()))

(defun add_vertex (graph vertex label)
  "Adds a vertex, or changes its label, and answers it."
  (ets:insert (vertices-of graph) (tuple vertex label))
  vertex)

(defun vertex (graph vertex)
  "`#(vertex label)`, or false."
  (first-or-false (ets:lookup (vertices-of graph) vertex)))

(defun first-or-false
  (((cons x _)) x)
  ((()) 'false))

(defun vertex? (graph vertex)
  (ets:member (vertices-of graph) vertex))

(defun vertices (graph)
  "All vertices."
  (keys (vertices-of graph)))

(defun keys (table)
  (ets:foldl (lambda (row keys) (cons (element 1 row) keys)) () table))

(defun no_vertices (graph)
  "The number of vertices."
  (ets:info (vertices-of graph) 'size))

(defun source_vertices (graph)
  "The vertices where no edge ends."
  (lc ((<- vertex (vertices graph)) (=:= (in_degree graph vertex) 0)) vertex))

(defun sink_vertices (graph)
  "The vertices where no edge begins."
  (lc ((<- vertex (vertices graph)) (=:= (out_degree graph vertex) 0)) vertex))

(defun del_vertex (graph vertex)
  "Removes a vertex and the edges that begin or end there."
  (del_edges graph (edges graph vertex))
  (ets:delete (vertices-of graph) vertex))

(defun del_vertices
  "Removes vertices and the edges that begin or end there."
  ((graph (cons vertex vertices))
   (del_vertex graph vertex)
   (del_vertices graph vertices))
  ((_ ()) 'true))

;;; Edges.

(defun add_edge (graph from to)
  "Adds an edge with a name of its own, which is answered."
  (add_edge graph from to ()))

(defun add_edge (graph from to label)
  "Adds an edge with a label and a name of its own, which is answered."
  (add_edge graph (new-name graph '$e '$eid) from to label))

(defun add_edge (graph edge from to label)
  "Adds an edge, or changes its label, and answers it, or `#(error reason)`: where there is no such
   vertex, where the edge joins others, and where it would close a forbidden cycle."
  (case (wrong-with-edge graph edge from to)
    ('false (put-edge graph edge from to label))
    (reason (tuple 'error reason))))

(defun wrong-with-edge
  ((graph edge from to)
   (cond ((not (vertex? graph from)) (tuple 'bad_vertex from))
         ((not (vertex? graph to)) (tuple 'bad_vertex to))
         ((joins-others? graph edge from to) (tuple 'bad_edge (list from to)))
         (else (cycle-with graph from to)))))

(defun joins-others? (graph edge from to)
  (case (edge graph edge)
    ((tuple _ a b _) (not (andalso (=:= a from) (=:= b to))))
    ('false 'false)))

(defun cycle-with
  (((= (tuple 'digraph _ _ _ 'false) _) vertex vertex*) (when (=:= vertex vertex*))
   (tuple 'bad_edge (list vertex vertex)))
  (((= (tuple 'digraph _ _ _ 'false) graph) from to)
   (case (get_path graph to from)
     ('false 'false)
     (path (tuple 'bad_edge path))))
  ((_ _ _) 'false))

(defun put-edge (graph edge from to label)
  (ets:insert (ends-of graph) (list (tuple (tuple 'out from) edge) (tuple (tuple 'in to) edge)))
  (ets:insert (edges-of graph) (tuple edge from to label))
  edge)

(defun edge (graph edge)
  "`#(edge from to label)`, or false."
  (first-or-false (ets:lookup (edges-of graph) edge)))

(defun edges (graph)
  "All edges."
  (keys (edges-of graph)))

(defun edges (graph vertex)
  "The edges that begin or end at a vertex; where both, twice."
  (++ (in_edges graph vertex) (out_edges graph vertex)))

(defun no_edges (graph)
  "The number of edges."
  (ets:info (edges-of graph) 'size))

(defun del_edge (graph edge)
  "Removes an edge."
  (case (edge graph edge)
    ((tuple _ from to _)
     (ets:delete_object (ends-of graph) (tuple (tuple 'out from) edge))
     (ets:delete_object (ends-of graph) (tuple (tuple 'in to) edge))
     (ets:delete (edges-of graph) edge))
    ('false 'true)))

(defun del_edges
  "Removes edges."
  ((graph (cons edge edges))
   (del_edge graph edge)
   (del_edges graph edges))
  ((_ ()) 'true))

;;; What is near a vertex. Neighbours come from the last edge to the first.

(defun in_degree (graph vertex)
  "The number of edges that end at a vertex."
  (length (ends graph 'in vertex)))

(defun out_degree (graph vertex)
  "The number of edges that begin at a vertex."
  (length (ends graph 'out vertex)))

(defun ends (graph side vertex)
  (ets:lookup (ends-of graph) (tuple side vertex)))

(defun in_edges (graph vertex)
  "The edges that end at a vertex."
  (edges-at graph 'in vertex))

(defun out_edges (graph vertex)
  "The edges that begin at a vertex."
  (edges-at graph 'out vertex))

(defun edges-at (graph side vertex)
  (lc ((<- (tuple _ edge) (ends graph side vertex))) edge))

(defun in_neighbours (graph vertex)
  "The vertices where edges begin that end at a vertex."
  (other-ends graph (in_edges graph vertex) 2 ()))

(defun out_neighbours (graph vertex)
  "The vertices where edges end that begin at a vertex."
  (other-ends graph (out_edges graph vertex) 3 ()))

;; An element of each edge, in reverse order.
(defun other-ends
  ((graph (cons edge edges) place acc)
   (let ((vertex (ets:lookup_element (edges-of graph) edge place)))
     (other-ends graph edges place (cons vertex acc))))
  ((_ () _ acc) acc))

;;; Paths.

(defun get_path (graph from to)
  "The vertices of a path of one edge or more that meets none twice, or false; depth first."
  (case (search (list (out_neighbours graph from)) (list from) to graph #M())
    ('false 'false)
    (path (lists:reverse path))))

;; `ways` has for each vertex of `path`, which comes in reverse, the neighbours still to try. Where
;; there is no way from a vertex, there is none at a second visit.
(defun search
  (((cons (cons vertex _) _) path to _ _) (when (=:= vertex to)) (cons vertex path))
  (((cons (cons vertex others) ways) path to graph seen)
   (if (is_map_key vertex seen)
     (search (cons others ways) path to graph seen)
     (search (list* (out_neighbours graph vertex) others ways) (cons vertex path) to graph
       (map-set seen vertex 'true))))
  (((cons () ways) (cons _ path) to graph seen) (search ways path to graph seen))
  ((() _ _ _ _) 'false))

(defun get_cycle (graph vertex)
  "The vertices of a cycle through a vertex, which is first and last, or a loop as `(vertex)`, or
   false."
  (case (get_path graph vertex vertex)
    ((list _ _) (list vertex))
    (path path)))

(defun get_short_path (graph from to)
  "The vertices of a path as short as can be of one edge or more, or false."
  (shortest (queue:in (list from) (queue:new)) to graph #M()))

;; The queue holds paths in reverse.
(defun shortest (paths to graph seen)
  (case (queue:out paths)
    ((tuple 'empty _) 'false)
    ((tuple (tuple 'value (= (cons vertex _) path)) paths)
     (step (lists:reverse (out_neighbours graph vertex)) path paths to graph seen))))

(defun step
  (((cons vertex _) path _ to _ _) (when (=:= vertex to)) (lists:reverse path (list vertex)))
  (((cons vertex vertices) path paths to graph seen)
   (if (is_map_key vertex seen)
     (step vertices path paths to graph seen)
     (step vertices path (queue:in (cons vertex path) paths) to graph
       (map-set seen vertex 'true))))
  ((() _ paths to graph seen) (shortest paths to graph seen)))

(defun get_short_cycle (graph vertex)
  "The vertices of a cycle as short as can be through a vertex, which is first and last, or false."
  (get_short_path graph vertex vertex))

(defun del_path (graph from to)
  "Removes edges until there is no path between two vertices."
  (case (get_path graph from to)
    ('false 'true)
    (path
     (cut path graph)
     (del_path graph from to))))

(defun cut
  (((cons a (= (cons b _) path)) graph)
   (del_edges graph
     (lc ((<- edge (out_edges graph a))
          (=:= (ets:lookup_element (edges-of graph) edge 3) b))
       edge))
   (cut path graph))
  (((list _) _) 'true))
