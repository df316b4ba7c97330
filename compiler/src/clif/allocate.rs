//! Objects: room is checked for once for a run of allocations, then each takes its part.

use super::function::{PieceBuilder, Room, flags};
use crate::cut::ir::Statement;
use crate::middle::ir::{FunctionId, Operand, Operation};
use alate_abi::context::Context;
use alate_abi::runtime_calls::{self, LARGE_OBJECT};
use alate_abi::{layout, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types::I64};
use std::mem::offset_of;

/// Runs of allocations are not joined beyond this many bytes.
const LONGEST_RUN: u32 = 2048;

/// Bytes an operation takes from the nursery; none if it is no allocation of known size.
fn bytes(operation: &Operation) -> Option<u32> {
    match operation {
        Operation::Cons(..) => Some(16),
        Operation::Tuple(elements) if elements.is_empty() => None,
        Operation::Tuple(elements) => Some((elements.len() as u32 + 1) * 8),
        Operation::Closure(_, free) if free.is_empty() => None,
        Operation::Closure(_, free) => Some((free.len() + layout::CLOSURE_FREE) as u32 * 8),
        _ => None,
    }
}

/// Whether an operation leaves the nursery alone, so that room stays checked for across it.
fn is_neutral(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Head(_)
            | Operation::Tail(_)
            | Operation::Element(..)
            | Operation::Free(..)
            | Operation::ExternalFunction(..)
            | Operation::Fixnum(_, _, _, _, false)
            | Operation::Tuple(_)
            | Operation::Closure(..)
    )
}

impl PieceBuilder<'_, '_> {
    /// Room for an object of `size` bytes; `rest` begins with the statement that makes it.
    pub fn allocate(&mut self, size: u32, rest: &[Statement]) -> Value {
        if u64::from(size) > LARGE_OBJECT {
            self.room = None;
            let words = self.constant(u64::from(size) / 8);
            return self.call_runtime(runtime_calls::allocate_large.name, &[words]);
        }
        if let Some(room) = &mut self.room
            && room.used + size <= room.size
        {
            let offset = i64::from(room.used);
            room.used += size;
            let base = room.base;
            return if offset == 0 {
                base
            } else {
                self.b.ins().iadd_imm_s(base, offset)
            };
        }
        let mut total = size;
        for statement in rest.iter().skip(1) {
            let Statement::Define(_, operation, _) = statement else {
                break;
            };
            match bytes(operation) {
                Some(more) if total + more <= LONGEST_RUN => total += more,
                Some(_) => break,
                None if is_neutral(operation) => {}
                None => break,
            }
        }
        let base = self.make_room(total);
        self.room = Some(Room {
            base,
            used: size,
            size: total,
        });
        base
    }

    /// Takes this many bytes from the nursery.
    fn make_room(&mut self, size: u32) -> Value {
        let next_offset = offset_of!(Context, heap_next) as i32;
        let limit_offset = offset_of!(Context, heap_limit) as i32;
        let full = self.cold_block();
        let fits = self.new_block();
        let done = self.new_block();
        self.b.append_block_param(fits, I64);
        let next = self.load_context(next_offset);
        let limit = self.load_context(limit_offset);
        let after = self.b.ins().iadd_imm_s(next, i64::from(size));
        let overflows = self.b.ins().icmp(IntCC::UnsignedGreaterThan, after, limit);
        self.b
            .ins()
            .brif(overflows, full, &[], fits, &[next.into()]);
        self.b.switch_to_block(full);
        let bytes = self.constant(u64::from(size));
        self.call_cold(runtime_calls::more_heap.name, &[bytes]);
        let next = self.load_context(next_offset);
        self.jump(fits, &[next]);
        self.b.switch_to_block(fits);
        let next = self.b.block_params(fits)[0];
        let after = self.b.ins().iadd_imm_s(next, i64::from(size));
        self.store_context(after, next_offset);
        self.jump(done, &[]);
        self.b.switch_to_block(done);
        next
    }

    pub fn cons(&mut self, head: &Operand, tail: &Operand, rest: &[Statement]) -> Value {
        let head = self.operand(head);
        let tail = self.operand(tail);
        let address = self.allocate(16, rest);
        self.b.ins().store(flags(), head, address, 0);
        self.b.ins().store(flags(), tail, address, 8);
        self.b.ins().iadd_imm_s(address, word::TAG_CONS as i64)
    }

    pub fn tuple(&mut self, elements: &[Operand], rest: &[Statement]) -> Value {
        if elements.is_empty() {
            let (data, tag) = self.emitter.empty_tuple();
            return self.address(data, tag);
        }
        let values = self.operands(elements);
        let address = self.allocate((elements.len() as u32 + 1) * 8, rest);
        let header = word::header(layout::KIND_TUPLE, 0, elements.len() as u64);
        self.fill(address, header, &values);
        self.b.ins().iadd_imm_s(address, word::TAG_TUPLE as i64)
    }

    pub fn closure(&mut self, function: FunctionId, free: &[Operand], rest: &[Statement]) -> Value {
        if free.is_empty() {
            let data = self.emitter.closure(function.0);
            return self.address(data, word::TAG_BOXED);
        }
        let target = &self.module.functions[function.0 as usize];
        let (entry, arity) = (target.entry, target.arity);
        let code = self.piece_address(entry);
        let information = self.emitter.function_information(function.0);
        let mut words = vec![code, self.address(information, 0)];
        words.extend(self.operands(free));
        let address = self.allocate((words.len() as u32 + 1) * 8, rest);
        let header = word::header(layout::KIND_CLOSURE, arity as u8, words.len() as u64);
        self.fill(address, header, &words);
        self.b.ins().iadd_imm_s(address, word::TAG_BOXED as i64)
    }

    pub fn fill(&mut self, address: Value, header: u64, words: &[Value]) {
        let header = self.constant(header);
        self.b.ins().store(flags(), header, address, 0);
        for (index, value) in words.iter().enumerate() {
            self.b
                .ins()
                .store(flags(), *value, address, (index as i32 + 1) * 8);
        }
    }
}
