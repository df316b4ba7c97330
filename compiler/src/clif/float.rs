//! Floats as words and as doubles. Immediate ones are rotated and biased bits, see the shared `word`
//! module; those that have no such form are boxed.

use super::function::{PieceBuilder, flags};
use crate::middle::ir::TypeTest;
use alate_abi::context::Context;
use alate_abi::{runtime_calls, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I64};
use cranelift_codegen::ir::{Block, InstBuilder, MemFlagsData, TrapCode, Value};
use std::mem::offset_of;

/// The tag bits that all floats of [2⁻²⁵⁵, 2²⁵⁷) have, and of all other words only none.
const ORDINARY: i64 = 0b110;

/// Distance of a boxed float's bits from its word.
const BOXED_BITS: i32 = 8 - word::TAG_BOXED as i32;

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
        self.word_of_bits(bits, done, failed);
    }

    fn word_of_bits(&mut self, bits: Value, done: Block, failed: Block) {
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

    /// The words of doubles that are finite: most have an immediate form, the others are boxed.
    pub fn words_of(&mut self, doubles: &[Value]) -> Vec<Value> {
        let words: Vec<Value> = doubles.iter().map(|double| self.word_of(*double)).collect();
        let Some(all) = self.all_bits(&words) else {
            return words;
        };
        let done = self.new_block();
        for _ in &words {
            self.b.append_block_param(done, I64);
        }
        let (ordinary, others) = (self.new_block(), self.cold_block());
        self.branch_ordinary(all, ordinary, others);
        self.b.switch_to_block(ordinary);
        self.jump(done, &words);
        self.b.switch_to_block(others);
        let outer = std::mem::replace(&mut self.emits_cold_code, true);
        let words: Vec<Value> = doubles
            .iter()
            .map(|double| self.any_word(*double))
            .collect();
        self.jump(done, &words);
        self.emits_cold_code = outer;
        self.b.switch_to_block(done);
        self.b.block_params(done).to_vec()
    }

    /// The word of one finite double, on a rare path.
    fn any_word(&mut self, double: Value) -> Value {
        let (done, failed) = (self.new_block(), self.cold_block());
        self.b.append_block_param(done, I64);
        self.b.append_block_param(failed, I64);
        // Through memory: the frequent path has computed the same from the bits, and would have to
        // keep it in registers for this path otherwise.
        let context = self.context();
        let scratch = offset_of!(Context, scratch) as i32;
        self.b.ins().store(flags(), double, context, scratch);
        let bits = self.load_context(scratch);
        self.word_of_bits(bits, done, failed);
        // A variable's double is finite.
        self.b.switch_to_block(failed);
        self.b.ins().trap(TrapCode::unwrap_user(1));
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// The double of a word that is a float, immediate or boxed.
    pub fn known_double(&mut self, word: Value) -> Value {
        let (immediate, boxed, done) = (self.new_block(), self.cold_block(), self.new_block());
        self.b.append_block_param(done, F64);
        let bit = self.float_bit(word);
        let bit = self.b.ins().band_imm_s(bit, 1);
        self.branch(bit, immediate, boxed);
        self.b.switch_to_block(immediate);
        let double = self.float_value(word);
        self.jump(done, &[double]);
        self.b.switch_to_block(boxed);
        let double = self.b.ins().load(F64, flags(), word, BOXED_BITS);
        self.jump(done, &[double]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// The same of any word; goes to `other` where it is no float.
    pub fn checked_double(&mut self, word: Value, other: Block) -> Value {
        let float = self.new_block();
        self.type_test(TypeTest::Float, word, float, other);
        self.b.switch_to_block(float);
        self.known_double(word)
    }

    /// The word of a double that has an immediate form; of another one, some word that is no float.
    pub fn word_of(&mut self, double: Value) -> Value {
        let bits = self.b.ins().bitcast(I64, MemFlagsData::new(), double);
        let rotated = self
            .b
            .ins()
            .rotl_imm_s(bits, i64::from(word::FLOAT_ROTATION));
        self.b.ins().iadd_imm_s(rotated, word::FLOAT_BIAS as i64)
    }

    /// The bits that all values have, if there is a value.
    pub fn all_bits(&mut self, values: &[Value]) -> Option<Value> {
        let (first, others) = values.split_first()?;
        let join = |all, value: &Value| self.b.ins().band(all, *value);
        Some(others.iter().fold(*first, join))
    }
}
