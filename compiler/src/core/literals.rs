//! Data to constant terms.

use crate::base::span::Span;
use crate::base::term::Term;
use crate::reader::form::{Form, Kind};
use dashu_int::IBig;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Why a form is no constant.
pub struct BadLiteral {
    pub span: Span,
    pub code: &'static str,
    pub message: &'static str,
}

/// The term that a quoted form, or a form that is its own value, denotes. Recursion is bounded by
/// the nesting that the reader allows.
pub fn literal(form: &Form) -> Result<Term, BadLiteral> {
    Ok(match &form.kind {
        Kind::Integer(value) => Term::Integer(value.clone()),
        Kind::Float(value) => Term::Float(*value),
        Kind::Symbol(name) => Term::Atom(name.clone()),
        Kind::String(text) => string(text),
        Kind::List(forms) => list(literals(forms)?, Term::Nil),
        Kind::Improper(forms, tail) => list(literals(forms)?, literal(tail)?),
        Kind::Tuple(forms) => Term::Tuple(literals(forms)?),
        Kind::Map(forms) => {
            if forms.len() % 2 != 0 {
                return Err(BadLiteral {
                    span: form.span,
                    code: "bad-literal",
                    message: "bad map",
                });
            }
            map(literals(forms)?)
        }
        Kind::Binary(bytes, bits) => Term::Binary(bytes.clone(), *bits),
        Kind::Struct(_) => {
            return Err(BadLiteral {
                span: form.span,
                code: "unsupported",
                message: "illegal '#S(': write `(struct NAME FIELD VALUE …)`",
            });
        }
    })
}

fn literals(forms: &[Form]) -> Result<Vec<Term>, BadLiteral> {
    forms.iter().map(literal).collect()
}

/// The list of a string's code points.
pub fn string(text: &str) -> Term {
    let elements = text
        .chars()
        .map(|c| Term::Integer(IBig::from(u32::from(c))))
        .collect();
    list(elements, Term::Nil)
}

/// A list, with a tail that may be a list itself.
pub fn list(mut elements: Vec<Term>, tail: Term) -> Term {
    if elements.is_empty() {
        return tail;
    }
    match tail {
        Term::List(rest, end) => {
            elements.extend(rest);
            Term::List(elements, end)
        }
        tail => Term::List(elements, Box::new(tail)),
    }
}

/// A map from keys and values in turn; of equal keys the last counts.
pub fn map(terms: Vec<Term>) -> Term {
    let mut pairs: Vec<(Term, Term)> = Vec::with_capacity(terms.len() / 2);
    // Keys by their text, so that large maps do not take quadratic time.
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut terms = terms.into_iter();
    while let (Some(key), Some(value)) = (terms.next(), terms.next()) {
        // `-0.0` and `0.0` are the same key.
        let text = format!("{key:?}").replace("Float(-0.0)", "Float(0.0)");
        match places.entry(text) {
            Entry::Occupied(place) if pairs[*place.get()].0 == key => {
                pairs[*place.get()].1 = value;
            }
            // An atom may be spelled like a float's text.
            Entry::Occupied(_) => pairs.push((key, value)),
            Entry::Vacant(place) => {
                place.insert(pairs.len());
                pairs.push((key, value));
            }
        }
    }
    Term::Map(pairs)
}
