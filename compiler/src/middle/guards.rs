//! Conditions: expressions whose value only decides where to go on.

use super::ir::*;
use super::module::Lowering;
use crate::core::ir::{Expr, ExprKind};

/// What a condition does with a value that is neither `true` nor `false`.
#[derive(Clone, Copy)]
pub(super) enum NonBoolean {
    /// `if`: `#(case_clause V)`.
    CaseClause,
    /// `andalso`, `orelse`: `#(badarg V)`.
    BadArgument,
}

impl Lowering<'_> {
    /// A guard: anything but `true`, and any failure, goes to `no`.
    pub(super) fn guard(&mut self, guard: &Expr, yes: JoinId, no: JoinId) -> End {
        let outer = self.guard_failure.replace(no);
        let end = self.condition(guard, yes, no, NonBoolean::CaseClause);
        self.guard_failure = outer;
        end
    }

    /// The end that goes to `yes` if the expression is true, to `no` if it is false.
    pub(super) fn condition(
        &mut self,
        expr: &Expr,
        yes: JoinId,
        no: JoinId,
        other: NonBoolean,
    ) -> End {
        match &expr.kind {
            ExprKind::AndAlso(first, second) => {
                let block = self.block(|this| this.condition(second, yes, no, other));
                let next = self.join();
                self.define_join(next, Vec::new(), block);
                self.condition(first, next, no, NonBoolean::BadArgument)
            }
            ExprKind::OrElse(first, second) => {
                let block = self.block(|this| this.condition(second, yes, no, other));
                let next = self.join();
                self.define_join(next, Vec::new(), block);
                self.condition(first, yes, next, NonBoolean::BadArgument)
            }
            ExprKind::CallRemote(module, function, arguments)
                if module == "erlang"
                    && function == "not"
                    && arguments.len() == 1
                    && is_boolean(&arguments[0]) =>
            {
                self.condition(&arguments[0], no, yes, other)
            }
            ExprKind::CallRemote(module, function, arguments)
                if self.guard_failure.is_some()
                    && module == "erlang"
                    && (function == "and" || function == "or")
                    && arguments.iter().all(is_boolean) =>
            {
                // In a guard both sides have no effects; a failure of either fails the guard.
                let (first, second) = (&arguments[0], &arguments[1]);
                let block = self.block(|this| this.condition(second, yes, no, other));
                let next = self.join();
                self.define_join(next, Vec::new(), block);
                if function == "and" {
                    self.condition(first, next, no, other)
                } else {
                    // `or` evaluates its second side also when the first is true: it may fail.
                    let both = self.block(|this| this.condition(second, yes, yes, other));
                    let check = self.join();
                    self.define_join(check, Vec::new(), both);
                    self.condition(first, check, next, other)
                }
            }
            _ => match self.test(expr) {
                Some(test) => if_jump(test, yes, no),
                None => {
                    let value = self.value(expr);
                    if is_boolean(expr) || self.guard_failure.is_some() {
                        return if_jump(Test::Same(value, Operand::boolean(true)), yes, no);
                    }
                    let span = expr.span;
                    let not_true = self.block(|this| {
                        let neither = this.block(|this| match other {
                            NonBoolean::CaseClause => {
                                this.raise_with("case_clause", value.clone(), span)
                            }
                            NonBoolean::BadArgument => {
                                this.raise_with("badarg", value.clone(), span)
                            }
                        });
                        End::If(
                            Test::Same(value.clone(), Operand::boolean(false)),
                            Box::new(jump(no)),
                            Box::new(neither),
                        )
                    });
                    End::If(
                        Test::Same(value, Operand::boolean(true)),
                        Box::new(jump(yes)),
                        Box::new(not_true),
                    )
                }
            },
        }
    }

    /// The test that an expression is, with its operands evaluated; none if it is no test.
    pub(super) fn test(&mut self, expr: &Expr) -> Option<Test> {
        let ExprKind::CallRemote(module, function, arguments) = &expr.kind else {
            return None;
        };
        if module != "erlang" {
            return None;
        }
        match &arguments[..] {
            [value] => {
                let test = type_test(function.as_str())?;
                Some(Test::Type(test, self.value(value)))
            }
            [value, size] if function == "is_function" => {
                let ExprKind::Literal(crate::base::term::Term::Integer(arity)) = &size.kind else {
                    return None;
                };
                let arity = u8::try_from(arity).ok()?;
                Some(Test::FunctionOf(self.value(value), arity as usize))
            }
            [first, second] if is_comparison(function.as_str()) => {
                let (a, b) = (self.value(first), self.value(second));
                Some(comparison(function.as_str(), a, b))
            }
            _ => None,
        }
    }
}

fn jump(join: JoinId) -> Block {
    Block {
        statements: Vec::new(),
        end: End::Jump(join, Vec::new()),
    }
}

fn if_jump(test: Test, yes: JoinId, no: JoinId) -> End {
    End::If(test, Box::new(jump(yes)), Box::new(jump(no)))
}

fn is_comparison(name: &str) -> bool {
    matches!(name, "==" | "/=" | "=:=" | "=/=" | "<" | ">" | "=<" | ">=")
}

fn comparison(name: &str, a: Operand, b: Operand) -> Test {
    match name {
        "==" => Test::Equal(a, b),
        "/=" => Test::Not(Box::new(Test::Equal(a, b))),
        "=:=" => Test::Identical(a, b),
        "=/=" => Test::Not(Box::new(Test::Identical(a, b))),
        "<" => Test::Less(a, b),
        ">" => Test::Less(b, a),
        "=<" => Test::NotGreater(a, b),
        _ => Test::NotGreater(b, a),
    }
}

fn type_test(name: &str) -> Option<TypeTest> {
    Some(match name {
        "is_atom" => TypeTest::Atom,
        "is_boolean" => TypeTest::Boolean,
        "is_integer" => TypeTest::Integer,
        "is_float" => TypeTest::Float,
        "is_number" => TypeTest::Number,
        "is_list" => TypeTest::List,
        "is_tuple" => TypeTest::Tuple,
        "is_map" => TypeTest::Map,
        "is_binary" => TypeTest::Binary,
        "is_bitstring" => TypeTest::Bitstring,
        "is_function" => TypeTest::Function,
        "is_pid" => TypeTest::Pid,
        "is_port" => TypeTest::Port,
        "is_reference" => TypeTest::Reference,
        _ => return None,
    })
}

/// Whether an expression's value, if it has one, is `true` or `false`.
pub(super) fn is_boolean(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::CallRemote(module, function, arguments) => {
            module == "erlang"
                && match arguments.len() {
                    1 => type_test(function.as_str()).is_some() || function == "not",
                    2 => {
                        is_comparison(function.as_str())
                            || matches!(
                                function.as_str(),
                                "and" | "or" | "xor" | "is_function" | "is_map_key" | "is_record"
                            )
                    }
                    _ => false,
                }
        }
        ExprKind::DynamicIsSet(_) => true,
        ExprKind::AndAlso(_, second) | ExprKind::OrElse(_, second) => is_boolean(second),
        ExprKind::Literal(crate::base::term::Term::Atom(name)) => name == "true" || name == "false",
        _ => false,
    }
}
