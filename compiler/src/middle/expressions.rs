//! Expressions: operands are evaluated in order and named, control becomes joins.

use super::guards::NonBoolean;
use super::ir::*;
use super::module::{Lowering, Target};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::core::ir::{Binding, Expr, ExprKind, NoMatch, PatternKind};
use alate_abi::builtins;
use alate_abi::runtime_calls;

impl Lowering<'_> {
    /// Evaluates an expression here; its value.
    pub(super) fn value(&mut self, expr: &Expr) -> Operand {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Literal(term) => self.literal(term, span),
            ExprKind::Variable(variable) => self
                .environment
                .get(variable)
                .cloned()
                .unwrap_or(Operand::Nil),
            ExprKind::Cons(head, tail) => self.cons(head, tail, span),
            ExprKind::Tuple(elements) => {
                let elements = self.values(elements);
                self.define(Operation::Tuple(elements), span)
            }
            ExprKind::Lambda(lambda) => self.lambda(lambda, span),
            ExprKind::LocalFunction(name, arity) => {
                match self.module.names.get(&(name.clone(), *arity)) {
                    Some(function) => self.function_value(*function, *arity, span),
                    None => Operand::Nil,
                }
            }
            ExprKind::LetRecFunction(name) => self.local_function_value(*name, span),
            ExprKind::CallRemote(module, function, arguments) => {
                self.remote_value(expr, module, function, arguments)
            }
            ExprKind::CallLocal(..)
            | ExprKind::CallLetRec(..)
            | ExprKind::CallFun(..)
            | ExprKind::CallDynamic(..) => match self.callee(expr) {
                Some((callee, arguments)) => self.define(Operation::Call(callee, arguments), span),
                None => Operand::Nil,
            },
            ExprKind::MapNew(pairs) => self.map_new(pairs, span),
            ExprKind::MapPut(map, pairs) => {
                self.map_change(runtime_calls::map_put, map, pairs, span)
            }
            ExprKind::MapUpdate(map, pairs) => {
                self.map_change(runtime_calls::map_update, map, pairs, span)
            }
            ExprKind::Binary(segments) => self.binary(segments, span),
            ExprKind::Let(bindings, body) => {
                self.bindings(bindings);
                self.value(body)
            }
            ExprKind::LetRec(functions, body) => {
                self.local_functions(functions);
                self.value(body)
            }
            ExprKind::Sequence(exprs) => {
                let mut last = Operand::Nil;
                for expr in exprs {
                    last = self.value(expr);
                }
                last
            }
            ExprKind::Dynamic(name) => self.read_dynamic(name, span),
            ExprKind::DynamicIsSet(name) => self.dynamic_is_set(name, span),
            ExprKind::SetDynamic(name, reach, value) => self.set_dynamic(name, *reach, value, span),
            ExprKind::BindDynamic(bindings, body) => {
                let (callee, arguments) = self.bind_dynamic(bindings, body, span);
                self.define(Operation::Call(callee, arguments), span)
            }
            ExprKind::If(..)
            | ExprKind::Case(..)
            | ExprKind::Catch(_)
            | ExprKind::AndAlso(..)
            | ExprKind::OrElse(..)
            | ExprKind::Try(_) => {
                let mark = self.mark();
                let join = self.join();
                let result = self.var();
                let end = self.tail(expr, Target::Join(join));
                self.continue_in(mark, join, vec![result], end);
                Operand::Var(result)
            }
        }
    }

    pub(super) fn values(&mut self, exprs: &[Expr]) -> Vec<Operand> {
        exprs.iter().map(|expr| self.value(expr)).collect()
    }

    /// The end that hands an expression's value to its target.
    pub(super) fn tail(&mut self, expr: &Expr, target: Target) -> End {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Let(bindings, body) => {
                self.bindings(bindings);
                self.tail(body, target)
            }
            ExprKind::LetRec(functions, body) => {
                self.local_functions(functions);
                self.tail(body, target)
            }
            ExprKind::Sequence(exprs) => match exprs.split_last() {
                Some((last, before)) => {
                    self.values(before);
                    self.tail(last, target)
                }
                None => self.finish(Operand::Nil, target),
            },
            ExprKind::If(test, yes, no) => {
                let yes = self.branch(yes, target);
                let no = self.branch(no, target);
                self.condition(test, yes, no, NonBoolean::CaseClause)
            }
            ExprKind::AndAlso(first, second) => {
                let next = self.branch(second, target);
                let end = self.finish(Operand::boolean(false), target);
                let no = self.join_to(end);
                self.condition(first, next, no, NonBoolean::BadArgument)
            }
            ExprKind::OrElse(first, second) => {
                let next = self.branch(second, target);
                let end = self.finish(Operand::boolean(true), target);
                let yes = self.join_to(end);
                self.condition(first, yes, next, NonBoolean::BadArgument)
            }
            ExprKind::Case(value, clauses, no_match) => {
                let value = self.value(value);
                let no_match = *no_match;
                self.match_clauses(std::slice::from_ref(&value), clauses, target, |this| {
                    this.no_match(no_match, value.clone(), span)
                })
            }
            ExprKind::BindDynamic(bindings, body) if matches!(target, Target::Return) => {
                let (callee, arguments) = self.bind_dynamic(bindings, body, span);
                End::TailCall(callee, arguments, span)
            }
            ExprKind::Catch(body) => self.catch(body, target, span),
            ExprKind::Try(parts) => self.try_(parts, target, span),
            ExprKind::CallRemote(module, function, arguments) if module == "erlang" => {
                match self.raise(function, arguments, span) {
                    Some(end) => end,
                    None => self.tail_call(expr, target),
                }
            }
            ExprKind::CallRemote(..)
            | ExprKind::CallLocal(..)
            | ExprKind::CallLetRec(..)
            | ExprKind::CallFun(..)
            | ExprKind::CallDynamic(..) => self.tail_call(expr, target),
            _ => {
                let value = self.value(expr);
                self.finish(value, target)
            }
        }
    }

    /// A join that evaluates an expression for a target.
    fn branch(&mut self, expr: &Expr, target: Target) -> JoinId {
        let block = self.block(|this| this.tail(expr, target));
        let join = self.join();
        self.define_join(join, Vec::new(), block);
        join
    }

    fn tail_call(&mut self, expr: &Expr, target: Target) -> End {
        if let Target::Return = target
            && !is_inline(expr)
            && let Some((callee, arguments)) = self.callee(expr)
        {
            return End::TailCall(callee, arguments, expr.span);
        }
        let value = self.value(expr);
        self.finish(value, target)
    }

    /// Evaluates the operands of a call that leaves the function.
    fn callee(&mut self, expr: &Expr) -> Option<(Callee, Vec<Operand>)> {
        Some(match &expr.kind {
            ExprKind::CallLocal(name, arguments) => {
                let function = *self.module.names.get(&(name.clone(), arguments.len()))?;
                (Callee::Function(function), self.values(arguments))
            }
            ExprKind::CallLetRec(name, arguments) => {
                let mut operands = self.values(arguments);
                operands.extend(self.local_free_operands(*name));
                (
                    Callee::Function(self.module.local_functions.get(name)?.function),
                    operands,
                )
            }
            ExprKind::CallFun(function, arguments) => {
                let function = self.value(function);
                (Callee::Closure(function), self.values(arguments))
            }
            ExprKind::CallRemote(module, function, arguments) => {
                let operands = self.values(arguments);
                match (module.as_str(), function.as_str(), operands.len()) {
                    ("erlang", "apply", 2) => (Callee::Stub("alate_apply_fun"), operands),
                    ("erlang", "apply", 3) => (Callee::Stub("alate_apply"), operands),
                    ("alate", "wait", 1) => (Callee::Stub("alate_wait"), operands),
                    ("alate", "yield", 0) => (Callee::Stub("alate_yield"), operands),
                    _ => (Callee::Remote(module.clone(), function.clone()), operands),
                }
            }
            ExprKind::CallDynamic(module, function, arguments) => {
                let module = self.value(module);
                let function = self.value(function);
                let arguments = self.values(arguments);
                let key = vec![
                    RuntimeArgument::Word(module),
                    RuntimeArgument::Word(function),
                    RuntimeArgument::Raw(arguments.len() as i64),
                ];
                let cell = self.runtime(runtime_calls::find_cell, key, expr.span);
                (Callee::Cell(cell), arguments)
            }
            _ => return None,
        })
    }

    fn remote_value(
        &mut self,
        expr: &Expr,
        module: &Symbol,
        function: &Symbol,
        arguments: &[Expr],
    ) -> Operand {
        let span = expr.span;
        if module == "erlang" {
            if let Some(test) = self.test(expr) {
                return self.define(Operation::Boolean(test), span);
            }
            if let Some(end) = self.raise(function, arguments, span) {
                // What follows is not reached; it is built into a join that nobody jumps to.
                let join = self.join();
                let result = self.var();
                self.continue_in(self.mark(), join, vec![result], end);
                return Operand::Var(result);
            }
        }
        match builtins::find(module.as_str(), function.as_str(), arguments.len()) {
            Some(row) => {
                let arguments = self.values(arguments);
                match builtins::may_stop_the_world(row) {
                    false => self.builtin(row, arguments, span),
                    true => self.stopping_builtin(row, arguments, span),
                }
            }
            None => match self.callee(expr) {
                Some((callee, operands)) => self.define(Operation::Call(callee, operands), span),
                None => Operand::Nil,
            },
        }
    }

    /// A builtin's answer. In a guard its failure goes where the guard's does.
    pub(super) fn builtin(
        &mut self,
        row: &'static builtins::Builtin,
        arguments: Vec<Operand>,
        span: Span,
    ) -> Operand {
        let failure = self.failure();
        self.fallible(Operation::Builtin(row, arguments, failure), span)
    }

    /// The answer of a builtin that may have to be given while no other worker runs: without a value the
    /// process yields, and is resumed with it.
    fn stopping_builtin(
        &mut self,
        row: &'static builtins::Builtin,
        arguments: Vec<Operand>,
        span: Span,
    ) -> Operand {
        let answer = self.var();
        let operation = Operation::Builtin(row, arguments, Failure::Raise);
        self.statements
            .push(Statement::Define(answer, operation, span));
        let (rest, result) = (self.join(), self.var());
        let yields = self.block(|this| {
            let call = Operation::Call(Callee::Stub("alate_yield"), Vec::new());
            End::Jump(rest, vec![this.define(call, span)])
        });
        let goes_on = Block {
            statements: Vec::new(),
            end: End::Jump(rest, vec![Operand::Var(answer)]),
        };
        let end = End::If(Test::Missing(answer), Box::new(yields), Box::new(goes_on));
        self.continue_in(self.mark(), rest, vec![result], end);
        Operand::Var(result)
    }

    /// The answer of an entry point of the runtime that may fail.
    pub(super) fn runtime(
        &mut self,
        call: runtime_calls::RuntimeCall,
        arguments: Vec<RuntimeArgument>,
        span: Span,
    ) -> Operand {
        let failure = self.failure();
        self.fallible(Operation::Runtime(call, arguments, Some(failure)), span)
    }

    pub(super) fn failure(&self) -> Failure {
        match self.guard_failure {
            Some(_) => Failure::Value,
            None => Failure::Raise,
        }
    }

    pub(super) fn fallible(&mut self, operation: Operation, span: Span) -> Operand {
        let result = self.var();
        self.statements
            .push(Statement::Define(result, operation, span));
        if let Some(failure) = self.guard_failure {
            self.branch_off(Test::Failed(result), failure);
        }
        Operand::Var(result)
    }

    /// Leaves for `join` if the test holds; what is built next is where it does not.
    pub(super) fn branch_off(&mut self, test: Test, join: JoinId) {
        let rest = self.join();
        let goes_on = Block {
            statements: Vec::new(),
            end: End::Jump(rest, Vec::new()),
        };
        let leaves = Block {
            statements: Vec::new(),
            end: End::Jump(join, Vec::new()),
        };
        let end = End::If(test, Box::new(leaves), Box::new(goes_on));
        self.continue_in(self.mark(), rest, Vec::new(), end);
    }

    /// The end of a call that only raises.
    fn raise(&mut self, function: &Symbol, arguments: &[Expr], span: Span) -> Option<End> {
        if self.guard_failure.is_some() {
            return None;
        }
        let class = match (function.as_str(), arguments.len()) {
            ("error" | "nif_error", 1..=3) => "error",
            ("exit", 1) => "exit",
            ("throw", 1) => "throw",
            ("raise", 3) => {
                let operands = self.values(arguments);
                let [class, reason, trace] = <[Operand; 3]>::try_from(operands).ok()?;
                return Some(End::Raise(class, reason, Some(trace), span));
            }
            _ => return None,
        };
        let operands = self.values(arguments);
        Some(End::Raise(
            Operand::atom(class),
            operands[0].clone(),
            None,
            span,
        ))
    }

    /// `let` bindings: all values first, then the patterns in order.
    fn bindings(&mut self, bindings: &[Binding]) {
        let values: Vec<_> = bindings
            .iter()
            .map(|binding| self.value(&binding.value))
            .collect();
        for (binding, value) in bindings.iter().zip(values) {
            match (&binding.pattern.kind, &binding.guard) {
                (PatternKind::Variable(variable), None) => {
                    self.environment.insert(*variable, value);
                }
                (PatternKind::Ignore, None) => {}
                _ => self.binding(binding, value),
            }
        }
    }

    /// A binding that may fail: what follows is built as the body of its one clause.
    fn binding(&mut self, binding: &Binding, value: Operand) {
        let span = binding.pattern.span;
        let mut variables = Vec::new();
        super::decision_tree::pattern_variables(&binding.pattern, &mut variables);
        let parameters = self.parameters(variables.len());
        let mark = self.mark();
        let rest = self.join();
        let end = self.match_binding(binding, value.clone(), &variables, rest, |this| {
            this.raise_with("badmatch", value, span)
        });
        for (variable, parameter) in variables.iter().zip(&parameters) {
            self.environment.insert(*variable, Operand::Var(*parameter));
        }
        self.continue_in(mark, rest, parameters, end);
    }

    fn no_match(&mut self, no_match: NoMatch, value: Operand, span: Span) -> End {
        let reason = match no_match {
            NoMatch::CaseClause => "case_clause",
            NoMatch::ElseClause => "else_clause",
            NoMatch::TryClause => "try_clause",
            NoMatch::BadMatch => "badmatch",
        };
        self.raise_with(reason, value, span)
    }

    /// A cons; a long list's cells are made from the end, after all elements have been evaluated.
    fn cons(&mut self, head: &Expr, tail: &Expr, span: Span) -> Operand {
        let mut elements = vec![self.value(head)];
        let mut rest = tail;
        while let ExprKind::Cons(head, tail) = &rest.kind {
            elements.push(self.value(head));
            rest = tail;
        }
        let mut list = self.value(rest);
        for element in elements.into_iter().rev() {
            list = self.define(Operation::Cons(element, list), span);
        }
        list
    }
}

/// Whether a call is done in place (a builtin or test), not by leaving the function.
fn is_inline(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::CallRemote(module, function, arguments) => {
            super::guards::is_boolean(expr)
                || builtins::find(module.as_str(), function.as_str(), arguments.len()).is_some()
        }
        _ => false,
    }
}
