//! Immediate floats: rotated and biased bits, see the shared `word` module.

use super::function::PieceBuilder;
use alate_abi::{runtime_calls, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I64};
use cranelift_codegen::ir::{Block, InstBuilder, MemFlagsData, Value};

/// The tag bits that all floats of [2⁻²⁵⁵, 2²⁵⁷) have, and of all other words only none.
const ORDINARY: i64 = 0b110;

impl PieceBuilder<'_, '_> {
    /// Branches on whether both words are immediate floats. Those of ordinary magnitude, whose tags
    /// begin with two ones, are found by one test.
    pub fn branch_floats(&mut self, a: Value, b: Value, yes: Block, no: Block) {
        let both = self.b.ins().band(a, b);
        let others = self.cold_block();
        self.branch_ordinary(both, yes, others);
        self.b.switch_to_block(others);
        let bit_a = self.float_bit(a);
        let bit_b = self.float_bit(b);
        let both = self.b.ins().band(bit_a, bit_b);
        let both = self.b.ins().band_imm_s(both, 1);
        self.branch_from_cold(both, yes, no);
    }

    /// Branches on whether a word, or all of several joined by `and`, are floats of ordinary magnitude.
    pub fn branch_ordinary(&mut self, value: Value, yes: Block, no: Block) {
        let tag = self.b.ins().band_imm_s(value, ORDINARY);
        let is_ordinary = self.b.ins().icmp_imm_s(IntCC::Equal, tag, ORDINARY);
        self.branch(is_ordinary, yes, no);
    }

    /// The double of an immediate float.
    pub fn float_value(&mut self, value: Value) -> Value {
        let rotated = self.b.ins().iadd_imm_s(value, -(word::FLOAT_BIAS as i64));
        let bits = self
            .b
            .ins()
            .rotr_imm_s(rotated, i64::from(word::FLOAT_ROTATION));
        self.b.ins().bitcast(F64, MemFlagsData::new(), bits)
    }

    /// Jumps to `done` with the word of a double; to `failed` with `EXCEPTION` if it is not finite.
    pub fn float_word(&mut self, value: Value, done: Block, failed: Block) {
        let bits = self.b.ins().bitcast(I64, MemFlagsData::new(), value);
        let rotated = self
            .b
            .ins()
            .rotl_imm_s(bits, i64::from(word::FLOAT_ROTATION));
        let word = self.b.ins().iadd_imm_s(rotated, word::FLOAT_BIAS as i64);
        let ordinary = self.new_block();
        let others = self.cold_block();
        let small = self.cold_block();
        let boxed = self.cold_block();
        self.branch_ordinary(word, ordinary, others);
        self.b.switch_to_block(ordinary);
        self.jump(done, &[word]);
        self.b.switch_to_block(others);
        let tags = self.constant(word::FLOAT_ROTATED);
        let bit = self.b.ins().ushr(tags, rotated);
        let bit = self.b.ins().band_imm_s(bit, 1);
        self.branch(bit, small, boxed);
        self.b.switch_to_block(small);
        self.jump(done, &[word]);
        self.b.switch_to_block(boxed);
        let word = self.call_cold(runtime_calls::box_float.name, &[bits]);
        let is_failure = self
            .b
            .ins()
            .icmp_imm_s(IntCC::Equal, word, word::EXCEPTION as i64);
        let (bad, good) = (self.cold_block(), self.cold_block());
        self.branch(is_failure, bad, good);
        self.b.switch_to_block(bad);
        self.jump(failed, &[word]);
        self.b.switch_to_block(good);
        self.jump(done, &[word]);
    }
}
