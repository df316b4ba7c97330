//! Bit strings in patterns. A value is taken apart into base, offset and size once; then a position
//! moves over the base. No step has an effect, so constant sizes in a row are checked together.

use super::bit_syntax::{encoding, flags};
use super::decision_tree::{Matching, Row, Shape};
use super::ir::*;
use super::module::Lowering;
use crate::base::span::Span;
use crate::base::term::Term;
use crate::core::ir::{Expr, ExprKind, Pattern, PatternKind, Segment, SegmentKind};
use alate_abi::builtins;
use alate_abi::runtime_calls::{self, RuntimeCall, UTF_SCALE};

/// Greatest count of a segment whose size is taken for a constant.
const GREATEST_COUNT: i64 = 1 << 32;

/// Where a binary pattern has got to: `delta` bits behind a position of which the rest is known.
struct Cursor {
    value: Operand,
    failure: JoinId,
    span: Span,
    base: Operand,
    /// Where the bit string ends in its base.
    end: Operand,
    origin: Operand,
    /// Bits from `origin` to the end.
    left: Operand,
    delta: i64,
    /// Bits behind `origin` that are known to be there.
    checked: i64,
    /// Nothing has been taken yet.
    at_start: bool,
}

impl Lowering<'_> {
    /// Matches the first row's binary pattern; where it fails, the other rows come.
    pub(super) fn binary_row(
        &mut self,
        rows: Vec<Row>,
        index: usize,
        value: Operand,
        segments: &[Segment<Pattern>],
        span: Span,
        matching: &mut Matching,
    ) -> End {
        let (mut row, others) = self.first_row(rows, index, matching);
        let size = self.size_or_fail(&value, others, span);
        let base = self.bits(BitsOperation::Base, vec![value.clone()], span);
        let origin = self.bits(BitsOperation::Offset, vec![value.clone()], span);
        let end = self.position(FixnumOperation::Add, origin.clone(), size.clone(), span);
        let mut cursor = Cursor {
            value,
            failure: others,
            span,
            base,
            end,
            origin,
            left: size,
            delta: 0,
            checked: 0,
            at_start: true,
        };
        for (number, segment) in segments.iter().enumerate() {
            self.match_segment(segment, &segments[number..], &mut cursor, &mut row, index);
            cursor.at_start = false;
        }
        let wanted = Operand::Fixnum(cursor.delta);
        if cursor.left != wanted {
            let test = Test::Not(Box::new(Test::Same(cursor.left, wanted)));
            self.branch_off(test, others);
        }
        self.rest_of_row(row, others, matching)
    }

    /// Matches the first row's literal binary: one of another size needs no look at the bytes.
    pub(super) fn binary_literal_row(
        &mut self,
        rows: Vec<Row>,
        index: usize,
        value: Operand,
        literal: &Term,
        bits: u64,
        matching: &mut Matching,
    ) -> End {
        let (row, others) = self.first_row(rows, index, matching);
        let span = Span::default();
        let size = self.bits(BitsOperation::Size, vec![value.clone()], span);
        let test = Test::Same(size, Operand::Fixnum(bits as i64));
        self.branch_off(Test::Not(Box::new(test)), others);
        if bits > 0 {
            let constant = self.module.constant(literal);
            let test = Test::Identical(value, constant);
            self.branch_off(Test::Not(Box::new(test)), others);
        }
        self.rest_of_row(row, others, matching)
    }

    /// Takes the first row out, without the test at an index, and puts the others into a join.
    fn first_row<'p>(
        &mut self,
        mut rows: Vec<Row<'p>>,
        index: usize,
        matching: &mut Matching,
    ) -> (Row<'p>, JoinId) {
        let mut row = rows.remove(0);
        let others = self.join();
        let block = self.block(|this| this.decide(rows, matching));
        self.define_join(others, Vec::new(), block);
        row.tests.remove(index);
        (row, others)
    }

    fn rest_of_row(&mut self, row: Row, others: JoinId, matching: &mut Matching) -> End {
        let outer = std::mem::replace(&mut matching.failure, others);
        let end = self.decide(vec![row], matching);
        matching.failure = outer;
        end
    }

    fn size_or_fail(&mut self, value: &Operand, failure: JoinId, span: Span) -> Operand {
        let size = self.bits(BitsOperation::Size, vec![value.clone()], span);
        self.fail_if_missing(&size, failure);
        size
    }

    /// `following` begins with the segment itself.
    fn match_segment<'p>(
        &mut self,
        segment: &'p Segment<Pattern>,
        following: &[Segment<Pattern>],
        cursor: &mut Cursor,
        row: &mut Row<'p>,
        index: usize,
    ) {
        let ignored = matches!(segment.value.kind, PatternKind::Ignore);
        let part = match segment.kind {
            SegmentKind::Utf8 | SegmentKind::Utf16 | SegmentKind::Utf32 => {
                self.code_point(segment, cursor)
            }
            SegmentKind::Binary if segment.size.is_none() => {
                self.rest_of_bits(segment, ignored, cursor)
            }
            SegmentKind::Integer | SegmentKind::Float | SegmentKind::Binary => {
                let (start, end, bits) = self.bounds(segment, following, cursor, row);
                match segment.kind {
                    SegmentKind::Integer | SegmentKind::Binary if ignored => Operand::Nil,
                    SegmentKind::Binary => {
                        let bounds = vec![cursor.base.clone(), start, end];
                        self.bits(BitsOperation::Part, bounds, cursor.span)
                    }
                    SegmentKind::Integer => self.integer(segment, [start, end], bits, cursor),
                    _ => {
                        let call = runtime_calls::bits_get_float;
                        let part = self.bits_call(call, segment, [start, end], cursor);
                        self.fail_if_missing(&part, cursor.failure);
                        part
                    }
                }
            }
        };
        self.bind_part(&segment.value, part, cursor, row, index);
    }

    fn integer(
        &mut self,
        segment: &Segment<Pattern>,
        [start, end]: [Operand; 2],
        bits: Option<i64>,
        cursor: &Cursor,
    ) -> Operand {
        match bits {
            Some(0) => Operand::Fixnum(0),
            Some(bits @ 1..=64) => {
                let operation = BitsOperation::Integer {
                    bits: bits as u32,
                    signed: segment.signed,
                    little: segment.little_endian,
                };
                self.bits(operation, vec![cursor.base.clone(), start], cursor.span)
            }
            _ => self.bits_call(
                runtime_calls::bits_get_integer,
                segment,
                [start, end],
                cursor,
            ),
        }
    }

    fn code_point(&mut self, segment: &Segment<Pattern>, cursor: &mut Cursor) -> Operand {
        let start = self.here(cursor);
        let bounds = vec![cursor.base.clone(), start.clone(), cursor.end.clone()];
        let both = if segment.kind == SegmentKind::Utf8 {
            self.bits(BitsOperation::Utf8, bounds, cursor.span)
        } else {
            let mut arguments: Vec<_> = bounds.into_iter().map(RuntimeArgument::Word).collect();
            arguments.push(RuntimeArgument::Raw(encoding(segment.kind)));
            arguments.push(RuntimeArgument::Raw(flags(segment)));
            let call = Operation::Runtime(runtime_calls::bits_get_utf, arguments, None);
            self.define(call, cursor.span)
        };
        self.fail_if_missing(&both, cursor.failure);
        let mask = Operand::Fixnum(UTF_SCALE - 1);
        let size = self.position(FixnumOperation::And, both.clone(), mask, cursor.span);
        let position = self.position(FixnumOperation::Add, start, size, cursor.span);
        self.move_to(position, cursor);
        let scale = Operand::Fixnum(UTF_SCALE);
        self.position(FixnumOperation::Divide, both, scale, cursor.span)
    }

    /// All that is left, which must be a whole number of units.
    fn rest_of_bits(
        &mut self,
        segment: &Segment<Pattern>,
        ignored: bool,
        cursor: &mut Cursor,
    ) -> Operand {
        let unit = i64::from(segment.unit);
        if unit > 1 {
            let left = self.moved(FixnumOperation::Subtract, &cursor.left, cursor);
            let odd = if unit.count_ones() == 1 {
                let mask = Operand::Fixnum(unit - 1);
                self.position(FixnumOperation::And, left, mask, cursor.span)
            } else {
                let unit = Operand::Fixnum(unit);
                self.position(FixnumOperation::Remainder, left, unit, cursor.span)
            };
            let is_whole = Test::Same(odd, Operand::Fixnum(0));
            self.branch_off(Test::Not(Box::new(is_whole)), cursor.failure);
        }
        let part = if ignored {
            Operand::Nil
        } else if cursor.at_start {
            cursor.value.clone()
        } else {
            let start = self.here(cursor);
            let bounds = vec![cursor.base.clone(), start, cursor.end.clone()];
            self.bits(BitsOperation::Part, bounds, cursor.span)
        };
        cursor.origin = cursor.end.clone();
        cursor.left = Operand::Fixnum(0);
        cursor.delta = 0;
        cursor.checked = 0;
        part
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

    /// Moves over a segment whose size is given: its start, its end, and its size if that is constant.
    fn bounds(
        &mut self,
        segment: &Segment<Pattern>,
        following: &[Segment<Pattern>],
        cursor: &mut Cursor,
        row: &Row,
    ) -> (Operand, Operand, Option<i64>) {
        if let Some(bits) = constant_bits(segment) {
            if cursor.checked < cursor.delta + bits {
                let more: i64 = following.iter().map_while(constant_bits).sum();
                cursor.checked = cursor.delta + more;
                let wanted = Operand::Fixnum(cursor.checked);
                let test = Test::FixnumLess(cursor.left.clone(), wanted);
                self.branch_off(test, cursor.failure);
            }
            let start = self.here(cursor);
            cursor.delta += bits;
            return (start, self.here(cursor), Some(bits));
        }
        let count = match &segment.size {
            Some(expr) => {
                self.bind(&row.bindings);
                self.value(expr)
            }
            None => Operand::Fixnum(own_count(segment.kind)),
        };
        let start = self.here(cursor);
        let arguments = vec![start.clone(), cursor.end.clone(), count];
        let skip = BitsOperation::Skip(segment.unit);
        let end = self.bits(skip, arguments, cursor.span);
        self.fail_if_missing(&end, cursor.failure);
        self.move_to(end.clone(), cursor);
        (start, end, None)
    }

    /// Makes a checked position the one to count from.
    fn move_to(&mut self, position: Operand, cursor: &mut Cursor) {
        let end = cursor.end.clone();
        let span = cursor.span;
        cursor.left = self.position(FixnumOperation::Subtract, end, position.clone(), span);
        cursor.origin = position;
        cursor.delta = 0;
        cursor.checked = 0;
    }

    /// The position that the cursor is at.
    fn here(&mut self, cursor: &Cursor) -> Operand {
        self.moved(FixnumOperation::Add, &cursor.origin, cursor)
    }

    /// An operand plus or minus the cursor's distance from its origin.
    fn moved(&mut self, operation: FixnumOperation, operand: &Operand, cursor: &Cursor) -> Operand {
        if cursor.delta == 0 {
            return operand.clone();
        }
        let delta = Operand::Fixnum(cursor.delta);
        self.position(operation, operand.clone(), delta, cursor.span)
    }

    /// Arithmetic of sizes and positions: fixnums far from the greatest.
    fn position(
        &mut self,
        operation: FixnumOperation,
        a: Operand,
        b: Operand,
        span: Span,
    ) -> Operand {
        let name = match operation {
            FixnumOperation::Add => "+",
            FixnumOperation::Subtract => "-",
            FixnumOperation::Multiply => "*",
            FixnumOperation::Divide => "div",
            FixnumOperation::Remainder => "rem",
            FixnumOperation::And => "band",
            FixnumOperation::Or => "bor",
            FixnumOperation::Xor => "bxor",
        };
        match builtins::find("erlang", name, 2) {
            Some(row) => self.define(Operation::Fixnum(operation, row, a, b, false), span),
            // Every operation on fixnums is a builtin.
            None => Operand::Nil,
        }
    }

    fn bits(&mut self, operation: BitsOperation, arguments: Vec<Operand>, span: Span) -> Operand {
        self.define(Operation::Bits(operation, arguments), span)
    }

    /// What the runtime reads between two positions.
    fn bits_call(
        &mut self,
        call: RuntimeCall,
        segment: &Segment<Pattern>,
        [start, end]: [Operand; 2],
        cursor: &Cursor,
    ) -> Operand {
        let arguments = vec![
            RuntimeArgument::Word(cursor.base.clone()),
            RuntimeArgument::Word(start),
            RuntimeArgument::Word(end),
            RuntimeArgument::Raw(flags(segment)),
        ];
        self.define(Operation::Runtime(call, arguments, None), cursor.span)
    }

    fn fail_if_missing(&mut self, operand: &Operand, failure: JoinId) {
        if let Operand::Var(var) = operand {
            self.branch_off(Test::Missing(*var), failure);
        }
    }
}

/// How many units a segment has that does not say so.
fn own_count(kind: SegmentKind) -> i64 {
    match kind {
        SegmentKind::Float => 64,
        _ => 8,
    }
}

/// The size in bits of a segment that always has the same.
fn constant_bits(segment: &Segment<Pattern>) -> Option<i64> {
    let count = match (&segment.size, segment.kind) {
        (
            Some(Expr {
                kind: ExprKind::Literal(Term::Integer(count)),
                ..
            }),
            _,
        ) => i64::try_from(count)
            .ok()
            .filter(|count| (0..GREATEST_COUNT).contains(count))?,
        (None, SegmentKind::Integer | SegmentKind::Float) => own_count(segment.kind),
        _ => return None,
    };
    Some(count * i64::from(segment.unit))
}
