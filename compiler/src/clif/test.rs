//! Conditions: each branches to one of two blocks.

use super::function::{PieceBuilder, flags};
use crate::middle::ir::{Operand, Test, TypeTest};
use alate_abi::{layout, runtime_calls, word};
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::{Block, InstBuilder, Value, types::I64};

impl PieceBuilder<'_, '_> {
    /// Branches to `yes` if the test holds, to `no` otherwise.
    pub fn test(&mut self, test: &Test, yes: Block, no: Block) {
        match test {
            Test::Not(inner) => self.test(inner, no, yes),
            Test::Less(..) | Test::NotGreater(..) if self.double_order(test).is_some() => {
                self.compare_doubles(test, yes, no);
            }
            Test::Type(kind, operand) => {
                let value = self.operand(operand);
                self.type_test(*kind, value, yes, no);
            }
            Test::TupleOf(operand, size) => {
                let value = self.operand(operand);
                let tuple = self.new_block();
                self.branch_tag(value, word::TAG_TUPLE, tuple, no);
                self.b.switch_to_block(tuple);
                let header = self
                    .b
                    .ins()
                    .load(I64, flags(), value, -(word::TAG_TUPLE as i32));
                let wanted = word::header(layout::KIND_TUPLE, 0, *size as u64);
                let same = self.b.ins().icmp_imm_s(IntCC::Equal, header, wanted as i64);
                self.branch(same, yes, no);
            }
            Test::FunctionOf(operand, arity) => {
                let value = self.operand(operand);
                let boxed = self.new_block();
                self.branch_tag(value, word::TAG_BOXED, boxed, no);
                self.b.switch_to_block(boxed);
                let same = self.is_closure_of(value, *arity);
                self.branch(same, yes, no);
            }
            Test::Same(a, b) => {
                let (a, b) = (self.operand(a), self.operand(b));
                let same = self.b.ins().icmp(IntCC::Equal, a, b);
                self.branch(same, yes, no);
            }
            Test::Identical(a, b) => self.identical(a, b, yes, no),
            Test::Equal(a, b) => self.equal(a, b, yes, no),
            Test::Less(a, b) => self.order(a, b, IntCC::SignedLessThan, yes, no),
            Test::NotGreater(a, b) => self.order(a, b, IntCC::SignedLessThanOrEqual, yes, no),
            Test::FixnumLess(a, b) => self.fixnum_order(a, b, IntCC::SignedLessThan, yes, no),
            Test::FixnumNotGreater(a, b) => {
                self.fixnum_order(a, b, IntCC::SignedLessThanOrEqual, yes, no);
            }
            Test::Failed(var) => self.is_word(&Operand::Var(*var), word::EXCEPTION, yes, no),
            Test::Missing(var) => self.is_word(&Operand::Var(*var), word::ABSENT, yes, no),
        }
    }

    fn is_word(&mut self, operand: &Operand, word: u64, yes: Block, no: Block) {
        let value = self.operand(operand);
        let same = self.b.ins().icmp_imm_s(IntCC::Equal, value, word as i64);
        self.branch(same, yes, no);
    }

    /// Branches on the three tag bits.
    pub fn branch_tag(&mut self, value: Value, tag: u64, yes: Block, no: Block) {
        self.branch_masked(value, word::TAG_MASK, tag, yes, no);
    }

    pub fn branch_masked(&mut self, value: Value, mask: u64, wanted: u64, yes: Block, no: Block) {
        let bits = self.b.ins().band_imm_s(value, mask as i64);
        let same = self.b.ins().icmp_imm_s(IntCC::Equal, bits, wanted as i64);
        self.branch(same, yes, no);
    }

    /// 1 if the word is an immediate float, else 0, in the low bit of the answer.
    pub fn float_bit(&mut self, value: Value) -> Value {
        let tags = self.constant(word::FLOAT_TAGS);
        self.b.ins().ushr(tags, value)
    }

