//! Construction of bit strings: calls of the runtime's entry points for bits.

use super::ir::*;
use super::module::Lowering;
use crate::base::span::Span;
use crate::base::term::Term;
use crate::core::ir::{Expr, ExprKind, Segment, SegmentKind};
use alate_abi::runtime_calls;

/// Literal bytes in a row are put in one go from this many on.
const LITERAL_RUN: usize = 4;
/// What a segment of unknown size is expected to take, in bits.
const EXPECTED_BITS: i64 = 64;

impl Lowering<'_> {
    pub(super) fn binary(&mut self, segments: &[Segment<Expr>], span: Span) -> Operand {
        let bytes: Option<Vec<u8>> = segments.iter().map(literal_byte).collect();
        if let Some(bytes) = bytes {
            let bits = bytes.len() as u64 * 8;
            return self.module.constant(&Term::Binary(bytes, bits));
        }
        // All values and sizes come first: nothing may lie between the steps of a construction.
        let mut parts = Vec::new();
        let mut index = 0;
        while index < segments.len() {
            let run: Vec<u8> = segments[index..].iter().map_while(literal_byte).collect();
            if run.len() >= LITERAL_RUN {
                index += run.len();
                parts.push(Part::Bytes(run));
                continue;
            }
            let segment = &segments[index];
            let value = self.value(&segment.value);
            let size = segment.size.as_ref().map(|size| self.value(size));
            parts.push(Part::Segment(segment, value, size));
            index += 1;
        }
        let expected: i64 = parts.iter().map(Part::expected_bits).sum();
        let mut rest = &parts[..];
        match rest.split_first() {
            Some((Part::Segment(segment, value, None), after))
                if segment.kind == SegmentKind::Binary =>
            {
                let unit = RuntimeArgument::Raw(i64::from(segment.unit));
                let arguments = vec![
                    RuntimeArgument::Word(value.clone()),
                    unit,
                    RuntimeArgument::Raw(expected),
                ];
                self.runtime(runtime_calls::bits_begin_append, arguments, segment.span);
                rest = after;
            }
            _ => {
                let arguments = vec![RuntimeArgument::Raw(expected)];
                self.runtime(runtime_calls::bits_begin, arguments, span);
            }
        }
        for part in rest {
            self.put(part, span);
        }
        let end = Operation::Runtime(runtime_calls::bits_end, Vec::new(), None);
        self.define(end, span)
    }

    fn put(&mut self, part: &Part, span: Span) {
        let (segment, value, size) = match part {
            Part::Bytes(bytes) => {
                let bits = bytes.len() as u64 * 8;
                let constant = self.module.constant(&Term::Binary(bytes.clone(), bits));
                let arguments = vec![
                    RuntimeArgument::Word(constant),
                    RuntimeArgument::Word(Operand::Absent),
                    RuntimeArgument::Raw(8),
                ];
                self.runtime(runtime_calls::bits_put_binary, arguments, span);
                return;
            }
            Part::Segment(segment, value, size) => (segment, value.clone(), size.clone()),
        };
        let value = RuntimeArgument::Word(value);
        let unit = RuntimeArgument::Raw(i64::from(segment.unit));
        let flags = RuntimeArgument::Raw(flags(segment));
        let own_size =
            |bits: i64| RuntimeArgument::Word(size.clone().unwrap_or(Operand::Fixnum(bits)));
        let (call, arguments) = match segment.kind {
            SegmentKind::Integer => (
                runtime_calls::bits_put_integer,
                vec![value, own_size(8), unit, flags],
            ),
            SegmentKind::Float => (
                runtime_calls::bits_put_float,
                vec![value, own_size(64), unit, flags],
            ),
            SegmentKind::Binary => {
                let size = RuntimeArgument::Word(size.unwrap_or(Operand::Absent));
                (runtime_calls::bits_put_binary, vec![value, size, unit])
            }
            SegmentKind::Utf8 | SegmentKind::Utf16 | SegmentKind::Utf32 => {
                let encoding = RuntimeArgument::Raw(encoding(segment.kind));
                (runtime_calls::bits_put_utf, vec![value, encoding, flags])
            }
        };
        self.runtime(call, arguments, segment.span);
    }
}

/// What a construction puts.
enum Part<'s> {
    Bytes(Vec<u8>),
    Segment(&'s Segment<Expr>, Operand, Option<Operand>),
}

impl Part<'_> {
    fn expected_bits(&self) -> i64 {
        match self {
            Part::Bytes(bytes) => bytes.len() as i64 * 8,
            Part::Segment(segment, _, size) => match size {
                Some(Operand::Fixnum(size)) if (0..1 << 20).contains(size) => {
                    size * i64::from(segment.unit)
                }
                Some(_) => EXPECTED_BITS,
                None if segment.kind == SegmentKind::Integer => 8,
                None => EXPECTED_BITS,
            },
        }
    }
}

/// The byte that a segment always is.
fn literal_byte(segment: &Segment<Expr>) -> Option<u8> {
    let ExprKind::Literal(Term::Integer(value)) = &segment.value.kind else {
        return None;
    };
    let own_size = match &segment.size {
        None => true,
        Some(Expr {
            kind: ExprKind::Literal(term),
            ..
        }) => *term == Term::integer(8),
        Some(_) => false,
    };
    if segment.kind == SegmentKind::Integer && own_size && segment.unit == 1 {
        u8::try_from(value).ok()
    } else {
        None
    }
}

pub(super) fn flags<T>(segment: &Segment<T>) -> i64 {
    i64::from(segment.signed) | (i64::from(segment.little_endian) << 1)
}

pub(super) fn encoding(kind: SegmentKind) -> i64 {
    match kind {
        SegmentKind::Utf16 => 16,
        SegmentKind::Utf32 => 32,
        _ => 8,
    }
}
