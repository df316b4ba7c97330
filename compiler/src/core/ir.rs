//! Core adds to forms: every name is resolved (a variable by its identity, a function by module, name
//! and arity), every literal is a constant term. It no longer contains macros, quasi-quotation,
//! `cond`, `maybe`, comprehensions, n-ary operators, imports or module aliases.
//!
//! Evaluation order is left to right in the order of the fields; where LFE's order differs
//! (`tset`, for example) the builder has bound the operands in LFE's order first.

use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;

/// A variable of one function; unique in its module.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct VarId(pub u32);

#[derive(Clone, Debug)]
pub struct Module {
    pub name: Symbol,
    pub span: Span,
    pub exports: Vec<(Symbol, usize)>,
    /// Attributes for `module_info`, in source order.
    pub attributes: Vec<(Symbol, Term)>,
    pub functions: Vec<Function>,
    /// Names of variables, by `VarId`, for printing and debugging.
    pub variables: Vec<Symbol>,
    /// The dynamic variables that the module defines, in source order.
    pub dynamics: Vec<Dynamic>,
    pub documentation: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Function {
    pub name: Symbol,
    pub span: Span,
    pub documentation: Option<String>,
    pub lambda: Lambda,
}

/// A definition of a dynamic variable. Its initial value is given by the function [`INITIALISER`].
#[derive(Clone, Debug)]
pub struct Dynamic {
    pub name: Symbol,
    pub span: Span,
    pub documentation: Option<String>,
}

pub use alate_abi::sections::INITIALISER;

/// Module and name of a dynamic variable.
pub type DynamicName = (Symbol, Symbol);

/// A function's clauses, all of one arity. No clause fits: `function_clause`.
#[derive(Clone, Debug)]
pub struct Lambda {
    pub arity: usize,
    pub span: Span,
    pub clauses: Vec<Clause>,
}

/// `patterns` has one entry a value matched: arity of a lambda, one in a `case`, three in a handler.
#[derive(Clone, Debug)]
pub struct Clause {
    pub span: Span,
    pub patterns: Vec<Pattern>,
    /// Succeeds if it evaluates to `true`; an error in it is a failure. Contains only guard expressions.
    pub guard: Option<Expr>,
    pub body: Expr,
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Literal(Term),
    Variable(VarId),
    Cons(Box<Expr>, Box<Expr>),
    Tuple(Vec<Expr>),
    /// Pairs; a later key replaces an equal earlier one.
    MapNew(Vec<(Expr, Expr)>),
    /// Puts pairs into a map; not a map: `#(badmap V)`.
    MapPut(Box<Expr>, Vec<(Expr, Expr)>),
    /// Replaces values of keys that must be there: `#(badkey K)`.
    MapUpdate(Box<Expr>, Vec<(Expr, Expr)>),
    Binary(Vec<Segment<Expr>>),
    Lambda(Lambda),
    /// `#'f/n` of this module.
    LocalFunction(Symbol, usize),
    /// A call to a function of this module.
    CallLocal(Symbol, Vec<Expr>),
    /// A call of `module:function`; also of every builtin, as `erlang:NAME`.
    CallRemote(Symbol, Symbol, Vec<Expr>),
    /// A call whose module or function is computed.
    CallDynamic(Box<Expr>, Box<Expr>, Vec<Expr>),
    /// A call of a fun.
    CallFun(Box<Expr>, Vec<Expr>),
    /// A call of a function bound by an enclosing `LetRec`.
    CallLetRec(VarId, Vec<Expr>),
    /// The fun of a function bound by an enclosing `LetRec`.
    LetRecFunction(VarId),
    /// All expressions are evaluated, then matched in order (`#(badmatch V)`), then the body.
    Let(Vec<Binding>, Box<Expr>),
    /// Functions that see themselves and each other.
    LetRec(Vec<(VarId, Lambda)>, Box<Expr>),
    /// At least one expression; the value of the last.
    Sequence(Vec<Expr>),
    /// The test must be `true` or `false`, else `#(case_clause V)`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `andalso`, `orelse`: the first must be boolean, else `#(badarg V)`.
    AndAlso(Box<Expr>, Box<Expr>),
    OrElse(Box<Expr>, Box<Expr>),
    Case(Box<Expr>, Vec<Clause>, NoMatch),
    Catch(Box<Expr>),
    Try(Box<Try>),
    /// The value of a dynamic variable.
    Dynamic(DynamicName),
    /// The atom `true` if a dynamic variable of this module has a global value, else `false`.
    DynamicIsSet(DynamicName),
    /// All values are evaluated, then bound, then the body.
    BindDynamic(Vec<(DynamicName, Expr)>, Box<Expr>),
    /// The value.
    SetDynamic(DynamicName, Reach, Box<Expr>),
}

/// What an assignment to a dynamic variable changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// The binding in force.
    Current,
    /// The value of all processes that have not bound it.
    Global,
}

/// What a `case` raises when no clause fits, with the value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoMatch {
    CaseClause,
    /// `maybe`'s else.
    ElseClause,
    TryClause,
    BadMatch,
}

#[derive(Clone, Debug)]
pub struct Binding {
    pub pattern: Pattern,
    pub guard: Option<Expr>,
    pub value: Expr,
}

/// `body` is protected; `clauses` and `handlers` are not, but all are followed by `after`.
#[derive(Clone, Debug)]
pub struct Try {
    pub body: Expr,
    /// Of the body's value; none: the value is the answer. No clause fits: `#(try_clause V)`.
    pub clauses: Option<Vec<Clause>>,
    /// Three patterns: class, reason, stack trace. No clause fits: the exception goes on.
    pub handlers: Vec<Clause>,
    pub after: Option<Expr>,
}

#[derive(Clone, Debug)]
pub struct Pattern {
    pub span: Span,
    pub kind: PatternKind,
}

#[derive(Clone, Debug)]
pub enum PatternKind {
    Ignore,
    /// Binds a new variable.
    Variable(VarId),
    /// Matches what is `=:=` to a variable bound earlier in the same clause's patterns.
    Same(VarId),
    Literal(Term),
    Cons(Box<Pattern>, Box<Pattern>),
    Tuple(Vec<Pattern>),
    /// Keys are literals.
    Map(Vec<(Term, Pattern)>),
    Binary(Vec<Segment<Pattern>>),
    /// Both match.
    Alias(Box<Pattern>, Box<Pattern>),
}

/// One segment of a binary: in an expression `value` is an expression, in a pattern a pattern.
#[derive(Clone, Debug)]
pub struct Segment<T> {
    pub span: Span,
    pub value: T,
    pub kind: SegmentKind,
    /// In units. Patterns: a literal, or a variable bound before or by an earlier segment.
    /// `None`: all that is left (binary, bitstring), or the type's own size.
    pub size: Option<Expr>,
    /// Bits a unit: 1 … 256.
    pub unit: u32,
    pub signed: bool,
    pub little_endian: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SegmentKind {
    Integer,
    Float,
    /// `binary`, `bytes`, `bitstring`, `bits` (they differ in unit).
    Binary,
    Utf8,
    Utf16,
    Utf32,
}