    pub fn type_test(&mut self, kind: TypeTest, value: Value, yes: Block, no: Block) {
        match kind {
            TypeTest::Atom => {
                self.branch_masked(value, word::IMMEDIATE_MASK, word::TAG_ATOM, yes, no);
            }
            TypeTest::Boolean => {
                let is_true = self.operand(&Operand::boolean(true));
                let is_false = self.operand(&Operand::boolean(false));
                let a = self.b.ins().icmp(IntCC::Equal, value, is_true);
                let b = self.b.ins().icmp(IntCC::Equal, value, is_false);
                let either = self.b.ins().bor(a, b);
                self.branch(either, yes, no);
            }
            TypeTest::Fixnum => self.branch_tag(value, word::TAG_FIXNUM, yes, no),
            TypeTest::Integer => {
                let other = self.new_block();
                self.branch_tag(value, word::TAG_FIXNUM, yes, other);
                self.b.switch_to_block(other);
                self.boxed_kind(value, &[layout::KIND_BIGNUM], yes, no);
            }
            TypeTest::Float => {
                let other = self.new_block();
                let bit = self.float_bit(value);
                let bit = self.b.ins().band_imm_s(bit, 1);
                self.branch(bit, yes, other);
                self.b.switch_to_block(other);
                self.boxed_kind(value, &[layout::KIND_FLOAT], yes, no);
            }
            TypeTest::Number => {
                let other = self.new_block();
                let boxed = self.new_block();
                self.branch_tag(value, word::TAG_FIXNUM, yes, other);
                self.b.switch_to_block(other);
                let bit = self.float_bit(value);
                let bit = self.b.ins().band_imm_s(bit, 1);
                self.branch(bit, yes, boxed);
                self.b.switch_to_block(boxed);
                self.boxed_kind(value, &[layout::KIND_BIGNUM, layout::KIND_FLOAT], yes, no);
            }
            TypeTest::Cons => self.branch_tag(value, word::TAG_CONS, yes, no),
            TypeTest::Nil => {
                let same = self
                    .b
                    .ins()
                    .icmp_imm_s(IntCC::Equal, value, word::NIL as i64);
                self.branch(same, yes, no);
            }
            TypeTest::List => {
                let other = self.new_block();
                self.branch_tag(value, word::TAG_CONS, yes, other);
                self.b.switch_to_block(other);
                let same = self
                    .b
                    .ins()
                    .icmp_imm_s(IntCC::Equal, value, word::NIL as i64);
                self.branch(same, yes, no);
            }
            TypeTest::Tuple => self.branch_tag(value, word::TAG_TUPLE, yes, no),
            TypeTest::Map => {
                self.boxed_kind(value, &[layout::KIND_MAP, layout::KIND_TRIE], yes, no);
            }
            TypeTest::Bitstring => self.boxed_kind(
                value,
                &[layout::KIND_BINARY, layout::KIND_BUFFER, layout::KIND_SLICE],
                yes,
                no,
            ),
            TypeTest::Binary => self.binary(value, yes, no),
            TypeTest::Function => self.boxed_kind(value, &[layout::KIND_CLOSURE], yes, no),
            TypeTest::Reference => self.boxed_kind(value, &[layout::KIND_REFERENCE], yes, no),
            TypeTest::Pid => {
                self.branch_masked(value, word::SUBTAG_MASK, word::SUBTAG_PID, yes, no);
            }
            TypeTest::Port => {
                self.branch_masked(value, word::SUBTAG_MASK, word::SUBTAG_PORT, yes, no);
            }
        }
    }

    /// Branches on a boxed object's kind.
    fn boxed_kind(&mut self, value: Value, kinds: &[u8], yes: Block, no: Block) {
        let boxed = self.new_block();
        self.branch_tag(value, word::TAG_BOXED, boxed, no);
        self.b.switch_to_block(boxed);
        let kind = self.kind(value);
        self.one_of(kind, kinds, yes, no);
    }

    fn one_of(&mut self, kind: Value, kinds: &[u8], yes: Block, no: Block) {
        let mut any = None;
        for wanted in kinds {
            let same = self
                .b
                .ins()
                .icmp_imm_s(IntCC::Equal, kind, i64::from(*wanted));
            any = Some(match any {
                Some(other) => self.b.ins().bor(other, same),
                None => same,
            });
        }
        if let Some(any) = any {
            self.branch(any, yes, no);
        }
    }

    /// The kind of a boxed object.
    pub fn kind(&mut self, value: Value) -> Value {
        let header = self
            .b
            .ins()
            .load(I64, flags(), value, -(word::TAG_BOXED as i32));
        let shifted = self
            .b
            .ins()
            .ushr_imm_s(header, i64::from(word::HEADER_KIND_SHIFT));
        self.b.ins().band_imm_s(shifted, 0xff)
    }

