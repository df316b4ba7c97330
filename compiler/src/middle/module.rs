//! The module as a whole: tables of functions and constants, and the builder of one function's body.

use super::ir::*;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::core::ir as core;
use std::collections::{BTreeMap, HashMap};

/// Lowers a core module without errors to Mid.
pub fn lower(module: &core::Module) -> Module {
    let mut lowering = ModuleLowering {
        names: HashMap::new(),
        functions: Vec::new(),
        constants: Vec::new(),
        constant_ids: HashMap::new(),
        lambdas: 0,
        local_functions: HashMap::new(),
    };
    for (index, function) in module.functions.iter().enumerate() {
        let key = (function.name.clone(), function.lambda.arity);
        lowering.names.insert(key, FunctionId(index as u32));
        lowering.functions.push(None);
    }
    for (index, function) in module.functions.iter().enumerate() {
        let arity = function.lambda.arity;
        let mut body = Lowering::new(&mut lowering, function.name.clone(), arity);
        let parameters = body.parameters(arity);
        let operands: Vec<_> = parameters.iter().map(|var| Operand::Var(*var)).collect();
        let block = body.lambda_block(&function.lambda, &operands);
        let (variables, joins) = (body.variables, body.joins);
        lowering.functions[index] = Some(Function {
            is_fallback: false,
            unpacking: None,
            symbol: format!("{}/{}", function.name, arity),
            name: function.name.clone(),
            arity,
            span: function.span,
            parameters,
            body: block,
            variables,
            joins,
            closure: None,
            // The program's start finds it by its cell.
            exported: module.exports.contains(&(function.name.clone(), arity))
                || (function.name == core::INITIALISER && !module.dynamics.is_empty()),
        });
    }
    let mut exports = module.exports.clone();
    exports.sort();
    exports.dedup();
    Module {
        name: module.name.clone(),
        exports,
        attributes: module.attributes.clone(),
        // Every reserved place has been filled when lowering is done.
        functions: lowering.functions.into_iter().flatten().collect(),
        dynamics: module.dynamics.iter().map(|own| own.name.clone()).collect(),
        constants: lowering.constants,
    }
}

/// Where a local function bound by `LetRec` went: a function whose last parameters are `free`.
pub(super) struct LocalFunction {
    pub function: FunctionId,
    pub arity: usize,
    pub free: Vec<core::VarId>,
}

pub(super) struct ModuleLowering {
    pub names: HashMap<(Symbol, usize), FunctionId>,
    /// Reserved first, filled when lowered.
    pub functions: Vec<Option<Function>>,
    pub constants: Vec<Term>,
    constant_ids: HashMap<String, ConstantId>,
    pub lambdas: u32,
    pub local_functions: HashMap<core::VarId, LocalFunction>,
}

impl ModuleLowering {
    pub fn reserve(&mut self) -> FunctionId {
        self.functions.push(None);
        FunctionId(self.functions.len() as u32 - 1)
    }

    /// The operand of a constant term.
    pub fn constant(&mut self, term: &Term) -> Operand {
        if let Some(operand) = Operand::of_word(term) {
            return operand;
        }
        let key = format!("{term:?}");
        let constants = &mut self.constants;
        let id = *self.constant_ids.entry(key).or_insert_with(|| {
            constants.push(term.clone());
            ConstantId(constants.len() as u32 - 1)
        });
        Operand::Constant(id)
    }
}

/// A block whose rest is still being built: its statements, then a join with the rest, then its end.
struct Suspended {
    statements: Vec<Statement>,
    /// Where among the statements the join goes: before all that may jump to it.
    place: usize,
    join: JoinId,
    parameters: Vec<Var>,
    end: End,
}

impl Suspended {
    fn complete(self, rest: Block) -> Block {
        let mut statements = self.statements;
        statements.insert(
            self.place,
            Statement::Join(self.join, self.parameters, rest),
        );
        Block {
            statements,
            end: self.end,
        }
    }
}

/// A place in the code being built, for [`Lowering::continue_in`].
#[derive(Clone, Copy)]
pub(super) struct Mark {
    suspended: usize,
    statements: usize,
}

/// Where a value goes.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Return,
    Join(JoinId),
}

