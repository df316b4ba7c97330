//! Segments of `(binary …)` in expressions, guards and patterns.

use super::scope::Bound;
use super::{Linter, parts};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use crate::reader::print;
use dashu_int::IBig;

/// Where a binary stands.
pub enum Side<'a, 'f> {
    Expression,
    Guard,
    Pattern(&'a mut Bound<'f>),
}

/// What a segment says about its value.
#[derive(Default)]
struct Spec<'f> {
    kind: Option<&'static str>,
    size: Option<&'f Form>,
    unit: Option<u64>,
    /// The unit was written, not implied by `bytes` or `bits`.
    unit_written: bool,
    sign: Option<&'static str>,
    endianness: Option<&'static str>,
}

impl Linter {
    pub fn segments<'f>(&mut self, segments: &'f [Form], side: &mut Side<'_, 'f>) {
        // Sizes see the variables of segments before them.
        let mut earlier = Bound::default();
        for (at, segment) in segments.iter().enumerate() {
            let last = at + 1 == segments.len();
            self.segment(segment, last, side, &mut earlier);
        }
    }

    fn segment<'f>(
        &mut self,
        segment: &'f Form,
        last: bool,
        side: &mut Side<'_, 'f>,
        earlier: &mut Bound<'f>,
    ) {
        let (value, specs) = match parts(segment) {
            Some(([value, specs @ ..], true)) if !matches!(segment.kind, Kind::String(_)) => {
                (value, specs)
            }
            Some((_, false)) => {
                let what = match side {
                    Side::Pattern(_) => "bad binary pattern",
                    _ => "bad binary form",
                };
                self.error("bad-form", segment.span, what);
                return;
            }
            _ => (segment, &[][..]),
        };
        match side {
            Side::Expression => self.expression(value),
            Side::Guard => self.guard_expression(value),
            Side::Pattern(bound) => match &value.kind {
                Kind::Symbol(name) => {
                    if name.as_str() != "_" {
                        bound.add(name, value);
                    }
                }
                Kind::Integer(_) | Kind::Float(_) | Kind::String(_) => {}
                _ => {
                    self.error("illegal-segment", value.span, "illegal bit segment")
                        .label = "a variable, a number or a string should stand here".to_string();
                    return;
                }
            },
        }
        if let Some(spec) = self.specification(specs) {
            self.check_segment(segment, value, &spec, last, side, earlier);
        }
        if let (Side::Pattern(_), Some(name)) = (side, value.as_symbol()) {
            earlier.add(name, value);
        }
    }

    /// Reads a segment's specification; `None` if an error was found.
    fn specification<'f>(&mut self, forms: &'f [Form]) -> Option<Spec<'f>> {
        let mut spec = Spec::default();
        for form in forms {
            let known = match form.as_list() {
                Some([name, size]) if is_named(name, "size") => {
                    spec.size = Some(size);
                    true
                }
                Some([name, unit]) if is_named(name, "unit") => {
                    match small(unit).filter(|unit| (1..=256).contains(unit)) {
                        Some(unit) => {
                            if !self.set_unit(&mut spec, unit, form.span) {
                                return None;
                            }
                            spec.unit_written = true;
                            true
                        }
                        None => false,
                    }
                }
                Some(_) => false,
                None => match form.as_symbol() {
                    Some(name) => self.word(&mut spec, name, form.span)?,
                    None => false,
                },
            };
            if !known {
                let message = format!("bit type {} undefined", quoted(form));
                self.error("bit-type", form.span, message);
                return None;
            }
        }
        Some(spec)
    }

    /// A word of a specification. `None`: a conflict was reported; false: unknown.
    fn word(&mut self, spec: &mut Spec, name: &Symbol, span: Span) -> Option<bool> {
        let set = |slot: &mut Option<&'static str>, value: &'static str| match *slot {
            Some(old) if old != value => Some(old),
            _ => {
                *slot = Some(value);
                None
            }
        };
        let kind = |name: &str| match name {
            "integer" => Some(("integer", None)),
            "float" => Some(("float", None)),
            "binary" => Some(("binary", None)),
            "bytes" => Some(("binary", Some(8))),
            "bitstring" | "bits" => Some(("binary", Some(1))),
            "utf8" | "utf-8" => Some(("utf8", None)),
            "utf16" | "utf-16" => Some(("utf16", None)),
            "utf32" | "utf-32" => Some(("utf32", None)),
            _ => None,
        };
        let (conflict, value, what) = match name.as_str() {
            "signed" => (set(&mut spec.sign, "signed"), "signed", "sign"),
            "unsigned" => (set(&mut spec.sign, "unsigned"), "unsigned", "sign"),
            "big" | "big-endian" => (set(&mut spec.endianness, "big"), "big", "endianness"),
            "little" | "little-endian" => {
                (set(&mut spec.endianness, "little"), "little", "endianness")
            }
            "native" | "native-endian" => {
                (set(&mut spec.endianness, "native"), "native", "endianness")
            }
            other => {
                let Some((kind, unit)) = kind(other) else {
                    return Some(false);
                };
                let conflict = set(&mut spec.kind, kind);
                if conflict.is_none()
                    && let Some(unit) = unit
                    && !self.set_unit(spec, unit, span)
                {
                    return None;
                }
                (conflict, kind, "type")
            }
        };
        match conflict {
            Some(old) => {
                self.conflict(span, what, value, old);
                None
            }
            None => Some(true),
        }
    }

    fn conflict(&mut self, span: Span, what: &str, new: &str, old: &str) {
        let message =
            format!("conflict in {what} specification for bit field: '{new}' and '{old}'");
        self.error("bit-conflict", span, message);
    }

    fn set_unit(&mut self, spec: &mut Spec, unit: u64, span: Span) -> bool {
        if let Some(old) = spec.unit
            && old != unit
        {
            self.conflict(span, "unit", &unit.to_string(), &old.to_string());
            return false;
        }
        spec.unit = Some(unit);
        true
    }

    fn check_segment<'f>(
        &mut self,
        segment: &Form,
        value: &Form,
        spec: &Spec<'f>,
        last: bool,
        side: &mut Side<'_, 'f>,
        earlier: &Bound<'f>,
    ) {
        let kind = spec.kind.unwrap_or("integer");
        let pattern = matches!(side, Side::Pattern(_));
        if let Some(size) = spec.size {
            match side {
                Side::Expression => self.expression(size),
                Side::Guard => self.guard_expression(size),
                Side::Pattern(_) => self.pattern_size(size, earlier),
            }
        }
        if kind.starts_with("utf") {
            if spec.size.is_some() || spec.unit.is_some() {
                self.error(
                    "bit-size",
                    segment.span,
                    "neither size nor unit must be given for segments of type utf8/utf16/utf32",
                );
            }
            return;
        }
        if kind != "binary" && spec.unit_written && spec.size.is_none() {
            let message = "bit unit size can only be specified together with size";
            self.error("bit-size", segment.span, message);
            return;
        }
        if pattern && kind == "binary" && spec.size.is_none() && !last {
            self.error(
                "bit-size",
                segment.span,
                "a binary field without size is only allowed at the end of a binary pattern",
            )
            .label = "this takes all that is left".to_string();
            return;
        }
        if kind == "float"
            && let Some(size) = spec.size.and_then(small)
            && !matches!(size.saturating_mul(spec.unit.unwrap_or(1)), 16 | 32 | 64)
        {
            self.warning("bit-size", segment.span, "bad float bit size")
                .label = "a float has 16, 32 or 64 bits".to_string();
            return;
        }
        if !pattern && will_fail(value, kind, spec.size) {
            self.warning(
                "bit-mismatch",
                segment.span,
                "binary construction will fail because of a type mismatch",
            );
        }
    }

    /// A positive integer, or a variable bound outside or by an earlier segment.
    fn pattern_size(&mut self, size: &Form, earlier: &Bound) {
        match &size.kind {
            Kind::Integer(value) if *value > IBig::ZERO => {}
            Kind::Symbol(name) if self.is_dynamic(name) => {
                self.error("bit-size", size.span, "illegal bit size").label =
                    "bind the value of a dynamic variable to another one first".to_string();
            }
            Kind::Symbol(name) => {
                if !earlier.contains(name) {
                    self.variable(name, size);
                }
            }
            _ => {
                self.error("bit-size", size.span, "illegal bit size").label =
                    "in a pattern, a size is a positive integer or a variable".to_string();
            }
        }
    }
}

