//! Lambdas and local functions become functions of the module.
//!
//! A lambda's function takes the closure as its last parameter and loads its free variables from it.
//! A local function that is only called takes its free variables as further parameters: no closure
//! is made for it, and its calls are direct. What a `try` protects is lifted in the same way.

use super::ir::*;
use super::module::{LocalFunction, Lowering, Target};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::core::ir::{Clause, Expr, ExprKind, Lambda, Pattern, PatternKind, VarId};
use std::collections::BTreeSet;

impl Lowering<'_> {
    /// The closure of a lambda.
    pub(super) fn lambda(&mut self, lambda: &Lambda, span: Span) -> Operand {
        let arity = lambda.arity;
        self.closure(arity, &free_of_lambda(lambda), span, |this, arguments| {
            this.lambda_block(lambda, arguments)
        })
    }

    /// The fun of a function of this module.
    pub(super) fn function_value(
        &mut self,
        function: FunctionId,
        arity: usize,
        span: Span,
    ) -> Operand {
        self.closure(arity, &Free::default(), span, |this, arguments| {
            let arguments = arguments.to_vec();
            this.block(|_| End::TailCall(Callee::Function(function), arguments, span))
        })
    }

    /// The fun of a local function.
    pub(super) fn local_function_value(&mut self, name: VarId, span: Span) -> Operand {
        let Some(local) = self.module.local_functions.get(&name) else {
            return Operand::Nil;
        };
        let (function, arity) = (local.function, local.arity);
        let free = Free {
            variables: local.free.iter().copied().collect(),
            functions: BTreeSet::new(),
        };
        self.closure(arity, &free, span, |this, arguments| {
            let mut arguments = arguments.to_vec();
            arguments.extend(this.local_free_operands(name));
            this.block(|_| End::TailCall(Callee::Function(function), arguments, span))
        })
    }

    /// A closure of a new function whose body `build` makes of its arguments.
    fn closure(
        &mut self,
        arity: usize,
        free: &Free,
        span: Span,
        build: impl FnOnce(&mut Lowering, &[Operand]) -> Block,
    ) -> Operand {
        let variables = self.captured(free);
        let id = self.module.reserve();
        let index = self.module.lambdas;
        self.module.lambdas += 1;
        let name = Symbol::new(&format!("-{}/{}-fun-{}-", self.name, self.arity, index));
        let outer = self.environment.clone();
        let mut body = Lowering::new(self.module, self.name.clone(), self.arity);
        body.environment = outer;
        let mut parameters = body.parameters(arity + 1);
        let arguments: Vec<_> = parameters[..arity]
            .iter()
            .map(|var| Operand::Var(*var))
            .collect();
        let closure = Operand::Var(parameters[arity]);
        let loads: Vec<_> = variables
            .iter()
            .enumerate()
            .map(|(slot, (variable, _))| {
                let var = body.var();
                body.environment.insert(*variable, Operand::Var(var));
                Statement::Define(var, Operation::Free(closure.clone(), slot), span)
            })
            .collect();
        let mut block = build(&mut body, &arguments);
        block.statements.splice(0..0, loads);
        let (count, joins) = (body.variables, body.joins);
        parameters.truncate(arity + 1);
        self.module.functions[id.0 as usize] = Some(Function {
            is_fallback: false,
            unpacking: None,
            symbol: format!("{name}/{arity}"),
            name,
            arity,
            span,
            parameters,
            body: block,
            variables: count,
            joins,
            closure: Some((index, variables.len())),
            exported: false,
        });
        let free = variables.into_iter().map(|(_, operand)| operand).collect();
        self.define(Operation::Closure(id, free), span)
    }

    /// Lifts local functions out of the function they stand in.
    pub(super) fn local_functions(&mut self, functions: &[(VarId, Lambda)]) {
        let mut free = Free::default();
        for (_, lambda) in functions {
            free.merge(free_of_lambda(lambda));
        }
        for (name, _) in functions {
            free.functions.remove(name);
        }
        let captured = self.captured(&free);
        let variables: Vec<VarId> = captured.iter().map(|(variable, _)| *variable).collect();
        for (name, lambda) in functions {
            let function = self.module.reserve();
            let local = LocalFunction {
                function,
                arity: lambda.arity,
                free: variables.clone(),
            };
            self.module.local_functions.insert(*name, local);
        }
        for (name, lambda) in functions {
            let function = self.module.local_functions[name].function;
            self.lift(
                function,
                lambda.arity,
                &variables,
                lambda.span,
                |this, arguments| this.lambda_block(lambda, arguments),
            );
        }
    }

    /// Lifts an expression; answers the function and the arguments it must be called with.
    pub(super) fn thunk(
        &mut self,
        exprs: &[&Expr],
        build: impl FnOnce(&mut Lowering) -> Block,
        span: Span,
    ) -> (FunctionId, Vec<Operand>) {
        let mut free = Free::default();
        exprs.iter().for_each(|expr| free.expr(expr));
        self.thunk_of(&free, build, span)
    }

    pub(super) fn thunk_of(
        &mut self,
        free: &Free,
        build: impl FnOnce(&mut Lowering) -> Block,
        span: Span,
    ) -> (FunctionId, Vec<Operand>) {
        let captured = self.captured(free);
        let variables: Vec<VarId> = captured.iter().map(|(variable, _)| *variable).collect();
        let function = self.module.reserve();
        self.lift(function, 0, &variables, span, |this, _| build(this));
        (
            function,
            captured.into_iter().map(|(_, operand)| operand).collect(),
        )
    }

    /// Makes a function of `arity` arguments and the given free variables.
    fn lift(
        &mut self,
        function: FunctionId,
        arity: usize,
        free: &[VarId],
        span: Span,
        build: impl FnOnce(&mut Lowering, &[Operand]) -> Block,
    ) {
        let (name, name_arity) = (self.name.clone(), self.arity);
        let outer = self.environment.clone();
        let mut body = Lowering::new(self.module, name.clone(), name_arity);
        body.environment = outer;
        let parameters = body.parameters(arity + free.len());
        for (variable, parameter) in free.iter().zip(&parameters[arity..]) {
            body.environment.insert(*variable, Operand::Var(*parameter));
        }
        let arguments: Vec<_> = parameters[..arity]
            .iter()
            .map(|var| Operand::Var(*var))
            .collect();
        let block = build(&mut body, &arguments);
        let (variables, joins) = (body.variables, body.joins);
        self.module.functions[function.0 as usize] = Some(Function {
            is_fallback: false,
            unpacking: None,
            symbol: format!("{name}/{name_arity}-{}", function.0),
            name,
            arity: name_arity,
            span,
            parameters,
            body: block,
            variables,
            joins,
            closure: None,
            exported: false,
        });
    }

    /// The free variables that are not constants, with their operands here.
    fn captured(&self, free: &Free) -> Vec<(VarId, Operand)> {
        let mut variables = free.variables.clone();
        for function in &free.functions {
            if let Some(local) = self.module.local_functions.get(function) {
                variables.extend(local.free.iter().copied());
            }
        }
        let operand = |variable: VarId| match self.environment.get(&variable) {
            Some(operand @ Operand::Var(_)) => Some((variable, operand.clone())),
            _ => None,
        };
        variables.into_iter().filter_map(operand).collect()
    }

    /// The further arguments of a local function, as seen here.
    pub(super) fn local_free_operands(&self, name: VarId) -> Vec<Operand> {
        let Some(local) = self.module.local_functions.get(&name) else {
            return Vec::new();
        };
        let operand = |variable| {
            self.environment
                .get(variable)
                .cloned()
                .unwrap_or(Operand::Nil)
        };
        local.free.iter().map(operand).collect()
    }

    /// The body of a lifted expression.
    pub(super) fn returning(&mut self, expr: &Expr) -> Block {
        self.block(|this| this.tail(expr, Target::Return))
    }
}