    /// A bitstring of whole bytes: only a slice can be another.
    fn binary(&mut self, value: Value, yes: Block, no: Block) {
        let boxed = self.new_block();
        let other = self.new_block();
        let slice = self.new_block();
        self.branch_tag(value, word::TAG_BOXED, boxed, no);
        self.b.switch_to_block(boxed);
        let kind = self.kind(value);
        self.one_of(
            kind,
            &[layout::KIND_BINARY, layout::KIND_BUFFER],
            yes,
            other,
        );
        self.b.switch_to_block(other);
        self.one_of(kind, &[layout::KIND_SLICE], slice, no);
        self.b.switch_to_block(slice);
        let offset = layout::SLICE_SIZE as i32 * 8 - word::TAG_BOXED as i32;
        let size = self.b.ins().load(I64, flags(), value, offset);
        self.branch_masked(size, word::fixnum(7), 0, yes, no);
    }

    fn identical(&mut self, a: &Operand, b: &Operand, yes: Block, no: Block) {
        let simple = |operand: &Operand| {
            matches!(
                operand,
                Operand::Atom(_) | Operand::Fixnum(_) | Operand::Nil
            )
        };
        let only_words = simple(a) || simple(b);
        let (a, b) = (self.operand(a), self.operand(b));
        let same = self.b.ins().icmp(IntCC::Equal, a, b);
        if only_words {
            return self.branch(same, yes, no);
        }
        let differ = self.new_block();
        let call = self.cold_block();
        self.branch(same, yes, differ);
        self.b.switch_to_block(differ);
        // Fixnums and immediates (tags 000 and 100) equal only themselves.
        let low_a = self.b.ins().band_imm_s(a, 3);
        let low_b = self.b.ins().band_imm_s(b, 3);
        let a_word = self.b.ins().icmp_imm_s(IntCC::Equal, low_a, 0);
        let b_word = self.b.ins().icmp_imm_s(IntCC::Equal, low_b, 0);
        let either = self.b.ins().bor(a_word, b_word);
        self.branch(either, no, call);
        self.b.switch_to_block(call);
        let answer = self.call_cold(runtime_calls::identical.name, &[a, b]);
        self.branch_from_cold(answer, yes, no);
    }

    fn equal(&mut self, a: &Operand, b: &Operand, yes: Block, no: Block) {
        let only_words = |operand: &Operand| matches!(operand, Operand::Atom(_) | Operand::Nil);
        let is_fixnum = |operand: &Operand| matches!(operand, Operand::Fixnum(_));
        let words = only_words(a) || only_words(b);
        let fixnum = is_fixnum(a) || is_fixnum(b);
        let (a, b) = (self.operand(a), self.operand(b));
        let same = self.b.ins().icmp(IntCC::Equal, a, b);
        if words {
            return self.branch(same, yes, no);
        }
        let differ = self.new_block();
        let call = self.cold_block();
        self.branch(same, yes, differ);
        self.b.switch_to_block(differ);
        if fixnum {
            // One side is an integer constant: only a float could still be equal to it.
            let either = self.b.ins().bor(a, b);
            let low = self.b.ins().band_imm_s(either, 3);
            let neither_float = self.b.ins().icmp_imm_s(IntCC::Equal, low, 0);
            self.branch(neither_float, no, call);
        } else {
            let either = self.b.ins().bor(a, b);
            let low = self.b.ins().band_imm_s(either, word::TAG_MASK as i64);
            let both_fixnums = self.b.ins().icmp_imm_s(IntCC::Equal, low, 0);
            let others = self.new_block();
            self.branch(both_fixnums, no, others);
            self.b.switch_to_block(others);
            let tag_a = self.b.ins().band_imm_s(a, word::TAG_MASK as i64);
            let tag_b = self.b.ins().band_imm_s(b, word::TAG_MASK as i64);
            let a_atom = self
                .b
                .ins()
                .icmp_imm_s(IntCC::Equal, tag_a, word::TAG_IMMEDIATE as i64);
            let b_atom = self
                .b
                .ins()
                .icmp_imm_s(IntCC::Equal, tag_b, word::TAG_IMMEDIATE as i64);
            let either = self.b.ins().bor(a_atom, b_atom);
            self.branch(either, no, call);
        }
        self.b.switch_to_block(call);
        let answer = self.call_cold(runtime_calls::equal.name, &[a, b]);
        self.branch_from_cold(answer, yes, no);
    }

    fn fixnum_order(&mut self, a: &Operand, b: &Operand, condition: IntCC, yes: Block, no: Block) {
        let (a, b) = (self.operand(a), self.operand(b));
        let holds = self.b.ins().icmp(condition, a, b);
        self.branch(holds, yes, no);
    }

