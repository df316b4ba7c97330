//! Constant terms: what `quote` and literals denote.

use super::symbol::Symbol;
use dashu_int::IBig;

/// A term known at compile time. A literal map's keys are distinct (the last one written won).
#[derive(Clone, PartialEq, Debug)]
pub enum Term {
    Integer(IBig),
    Float(f64),
    Atom(Symbol),
    /// Elements and tail; the tail is never itself a `List`. `List([], Nil)` does not occur.
    List(Vec<Term>, Box<Term>),
    Nil,
    Tuple(Vec<Term>),
    Map(Vec<(Term, Term)>),
    /// Bytes, and the number of bits (a multiple of 8 less at most 7).
    Binary(Vec<u8>, u64),
    /// `#'m:f/a`.
    ExternalFunction(Symbol, Symbol, u8),
}

impl Term {
    pub fn atom(name: &str) -> Term {
        Term::Atom(Symbol::new(name))
    }

    pub fn integer(value: i64) -> Term {
        Term::Integer(IBig::from(value))
    }
}