/// Variables and local functions that are used but not bound in some code.
#[derive(Default, Clone)]
pub(super) struct Free {
    pub variables: BTreeSet<VarId>,
    pub functions: BTreeSet<VarId>,
}

fn free_of_lambda(lambda: &Lambda) -> Free {
    let mut free = Free::default();
    free.clauses(&lambda.clauses);
    free
}

impl Free {
    fn merge(&mut self, other: Free) {
        self.variables.extend(other.variables);
        self.functions.extend(other.functions);
    }

    pub fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            let mut inner = Free::default();
            inner.expr(&clause.body);
            if let Some(guard) = &clause.guard {
                inner.expr(guard);
            }
            clause
                .patterns
                .iter()
                .for_each(|pattern| inner.pattern(pattern));
            let mut bound = Vec::new();
            for pattern in &clause.patterns {
                super::decision_tree::pattern_variables(pattern, &mut bound);
            }
            bound.iter().for_each(|variable| {
                inner.variables.remove(variable);
            });
            self.merge(inner);
        }
    }

    /// What patterns read: sizes of binary segments.
    fn pattern(&mut self, pattern: &Pattern) {
        match &pattern.kind {
            PatternKind::Cons(a, b) | PatternKind::Alias(a, b) => {
                self.pattern(a);
                self.pattern(b);
            }
            PatternKind::Tuple(elements) => elements.iter().for_each(|part| self.pattern(part)),
            PatternKind::Map(pairs) => pairs.iter().for_each(|(_, part)| self.pattern(part)),
            PatternKind::Binary(segments) => {
                for segment in segments {
                    self.pattern(&segment.value);
                    if let Some(size) = &segment.size {
                        self.expr(size);
                    }
                }
            }
            PatternKind::Same(variable) => {
                self.variables.insert(*variable);
            }
            PatternKind::Ignore | PatternKind::Variable(_) | PatternKind::Literal(_) => {}
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    pub fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Literal(_)
            | ExprKind::LocalFunction(..)
            | ExprKind::Dynamic(_)
            | ExprKind::DynamicIsSet(_) => {}
            ExprKind::BindDynamic(bindings, body) => {
                self.exprs(bindings.iter().map(|(_, value)| value));
                self.expr(body);
            }
            ExprKind::SetDynamic(_, _, value) => self.expr(value),
            ExprKind::Variable(variable) => {
                self.variables.insert(*variable);
            }
            ExprKind::LetRecFunction(name) => {
                self.functions.insert(*name);
            }
            ExprKind::CallLetRec(name, arguments) => {
                self.functions.insert(*name);
                self.exprs(arguments);
            }
            ExprKind::Cons(a, b) | ExprKind::AndAlso(a, b) | ExprKind::OrElse(a, b) => {
                self.exprs([&**a, b]);
            }
            ExprKind::Tuple(parts) | ExprKind::Sequence(parts) => self.exprs(parts),
            ExprKind::CallLocal(_, arguments) | ExprKind::CallRemote(_, _, arguments) => {
                self.exprs(arguments);
            }
            ExprKind::CallDynamic(module, function, arguments) => {
                self.exprs([&**module, function]);
                self.exprs(arguments);
            }
            ExprKind::CallFun(function, arguments) => {
                self.expr(function);
                self.exprs(arguments);
            }
            ExprKind::MapNew(pairs) => {
                pairs
                    .iter()
                    .for_each(|(key, value)| self.exprs([key, value]));
            }
            ExprKind::MapPut(map, pairs) | ExprKind::MapUpdate(map, pairs) => {
                self.expr(map);
                pairs
                    .iter()
                    .for_each(|(key, value)| self.exprs([key, value]));
            }
            ExprKind::Binary(segments) => {
                for segment in segments {
                    self.expr(&segment.value);
                    self.exprs(segment.size.as_ref());
                }
            }
            ExprKind::Lambda(lambda) => self.clauses(&lambda.clauses),
            ExprKind::Let(bindings, body) => {
                let mut inner = Free::default();
                inner.expr(body);
                let mut bound = Vec::new();
                for binding in bindings {
                    self.expr(&binding.value);
                    inner.exprs(binding.guard.as_ref());
                    inner.pattern(&binding.pattern);
                    super::decision_tree::pattern_variables(&binding.pattern, &mut bound);
                }
                bound.iter().for_each(|variable| {
                    inner.variables.remove(variable);
                });
                self.merge(inner);
            }
            ExprKind::LetRec(functions, body) => {
                let mut inner = Free::default();
                inner.expr(body);
                functions
                    .iter()
                    .for_each(|(_, lambda)| inner.clauses(&lambda.clauses));
                functions.iter().for_each(|(name, _)| {
                    inner.functions.remove(name);
                });
                self.merge(inner);
            }
            ExprKind::If(test, yes, no) => self.exprs([&**test, yes, no]),
            ExprKind::Case(value, clauses, _) => {
                self.expr(value);
                self.clauses(clauses);
            }
            ExprKind::Catch(body) => self.expr(body),
            ExprKind::Try(parts) => {
                self.expr(&parts.body);
                if let Some(clauses) = &parts.clauses {
                    self.clauses(clauses);
                }
                self.clauses(&parts.handlers);
                self.exprs(parts.after.as_ref());
            }
        }
    }
}
