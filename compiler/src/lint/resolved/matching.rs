//! What is known of matching before the program runs: whether a pattern takes all that another takes,
//! and whether an expression's value can match a pattern.

use crate::base::term::Term;
use crate::core::ir::{Expr, ExprKind, Pattern, PatternKind};

/// Does the first pattern match everything that the second does? It has no variable twice.
pub fn covers(general: &Pattern, special: &Pattern) -> bool {
    match (&general.kind, &special.kind) {
        (PatternKind::Ignore | PatternKind::Variable(_), _) => true,
        (PatternKind::Alias(left, right), _) => covers(left, special) && covers(right, special),
        (_, PatternKind::Alias(left, right)) => covers(general, left) || covers(general, right),
        (_, PatternKind::Literal(term)) => covers_term(general, term),
        (PatternKind::Cons(head, tail), PatternKind::Cons(other_head, other_tail)) => {
            covers(head, other_head) && covers(tail, other_tail)
        }
        (PatternKind::Tuple(elements), PatternKind::Tuple(others)) => {
            elements.len() == others.len()
                && elements
                    .iter()
                    .zip(others)
                    .all(|(one, other)| covers(one, other))
        }
        (PatternKind::Map(pairs), PatternKind::Map(others)) => {
            pairs.len() == others.len()
                && pairs.iter().all(|(key, value)| {
                    let mut same = others.iter().filter(|(other, _)| is_same(key, other));
                    same.any(|(_, other)| covers(value, other))
                })
        }
        _ => false,
    }
}

fn covers_term(pattern: &Pattern, term: &Term) -> bool {
    match term {
        Term::List(elements, tail) => covers_list(pattern, elements, tail),
        _ => match (&pattern.kind, term) {
            (PatternKind::Ignore | PatternKind::Variable(_), _) => true,
            (PatternKind::Literal(own), _) => is_same(own, term),
            (PatternKind::Alias(left, right), _) => {
                covers_term(left, term) && covers_term(right, term)
            }
            (PatternKind::Tuple(elements), Term::Tuple(terms)) => {
                elements.len() == terms.len()
                    && elements
                        .iter()
                        .zip(terms)
                        .all(|(one, term)| covers_term(one, term))
            }
            _ => false,
        },
    }
}

/// Does a pattern match the list of these elements and tail?
fn covers_list(mut pattern: &Pattern, mut elements: &[Term], tail: &Term) -> bool {
    loop {
        let Some((first, rest)) = elements.split_first() else {
            return covers_term(pattern, tail);
        };
        match &pattern.kind {
            PatternKind::Ignore | PatternKind::Variable(_) => return true,
            PatternKind::Alias(left, right) => {
                return covers_list(left, elements, tail) && covers_list(right, elements, tail);
            }
            PatternKind::Literal(Term::List(own, own_tail)) => {
                return own.len() == elements.len()
                    && own
                        .iter()
                        .zip(elements)
                        .all(|(own, term)| is_same(own, term))
                    && is_same(own_tail, tail);
            }
            PatternKind::Cons(head, next) => {
                if !covers_term(head, first) {
                    return false;
                }
                pattern = next;
                elements = rest;
            }
            _ => return false,
        }
    }
}

/// `=:=` of constants; zeros of different sign differ.
fn is_same(one: &Term, other: &Term) -> bool {
    match (one, other) {
        (Term::Float(one), Term::Float(other)) => one.to_bits() == other.to_bits(),
        _ => one == other,
    }
}

/// Is the value of this expression a boolean, whenever it has one?
pub fn is_boolean(expr: &Expr) -> bool {
    let ExprKind::CallRemote(module, name, arguments) = &expr.kind else {
        return false;
    };
    if module.as_str() != "erlang" {
        return false;
    }
    match (name.as_str(), arguments.len()) {
        ("==" | "/=" | "=:=" | "=/=" | "<" | ">" | "=<" | ">=" | "and" | "or" | "xor", 2) => true,
        ("not", 1) => true,
        (name, 1) => name.starts_with("is_"),
        _ => false,
    }
}

