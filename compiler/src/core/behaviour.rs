//! The callbacks that a behaviour wants of who implements it: what its `behaviour_info/1` answers
//! (OTP design principles, "User-Defined Behaviours").
//!
//! They are read, not asked for, so that checking needs no runtime: only clauses that answer a
//! constant are understood.

use super::ir::{Expr, ExprKind, Function, Module, PatternKind};
use crate::base::term::Term;

/// The name and arity of each callback that is not optional. None where the module is no behaviour.
pub fn callbacks(module: &Module) -> Vec<(String, usize)> {
    let is_information = |f: &&Function| f.name.as_str() == "behaviour_info" && f.lambda.arity == 1;
    let Some(function) = module.functions.iter().find(is_information) else {
        return Vec::new();
    };
    let optional = answer(function, "optional_callbacks");
    let mut callbacks = answer(function, "callbacks");
    callbacks.retain(|callback| !optional.contains(callback));
    callbacks
}

/// The functions that the clause for an atom answers.
fn answer(function: &Function, question: &str) -> Vec<(String, usize)> {
    let asked = |pattern: &PatternKind| matches!(pattern, PatternKind::Literal(Term::Atom(name)) if name.as_str() == question);
    let mut clauses = function.lambda.clauses.iter();
    let clause = clauses.find(|clause| asked(&clause.patterns[0].kind));
    match clause.and_then(|clause| constant(&clause.body)) {
        Some(Term::List(elements, _)) => elements.iter().filter_map(callback).collect(),
        _ => Vec::new(),
    }
}

/// `#(name arity)`.
fn callback(term: &Term) -> Option<(String, usize)> {
    match term {
        Term::Tuple(parts) => match &parts[..] {
            [Term::Atom(name), Term::Integer(arity)] => {
                Some((name.to_string(), usize::try_from(arity).ok()?))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What an expression of constructors and literals makes.
fn constant(expr: &Expr) -> Option<Term> {
    match &expr.kind {
        ExprKind::Literal(term) => Some(term.clone()),
        ExprKind::Tuple(parts) => Some(Term::Tuple(
            parts.iter().map(constant).collect::<Option<_>>()?,
        )),
        ExprKind::Cons(head, tail) => {
            let head = constant(head)?;
            Some(match constant(tail)? {
                Term::List(mut rest, tail) => {
                    rest.insert(0, head);
                    Term::List(rest, tail)
                }
                tail => Term::List(vec![head], Box::new(tail)),
            })
        }
        ExprKind::Sequence(exprs) => match &exprs[..] {
            [only] => constant(only),
            _ => None,
        },
        _ => None,
    }
}
