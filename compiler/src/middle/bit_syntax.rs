//! Bit syntax, in construction and in patterns.

use super::decision_tree::{Matching, Row};
use super::ir::*;
use super::module::Lowering;
use crate::base::span::Span;
use crate::core::ir::{Expr, Pattern, Segment};

impl Lowering<'_> {
    pub(super) fn binary(&mut self, _segments: &[Segment<Expr>], _span: Span) -> Operand {
        Operand::Nil
    }

    pub(super) fn binary_row(
        &mut self,
        rows: Vec<Row>,
        _index: usize,
        _value: Operand,
        _segments: &[Segment<Pattern>],
        _span: Span,
        matching: &mut Matching,
    ) -> End {
        self.decide(rows, matching)
    }
}
