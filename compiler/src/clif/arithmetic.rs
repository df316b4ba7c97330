//! Integer and float arithmetic: fixnums first, then immediate floats, all else in the runtime.

use super::function::PieceBuilder;
use crate::cut::ir::Statement;
use crate::middle::ir::{FixnumOperation, Operand, Operation};
use alate_abi::word;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{Block, InstBuilder, Value, types::I64};

/// What a builtin does with two fixnums, and with two floats.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    IntegerDivide,
    Remainder,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
}

impl Arithmetic {
    /// The operation that a builtin's symbol stands for.
    pub fn of(symbol: &str) -> Option<Arithmetic> {
        Some(match symbol {
            "alate_add" => Arithmetic::Add,
            "alate_subtract" => Arithmetic::Subtract,
            "alate_multiply" => Arithmetic::Multiply,
            "alate_divide" => Arithmetic::Divide,
            "alate_integer_divide" => Arithmetic::IntegerDivide,
            "alate_remainder" => Arithmetic::Remainder,
            "alate_bit_and" => Arithmetic::And,
            "alate_bit_or" => Arithmetic::Or,
            "alate_bit_xor" => Arithmetic::Xor,
            "alate_shift_left" => Arithmetic::ShiftLeft,
            "alate_shift_right" => Arithmetic::ShiftRight,
            _ => return None,
        })
    }

    fn takes_floats(self) -> bool {
        matches!(
            self,
            Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply | Arithmetic::Divide
        )
    }
}

impl PieceBuilder<'_, '_> {
    /// Emits the fast paths; `done` takes the answer, `slow` calls the runtime.
    pub(super) fn arithmetic(
        &mut self,
        operation: Arithmetic,
        operands: &[Operand],
        values: &[Value],
        done: Block,
        slow: Block,
    ) {
        let (a, b) = (values[0], values[1]);
        let is_float = operands.iter().any(|operand| self.is_float(operand));
        let is_fixnum = operands
            .iter()
            .any(|operand| matches!(operand, Operand::Fixnum(_)));
        let others = if operation.takes_floats() && !is_fixnum {
            self.new_block()
        } else {
            slow
        };
        if operation == Arithmetic::Divide || is_float {
            if is_fixnum || !operation.takes_floats() {
                return self.jump(slow, &[]);
            }
            self.jump(others, &[]);
        } else {
            let checked = self.unknown_fixnums(&[&operands[0], &operands[1]]);
            let fixnums = self.new_block();
            self.branch_fixnums(&checked, values, fixnums, others);
            self.b.switch_to_block(fixnums);
            self.fixnums(operation, operands, a, b, done, slow);
        }
        if others != slow {
            self.b.switch_to_block(others);
            self.floats(operation, a, b, done, slow);
        }
    }

    /// Arithmetic of what is known to be fixnums.
    pub(super) fn fixnum(
        &mut self,
        operation: FixnumOperation,
        symbol: &str,
        operands: &[Operand; 2],
        [a, b]: [Value; 2],
        overflows: bool,
    ) -> Value {
        if overflows {
            let operation = overflowing_operation(operation);
            let done = self.new_block();
            self.b.append_block_param(done, I64);
            let slow = self.cold_block();
            self.fixnums(operation, operands, a, b, done, slow);
            self.b.switch_to_block(slow);
            let answer = self.call_cold(symbol, &[a, b]);
            self.jump(done, &[answer]);
            self.b.switch_to_block(done);
            return self.b.block_params(done)[0];
        }
        match operation {
            FixnumOperation::Add => self.b.ins().iadd(a, b),
            FixnumOperation::Subtract => self.b.ins().isub(a, b),
            FixnumOperation::Multiply => {
                let a = self.b.ins().sshr_imm_s(a, i64::from(word::FIXNUM_SHIFT));
                self.b.ins().imul(a, b)
            }
            FixnumOperation::Divide => {
                let quotient = self.b.ins().sdiv(a, b);
                self.b
                    .ins()
                    .ishl_imm_s(quotient, i64::from(word::FIXNUM_SHIFT))
            }
            FixnumOperation::Remainder => self.b.ins().srem(a, b),
            FixnumOperation::And => self.b.ins().band(a, b),
            FixnumOperation::Or => self.b.ins().bor(a, b),
            FixnumOperation::Xor => self.b.ins().bxor(a, b),
        }
    }

    /// Whether a sum that should not be less than `a`, or not greater, is.
    fn has_wrapped(&mut self, a: Value, sum: Value, grows: bool) -> Value {
        let wrong = match grows {
            true => IntCC::SignedLessThan,
            false => IntCC::SignedGreaterThan,
        };
        self.b.ins().icmp(wrong, sum, a)
    }

    /// Fixnum arithmetic after which two blocks go on: where the result is a fixnum, and where it is
    /// not. Each with the result's word.
    pub(super) fn overflowing(&mut self, statement: &Statement) -> [(Block, Value); 2] {
        let Statement::Define(_, Operation::Fixnum(operation, row, a, b, _), span) = statement
        else {
            unreachable!("the caller has found that it is fixnum arithmetic");
        };
        self.room = None;
        self.set_place(*span);
        self.load_all([a, b].into_iter().filter_map(|operand| operand.as_var()));
        let operands = [a.clone(), b.clone()];
        let (a, b) = (self.operand(a), self.operand(b));
        let fits = self.new_block();
        let sum = self.b.append_block_param(fits, I64);
        let slow = self.cold_block();
        let operation = overflowing_operation(*operation);
        self.fixnums(operation, &operands, a, b, fits, slow);
        self.b.switch_to_block(slow);
        let answer = self.call_cold(row.symbol, &[a, b]);
        let big = self.cold_block();
        self.jump(big, &[]);
        [(fits, sum), (big, answer)]
    }

