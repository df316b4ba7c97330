//! Bit syntax, in construction and in patterns: calls of the runtime's entry points for bits.
//!
//! Matching keeps no state besides a position, a fixnum that counts bits. Where position and size are
//! constants the bounds check is a comparison in line.

use super::decision_tree::{Matching, Row, Shape};
use super::ir::*;
use super::module::Lowering;
use crate::base::span::Span;
use crate::base::term::Term;
use crate::core::ir::{Expr, ExprKind, Pattern, PatternKind, Segment, SegmentKind};
use alate_abi::runtime_calls::{self, RuntimeCall};

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

    /// Matches the first row's binary pattern; where it fails, the other rows come.
    pub(super) fn binary_row(
        &mut self,
        mut rows: Vec<Row>,
        index: usize,
        value: Operand,
        segments: &[Segment<Pattern>],
        span: Span,
        matching: &mut Matching,
    ) -> End {
        let mut row = rows.remove(0);
        let others = self.join();
        let block = self.block(|this| this.decide(rows, matching));
        self.define_join(others, Vec::new(), block);
        row.tests.remove(index);
        let mut cursor = Cursor {
            value,
            failure: others,
            position: Operand::Fixnum(0),
            span,
        };
        let size = self.bits(runtime_calls::bits_size, vec![], &cursor);
        self.fail_if_missing(&size, others);
        for segment in segments {
            self.match_segment(segment, &size, &mut cursor, &mut row, index);
        }
        if cursor.position != size {
            let test = Test::Not(Box::new(Test::Same(cursor.position.clone(), size)));
            self.branch_off(test, others);
        }
        let outer = std::mem::replace(&mut matching.failure, others);
        let end = self.decide(vec![row], matching);
        matching.failure = outer;
        end
    }

    fn match_segment<'p>(
        &mut self,
        segment: &'p Segment<Pattern>,
        size: &Operand,
        cursor: &mut Cursor,
        row: &mut Row<'p>,
        index: usize,
    ) {
        let start = RuntimeArgument::Word(cursor.position.clone());
        let flags = RuntimeArgument::Raw(flags(segment));
        let ignored = matches!(segment.value.kind, PatternKind::Ignore);
        let part = match segment.kind {
            SegmentKind::Utf8 | SegmentKind::Utf16 | SegmentKind::Utf32 => {
                let encoding = RuntimeArgument::Raw(encoding(segment.kind));
                let arguments = vec![start, encoding, flags];
                let end = self.bits(runtime_calls::bits_utf_end, arguments.clone(), cursor);
                self.fail_if_missing(&end, cursor.failure);
                let point = self.bits(runtime_calls::bits_get_utf, arguments, cursor);
                cursor.position = end;
                point
            }
            SegmentKind::Binary if segment.size.is_none() => {
                if segment.unit == 1 {
                    let part = (!ignored).then(|| {
                        let end = RuntimeArgument::Word(size.clone());
                        self.bits(runtime_calls::bits_get_binary, vec![start, end], cursor)
                    });
                    cursor.position = size.clone();
                    part.unwrap_or(Operand::Nil)
                } else {
                    let unit = RuntimeArgument::Raw(i64::from(segment.unit));
                    let arguments = vec![start.clone(), unit];
                    let end = self.bits(runtime_calls::bits_rest, arguments, cursor);
                    self.fail_if_missing(&end, cursor.failure);
                    // The end is that of the whole: the last test needs no second look at it.
                    cursor.position = size.clone();
                    if ignored {
                        return;
                    }
                    let end = RuntimeArgument::Word(size.clone());
                    self.bits(runtime_calls::bits_get_binary, vec![start, end], cursor)
                }
            }
            SegmentKind::Integer | SegmentKind::Float | SegmentKind::Binary => {
                let end = self.segment_end(segment, size, cursor, row);
                let bounds = [start, RuntimeArgument::Word(end.clone())];
                let part = match segment.kind {
                    SegmentKind::Integer if ignored => Operand::Nil,
                    SegmentKind::Binary if ignored => Operand::Nil,
                    SegmentKind::Integer => {
                        let [start, end] = bounds;
                        let arguments = vec![start, end, flags];
                        self.bits(runtime_calls::bits_get_integer, arguments, cursor)
                    }
                    SegmentKind::Binary => {
                        self.bits(runtime_calls::bits_get_binary, bounds.to_vec(), cursor)
                    }
                    _ => {
                        let [start, end] = bounds;
                        let arguments = vec![start, end, flags];
                        let part = self.bits(runtime_calls::bits_get_float, arguments, cursor);
                        self.fail_if_missing(&part, cursor.failure);
                        part
                    }
                };
                cursor.position = end;
                part
            }
        };
        self.bind_part(&segment.value, part, cursor, row, index);
    }

    /// A segment's value meets its pattern at once: sizes further on may use the variable.
    fn bind_part<'p>(
        &mut self,
        pattern: &'p Pattern,
        part: Operand,
        cursor: &Cursor,
        row: &mut Row<'p>,
        index: usize,
    ) {
        match &pattern.kind {
            PatternKind::Ignore => {}
            PatternKind::Variable(variable) => {
                row.bindings.insert(*variable, part);
            }
            PatternKind::Literal(term) => {
                let constant = self.module.constant(term);
                let test = Test::Not(Box::new(Test::Identical(part, constant)));
                self.branch_off(test, cursor.failure);
            }
            _ => row
                .tests
                .insert(index.min(row.tests.len()), (part, Shape::Pattern(pattern))),
        }
    }

    /// The position after a segment of known size, checked against the end.
    fn segment_end(
        &mut self,
        segment: &Segment<Pattern>,
        size: &Operand,
        cursor: &Cursor,
        row: &Row,
    ) -> Operand {
        let own = if segment.kind == SegmentKind::Float {
            64
        } else {
            8
        };
        let count = match &segment.size {
            Some(expr) => {
                self.bind(&row.bindings);
                self.value(expr)
            }
            None => Operand::Fixnum(own),
        };
        if let (Operand::Fixnum(position), Operand::Fixnum(count)) = (&cursor.position, &count)
            && (0..1 << 32).contains(count)
        {
            let end = Operand::Fixnum(position + count * i64::from(segment.unit));
            let test = Test::Less(size.clone(), end.clone());
            self.branch_off(test, cursor.failure);
            return end;
        }
        let arguments = vec![
            RuntimeArgument::Word(cursor.position.clone()),
            RuntimeArgument::Word(count),
            RuntimeArgument::Raw(i64::from(segment.unit)),
        ];
        let end = self.bits(runtime_calls::bits_skip, arguments, cursor);
        self.fail_if_missing(&end, cursor.failure);
        end
    }

    fn bits(
        &mut self,
        call: RuntimeCall,
        arguments: Vec<RuntimeArgument>,
        cursor: &Cursor,
    ) -> Operand {
        let mut all = vec![RuntimeArgument::Word(cursor.value.clone())];
        all.extend(arguments);
        self.define(Operation::Runtime(call, all, None), cursor.span)
    }

    fn fail_if_missing(&mut self, operand: &Operand, failure: JoinId) {
        if let Operand::Var(var) = operand {
            self.branch_off(Test::Missing(*var), failure);
        }
    }
}

/// Where a binary pattern has got to.
struct Cursor {
    value: Operand,
    failure: JoinId,
    position: Operand,
    span: Span,
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

fn flags<T>(segment: &Segment<T>) -> i64 {
    i64::from(segment.signed) | (i64::from(segment.little_endian) << 1)
}

fn encoding(kind: SegmentKind) -> i64 {
    match kind {
        SegmentKind::Utf16 => 16,
        SegmentKind::Utf32 => 32,
        _ => 8,
    }
}
