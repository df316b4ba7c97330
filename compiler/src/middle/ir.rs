//! Mid adds to core: the order of evaluation is explicit (every operand is a variable or a constant),
//! pattern matching is tests and loads, and closures are functions with explicit free variables.
//! It no longer contains patterns, clauses, guards, nested expressions or local function definitions.
//!
//! A block is straight-line statements and one end. Control that meets again jumps to a *join*: a
//! block with parameters, in scope in the rest of the block where it stands and in the blocks nested
//! in it. Joins never loop; loops are functions that call themselves. The optimiser may give such a
//! function a loop of its own, whose variables are its parameters taken apart ([`Unpacking`]).

use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
pub use crate::core::ir::INITIALISER;
use alate_abi::builtins::Builtin;
use alate_abi::runtime_calls::RuntimeCall;
use alate_abi::word;

/// A variable, assigned once; unique in its function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Var(pub u32);

/// A join point, unique in its function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct JoinId(pub u32);

/// A function of the module: those of core first, then lambdas and lifted local functions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub struct FunctionId(pub u32);

/// Index into `Module::constants`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct ConstantId(pub u32);

#[derive(Clone, Debug)]
pub struct Module {
    pub name: Symbol,
    pub exports: Vec<(Symbol, usize)>,
    pub attributes: Vec<(Symbol, Term)>,
    pub functions: Vec<Function>,
    /// The dynamic variables that the module defines.
    pub dynamics: Vec<Symbol>,
    /// Terms that are not a single word, without repetition.
    pub constants: Vec<Term>,
}

#[derive(Clone, Debug)]
pub struct Function {
    /// Unique in the module: `name/arity`, for lambdas with a number.
    pub symbol: String,
    /// What a backtrace shows.
    pub name: Symbol,
    pub arity: usize,
    pub span: Span,
    /// Arguments; of a closure's function, the closure itself is the last.
    pub parameters: Vec<Var>,
    pub body: Block,
    /// One more than the greatest variable and join of the body.
    pub variables: u32,
    pub joins: u32,
    /// Index among the module's lambdas and number of free variables, for a closure's function.
    pub closure: Option<(u32, usize)>,
    /// Callable from other modules.
    pub exported: bool,
    /// What a version of this function leaves to it is rare.
    pub is_fallback: bool,
    /// The body is a loop over the parts of the parameters.
    pub unpacking: Option<Unpacking>,
}

/// How a function's parameters are taken apart at its entry. Its body reads the parts only, and
/// `End::Repeat` goes to the body's beginning with new ones.
#[derive(Clone, Debug)]
pub struct Unpacking {
    /// By parameter.
    pub parts: Vec<Part>,
    /// Where to go with the parameters as they are if they are not what the parts say.
    pub general: FunctionId,
}

/// What a parameter is taken apart into.
#[derive(Clone, Debug)]
pub enum Part {
    /// Nothing: the parameter itself.
    Whole(Carried),
    /// The elements of a tuple of this many.
    Tuple(Vec<Carried>),
}

/// A variable of an unpacked loop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Carried {
    pub var: Var,
    /// It is a float in every round.
    pub is_float: bool,
    /// Some round gives it another value.
    pub changes: bool,
}

impl Unpacking {
    /// The loop's variables, in the order in which `End::Repeat` gives their values.
    pub fn carried(&self) -> impl Iterator<Item = &Carried> {
        self.parts.iter().flat_map(Part::carried)
    }
}

impl Part {
    pub fn carried(&self) -> &[Carried] {
        match self {
            Part::Whole(carried) => std::slice::from_ref(carried),
            Part::Tuple(elements) => elements,
        }
    }