fn is_named(form: &Form, name: &str) -> bool {
    form.as_symbol()
        .is_some_and(|symbol| symbol.as_str() == name)
}

/// A specification in a message: LFE prints words as Erlang atoms.
fn quoted(form: &Form) -> String {
    match form.as_symbol() {
        Some(name) => {
            let plain = name
                .as_str()
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '@'));
            if plain && name.as_str().starts_with(|c: char| c.is_ascii_lowercase()) {
                name.to_string()
            } else {
                format!("'{name}'")
            }
        }
        None => print::unabbreviated(form),
    }
}

fn small(form: &Form) -> Option<u64> {
    match &form.kind {
        Kind::Integer(value) => u64::try_from(value.clone()).ok(),
        _ => None,
    }
}

/// Is a literal value or size sure to make the construction fail?
fn will_fail(value: &Form, kind: &str, size: Option<&Form>) -> bool {
    let bad_size = size.is_some_and(|size| match &size.kind {
        Kind::Integer(size) => *size < IBig::ZERO,
        Kind::List(_) => size.head() == Some("quote"),
        Kind::Symbol(_) => false,
        _ => true,
    });
    bad_size
        || match (&value.kind, kind) {
            (Kind::Float(_), "float") | (Kind::Binary(..), "binary") | (Kind::Integer(_), _) => {
                kind == "binary" && matches!(value.kind, Kind::Integer(_))
            }
            (Kind::Float(_) | Kind::Binary(..) | Kind::Tuple(_) | Kind::Map(_), _) => true,
            (Kind::List(items), _) => {
                items.is_empty()
                    || (value.head() == Some("quote")
                        && items
                            .get(1)
                            .is_some_and(|datum| datum.as_symbol().is_some()))
            }
            _ => false,
        }
}