    fn floats(&mut self, operation: Arithmetic, a: Value, b: Value, done: Block, slow: Block) {
        let floats = self.new_block();
        self.branch_floats(a, b, floats, slow);
        self.b.switch_to_block(floats);
        let x = self.float_value(a);
        let y = self.float_value(b);
        let result = match operation {
            Arithmetic::Add => self.b.ins().fadd(x, y),
            Arithmetic::Subtract => self.b.ins().fsub(x, y),
            Arithmetic::Multiply => self.b.ins().fmul(x, y),
            // Division by zero is found not to be finite, and left to the runtime.
            _ => self.b.ins().fdiv(x, y),
        };
        let again = self.cold_block();
        self.b.append_block_param(again, I64);
        self.float_word(result, done, again);
        // Not finite: the runtime says why.
        self.b.switch_to_block(again);
        self.jump(slow, &[]);
    }

    fn fixnums(
        &mut self,
        operation: Arithmetic,
        operands: &[Operand],
        a: Value,
        b: Value,
        done: Block,
        slow: Block,
    ) {
        match operation {
            Arithmetic::Add => {
                let (sum, overflow) = match operands {
                    // A sum with a positive constant is greater unless it wraps around: one
                    // comparison, where the flag would first go through a register.
                    [_, Operand::Fixnum(constant)] => {
                        let sum = self.b.ins().iadd(a, b);
                        (sum, self.has_wrapped(a, sum, *constant >= 0))
                    }
                    _ => self.b.ins().sadd_overflow(a, b),
                };
                self.b.ins().brif(overflow, slow, &[], done, &[sum.into()]);
            }
            Arithmetic::Subtract => {
                let (difference, overflow) = match operands {
                    [_, Operand::Fixnum(constant)] => {
                        let difference = self.b.ins().isub(a, b);
                        (difference, self.has_wrapped(a, difference, *constant < 0))
                    }
                    _ => self.b.ins().ssub_overflow(a, b),
                };
                self.b
                    .ins()
                    .brif(overflow, slow, &[], done, &[difference.into()]);
            }
            Arithmetic::Multiply => {
                let a = self.b.ins().sshr_imm_s(a, i64::from(word::FIXNUM_SHIFT));
                let (product, overflow) = self.b.ins().smul_overflow(a, b);
                self.b
                    .ins()
                    .brif(overflow, slow, &[], done, &[product.into()]);
            }
            Arithmetic::And => {
                let result = self.b.ins().band(a, b);
                self.jump(done, &[result]);
            }
            Arithmetic::Or => {
                let result = self.b.ins().bor(a, b);
                self.jump(done, &[result]);
            }
            Arithmetic::Xor => {
                let result = self.b.ins().bxor(a, b);
                self.jump(done, &[result]);
            }
            Arithmetic::IntegerDivide | Arithmetic::Remainder => {
                self.division(operation, operands, a, b, done, slow);
            }
            Arithmetic::ShiftLeft | Arithmetic::ShiftRight => {
                self.shift(operation, a, b, done, slow);
            }
            Arithmetic::Divide => self.jump(slow, &[]),
        }
    }

    /// Quotients of fixnum words are plain integers, remainders are fixnum words.
    fn division(
        &mut self,
        operation: Arithmetic,
        operands: &[Operand],
        a: Value,
        b: Value,
        done: Block,
        slow: Block,
    ) {
        if !matches!(operands[1], Operand::Fixnum(divisor) if divisor > 0) {
            // Zero fails; -1 may overflow, and traps in the machine's division.
            let plain = self.new_block();
            let shifted = self.b.ins().iadd_imm_s(b, word::fixnum(1) as i64);
            let special = self.b.ins().icmp_imm_s(
                IntCC::UnsignedLessThanOrEqual,
                shifted,
                word::fixnum(1) as i64,
            );
            self.branch(special, slow, plain);
            self.b.switch_to_block(plain);
        }
        let result = match operation {
            Arithmetic::Remainder => self.b.ins().srem(a, b),
            _ => {
                let quotient = self.b.ins().sdiv(a, b);
                self.b
                    .ins()
                    .ishl_imm_s(quotient, i64::from(word::FIXNUM_SHIFT))
            }
        };
        self.jump(done, &[result]);
    }

    /// Shifts by 0 … 60 places; left ones only where no bit is lost.
    fn shift(&mut self, operation: Arithmetic, a: Value, b: Value, done: Block, slow: Block) {
        let small = self.new_block();
        let fits =
            self.b
                .ins()
                .icmp_imm_s(IntCC::UnsignedLessThanOrEqual, b, word::fixnum(60) as i64);
        self.branch(fits, small, slow);
        self.b.switch_to_block(small);
        let places = self.b.ins().ushr_imm_s(b, i64::from(word::FIXNUM_SHIFT));
        if operation == Arithmetic::ShiftRight {
            let shifted = self.b.ins().sshr(a, places);
            let result = self.b.ins().band_imm_s(shifted, !(word::TAG_MASK as i64));
            return self.jump(done, &[result]);
        }
        let shifted = self.b.ins().ishl(a, places);
        let back = self.b.ins().sshr(shifted, places);
        let same = self.b.ins().icmp(IntCC::Equal, back, a);
        self.b.ins().brif(same, done, &[shifted.into()], slow, &[]);
    }
}

/// The arithmetic of an operation that may overflow.
fn overflowing_operation(operation: FixnumOperation) -> Arithmetic {
    match operation {
        FixnumOperation::Add => Arithmetic::Add,
        FixnumOperation::Subtract => Arithmetic::Subtract,
        _ => Arithmetic::Multiply,
    }
}