    pub fn carried_mut(&mut self) -> &mut [Carried] {
        match self {
            Part::Whole(carried) => std::slice::from_mut(carried),
            Part::Tuple(elements) => elements,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    pub statements: Vec<Statement>,
    pub end: End,
}

#[derive(Clone, Debug)]
pub enum Statement {
    Define(Var, Operation, Span),
    Join(JoinId, Vec<Var>, Block),
}

#[derive(Clone, PartialEq, Debug)]
pub enum Operand {
    Var(Var),
    Atom(Symbol),
    /// Fits a fixnum.
    Fixnum(i64),
    /// Has an immediate form.
    Float(u64),
    Nil,
    Constant(ConstantId),
    /// The address of a dynamic variable's record: module and name.
    Dynamic(Symbol, Symbol),
    /// The word for "no value" (see the shared word module); never in a user's term.
    Absent,
}

/// What a failing builtin does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// Raises.
    Raise,
    /// The variable holds `EXCEPTION`, which the next test looks at (guards).
    Value,
}

#[derive(Clone, Debug)]
pub enum Operation {
    /// A call that returns here.
    Call(Callee, Vec<Operand>),
    Builtin(&'static Builtin, Vec<Operand>, Failure),
    /// Arithmetic of two fixnums, by the builtin that it specialises; the flag says whether the
    /// result may be no fixnum (then the builtin computes it; it cannot fail).
    Fixnum(FixnumOperation, &'static Builtin, Operand, Operand, bool),
    /// An entry point of the runtime; what happens where it may answer `EXCEPTION`.
    Runtime(RuntimeCall, Vec<RuntimeArgument>, Option<Failure>),
    Cons(Operand, Operand),
    Tuple(Vec<Operand>),
    Closure(FunctionId, Vec<Operand>),
    /// `fun m:f/a`.
    ExternalFunction(Symbol, Symbol, usize),
    /// Loads from what a test has shown to be a cons, a tuple (index from 0), this function's closure.
    Head(Operand),
    Tail(Operand),
    Element(Operand, usize),
    Free(Operand, usize),
    /// The upper 61 bits of the hash of an atom's name, as a fixnum.
    AtomHash(Operand),
    /// A step of matching a bit string, in line.
    Bits(BitsOperation, Vec<Operand>),
    /// The value of a dynamic variable; what happens where it has none.
    ReadDynamic(Operand, Failure),
    /// The atom `true` or `false`.
    Boolean(Test),
    /// 1 or 0.
    Truth(Test),
    /// The second operand where the first, a truth, is 1; else the third.
    Select(Operand, Operand, Operand),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FixnumOperation {
    Add,
    Subtract,
    Multiply,
    /// By a positive constant.
    Divide,
    Remainder,
    And,
    Or,
    Xor,
}

/// Steps of matching a bit string. Its bits lie in a *base*, a whole binary, from an offset on;
/// positions are fixnums that count bits from the base's first. None fails, none has an effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BitsOperation {
    /// (term) Number of bits; `ABSENT` where it is no bit string.
    Size,
    /// (bit string) Its base.
    Base,
    /// (bit string) Position in the base of its first bit.
    Offset,
    /// (base, start) The integer of so many bits, 1 to 64, at a position that has been checked.
    Integer {
        bits: u32,
        signed: bool,
        little: bool,
    },
    /// (start, end, count) The position after that many units of so many bits; `ABSENT` where it is
    /// beyond the end, or the count is no integer of at least 0.
    Skip(u32),
    /// (base, start, end) The bit string between two checked positions.
    Part,
    /// (base, start, end) A UTF-8 code point times 64 plus its size in bits; `ABSENT` where there is none.
    Utf8,
}

/// Entry points of the runtime take words; some of them raw integers.
#[derive(Clone, PartialEq, Debug)]
pub enum RuntimeArgument {
    Word(Operand),
    Raw(i64),
    /// Stores into the context's argument slots before the call; passes nothing.
    Slot(usize, Operand),
}

#[derive(Clone, PartialEq, Debug)]
pub enum Callee {
    Function(FunctionId),
    /// Through the entry cell.
    Remote(Symbol, Symbol),
    Closure(Operand),
    /// The address of an entry cell, from `find_cell`.
    Cell(Operand),
    /// A stub of the program object, by symbol.
    Stub(&'static str),
    /// A function of this module, under bindings of dynamic variables: record and value each.
    Bound(FunctionId, Vec<(Operand, Operand)>),
}

/// A condition without side effects.
#[derive(Clone, PartialEq, Debug)]
pub enum Test {
    Type(TypeTest, Operand),
    /// A tuple of exactly this many elements.
    TupleOf(Operand, usize),
    /// A fun of this arity.
    FunctionOf(Operand, usize),
    /// The same word. Right for atoms, fixnums and nil.
    Same(Operand, Operand),
    /// `=:=` of any terms.
    Identical(Operand, Operand),
    /// `==` of any terms.
    Equal(Operand, Operand),
    Less(Operand, Operand),
    /// The same of two fixnums.
    FixnumLess(Operand, Operand),
    FixnumNotGreater(Operand, Operand),
    /// `a =< b`.
    NotGreater(Operand, Operand),
    /// The variable holds `EXCEPTION` or `ABSENT`.
    Failed(Var),
    Missing(Var),
    Not(Box<Test>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypeTest {
    Atom,
    Boolean,
    Integer,
    Fixnum,
    Float,
    Number,
    Cons,
    Nil,
    List,
    Tuple,
    Map,
    Binary,
    Bitstring,
    Function,
    Pid,
    Port,
    Reference,
}

#[derive(Clone, Debug, Default)]
pub enum End {
    Return(Operand),
    TailCall(Callee, Vec<Operand>, Span),
    /// The next round of an unpacked function's loop. Never after a call.
    Repeat(Vec<Operand>, Span),
    Jump(JoinId, Vec<Operand>),
    If(Test, Box<Block>, Box<Block>),
    /// Calls a function of this module under a handler.
    Protect(Box<Protect>),
    /// Class (0 error, 1 exit, 2 throw; may be a variable's fixnum), reason, and the trace to keep, if any.
    Raise(Operand, Operand, Option<Operand>, Span),
    /// No clause of the function fits these arguments.
    FunctionClause(Vec<Operand>, Span),
    #[default]
    Unreachable,
}

#[derive(Clone, Debug)]
pub struct Protect {
    pub function: FunctionId,
    pub arguments: Vec<Operand>,
    pub span: Span,
    pub result: Var,
    pub normal: Block,
    /// Class (fixnum), reason, raw trace.
    pub caught: [Var; 3],
    pub handler: Block,
}

impl Operand {
    pub fn atom(name: &str) -> Operand {
        Operand::Atom(Symbol::new(name))
    }

    pub fn boolean(value: bool) -> Operand {
        Operand::atom(if value { "true" } else { "false" })
    }

    /// The operand of a constant that is a single word.
    pub fn of_word(term: &Term) -> Option<Operand> {
        match term {
            Term::Atom(name) => Some(Operand::Atom(name.clone())),
            Term::Nil => Some(Operand::Nil),
            Term::Integer(value) => {
                let value = i64::try_from(value).ok()?;
                word::fits_fixnum(value).then_some(Operand::Fixnum(value))
            }
            Term::Float(value) => {
                let bits = value.to_bits();
                word::immediate_float(bits).map(|_| Operand::Float(bits))
            }
            _ => None,
        }
    }

    pub fn as_var(&self) -> Option<Var> {
        match self {
            Operand::Var(var) => Some(*var),
            _ => None,
        }
    }
}