/// Builds the body of one function.
pub(super) struct Lowering<'m> {
    pub module: &'m mut ModuleLowering,
    /// The function for backtraces, and its arity.
    pub name: Symbol,
    pub arity: usize,
    pub variables: u32,
    pub joins: u32,
    /// Where core variables are. Core variables are unique, so scopes need no undoing.
    pub environment: HashMap<core::VarId, Operand>,
    pub statements: Vec<Statement>,
    suspended: Vec<Suspended>,
    /// In a guard: where a failing operation goes.
    pub guard_failure: Option<JoinId>,
}

impl<'m> Lowering<'m> {
    pub fn new(module: &'m mut ModuleLowering, name: Symbol, arity: usize) -> Lowering<'m> {
        Lowering {
            module,
            name,
            arity,
            variables: 0,
            joins: 0,
            environment: HashMap::new(),
            statements: Vec::new(),
            suspended: Vec::new(),
            guard_failure: None,
        }
    }

    pub fn var(&mut self) -> Var {
        self.variables += 1;
        Var(self.variables - 1)
    }

    pub fn parameters(&mut self, count: usize) -> Vec<Var> {
        (0..count).map(|_| self.var()).collect()
    }

    pub fn join(&mut self) -> JoinId {
        self.joins += 1;
        JoinId(self.joins - 1)
    }

    pub fn define(&mut self, operation: Operation, span: Span) -> Operand {
        let var = self.var();
        self.statements
            .push(Statement::Define(var, operation, span));
        Operand::Var(var)
    }

    /// Puts a join into the current block.
    pub fn define_join(&mut self, join: JoinId, parameters: Vec<Var>, block: Block) {
        self.statements
            .push(Statement::Join(join, parameters, block));
    }

    /// A join without parameters that goes on with `end`.
    pub fn join_to(&mut self, end: End) -> JoinId {
        let join = self.join();
        self.define_join(
            join,
            Vec::new(),
            Block {
                statements: Vec::new(),
                end,
            },
        );
        join
    }

    /// Here.
    pub fn mark(&self) -> Mark {
        Mark {
            suspended: self.suspended.len(),
            statements: self.statements.len(),
        }
    }

    /// Ends the current block; what is built next is the body of `join`, which all that was built
    /// since `mark` may jump to.
    pub fn continue_in(&mut self, mark: Mark, join: JoinId, parameters: Vec<Var>, end: End) {
        let mut block = Block {
            statements: std::mem::take(&mut self.statements),
            end,
        };
        while self.suspended.len() > mark.suspended
            && let Some(inner) = self.suspended.pop()
        {
            block = inner.complete(block);
        }
        self.suspended.push(Suspended {
            statements: block.statements,
            place: mark.statements,
            join,
            parameters,
            end: block.end,
        });
    }

    /// Builds a block of its own.
    pub fn block(&mut self, build: impl FnOnce(&mut Self) -> End) -> Block {
        let statements = std::mem::take(&mut self.statements);
        let suspended = std::mem::take(&mut self.suspended);
        let end = build(self);
        let mut block = Block {
            statements: std::mem::take(&mut self.statements),
            end,
        };
        while let Some(outer) = self.suspended.pop() {
            block = outer.complete(block);
        }
        self.statements = statements;
        self.suspended = suspended;
        block
    }

    /// The end that hands a value to its target.
    pub fn finish(&mut self, value: Operand, target: Target) -> End {
        match target {
            Target::Return => End::Return(value),
            Target::Join(join) => End::Jump(join, vec![value]),
        }
    }

    /// An error whose reason is a tuple of an atom and a value.
    pub fn raise_with(&mut self, reason: &str, value: Operand, span: Span) -> End {
        let reason = self.define(Operation::Tuple(vec![Operand::atom(reason), value]), span);
        End::Raise(Operand::atom("error"), reason, None, span)
    }

    /// The body of a function of these clauses.
    pub fn lambda_block(&mut self, lambda: &core::Lambda, arguments: &[Operand]) -> Block {
        let span = lambda.span;
        self.block(|this| {
            this.match_clauses(arguments, &lambda.clauses, Target::Return, |this| {
                let _ = &this;
                End::FunctionClause(arguments.to_vec(), span)
            })
        })
    }

    /// Binds core variables to operands.
    pub fn bind(&mut self, bindings: &BTreeMap<core::VarId, Operand>) {
        for (variable, operand) in bindings {
            self.environment.insert(*variable, operand.clone());
        }
    }
}
