//! One macro call that somebody wants to see the expansion of, noted on the way.

use crate::base::span::Span;
use crate::reader::form::Form;

/// What becomes of the call at a place.
#[derive(Default)]
pub struct Watched {
    place: Option<Span>,
    once: Option<Form>,
    complete: Vec<Form>,
}

impl Watched {
    pub fn at(place: Option<Span>) -> Watched {
        Watched {
            place,
            ..Watched::default()
        }
    }

    /// Whether the form at a place is the one, and nothing is known of it yet.
    pub fn begins(&self, span: Span) -> bool {
        self.place == Some(span) && self.once.is_none()
    }

    /// A call was expanded once. What it has become lies at its place, so only the first step counts.
    pub fn step(&mut self, span: Span, expansion: &Form) {
        if self.begins(span) {
            self.once = Some(expansion.clone());
        }
    }

    /// All macros in it are expanded.
    pub fn complete(&mut self, forms: &[Form]) {
        if self.once.is_some() && self.complete.is_empty() {
            self.complete = forms.to_vec();
        }
    }

    /// The expansion by one step, and the forms of the complete one: none of a pattern.
    pub fn into_forms(self) -> Option<(Form, Vec<Form>)> {
        Some((self.once?, self.complete))
    }
}
