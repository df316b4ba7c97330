//! Calls that can only fail, and guards whose answer is known.

use super::Checker;
use crate::base::auto_imported::is_operator;
use crate::base::span::Span;
use crate::base::term::Term;
use crate::core::ir::{Expr, ExprKind};
use dashu_int::IBig;

/// The answer of a guard that is the same whatever the variables are.
pub fn constant_guard(guard: &Expr) -> Option<bool> {
    match &guard.kind {
        ExprKind::Literal(term) => Some(super::matching::boolean(term) == Some(true)),
        ExprKind::CallRemote(module, name, arguments) if module.as_str() == "erlang" => {
            let arguments: Vec<&Term> = arguments.iter().map(constant).collect::<Option<_>>()?;
            guard_call(name.as_str(), &arguments)
        }
        _ => None,
    }
}

fn constant(expr: &Expr) -> Option<&Term> {
    match &expr.kind {
        ExprKind::Literal(term) => Some(term),
        _ => None,
    }
}

/// The answer of a call of constants in a guard, where it is easy to tell.
fn guard_call(name: &str, arguments: &[&Term]) -> Option<bool> {
    match (name, arguments) {
        // A number is not `true`, and an error is a failure.
        ("+" | "-" | "*" | "/" | "div" | "rem" | "band" | "bor" | "bxor" | "bnot", _) => {
            Some(false)
        }
        (_, [Term::Integer(left), Term::Integer(right)]) => match name {
            "<" => Some(left < right),
            ">" => Some(left > right),
            "=<" => Some(left <= right),
            ">=" => Some(left >= right),
            "==" | "=:=" => Some(left == right),
            "/=" | "=/=" => Some(left != right),
            _ => None,
        },
        (_, [term]) => Some(match name {
            "is_atom" => matches!(term, Term::Atom(_)),
            "is_integer" => matches!(term, Term::Integer(_)),
            "is_float" => matches!(term, Term::Float(_)),
            "is_number" => is_number(term),
            "is_list" => matches!(term, Term::List(..) | Term::Nil),
            "is_tuple" => matches!(term, Term::Tuple(_)),
            "is_map" => matches!(term, Term::Map(_)),
            _ => return None,
        }),
        _ => None,
    }
}

fn is_number(term: &Term) -> bool {
    matches!(term, Term::Integer(_) | Term::Float(_))
}

fn is_integer(term: &Term) -> bool {
    matches!(term, Term::Integer(_))
}

fn is_zero(term: &Term) -> bool {
    match term {
        Term::Integer(value) => *value == IBig::ZERO,
        Term::Float(value) => *value == 0.0,
        _ => false,
    }
}

fn is_proper_list(term: &Term) -> bool {
    match term {
        Term::List(_, tail) => **tail == Term::Nil,
        other => *other == Term::Nil,
    }
}

/// The error that a call of `erlang` with these constants raises.
fn error_of(name: &str, arguments: &[&Term]) -> Option<&'static str> {
    let (fails, error) = match (name, arguments) {
        ("+" | "-", [a]) => (!is_number(a), "badarith"),
        ("+" | "-" | "*", [a, b]) => (!is_number(a) || !is_number(b), "badarith"),
        ("/", [a, b]) => (!is_number(a) || !is_number(b) || is_zero(b), "badarith"),
        ("div" | "rem", [a, b]) => (!is_integer(a) || !is_integer(b) || is_zero(b), "badarith"),
        ("band" | "bor" | "bxor" | "bsl" | "bsr", [a, b]) => {
            (!is_integer(a) || !is_integer(b), "badarith")
        }
        ("bnot", [a]) => (!is_integer(a), "badarith"),
        ("not", [a]) => (super::matching::boolean(a).is_none(), "badarg"),
        ("abs" | "float" | "trunc" | "round" | "floor" | "ceil", [a]) => (!is_number(a), "badarg"),
        ("hd" | "tl", [a]) => (!matches!(a, Term::List(..)), "badarg"),
        ("length" | "list_to_tuple", [a]) => (!is_proper_list(a), "badarg"),
        ("tuple_size" | "tuple_to_list", [a]) => (!matches!(a, Term::Tuple(_)), "badarg"),
        ("byte_size" | "bit_size", [a]) => (!matches!(a, Term::Binary(..)), "badarg"),
        ("atom_to_list" | "atom_to_binary", [a]) => (!matches!(a, Term::Atom(_)), "badarg"),
        ("integer_to_list" | "integer_to_binary", [a]) => (!is_integer(a), "badarg"),
        ("list_to_atom", [a]) => (!matches!(a, Term::List(..) | Term::Nil), "badarg"),
        ("++", [a, _]) => (!is_proper_list(a), "badarg"),
        ("element", [Term::Integer(index), Term::Tuple(elements)]) => {
            (is_outside(index, elements.len()), "badarg")
        }
        _ => return None,
    };
    fails.then_some(error)
}

/// Is it no index of a tuple of so many elements?
fn is_outside(index: &IBig, size: usize) -> bool {
    *index < IBig::ONE || *index > IBig::from(size)
}

impl Checker<'_> {
    /// Warns of a call that can only fail.
    pub fn failing(&mut self, expr: &Expr, around: Span) {
        let message = match &expr.kind {
            ExprKind::CallRemote(module, name, arguments) if module.as_str() == "erlang" => {
                let Some(error) = self.failing_call(name.as_str(), arguments) else {
                    return;
                };
                let arity = arguments.len();
                if is_operator(name.as_str(), arity) {
                    format!(
                        "evaluation of operator '{name}'/{arity} will fail with a '{error}' exception"
                    )
                } else {
                    format!("the call to {name}/{arity} will fail with a '{error}' exception")
                }
            }
            ExprKind::MapPut(map, _) | ExprKind::MapUpdate(map, _)
                if constant(map).is_some_and(|term| !matches!(term, Term::Map(_))) =>
            {
                "map update will fail with a 'badmap' exception".to_string()
            }
            ExprKind::CallFun(function, _) => {
                let no_function = match &function.kind {
                    ExprKind::Literal(term) => !matches!(term, Term::ExternalFunction(..)),
                    ExprKind::Tuple(_) | ExprKind::Cons(..) | ExprKind::MapNew(_) => true,
                    _ => false,
                };
                if !no_function {
                    return;
                }
                "invalid function call".to_string()
            }
            ExprKind::CallDynamic(module, function, _) => {
                let is_name = |expr: &Expr| match &expr.kind {
                    ExprKind::Literal(term) => matches!(term, Term::Atom(_)),
                    _ => true,
                };
                if is_name(module) && is_name(function) {
                    return;
                }
                "invalid module and/or function name; this call will always fail".to_string()
            }
            _ => return,
        };
        self.warn("will-fail", expr.span, around, message);
    }

    fn failing_call(&self, name: &str, arguments: &[Expr]) -> Option<&'static str> {
        // The elements of the tuple need not be constants.
        if let ("element", [index, tuple]) = (name, arguments)
            && let (Some(Term::Integer(index)), ExprKind::Tuple(elements)) =
                (constant(index), &tuple.kind)
        {
            return is_outside(index, elements.len()).then_some("badarg");
        }
        let arguments: Vec<&Term> = arguments.iter().map(constant).collect::<Option<_>>()?;
        error_of(name, &arguments)
    }
}