    /// 1 or 0 as a fixnum. Two fixnums are compared without a branch.
    pub fn truth(&mut self, test: &Test) -> Value {
        if let Test::Not(inner) = test {
            let truth = self.truth(inner);
            return self.b.ins().bxor_imm_s(truth, word::fixnum(1) as i64);
        }
        let (a, b, condition, are_fixnums) = match test {
            Test::Less(a, b) => (a, b, IntCC::SignedLessThan, false),
            Test::NotGreater(a, b) => (a, b, IntCC::SignedLessThanOrEqual, false),
            Test::FixnumLess(a, b) => (a, b, IntCC::SignedLessThan, true),
            Test::FixnumNotGreater(a, b) => (a, b, IntCC::SignedLessThanOrEqual, true),
            _ => return self.truth_of(test),
        };
        let values = [self.operand(a), self.operand(b)];
        if are_fixnums {
            return self.compared(condition, values);
        }
        let (fixnums, others, done) = (self.new_block(), self.cold_block(), self.new_block());
        self.b.append_block_param(done, I64);
        let checked = self.unknown_fixnums(&[a, b]);
        self.branch_fixnums(&checked, &values, fixnums, others);
        self.b.switch_to_block(others);
        let outer = std::mem::replace(&mut self.emits_cold_code, true);
        let truth = self.truth_of(test);
        self.jump(done, &[truth]);
        self.emits_cold_code = outer;
        self.b.switch_to_block(fixnums);
        let truth = self.compared(condition, values);
        self.jump(done, &[truth]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn compared(&mut self, condition: IntCC, [a, b]: [Value; 2]) -> Value {
        let holds = self.b.ins().icmp(condition, a, b);
        let holds = self.b.ins().uextend(I64, holds);
        self.b
            .ins()
            .ishl_imm_s(holds, i64::from(word::FIXNUM_SHIFT))
    }

    /// The same by branches.
    fn truth_of(&mut self, test: &Test) -> Value {
        let (yes, no, done) = (self.new_block(), self.new_block(), self.new_block());
        self.b.append_block_param(done, I64);
        self.test(test, yes, no);
        for (block, truth) in [(yes, 1), (no, 0)] {
            self.b.switch_to_block(block);
            let truth = self.constant(word::fixnum(truth));
            self.jump(done, &[truth]);
        }
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// `a < b` or `a =< b`: fixnums and floats here, all else in the runtime.
    fn order(&mut self, a: &Operand, b: &Operand, condition: IntCC, yes: Block, no: Block) {
        let may_be_float = !matches!(a, Operand::Fixnum(_)) && !matches!(b, Operand::Fixnum(_));
        let checked = self.unknown_fixnums(&[a, b]);
        let (a, b) = (self.operand(a), self.operand(b));
        let fixnums = self.new_block();
        let others = self.new_block();
        let call = self.cold_block();
        self.branch_fixnums(&checked, &[a, b], fixnums, others);
        self.b.switch_to_block(fixnums);
        let holds = self.b.ins().icmp(condition, a, b);
        self.branch(holds, yes, no);
        self.b.switch_to_block(others);
        if may_be_float {
            let floats = self.new_block();
            self.branch_floats(a, b, floats, call);
            self.b.switch_to_block(floats);
            let x = self.float_value(a);
            let y = self.float_value(b);
            let condition = match condition {
                IntCC::SignedLessThan => FloatCC::LessThan,
                _ => FloatCC::LessThanOrEqual,
            };
            let holds = self.b.ins().fcmp(condition, x, y);
            self.branch(holds, yes, no);
        } else {
            self.jump(call, &[]);
        }
        self.b.switch_to_block(call);
        let answer = self.call_cold(runtime_calls::compare.name, &[a, b]);
        let holds = self.b.ins().icmp_imm_s(condition, answer, 0);
        self.branch_from_cold(holds, yes, no);
    }

    /// Which of the operands are not known to be fixnums.
    pub fn unknown_fixnums(&self, operands: &[&Operand]) -> Vec<bool> {
        operands
            .iter()
            .map(|operand| !matches!(operand, Operand::Fixnum(_)))
            .collect()
    }

    /// Branches on whether all checked values are fixnums.
    pub fn branch_fixnums(&mut self, checked: &[bool], values: &[Value], yes: Block, no: Block) {
        let mut all = None;
        for (value, checked) in values.iter().zip(checked) {
            if *checked {
                all = Some(match all {
                    Some(other) => self.b.ins().bor(other, *value),
                    None => *value,
                });
            }
        }
        match all {
            Some(all) => self.branch_tag(all, word::TAG_FIXNUM, yes, no),
            None => self.jump(yes, &[]),
        }
    }
}
