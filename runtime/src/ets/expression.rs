//! Guards and bodies of match specifications: programs for a stack of terms.

use super::pattern::{Pattern, variable};
use crate::atom::{self, well_known};
use crate::heap;
use crate::map;
use crate::term;
use crate::word::{Kind, Word};
use alate_abi::context::Context;

/// A builtin that guards and bodies may call.
#[derive(Clone, Copy, Debug)]
pub enum Function {
    One(unsafe extern "C" fn(*mut Context, u64) -> u64),
    Two(unsafe extern "C" fn(*mut Context, u64, u64) -> u64),
    Three(unsafe extern "C" fn(*mut Context, u64, u64, u64) -> u64),
    /// `self/0`: the same for all objects.
    Answer(Word),
}

/// Finds functions by name and number of arguments; all are builtins.
pub type Resolver<'a> = dyn Fn(&str, usize) -> Option<Function> + 'a;

/// What is done with the stack.
#[derive(Debug)]
enum Operation {
    Constant(Word),
    Variable(u32),
    Object,
    /// The list of all variables' values.
    Variables,
    Tuple(usize),
    /// A list of so many elements and a tail.
    List(usize),
    /// A map of so many pairs.
    Map(usize),
    Call(Function),
    /// Goes on at a label with this value if the top is this; takes it off if it is the opposite.
    Unless(bool, usize),
    /// A place to go on at.
    Label(usize),
}

/// A compiled guard or body.
#[derive(Debug)]
pub struct Program {
    operations: Vec<Operation>,
    /// By label: where it is.
    labels: Vec<usize>,
}

/// The values that a program is run on.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub object: Word,
    pub variables: &'a [Word],
    pub pattern: &'a Pattern,
}

/// What compiling has still to do.
enum Work {
    Expression(Word),
    Operation(Operation),
}

impl Program {
    /// The program of an expression under a head.
    pub fn compile(
        expression: Word,
        pattern: &Pattern,
        resolver: &Resolver,
    ) -> Result<Program, String> {
        let mut program = Program {
            operations: Vec::new(),
            labels: Vec::new(),
        };
        let mut work = vec![Work::Expression(expression)];
        while let Some(next) = work.pop() {
            match next {
                Work::Operation(operation) => program.operations.push(operation),
                Work::Expression(term) => program.expression(term, pattern, resolver, &mut work)?,
            }
        }
        for (place, operation) in program.operations.iter().enumerate() {
            if let Operation::Label(label) = operation {
                program.labels[*label] = place;
            }
        }
        Ok(program)
    }

    fn expression(
        &mut self,
        term: Word,
        pattern: &Pattern,
        resolver: &Resolver,
        work: &mut Vec<Work>,
    ) -> Result<(), String> {
        let operation = match term.kind() {
            Kind::Atom => match (variable(term), atom::name(term)) {
                (Some(number), _) => match pattern.index(number) {
                    Some(index) => Operation::Variable(index),
                    None => return Err(format!("Variable ${number} is unbound.")),
                },
                (None, Some("$_")) => Operation::Object,
                (None, Some("$$")) => Operation::Variables,
                _ => Operation::Constant(term),
            },
            Kind::Cons => {
                let mut elements = Vec::new();
                let mut rest = term;
                while let Some(cell) = rest.as_cons() {
                    elements.push(cell.head());
                    rest = cell.tail();
                }
                work.push(Work::Operation(Operation::List(elements.len())));
                work.push(Work::Expression(rest));
                work.extend(elements.into_iter().rev().map(Work::Expression));
                return Ok(());
            }
            Kind::FlatMap | Kind::TrieMap => {
                let pairs = map::pairs(term).unwrap_or_default();
                work.push(Work::Operation(Operation::Map(pairs.len())));
                let terms = pairs.into_iter().flat_map(|pair| [pair.0, pair.1]);
                work.extend(terms.map(Work::Expression));
                return Ok(());
            }
            Kind::Tuple => {
                let tuple = term.as_tuple();
                let elements = tuple.as_ref().map_or(&[][..], |tuple| tuple.elements());
                return self.tuple(term, elements, resolver, work);
            }
            _ => Operation::Constant(term),
        };
        self.operations.push(operation);
        Ok(())
    }

