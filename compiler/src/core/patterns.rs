//! Patterns: what they match and which variables they bind.

use super::build::Builder;
use super::expressions::is_character_list;
use super::ir::{Pattern, PatternKind, VarId};
use super::literals::{list as list_term, literal};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::{Form, Kind};
use std::collections::BTreeMap;

/// The variables that the patterns of one clause have bound so far. They come into scope after the
/// last pattern.
#[derive(Default)]
pub struct Bound {
    pub variables: BTreeMap<Symbol, VarId>,
}

impl Builder {
    pub(super) fn pattern(&mut self, form: &Form, bound: &mut Bound) -> Pattern {
        let span = form.span;
        let kind = self
            .deeper(span, 1, |this| this.pattern_kind(form, bound))
            .unwrap_or(PatternKind::Ignore);
        Pattern { span, kind }
    }

    fn pattern_kind(&mut self, form: &Form, bound: &mut Bound) -> PatternKind {
        let span = form.span;
        match &form.kind {
            Kind::Symbol(name) if *name == *"_" => PatternKind::Ignore,
            Kind::Symbol(name) if self.names.dynamic(name).is_some() => self.illegal(span),
            Kind::Symbol(name) => match bound.variables.get(name) {
                Some(id) => PatternKind::Same(*id),
                None => {
                    let id = self.fresh(name);
                    bound.variables.insert(name.clone(), id);
                    PatternKind::Variable(id)
                }
            },
            Kind::List(forms) => match forms.split_first() {
                None => PatternKind::Literal(Term::Nil),
                Some((head, arguments)) => match head.as_symbol() {
                    Some(name) => self.compound_pattern(span, name, arguments, bound),
                    None if is_character_list(forms) => self.literal_pattern(form),
                    None => self.illegal(span),
                },
            },
            Kind::Improper(..) | Kind::Map(_) | Kind::Struct(_) => self.illegal(span),
            _ => self.literal_pattern(form),
        }
    }

    fn compound_pattern(
        &mut self,
        span: Span,
        name: &Symbol,
        arguments: &[Form],
        bound: &mut Bound,
    ) -> PatternKind {
        match (name.as_str(), arguments) {
            ("quote", [datum]) => self.literal_pattern(datum),
            ("cons", [head, tail]) => self.cons_pattern(head, tail, bound),
            ("list", elements) => {
                let elements = self.patterns(elements, bound);
                let end = PatternKind::Literal(Term::Nil);
                self.list_pattern(span, elements, Pattern { span, kind: end })
            }
            ("tuple", elements) => {
                let elements = self.patterns(elements, bound);
                tuple(elements)
            }
            ("record" | "make-record", [record, fields @ ..]) => self
                .record_pattern(span, record, fields, bound)
                .unwrap_or_else(|| self.illegal(span)),
            ("record-index", [record, field]) => self
                .index_pattern(record, field)
                .unwrap_or_else(|| self.illegal(span)),
            ("struct", [name, fields @ ..]) => self
                .struct_pattern(span, name, fields, bound)
                .unwrap_or_else(|| self.illegal(span)),
            ("map", pairs) if pairs.len() % 2 == 0 => {
                let mut entries = Vec::with_capacity(pairs.len() / 2);
                for pair in pairs.chunks_exact(2) {
                    let Some(key) = self.map_key(&pair[0]) else {
                        continue;
                    };
                    entries.push((key, self.pattern(&pair[1], bound)));
                }
                PatternKind::Map(entries)
            }
            ("binary", segments) => self.binary_pattern(segments, bound),
            ("=", [left, right]) => PatternKind::Alias(
                Box::new(self.pattern(left, bound)),
                Box::new(self.pattern(right, bound)),
            ),
            _ => self.illegal(span),
        }
    }

    fn patterns(&mut self, forms: &[Form], bound: &mut Bound) -> Vec<Pattern> {
        forms.iter().map(|form| self.pattern(form, bound)).collect()
    }

    /// `(cons head tail)`, along the chain of tails.
    fn cons_pattern(&mut self, head: &Form, tail: &Form, bound: &mut Bound) -> PatternKind {
        let span = head.span.to(tail.span);
        let mut heads = vec![self.pattern(head, bound)];
        let mut rest = tail;
        while let Some([operator, head, tail]) = rest.as_list()
            && operator.as_symbol().is_some_and(|name| *name == *"cons")
        {
            heads.push(self.pattern(head, bound));
            rest = tail;
        }
        let tail = self.pattern(rest, bound);
        self.list_pattern(span, heads, tail)
    }

    /// Elements in front of a tail; what is constant at the end stays one constant.
    fn list_pattern(
        &mut self,
        span: Span,
        mut elements: Vec<Pattern>,
        mut tail: Pattern,
    ) -> PatternKind {
        if let PatternKind::Literal(term) = &mut tail.kind {
            let mut constants = Vec::new();
            while elements.last().is_some_and(is_constant) {
                constants.extend(elements.pop().and_then(into_constant));
            }
            constants.reverse();
            let end = std::mem::replace(term, Term::Nil);
            tail.kind = PatternKind::Literal(list_term(constants, end));
        }
        if self.deeper(span, elements.len(), |_| ()).is_none() {
            return PatternKind::Ignore;
        }
        elements
            .into_iter()
            .rev()
            .fold(tail, |tail, head| Pattern {
                span: head.span.to(tail.span),
                kind: PatternKind::Cons(Box::new(head), Box::new(tail)),
            })
            .kind
    }

    fn map_key(&mut self, form: &Form) -> Option<Term> {
        let datum = match &form.kind {
            Kind::List(forms) if form.head() == Some("quote") => forms.get(1),
            Kind::Symbol(_) => None,
            Kind::List(forms) if !forms.is_empty() => None,
            _ => Some(form),
        };
        let key = datum.and_then(|datum| literal(datum).ok());
        if key.is_none() {
            self.error("bad-map-key", form.span, "illegal map key");
        }
        key
    }

    fn literal_pattern(&mut self, form: &Form) -> PatternKind {
        match literal(form) {
            Ok(term) => PatternKind::Literal(term),
            Err(bad) => {
                self.error(bad.code, bad.span, bad.message);
                PatternKind::Ignore
            }
        }
    }

    fn illegal(&mut self, span: Span) -> PatternKind {
        self.error("illegal-pattern", span, "illegal pattern");
        PatternKind::Ignore
    }
}

pub(super) fn tuple(elements: Vec<Pattern>) -> PatternKind {
    if elements.iter().all(is_constant) {
        let terms = elements.into_iter().filter_map(into_constant);
        PatternKind::Literal(Term::Tuple(terms.collect()))
    } else {
        PatternKind::Tuple(elements)
    }
}

fn is_constant(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::Literal(_))
}

fn into_constant(pattern: Pattern) -> Option<Term> {
    match pattern.kind {
        PatternKind::Literal(term) => Some(term),
        _ => None,
    }
}