/// A constant that is `true` or `false`.
pub fn boolean(term: &Term) -> Option<bool> {
    match term {
        Term::Atom(name) if name.as_str() == "true" => Some(true),
        Term::Atom(name) if name.as_str() == "false" => Some(false),
        _ => None,
    }
}

/// Is it certain that the expression's value matches the pattern, which has no variable twice?
pub fn matches_always(expr: &Expr, pattern: &Pattern) -> bool {
    match (&expr.kind, &pattern.kind) {
        (_, PatternKind::Ignore | PatternKind::Variable(_)) => true,
        (_, PatternKind::Alias(left, right)) => {
            matches_always(expr, left) && matches_always(expr, right)
        }
        (ExprKind::Literal(term), _) => covers_term(pattern, term),
        (ExprKind::Tuple(exprs), PatternKind::Tuple(elements)) => {
            exprs.len() == elements.len()
                && exprs
                    .iter()
                    .zip(elements)
                    .all(|(expr, element)| matches_always(expr, element))
        }
        (ExprKind::Cons(head, tail), PatternKind::Cons(first, rest)) => {
            matches_always(head, first) && matches_always(tail, rest)
        }
        _ => false,
    }
}

/// Is it certain that the expression's value does not match the pattern?
pub fn matches_never(expr: &Expr, pattern: &Pattern) -> bool {
    if let PatternKind::Alias(left, right) = &pattern.kind {
        return matches_never(expr, left) || matches_never(expr, right);
    }
    if matches!(
        pattern.kind,
        PatternKind::Ignore | PatternKind::Variable(_) | PatternKind::Same(_)
    ) {
        return false;
    }
    match (&expr.kind, &pattern.kind) {
        (ExprKind::Literal(term), _) => term_matches_never(term, pattern),
        (ExprKind::Tuple(exprs), PatternKind::Tuple(elements)) => {
            exprs.len() != elements.len()
                || exprs
                    .iter()
                    .zip(elements)
                    .any(|(expr, element)| matches_never(expr, element))
        }
        (ExprKind::Tuple(exprs), PatternKind::Literal(Term::Tuple(terms))) => {
            exprs.len() != terms.len()
                || exprs
                    .iter()
                    .zip(terms)
                    .any(|(expr, term)| differs(expr, term))
        }
        (ExprKind::Tuple(_), _) => true,
        (ExprKind::Cons(head, tail), PatternKind::Cons(first, rest)) => {
            matches_never(head, first) || matches_never(tail, rest)
        }
        (ExprKind::Cons(head, _), PatternKind::Literal(Term::List(terms, _))) => {
            terms.first().is_some_and(|term| differs(head, term))
        }
        (ExprKind::Cons(..), _) => true,
        (_, PatternKind::Literal(term)) => is_boolean(expr) && boolean(term).is_none(),
        _ => is_boolean(expr),
    }
}

/// Is it certain that the expression's value is not this constant?
fn differs(expr: &Expr, term: &Term) -> bool {
    match &expr.kind {
        ExprKind::Literal(own) => !is_same(own, term),
        ExprKind::Tuple(_) => !matches!(term, Term::Tuple(_)),
        ExprKind::Cons(..) => !matches!(term, Term::List(..)),
        _ => is_boolean(expr) && boolean(term).is_none(),
    }
}

fn term_matches_never(term: &Term, pattern: &Pattern) -> bool {
    match (&pattern.kind, term) {
        (PatternKind::Ignore | PatternKind::Variable(_) | PatternKind::Same(_), _) => false,
        (PatternKind::Alias(left, right), _) => {
            term_matches_never(term, left) || term_matches_never(term, right)
        }
        (PatternKind::Literal(own), _) => !is_same(own, term),
        (PatternKind::Tuple(elements), Term::Tuple(terms)) => {
            elements.len() != terms.len()
                || elements
                    .iter()
                    .zip(terms)
                    .any(|(one, term)| term_matches_never(term, one))
        }
        (PatternKind::Cons(head, _), Term::List(terms, _)) => terms
            .first()
            .is_some_and(|term| term_matches_never(term, head)),
        (PatternKind::Map(_), Term::Map(_)) | (PatternKind::Binary(_), Term::Binary(..)) => false,
        _ => true,
    }
}
