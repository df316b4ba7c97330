;;; The macros of module `clj` under plain names, for `(include-lib "lfe/include/clj.lfe")`.

;; Definitions.

(defmacro defn arguments `(clj:defn ,@arguments))
(defmacro defn- arguments `(clj:defn- ,@arguments))
(defmacro fn arguments `(clj:fn ,@arguments))

;; Threading.

(defmacro -> arguments `(clj:-> ,@arguments))
(defmacro ->> arguments `(clj:->> ,@arguments))
(defmacro as-> arguments `(clj:as-> ,@arguments))
(defmacro cond-> arguments `(clj:cond-> ,@arguments))
(defmacro cond->> arguments `(clj:cond->> ,@arguments))
(defmacro some-> arguments `(clj:some-> ,@arguments))
(defmacro some->> arguments `(clj:some->> ,@arguments))
(defmacro doto arguments `(clj:doto ,@arguments))

;; Conditionals.

(defmacro if-let arguments `(clj:if-let ,@arguments))
(defmacro iff-let arguments `(clj:iff-let ,@arguments))
(defmacro condp arguments `(clj:condp ,@arguments))
(defmacro if-not arguments `(clj:if-not ,@arguments))
(defmacro iff arguments `(clj:iff ,@arguments))
(defmacro when-not arguments `(clj:when-not ,@arguments))
(defmacro not= arguments `(clj:not= ,@arguments))

;; Predicates.

(defmacro atom? arguments `(clj:atom? ,@arguments))
(defmacro binary? arguments `(clj:binary? ,@arguments))
(defmacro bitstring? arguments `(clj:bitstring? ,@arguments))
(defmacro bool? arguments `(clj:bool? ,@arguments))
(defmacro boolean? arguments `(clj:boolean? ,@arguments))
(defmacro float? arguments `(clj:float? ,@arguments))
(defmacro func? arguments `(clj:func? ,@arguments))
(defmacro function? arguments `(clj:function? ,@arguments))
(defmacro int? arguments `(clj:int? ,@arguments))
(defmacro integer? arguments `(clj:integer? ,@arguments))
(defmacro map? arguments `(clj:map? ,@arguments))
(defmacro number? arguments `(clj:number? ,@arguments))
(defmacro record? arguments `(clj:record? ,@arguments))
(defmacro reference? arguments `(clj:reference? ,@arguments))
(defmacro tuple? arguments `(clj:tuple? ,@arguments))
(defmacro undef? arguments `(clj:undef? ,@arguments))
(defmacro undefined? arguments `(clj:undefined? ,@arguments))
(defmacro nil? arguments `(clj:nil? ,@arguments))
(defmacro true? arguments `(clj:true? ,@arguments))
(defmacro false? arguments `(clj:false? ,@arguments))
(defmacro odd? arguments `(clj:odd? ,@arguments))
(defmacro even? arguments `(clj:even? ,@arguments))
(defmacro zero? arguments `(clj:zero? ,@arguments))
(defmacro pos? arguments `(clj:pos? ,@arguments))
(defmacro neg? arguments `(clj:neg? ,@arguments))
(defmacro identical? arguments `(clj:identical? ,@arguments))

;; Text.

(defmacro str arguments `(clj:str ,@arguments))