    /// A tuple is a call, a tuple in a tuple stands for itself.
    fn tuple(
        &mut self,
        term: Word,
        elements: &[Word],
        resolver: &Resolver,
        work: &mut Vec<Work>,
    ) -> Result<(), String> {
        let (first, arguments) = match elements {
            [inner] if inner.is_tuple() => {
                let inner = inner.as_tuple();
                let parts = inner.as_ref().map_or(&[][..], |tuple| tuple.elements());
                work.push(Work::Operation(Operation::Tuple(parts.len())));
                work.extend(parts.iter().rev().copied().map(Work::Expression));
                return Ok(());
            }
            [first, arguments @ ..] => (*first, arguments),
            [] => return Err(neither(term)),
        };
        let name = atom::name(first).ok_or_else(|| neither(term))?;
        match (name, arguments) {
            ("const", [constant]) => self.operations.push(Operation::Constant(*constant)),
            ("andalso" | "orelse", [first, others @ ..]) => {
                let label = self.labels.len();
                self.labels.push(0);
                work.push(Work::Operation(Operation::Label(label)));
                for other in others.iter().rev() {
                    work.push(Work::Expression(*other));
                    work.push(Work::Operation(Operation::Unless(name == "orelse", label)));
                }
                work.push(Work::Expression(*first));
            }
            ("and" | "or", [first, others @ ..]) => {
                let function = resolver(name, 2).ok_or_else(|| neither(term))?;
                if others.is_empty() {
                    // One operand must be a boolean too.
                    work.push(Work::Operation(Operation::Call(function)));
                    work.push(Work::Operation(Operation::Constant(Word::boolean(
                        name == "and",
                    ))));
                }
                for other in others.iter().rev() {
                    work.push(Work::Operation(Operation::Call(function)));
                    work.push(Work::Expression(*other));
                }
                work.push(Work::Expression(*first));
            }
            ("andalso" | "orelse" | "and" | "or", []) => {
                return Err(format!(
                    "Special form '{name}' called without arguments in {{{name}}}."
                ));
            }
            _ => {
                let function = resolver(name, arguments.len()).ok_or_else(|| {
                    format!("Function {name}/{} does_not_exist.", arguments.len())
                })?;
                work.push(Work::Operation(Operation::Call(function)));
                work.extend(arguments.iter().rev().copied().map(Work::Expression));
            }
        }
        Ok(())
    }

    /// The value. A call that raises ends a guard, without a value; in a body it has the value `EXIT`.
    pub fn run(
        &self,
        ctx: &mut Context,
        input: Input,
        is_guard: bool,
        stack: &mut Vec<Word>,
    ) -> Option<Word> {
        stack.clear();
        let mut at = 0;
        while let Some(operation) = self.operations.get(at) {
            at += 1;
            let value = match operation {
                Operation::Constant(word) => *word,
                Operation::Variable(index) => input.variables[*index as usize],
                Operation::Object => input.object,
                Operation::Variables => {
                    let sorted = input.pattern.sorted().iter();
                    let values = sorted.map(|index| input.variables[*index as usize]);
                    heap::list(ctx, values, Word::NIL)
                }
                Operation::Tuple(size) => {
                    let start = stack.len().checked_sub(*size)?;
                    let tuple = heap::tuple(ctx, &stack[start..]);
                    stack.truncate(start);
                    tuple
                }
                Operation::List(size) => {
                    let tail = stack.pop()?;
                    let start = stack.len().checked_sub(*size)?;
                    heap::list(ctx, stack.drain(start..), tail)
                }
                Operation::Map(size) => {
                    let start = stack.len().checked_sub(2 * size)?;
                    // Later terms were compiled first: each pair is value, key.
                    let pairs: Vec<(Word, Word)> = stack[start..]
                        .chunks_exact(2)
                        .map(|pair| (pair[1], pair[0]))
                        .collect();
                    stack.truncate(start);
                    map::from_pairs(ctx, &pairs)
                }
                Operation::Call(function) => match call(ctx, *function, stack)? {
                    Word::EXCEPTION if is_guard => return None,
                    Word::EXCEPTION => well_known::EXIT_SIGNAL.get(),
                    value => value,
                },
                Operation::Unless(wanted, label) => {
                    let top = stack.pop()?;
                    if top == Word::boolean(!wanted) {
                        continue;
                    }
                    at = self.labels[*label];
                    if top == Word::boolean(*wanted) {
                        top
                    } else if is_guard {
                        return None;
                    } else {
                        well_known::EXIT_SIGNAL.get()
                    }
                }
                Operation::Label(_) => continue,
            };
            stack.push(value);
        }
        stack.pop()
    }
}

/// What is wrong with a tuple.
fn neither(term: Word) -> String {
    let text = term::text_limited(term, term::Syntax::ErlangUnicode, 1000);
    format!("{text} is neither a function call, nor a tuple (tuples are written {{{{ ... }}}}).")
}

/// Calls a function with what lies on top of the stack. None: too little lies there.
fn call(ctx: &mut Context, function: Function, stack: &mut Vec<Word>) -> Option<Word> {
    let ctx = std::ptr::from_mut(ctx);
    Some(Word(match function {
        Function::Answer(word) => word.0,
        Function::One(function) => {
            let a = stack.pop()?;
            // SAFETY: a builtin of as many arguments; the stack holds terms.
            unsafe { function(ctx, a.0) }
        }
        Function::Two(function) => {
            let (b, a) = (stack.pop()?, stack.pop()?);
            // SAFETY: as above.
            unsafe { function(ctx, a.0, b.0) }
        }
        Function::Three(function) => {
            let (c, b, a) = (stack.pop()?, stack.pop()?, stack.pop()?);
            // SAFETY: as above.
            unsafe { function(ctx, a.0, b.0, c.0) }
        }
    }))
}
