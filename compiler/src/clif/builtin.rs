//! Builtins: the frequent ones in line, all others by their symbol.

use super::arithmetic::Arithmetic;
use super::function::{PieceBuilder, flags};
use crate::base::span::Span;
use crate::middle::ir::{Failure, Operand};
use alate_abi::builtins::{BUILTINS, Builtin, looks_at_place};
use alate_abi::context::Context;
use alate_abi::{layout, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, InstBuilder, Value, types::I64};
use std::mem::offset_of;

impl PieceBuilder<'_, '_> {
    pub fn builtin(
        &mut self,
        row: &'static Builtin,
        operands: &[Operand],
        failure: Failure,
        span: Span,
    ) -> Value {
        let values = self.operands(operands);
        let done = self.new_block();
        self.b.append_block_param(done, I64);
        let slow = self.cold_block();
        if !self.fast_path(row, operands, &values, done, slow) {
            // One plain call on a rare path would make every path save registers for it.
            let is_cold = self.emits_cold_code;
            return self.call_builtin(row, &values, failure, span, is_cold);
        }
        self.b.switch_to_block(slow);
        let answer = self.call_builtin(row, &values, failure, span, true);
        self.jump(done, &[answer]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn call_builtin(
        &mut self,
        row: &'static Builtin,
        values: &[Value],
        failure: Failure,
        span: Span,
        is_cold: bool,
    ) -> Value {
        if looks_at_place(row) {
            let location = self.location(span);
            self.store_context(self.base, offset_of!(Context, place_sp) as i32);
            self.store_context(location, offset_of!(Context, place_location) as i32);
        }
        let answer = if is_cold {
            self.call_cold(row.symbol, values)
        } else {
            self.call_runtime(row.symbol, values)
        };
        if failure == Failure::Raise {
            let index = BUILTINS.iter().position(|other| std::ptr::eq(other, row));
            self.raise_if_failed(answer, span, index, values, is_cold);
        }
        answer
    }

    /// Emits what needs no call; false if there is nothing.
    fn fast_path(
        &mut self,
        row: &Builtin,
        operands: &[Operand],
        values: &[Value],
        done: Block,
        slow: Block,
    ) -> bool {
        if let Some(operation) = Arithmetic::of(row.symbol) {
            self.arithmetic(operation, operands, values, done, slow);
            return true;
        }
        match (row.module, row.name, operands) {
            ("erlang", "-", [_]) => {
                let fixnum = self.new_block();
                self.branch_tag(values[0], word::TAG_FIXNUM, fixnum, slow);
                self.b.switch_to_block(fixnum);
                let zero = self.constant(0);
                let (result, overflow) = self.b.ins().ssub_overflow(zero, values[0]);
                self.b
                    .ins()
                    .brif(overflow, slow, &[], done, &[result.into()]);
            }
            ("erlang", "bnot", [_]) => {
                let fixnum = self.new_block();
                self.branch_tag(values[0], word::TAG_FIXNUM, fixnum, slow);
                self.b.switch_to_block(fixnum);
                let result = self.b.ins().bxor_imm_s(values[0], !(word::TAG_MASK as i64));
                self.jump(done, &[result]);
            }
            ("erlang", "hd", [_]) => {
                self.load_checked(values[0], word::TAG_CONS, 0, done, slow);
            }
            ("erlang", "tl", [_]) => {
                self.load_checked(values[0], word::TAG_CONS, 1, done, slow);
            }
            ("erlang", "element", [index, _]) => {
                self.element(index, values[0], values[1], done, slow);
            }
            ("erlang", "tuple_size", [_]) => {
                let tuple = self.new_block();
                self.branch_tag(values[0], word::TAG_TUPLE, tuple, slow);
                self.b.switch_to_block(tuple);
                let size = self.tuple_size(values[0]);
                self.jump(done, &[size]);
            }
            ("erlang", "bit_size" | "byte_size", [_]) => {
                let bits = self.bits_size(values[0]);
                let is_none = self
                    .b
                    .ins()
                    .icmp_imm_s(IntCC::Equal, bits, word::ABSENT as i64);
                let good = self.new_block();
                self.branch(is_none, slow, good);
                self.b.switch_to_block(good);
                let size = if row.name == "bit_size" {
                    bits
                } else {
                    let rounded = self.b.ins().iadd_imm_s(bits, word::fixnum(7) as i64);
                    let eighth = self.b.ins().ushr_imm_s(rounded, 3);
                    self.b.ins().band_imm_s(eighth, !(word::TAG_MASK as i64))
                };
                self.jump(done, &[size]);
            }
            _ => return false,
        }
        true
    }

    fn load_checked(&mut self, value: Value, tag: u64, index: i32, done: Block, slow: Block) {
        let good = self.new_block();
        self.branch_tag(value, tag, good, slow);
        self.b.switch_to_block(good);
        let part = self
            .b
            .ins()
            .load(I64, flags(), value, index * 8 - tag as i32);
        self.jump(done, &[part]);
    }

    /// A tuple's size as a fixnum.
    fn tuple_size(&mut self, tuple: Value) -> Value {
        let header = self
            .b
            .ins()
            .load(I64, flags(), tuple, -(word::TAG_TUPLE as i32));
        let size = self
            .b
            .ins()
            .ushr_imm_s(header, i64::from(word::HEADER_SIZE_SHIFT));
        self.b.ins().ishl_imm_s(size, i64::from(word::FIXNUM_SHIFT))
    }

    fn element(&mut self, operand: &Operand, index: Value, tuple: Value, done: Block, slow: Block) {
        let is_tuple = self.new_block();
        let in_range = self.new_block();
        self.branch_tag(tuple, word::TAG_TUPLE, is_tuple, slow);
        self.b.switch_to_block(is_tuple);
        if let Operand::Fixnum(number) = operand
            && *number > 0
            && *number < 1 << 24
        {
            let header = self
                .b
                .ins()
                .load(I64, flags(), tuple, -(word::TAG_TUPLE as i32));
            let least = word::header(layout::KIND_TUPLE, 0, *number as u64);
            let fits =
                self.b
                    .ins()
                    .icmp_imm_s(IntCC::UnsignedGreaterThanOrEqual, header, least as i64);
            self.branch(fits, in_range, slow);
            self.b.switch_to_block(in_range);
            let offset = *number as i32 * 8 - word::TAG_TUPLE as i32;
            let part = self.b.ins().load(I64, flags(), tuple, offset);
            return self.jump(done, &[part]);
        }
        let fixnum = self.new_block();
        self.branch_tag(index, word::TAG_FIXNUM, fixnum, slow);
        self.b.switch_to_block(fixnum);
        let size = self.tuple_size(tuple);
        // Index 0 wraps around to a number greater than any size.
        let before = self.b.ins().iadd_imm_s(index, -(word::fixnum(1) as i64));
        let fits = self.b.ins().icmp(IntCC::UnsignedLessThan, before, size);
        self.branch(fits, in_range, slow);
        self.b.switch_to_block(in_range);
        // A fixnum index is a byte offset: the header is element 0.
        let address = self.b.ins().iadd(tuple, index);
        let part = self
            .b
            .ins()
            .load(I64, flags(), address, -(word::TAG_TUPLE as i32));
        self.jump(done, &[part]);
    }
}
