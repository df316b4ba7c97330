//! S-expressions with their places: what the reader makes and the expander rewrites.

use crate::base::span::Span;
use crate::base::symbol::Symbol;
use dashu_int::IBig;

/// A datum and where it was written. A form that a macro made carries the span of the macro call.
#[derive(Clone, Debug)]
pub struct Form {
    pub span: Span,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Integer(IBig),
    Float(f64),
    Symbol(Symbol),
    /// A string: the same datum as the list of its code points. Never empty (that is an empty `List`).
    String(String),
    /// `( … )`; an empty list is `()`.
    List(Vec<Form>),
    /// `(a b . c)`: at least one element, and a tail that is neither a `List` nor a `String` nor an `Improper`.
    Improper(Vec<Form>, Box<Form>),
    Tuple(Vec<Form>),
    /// `#M(k v …)`, in the order written; an even number of forms.
    Map(Vec<Form>),
    /// `#S(name k v …)`: the name, then fields.
    Struct(Vec<Form>),
    /// A binary literal: bytes and number of bits.
    Binary(Vec<u8>, u64),
}

impl Form {
    pub fn new(span: Span, kind: Kind) -> Form {
        Form { span, kind }
    }

    pub fn symbol(span: Span, name: &str) -> Form {
        Form {
            span,
            kind: Kind::Symbol(Symbol::new(name)),
        }
    }

    pub fn list(span: Span, forms: Vec<Form>) -> Form {
        Form {
            span,
            kind: Kind::List(forms),
        }
    }

    pub fn integer(span: Span, value: i64) -> Form {
        Form {
            span,
            kind: Kind::Integer(IBig::from(value)),
        }
    }

    /// Gives it and all in it another place.
    pub fn move_to(&mut self, span: Span) {
        let mut work = vec![self];
        while let Some(form) = work.pop() {
            form.span = span;
            match &mut form.kind {
                Kind::List(parts) | Kind::Tuple(parts) | Kind::Map(parts) | Kind::Struct(parts) => {
                    work.extend(parts);
                }
                Kind::Improper(parts, tail) => {
                    work.extend(parts);
                    work.push(tail);
                }
                _ => {}
            }
        }
    }

    /// The symbol's name, if it is one.
    pub fn as_symbol(&self) -> Option<&Symbol> {
        match &self.kind {
            Kind::Symbol(symbol) => Some(symbol),
            _ => None,
        }
    }

    /// The elements, if it is a proper list written with brackets.
    pub fn as_list(&self) -> Option<&[Form]> {
        match &self.kind {
            Kind::List(forms) => Some(forms),
            _ => None,
        }
    }

    /// How many elements it has, if it is a proper list, however that is written: a macro may make the
    /// list `(0)`, which is the same datum as a string.
    pub fn list_length(&self) -> Option<usize> {
        match &self.kind {
            Kind::List(forms) => Some(forms.len()),
            Kind::String(text) => Some(text.chars().count()),
            _ => None,
        }
    }

    /// The operator's name, if it is a list that begins with a symbol.
    pub fn head(&self) -> Option<&str> {
        self.as_list()?.first()?.as_symbol().map(Symbol::as_str)
    }

    /// Is it the same datum as another form, wherever both are written? A string and the list of its
    /// code points are told apart, and maps compare as written.
    pub fn same_datum(&self, other: &Form) -> bool {
        let all = |a: &[Form], b: &[Form]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same_datum(b))
        };
        match (&self.kind, &other.kind) {
            (Kind::Integer(a), Kind::Integer(b)) => a == b,
            (Kind::Float(a), Kind::Float(b)) => a.to_bits() == b.to_bits(),
            (Kind::Symbol(a), Kind::Symbol(b)) => a == b,
            (Kind::String(a), Kind::String(b)) => a == b,
            (Kind::List(a), Kind::List(b)) => all(a, b),
            (Kind::Improper(a, a_tail), Kind::Improper(b, b_tail)) => {
                all(a, b) && a_tail.same_datum(b_tail)
            }
            (Kind::Tuple(a), Kind::Tuple(b)) => all(a, b),
            (Kind::Map(a), Kind::Map(b)) => all(a, b),
            (Kind::Struct(a), Kind::Struct(b)) => all(a, b),
            (Kind::Binary(a, a_bits), Kind::Binary(b, b_bits)) => a == b && a_bits == b_bits,
            _ => false,
        }
    }
}
