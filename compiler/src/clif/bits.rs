//! Matching bit strings in line: what the tables of the shared `layout` module say of binaries,
//! buffers and slices, read without branches where that is possible.
//!
//! A base is a whole binary. The address of its bytes never changes within one activation, for nothing
//! is collected in it; so a loop computes it once.

use super::function::{PieceBuilder, flags};
use crate::cut::ir::{Block, End, Statement};
use crate::middle::ir::{BitsOperation, Callee, FunctionId, Operand, Operation, Var};
use alate_abi::layout::{self, BINARY_DATA, BINARY_SIZE, BUFFER_ADDRESS, BUFFER_DATA};
use alate_abi::{runtime_calls, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    Endianness, InstBuilder, MemFlagsData, Value, types::I8, types::I16, types::I32, types::I64,
};
use std::collections::HashSet;

/// Bit strings are told from all else by one comparison.
const _: () = assert!(
    layout::KIND_BUFFER == layout::KIND_BINARY + 1 && layout::KIND_SLICE == layout::KIND_BINARY + 2
);

/// Bytes of a slice.
const SLICE_BYTES: u32 = 32;
/// A word of a count that surely goes beyond the end of any bit string.
const GREATEST_COUNT: i64 = 1 << 43;
/// Integers of more bits are read in line only where they begin and end with a byte.
const WIDEST_ODD: u32 = 56;

/// The variables from which a block reads bits in line.
fn each_base(block: &Block, bases: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Define(
                _,
                Operation::Bits(BitsOperation::Integer { .. } | BitsOperation::Utf8, operands),
                _,
            ) => bases.extend(operands[0].as_var()),
            Statement::Define(..) => {}
            Statement::Join(_, _, body) => each_base(body, bases),
        }
    }
    if let End::If(_, yes, no) = &block.end {
        each_base(yes, bases);
        each_base(no, bases);
    }
}

/// The parameters that a function's calls to itself do not hand on as they are.
fn each_change(
    block: &Block,
    function: FunctionId,
    parameters: &[Var],
    changed: &mut HashSet<Var>,
) {
    for statement in &block.statements {
        if let Statement::Join(_, _, body) = statement {
            each_change(body, function, parameters, changed);
        }
    }
    match &block.end {
        End::TailCall(Callee::Function(callee), arguments, _) if *callee == function => {
            for (parameter, argument) in parameters.iter().zip(arguments) {
                if *argument != Operand::Var(*parameter) {
                    changed.insert(*parameter);
                }
            }
        }
        End::If(_, yes, no) => {
            each_change(yes, function, parameters, changed);
            each_change(no, function, parameters, changed);
        }
        _ => {}
    }
}

/// Offset of an object's word from its tagged address.
const fn field(index: usize) -> i32 {
    index as i32 * 8 - word::TAG_BOXED as i32
}

impl PieceBuilder<'_, '_> {
    pub fn bits(
        &mut self,
        operation: BitsOperation,
        operands: &[Operand],
        rest: &[Statement],
    ) -> Value {
        self.room = None;
        let values = self.operands(operands);
        let value = match (operation, &values[..]) {
            (BitsOperation::Size, [term]) => self.bits_size(*term),
            (BitsOperation::Base, [bits]) => {
                let is_slice = self.is_slice(*bits);
                // A whole binary has a word there, too: its size.
                let base = self.load_field(*bits, layout::SLICE_BASE);
                self.b.ins().select(is_slice, base, *bits)
            }
            (BitsOperation::Offset, [bits]) => {
                let is_slice = self.is_slice(*bits);
                let address =
                    self.field_if(is_slice, *bits, layout::SLICE_OFFSET, layout::SLICE_BASE);
                let offset = self.b.ins().load(I64, flags(), address, 0);
                let zero = self.constant(0);
                self.b.ins().select(is_slice, offset, zero)
            }
            (
                BitsOperation::Integer {
                    bits,
                    signed,
                    little,
                },
                [base, start],
            ) => {
                let address = self.byte_address(&operands[0], *base, *start);
                self.bits_integer([*base, *start, address], bits, signed, little)
            }
            (BitsOperation::Skip(unit), [start, end, count]) => {
                self.bits_skip([*start, *end, *count], unit)
            }
            (BitsOperation::Part, [base, start, end]) => self.bits_part(*base, *start, *end, rest),
            (BitsOperation::Utf8, [base, start, end]) => {
                let address = self.byte_address(&operands[0], *base, *start);
                self.bits_utf8([*base, *start, *end], address)
            }
            // Made with as many operands as it takes.
            _ => self.constant(word::ABSENT),
        };
        self.room = None;
        value
    }

