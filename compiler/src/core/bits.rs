//! Segments of binaries, in expressions and in patterns.

use super::build::Builder;
use super::expressions::{constant, variable};
use super::ir::{Expr, ExprKind, Pattern, PatternKind, Segment, SegmentKind, VarId};
use super::literals::literal;
use super::patterns::Bound;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::{Form, Kind};
use std::collections::BTreeMap;

/// The specifiers of a segment as written.
#[derive(Default)]
struct Specifiers<'f> {
    kind: Option<SegmentKind>,
    /// The unit that a plain `bitstring` or `binary` stands for.
    type_unit: Option<u32>,
    size: Option<&'f Form>,
    unit: Option<u32>,
    signed: bool,
    little_endian: bool,
}

/// A segment's layout: all of it but the value.
struct Layout<'f> {
    kind: SegmentKind,
    /// `Err`: a number of units that the type implies.
    size: Option<Result<&'f Form, u32>>,
    unit: u32,
    signed: bool,
    little_endian: bool,
}

impl Layout<'_> {
    /// All that is left of the binary?
    fn takes_all(&self) -> bool {
        self.kind == SegmentKind::Binary && self.size.is_none()
    }
}

impl Builder {
    /// `(binary segment…)` in an expression.
    pub(super) fn binary(&mut self, span: Span, forms: &[Form]) -> Expr {
        let mut segments = Vec::with_capacity(forms.len());
        for form in forms {
            let (value, specifiers) = split(form);
            let Some(layout) = self.layout(form.span, specifiers) else {
                continue;
            };
            if let Kind::String(text) = &value.kind
                && layout.kind != SegmentKind::Binary
            {
                for c in text.chars() {
                    let value = constant(value.span, Term::integer(i64::from(u32::from(c))));
                    segments.push(self.expression_segment(form.span, value, &layout));
                }
                continue;
            }
            let value = self.expression(value);
            segments.push(self.expression_segment(form.span, value, &layout));
        }
        Expr {
            span,
            kind: ExprKind::Binary(segments),
        }
    }

    fn expression_segment(&mut self, span: Span, value: Expr, layout: &Layout) -> Segment<Expr> {
        let size = layout.size.as_ref().map(|size| match size {
            Ok(form) => self.expression(form),
            Err(implied) => constant(span, Term::integer(i64::from(*implied))),
        });
        segment(span, value, layout, size)
    }

    /// `(binary segment…)` in a pattern. Sizes see the variables of the segments before.
    pub(super) fn binary_pattern(&mut self, forms: &[Form], bound: &mut Bound) -> PatternKind {
        let mut segments = Vec::with_capacity(forms.len());
        let mut earlier: BTreeMap<Symbol, VarId> = BTreeMap::new();
        for (index, form) in forms.iter().enumerate() {
            let (value, specifiers) = split(form);
            let Some(layout) = self.layout(form.span, specifiers) else {
                continue;
            };
            if layout.takes_all() && index + 1 < forms.len() {
                self.error(
                    "illegal-bit-size",
                    form.span,
                    "a binary field without size is only allowed at the end of a binary pattern",
                );
            }
            let size = match &layout.size {
                Some(Ok(size)) => Some(self.pattern_size(size, &earlier)),
                Some(Err(implied)) => Some(constant(form.span, Term::integer(i64::from(*implied)))),
                None => None,
            };
            if let Kind::String(text) = &value.kind
                && layout.kind != SegmentKind::Binary
            {
                for c in text.chars() {
                    let value = Pattern {
                        span: value.span,
                        kind: PatternKind::Literal(Term::integer(i64::from(u32::from(c)))),
                    };
                    segments.push(segment(form.span, value, &layout, size.clone()));
                }
                continue;
            }
            let value = self.segment_value(value, bound, &mut earlier);
            segments.push(segment(form.span, value, &layout, size));
        }
        PatternKind::Binary(segments)
    }

    /// The value in a pattern: a variable or a number.
    fn segment_value(
        &mut self,
        form: &Form,
        bound: &mut Bound,
        earlier: &mut BTreeMap<Symbol, VarId>,
    ) -> Pattern {
        let is_datum = match &form.kind {
            Kind::Symbol(_) | Kind::Integer(_) | Kind::Float(_) | Kind::Binary(..) => true,
            _ => form.head() == Some("quote"),
        };
        if !is_datum {
            self.error("illegal-bit-segment", form.span, "illegal bit segment");
        }
        let pattern = self.pattern(form, bound);
        if let (Some(name), PatternKind::Variable(id) | PatternKind::Same(id)) =
            (form.as_symbol(), &pattern.kind)
        {
            earlier.insert(name.clone(), *id);
        }
        pattern
    }

