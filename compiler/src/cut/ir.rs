//! Cut adds to Mid: control never comes back. Each function is one or more *pieces*; the part after a
//! call is a continuation piece that finds the values it needs in the frame that the call pushed.
//! It no longer contains calls as operations, nor joins that several pieces share: those are pieces too.

use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::middle::ir::{Callee, FunctionId, JoinId, Operand, Operation, Test, Unpacking, Var};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct PieceId(pub u32);

#[derive(Clone, Debug)]
pub struct Module {
    pub name: Symbol,
    pub exports: Vec<(Symbol, usize)>,
    pub attributes: Vec<(Symbol, Term)>,
    pub constants: Vec<Term>,
    /// The dynamic variables that the module defines.
    pub dynamics: Vec<Symbol>,
    pub functions: Vec<Function>,
    pub pieces: Vec<Piece>,
}

/// A function: where it begins and what tables say of it.
#[derive(Clone, Debug)]
pub struct Function {
    pub entry: PieceId,
    pub symbol: String,
    pub name: Symbol,
    pub arity: usize,
    pub parameters: usize,
    pub span: Span,
    /// Index among the module's lambdas and number of free variables.
    pub closure: Option<(u32, usize)>,
    pub exported: bool,
    /// Calls of it from its other version are rare.
    pub is_fallback: bool,
}

#[derive(Clone, Debug)]
pub struct Piece {
    pub symbol: String,
    pub function: FunctionId,
    pub kind: PieceKind,
    /// Whether it asks at its start if the worker is wanted.
    pub polls: bool,
    pub body: Block,
}

#[derive(Clone, Debug)]
pub enum PieceKind {
    Entry {
        parameters: Vec<Var>,
        unpacking: Option<Unpacking>,
    },
    /// Entered by a return: pops its frame, whose slots hold these variables.
    Continuation {
        frame: Vec<Var>,
        result: Var,
        is_protected: bool,
        span: Span,
    },
    /// Entered by a raise: pops the same frame as the continuation of the protected call.
    Handler {
        frame: Vec<Var>,
        caught: [Var; 3],
        span: Span,
    },
    /// Entered by `Goto` from pieces of the same function.
    Join { parameters: Vec<Var> },
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    pub statements: Vec<Statement>,
    pub end: End,
}

#[derive(Clone, Debug)]
pub enum Statement {
    /// Never a call.
    Define(Var, Operation, Span),
    /// A join within the piece.
    Join(JoinId, Vec<Var>, Block),
}

#[derive(Clone, Debug, Default)]
pub enum End {
    Return(Operand),
    TailCall(Callee, Vec<Operand>, Span),
    /// Pushes a frame of these variables and the continuation, then calls.
    Call(Call),
    /// The same with a handler frame.
    Protect {
        call: Call,
        handler: PieceId,
    },
    /// The next round of the piece's unpacked loop: the values of the variables that change, words
    /// and floats apart.
    Repeat {
        words: Vec<Operand>,
        doubles: Vec<Operand>,
        span: Span,
    },
    /// To a join piece.
    Goto(PieceId, Vec<Operand>),
    Jump(JoinId, Vec<Operand>),
    If(Test, Box<Block>, Box<Block>),
    Raise(Operand, Operand, Option<Operand>, Span),
    FunctionClause(Vec<Operand>, Span),
    #[default]
    Unreachable,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub frame: Vec<Var>,
    pub continuation: PieceId,
    pub callee: Callee,
    pub arguments: Vec<Operand>,
    pub span: Span,
}