    fn load_field(&mut self, object: Value, index: usize) -> Value {
        self.b.ins().load(I64, flags(), object, field(index))
    }

    /// The address of one or another field of an object.
    fn field_if(&mut self, condition: Value, object: Value, yes: usize, no: usize) -> Value {
        let yes = self.b.ins().iadd_imm_s(object, i64::from(field(yes)));
        let no = self.b.ins().iadd_imm_s(object, i64::from(field(no)));
        self.b.ins().select(condition, yes, no)
    }

    /// Whether a bit string is a slice.
    fn is_slice(&mut self, bits: Value) -> Value {
        let kind = self.kind(bits);
        self.b
            .ins()
            .icmp_imm_s(IntCC::Equal, kind, i64::from(layout::KIND_SLICE))
    }

    /// Number of bits, or `ABSENT`.
    pub fn bits_size(&mut self, term: Value) -> Value {
        let boxed = self.new_block();
        let is_bits = self.new_block();
        let done = self.new_block();
        self.b.append_block_param(done, I64);
        let absent = self.constant(word::ABSENT);
        let tag = self.b.ins().band_imm_s(term, word::TAG_MASK as i64);
        let is_boxed = self
            .b
            .ins()
            .icmp_imm_s(IntCC::Equal, tag, word::TAG_BOXED as i64);
        self.b
            .ins()
            .brif(is_boxed, boxed, &[], done, &[absent.into()]);
        self.b.switch_to_block(boxed);
        let kind = self.kind(term);
        // The three kinds are neighbours, slices the last.
        let from_first = self
            .b
            .ins()
            .iadd_imm_s(kind, -i64::from(layout::KIND_BINARY));
        let is_one = self
            .b
            .ins()
            .icmp_imm_s(IntCC::UnsignedLessThanOrEqual, from_first, 2);
        self.b
            .ins()
            .brif(is_one, is_bits, &[], done, &[absent.into()]);
        self.b.switch_to_block(is_bits);
        let is_slice = self
            .b
            .ins()
            .icmp_imm_s(IntCC::Equal, kind, i64::from(layout::KIND_SLICE));
        let address = self.field_if(is_slice, term, layout::SLICE_SIZE, BINARY_SIZE);
        let size = self.b.ins().load(I64, flags(), address, 0);
        // Bytes, raw, of whole binaries; bits, a fixnum, of slices.
        let bits = self
            .b
            .ins()
            .ishl_imm_s(size, 3 + i64::from(word::FIXNUM_SHIFT));
        let size = self.b.ins().select(is_slice, size, bits);
        self.jump(done, &[size]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// Before a loop: the addresses of the bytes of parameters that stay the same bases all the time.
    /// A parameter from which bits are read is a base from the beginning: the optimiser's version of
    /// a function that takes one in place of a bit string.
    pub fn find_bytes(&mut self, parameters: &[Var], arguments: &[Value]) {
        let mut bases = HashSet::new();
        let mut changed = HashSet::new();
        let piece = self.piece;
        each_base(&piece.body, &mut bases);
        each_change(&piece.body, piece.function, parameters, &mut changed);
        for (parameter, argument) in parameters.iter().zip(arguments) {
            if bases.contains(parameter) && !changed.contains(parameter) {
                let bytes = self.bytes_before_loop(*argument);
                self.bytes.insert(*parameter, bytes);
            }
        }
    }

    /// The address of a base's first byte.
    fn bytes(&mut self, base: Value) -> Value {
        let is_buffer = self.is_buffer(base);
        // An empty binary has no word where a buffer's address stands; all have a size.
        let address = self.field_if(is_buffer, base, BUFFER_ADDRESS, BINARY_SIZE);
        let buffer = self.b.ins().load(I64, flags(), address, 0);
        let outside = self.b.ins().iadd_imm_s(buffer, BUFFER_DATA as i64);
        let inside = self.b.ins().iadd_imm_s(base, i64::from(field(BINARY_DATA)));
        self.b.ins().select(is_buffer, outside, inside)
    }

    /// The same as a block's parameter: Cranelift would compute what has no effect where it is read.
    fn bytes_before_loop(&mut self, base: Value) -> Value {
        let outside = self.new_block();
        let inside = self.new_block();
        let done = self.new_block();
        self.b.append_block_param(done, I64);
        let is_buffer = self.is_buffer(base);
        self.branch(is_buffer, outside, inside);
        self.b.switch_to_block(outside);
        let buffer = self.load_field(base, BUFFER_ADDRESS);
        let bytes = self.b.ins().iadd_imm_s(buffer, BUFFER_DATA as i64);
        self.jump(done, &[bytes]);
        self.b.switch_to_block(inside);
        let bytes = self.b.ins().iadd_imm_s(base, i64::from(field(BINARY_DATA)));
        self.jump(done, &[bytes]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn is_buffer(&mut self, base: Value) -> Value {
        let kind = self.kind(base);
        self.b
            .ins()
            .icmp_imm_s(IntCC::Equal, kind, i64::from(layout::KIND_BUFFER))
    }

    /// The address of the byte in which a position lies.
    fn byte_address(&mut self, operand: &Operand, base: Value, position: Value) -> Value {
        let found = operand.as_var().and_then(|var| self.bytes.get(&var));
        let bytes = match found {
            Some(bytes) => *bytes,
            None => self.bytes(base),
        };
        let index = self
            .b
            .ins()
            .ushr_imm_s(position, 3 + i64::from(word::FIXNUM_SHIFT));
        self.b.ins().iadd(bytes, index)
    }

    /// Some bytes as an unsigned number.
    fn load_bytes(&mut self, address: Value, count: u32, little: bool) -> Value {
        let mut value = None;
        let mut done = 0;
        while done < count {
            let size: u32 = match count - done {
                8.. => 8,
                4.. => 4,
                2.. => 2,
                _ => 1,
            };
            // Bytes stand where they stand: these accesses need no alignment.
            let mut memory = MemFlagsData::new();
            memory.set_notrap();
            memory.set_endianness(Endianness::Little);
            let kind = [I8, I16, I32, I64][size.trailing_zeros() as usize];
            let mut part = self.b.ins().load(kind, memory, address, done as i32);
            if !little && size > 1 {
                part = self.b.ins().bswap(part);
            }
            if size < 8 {
                part = self.b.ins().uextend(I64, part);
            }
            value = Some(match value {
                None => part,
                Some(before) if little => {
                    let part = self.b.ins().ishl_imm_s(part, i64::from(done * 8));
                    self.b.ins().bor(before, part)
                }
                Some(before) => {
                    let before = self.b.ins().ishl_imm_s(before, i64::from(size * 8));
                    self.b.ins().bor(before, part)
                }
            });
            done += size;
        }
        value.unwrap_or_else(|| self.constant(0))
    }

    fn bits_integer(
        &mut self,
        [base, start, address]: [Value; 3],
        bits: u32,
        signed: bool,
        little: bool,
    ) -> Value {
        let whole = bits.is_multiple_of(8);
        if !whole && (little && bits > 8 || bits > WIDEST_ODD) {
            return self.call_integer(base, start, bits, signed, little, false);
        }
        if !whole {
            return self.odd_integer(address, start, bits, signed);
        }
        let aligned = self.new_block();
        let shifted = self.cold_block();
        let done = self.new_block();
        self.b.append_block_param(done, I64);
        self.branch_masked(start, word::fixnum(7), 0, aligned, shifted);
        self.b.switch_to_block(aligned);
        let mut value = self.load_bytes(address, bits / 8, little);
        if signed && bits < 64 {
            value = self.b.ins().ishl_imm_s(value, i64::from(64 - bits));
            value = self.b.ins().sshr_imm_s(value, i64::from(64 - bits));
        }
        let fixnum = self
            .b
            .ins()
            .ishl_imm_s(value, i64::from(word::FIXNUM_SHIFT));
        if bits > WIDEST_ODD {
            let shift = i64::from(word::FIXNUM_SHIFT);
            let back = if signed {
                self.b.ins().sshr_imm_s(fixnum, shift)
            } else {
                // An unsigned number's fixnum has a sign bit of 0.
                self.b.ins().ushr_imm_s(fixnum, shift)
            };
            let mut fits = self.b.ins().icmp(IntCC::Equal, back, value);
            if !signed {
                let positive = self
                    .b
                    .ins()
                    .icmp_imm_s(IntCC::SignedGreaterThanOrEqual, fixnum, 0);
                fits = self.b.ins().band(fits, positive);
            }
            self.b
                .ins()
                .brif(fits, done, &[fixnum.into()], shifted, &[]);
        } else {
            self.jump(done, &[fixnum]);
        }
        self.b.switch_to_block(shifted);
        let value = self.call_integer(base, start, bits, signed, little, true);
        self.jump(done, &[value]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn call_integer(
        &mut self,
        base: Value,
        start: Value,
        bits: u32,
        signed: bool,
        little: bool,
        is_cold: bool,
    ) -> Value {
        let size = word::fixnum(i64::from(bits)) as i64;
        let end = self.b.ins().iadd_imm_s(start, size);
        let flags = self.constant(u64::from(signed) | (u64::from(little) << 1));
        let name = runtime_calls::bits_get_integer.name;
        let arguments = [base, start, end, flags];
        if is_cold {
            self.call_cold(name, &arguments)
        } else {
            self.call_runtime(name, &arguments)
        }
    }

    /// A big-endian integer that begins anywhere in a byte: as many bytes as it has at least, then the
    /// one in which it ends, which may be the last of those again; bits are taken from the left.
    fn odd_integer(&mut self, address: Value, start: Value, bits: u32, signed: bool) -> Value {
        let count = bits.div_ceil(8);
        let first = self.load_bytes(address, count, false);
        let position = self
            .b
            .ins()
            .ushr_imm_s(start, i64::from(word::FIXNUM_SHIFT));
        let shift = self.b.ins().band_imm_s(position, 7);
        let last = self.b.ins().iadd_imm_s(shift, i64::from(bits - 1));
        let last = self.b.ins().ushr_imm_s(last, 3);
        let last = self.b.ins().iadd(address, last);
        let last = self.load_bytes(last, 1, false);
        let first = self.b.ins().ishl_imm_s(first, 8);
        let both = self.b.ins().bor(first, last);
        let unused = 64 - (count + 1) * 8;
        let shift = self.b.ins().iadd_imm_s(shift, i64::from(unused));
        let left = self.b.ins().ishl(both, shift);
        let down = i64::from(64 - bits);
        let value = if signed {
            self.b.ins().sshr_imm_s(left, down)
        } else {
            self.b.ins().ushr_imm_s(left, down)
        };
        self.b
            .ins()
            .ishl_imm_s(value, i64::from(word::FIXNUM_SHIFT))
    }

    fn bits_skip(&mut self, [start, end, count]: [Value; 3], unit: u32) -> Value {
        let tag = self.b.ins().band_imm_s(count, word::TAG_MASK as i64);
        let is_fixnum = self
            .b
            .ins()
            .icmp_imm_s(IntCC::Equal, tag, word::TAG_FIXNUM as i64);
        // A negative count is a great one here.
        let is_small = self
            .b
            .ins()
            .icmp_imm_s(IntCC::UnsignedLessThan, count, GREATEST_COUNT);
        let size = if unit == 1 {
            count
        } else {
            self.b.ins().imul_imm_s(count, i64::from(unit))
        };
        let after = self.b.ins().iadd(start, size);
        let is_within = self.b.ins().icmp(IntCC::SignedLessThanOrEqual, after, end);
        let good = self.b.ins().band(is_fixnum, is_small);
        let good = self.b.ins().band(good, is_within);
        let absent = self.constant(word::ABSENT);
        self.b.ins().select(good, after, absent)
    }

    fn bits_part(&mut self, base: Value, start: Value, end: Value, rest: &[Statement]) -> Value {
        let long = self.new_block();
        let short = self.cold_block();
        let done = self.new_block();
        self.b.append_block_param(done, I64);
        let size = self.b.ins().isub(end, start);
        let limit = word::fixnum(layout::COPIED_PART as i64 * 8) as i64;
        let is_long = self
            .b
            .ins()
            .icmp_imm_s(IntCC::SignedGreaterThan, size, limit);
        self.branch(is_long, long, short);
        self.b.switch_to_block(short);
        let name = runtime_calls::bits_get_binary.name;
        let part = self.call_cold(name, &[base, start, end]);
        self.jump(done, &[part]);
        self.b.switch_to_block(long);
        let address = self.allocate(SLICE_BYTES, &rest[..1]);
        let header = word::header(layout::KIND_SLICE, 0, 3);
        self.fill(address, header, &[base, start, size]);
        let part = self.b.ins().iadd_imm_s(address, word::TAG_BOXED as i64);
        self.jump(done, &[part]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    /// A byte below 128 at a byte's beginning here, all else in the runtime.
    fn bits_utf8(&mut self, [base, start, end]: [Value; 3], address: Value) -> Value {
        let aligned = self.new_block();
        let ascii = self.new_block();
        let other = self.cold_block();
        let done = self.new_block();
        self.b.append_block_param(done, I64);
        let size = self.b.ins().isub(end, start);
        let eight = word::fixnum(8) as i64;
        let has_byte = self
            .b
            .ins()
            .icmp_imm_s(IntCC::SignedGreaterThanOrEqual, size, eight);
        let shift = self.b.ins().band_imm_s(start, word::fixnum(7) as i64);
        let is_aligned = self.b.ins().icmp_imm_s(IntCC::Equal, shift, 0);
        let both = self.b.ins().band(has_byte, is_aligned);
        self.branch(both, aligned, other);
        self.b.switch_to_block(aligned);
        let byte = self.load_bytes(address, 1, false);
        let is_ascii = self.b.ins().icmp_imm_s(IntCC::UnsignedLessThan, byte, 0x80);
        self.branch(is_ascii, ascii, other);
        self.b.switch_to_block(ascii);
        let scale = runtime_calls::UTF_SCALE.trailing_zeros() + word::FIXNUM_SHIFT;
        let answer = self.b.ins().ishl_imm_s(byte, i64::from(scale));
        let answer = self.b.ins().iadd_imm_s(answer, eight);
        self.jump(done, &[answer]);
        self.b.switch_to_block(other);
        let encoding = self.constant(8);
        let flags = self.constant(0);
        let name = runtime_calls::bits_get_utf.name;
        let answer = self.call_cold(name, &[base, start, end, encoding, flags]);
        self.jump(done, &[answer]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }
}