    fn pattern_size(&mut self, form: &Form, earlier: &BTreeMap<Symbol, VarId>) -> Expr {
        match &form.kind {
            Kind::Symbol(name) => match earlier.get(name) {
                Some(id) => variable(form.span, *id),
                None => self.expression(form),
            },
            Kind::Integer(_) => self.literal(form),
            _ => {
                self.error("illegal-bit-size", form.span, "illegal bit size");
                self.broken(form.span)
            }
        }
    }

    /// Reads the specifiers and fills in what they leave open.
    fn layout<'f>(&mut self, span: Span, specifiers: &'f [Form]) -> Option<Layout<'f>> {
        let written = self.specifiers(specifiers)?;
        let kind = written.kind.unwrap_or(SegmentKind::Integer);
        let is_utf = matches!(
            kind,
            SegmentKind::Utf8 | SegmentKind::Utf16 | SegmentKind::Utf32
        );
        if is_utf && (written.size.is_some() || written.unit.is_some()) {
            self.error(
                "illegal-bit-size",
                span,
                "neither size nor unit must be given for segments of type utf8/utf16/utf32",
            );
            return None;
        }
        if written.unit.is_some() && written.size.is_none() && kind != SegmentKind::Binary {
            self.error(
                "illegal-bit-size",
                span,
                "bit unit size can only be specified together with size",
            );
            return None;
        }
        let unit = written.unit.or(written.type_unit).unwrap_or(match kind {
            SegmentKind::Binary => 8,
            _ => 1,
        });
        let size = match (written.size, kind) {
            (Some(size), _) => Some(Ok(size)),
            (None, SegmentKind::Integer) => Some(Err(8)),
            (None, SegmentKind::Float) => Some(Err(64)),
            (None, _) => None,
        };
        Some(Layout {
            kind,
            size,
            unit,
            signed: written.signed,
            little_endian: written.little_endian,
        })
    }

    fn specifiers<'f>(&mut self, forms: &'f [Form]) -> Option<Specifiers<'f>> {
        let mut written = Specifiers::default();
        for form in forms {
            if let Some(name) = form.as_symbol() {
                let (kind, unit) = match name.as_str() {
                    "integer" => (SegmentKind::Integer, 1),
                    "float" => (SegmentKind::Float, 1),
                    "binary" | "bytes" => (SegmentKind::Binary, 8),
                    "bitstring" | "bits" => (SegmentKind::Binary, 1),
                    "utf8" | "utf-8" => (SegmentKind::Utf8, 1),
                    "utf16" | "utf-16" => (SegmentKind::Utf16, 1),
                    "utf32" | "utf-32" => (SegmentKind::Utf32, 1),
                    "signed" | "unsigned" => {
                        written.signed = *name == *"signed";
                        continue;
                    }
                    "big" | "big-endian" => {
                        written.little_endian = false;
                        continue;
                    }
                    "little" | "little-endian" => {
                        written.little_endian = true;
                        continue;
                    }
                    // Both machines we compile for are little-endian.
                    "native" | "native-endian" => {
                        written.little_endian = true;
                        continue;
                    }
                    other => {
                        let message = format!("bit type {other} undefined");
                        self.error("undefined-bit-type", form.span, message);
                        return None;
                    }
                };
                written.kind = Some(kind);
                written.type_unit = Some(unit);
                continue;
            }
            match form.as_list() {
                Some([head, size]) if head.as_symbol().is_some_and(|name| *name == *"size") => {
                    written.size = Some(size);
                }
                Some([head, unit]) if head.as_symbol().is_some_and(|name| *name == *"unit") => {
                    written.unit = match literal(unit) {
                        Ok(Term::Integer(unit)) => u32::try_from(&unit)
                            .ok()
                            .filter(|unit| (1..=256).contains(unit)),
                        _ => None,
                    };
                    if written.unit.is_none() {
                        self.error("illegal-bit-unit", form.span, "illegal bit unit");
                        return None;
                    }
                }
                _ => {
                    self.error("undefined-bit-type", form.span, "bad bit specifier");
                    return None;
                }
            }
        }
        Some(written)
    }
}

/// A segment's value and its specifiers.
fn split(form: &Form) -> (&Form, &[Form]) {
    match form.as_list() {
        Some([value, specifiers @ ..]) if form.head() != Some("quote") => (value, specifiers),
        _ => (form, &[]),
    }
}

fn segment<T>(span: Span, value: T, layout: &Layout, size: Option<Expr>) -> Segment<T> {
    Segment {
        span,
        value,
        kind: layout.kind,
        size,
        unit: layout.unit,
        signed: layout.signed,
        little_endian: layout.little_endian,
    }
}
