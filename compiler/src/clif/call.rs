//! Calls, returns, frames and handlers, as the shared `call` module describes them.

use super::function::{PieceBuilder, argument_offset, flags};
use crate::base::span::Span;
use crate::cut::ir::PieceId;
use crate::middle::ir::{Callee, Operand, Var};
use alate_abi::call::{HANDLER_LINK, REGISTER_ARGUMENTS};
use alate_abi::context::Context;
use alate_abi::{layout, runtime_calls, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types::I64};
use cranelift_module::FuncId;
use std::mem::offset_of;

impl PieceBuilder<'_, '_> {
    /// Returns to the continuation under `base`.
    pub fn return_value(&mut self, value: Value) {
        let sp = self.base;
        let continuation = self.b.ins().load(I64, flags(), sp, -8);
        let signature = self.signature(1);
        self.b
            .ins()
            .return_call_indirect(signature, continuation, &[sp, value]);
    }

    /// Pushes a frame; answers the new `sp`.
    pub fn push(
        &mut self,
        frame: &[Var],
        continuation: PieceId,
        handler: Option<PieceId>,
    ) -> Value {
        let base = self.base;
        for (slot, var) in frame.iter().enumerate() {
            if self.incoming.get(slot) != Some(var) {
                let value = self.values[var];
                self.b.ins().store(flags(), value, base, slot as i32 * 8);
            }
        }
        let fixed = if handler.is_some() { 3 } else { 1 };
        let size = (frame.len() + fixed) as i32 * 8;
        let sp = self.b.ins().iadd_imm_s(base, i64::from(size));
        if let Some(handler) = handler {
            let outer = self.load_context(offset_of!(Context, handler) as i32);
            let link = self.b.ins().isub(sp, outer);
            self.b.ins().store(flags(), link, base, size - 24);
            let handler = self.piece_address(handler);
            self.b.ins().store(flags(), handler, base, size - 16);
            self.store_context(sp, offset_of!(Context, handler) as i32);
        }
        let continuation = self.piece_address(continuation);
        self.b.ins().store(flags(), continuation, base, size - 8);
        sp
    }

    /// A protected call has returned: the handler outside it is in force again.
    pub fn leave_handler(&mut self, sp: Value) {
        let link = self.b.ins().load(I64, flags(), sp, HANDLER_LINK);
        let outer = self.b.ins().isub(sp, link);
        self.store_context(outer, offset_of!(Context, handler) as i32);
    }

    /// A tail call with this `sp`.
    pub fn call(&mut self, callee: &Callee, arguments: &[Operand], sp: Value, span: Span) {
        let mut values = self.operands(arguments);
        match callee {
            Callee::Function(function) => {
                let entry = self.module.functions[function.0 as usize].entry;
                let id = self.emitter.pieces[entry.0 as usize];
                self.tail_call_direct(id, sp, &values);
            }
            Callee::Remote(module, function) => {
                let key = (module.clone(), function.clone(), arguments.len());
                let cell = self.emitter.cell(key);
                let cell = self.address(cell, 0);
                let code = self.b.ins().load(I64, flags(), cell, 0);
                self.tail_call(code, sp, &values);
            }
            Callee::Cell(cell) => {
                let cell = self.operand(cell);
                let code = self.b.ins().load(I64, flags(), cell, 0);
                self.tail_call(code, sp, &values);
            }
            Callee::Closure(closure) => {
                let closure = self.operand(closure);
                self.check_closure(closure, arguments, span);
                let offset = layout::CLOSURE_CODE as i32 * 8 - word::TAG_BOXED as i32;
                let code = self.b.ins().load(I64, flags(), closure, offset);
                values.push(closure);
                if values.len() > REGISTER_ARGUMENTS {
                    // The code of an exported function's fun does not know its own arity.
                    self.store_context(closure, offset_of!(Context, scratch) as i32);
                }
                self.tail_call(code, sp, &values);
            }
            Callee::Bound(function, bindings) => {
                let entry = self.module.functions[function.0 as usize].entry;
                let id = self.emitter.pieces[entry.0 as usize];
                let sp = self.bind_dynamics(bindings, sp, span);
                self.tail_call_direct(id, sp, &values);
            }
            Callee::Stub(name) => {
                let id = self.emitter.stub(name, values.len());
                self.tail_call_direct(id, sp, &values);
            }
        }
    }

    /// Goes on where the word is a fun of that many arguments; raises otherwise.
    fn check_closure(&mut self, closure: Value, arguments: &[Operand], span: Span) {
        let boxed = self.new_block();
        let good = self.new_block();
        let bad = self.cold_block();
        let tag = self.b.ins().band_imm_s(closure, word::TAG_MASK as i64);
        let is_boxed = self
            .b
            .ins()
            .icmp_imm_s(IntCC::Equal, tag, word::TAG_BOXED as i64);
        self.branch(is_boxed, boxed, bad);
        self.b.switch_to_block(boxed);
        let is_function = self.is_closure_of(closure, arguments.len());
        self.branch(is_function, good, bad);
        self.b.switch_to_block(bad);
        self.store_arguments(arguments);
        let count = self.constant(arguments.len() as u64);
        self.call_cold(runtime_calls::bad_function.name, &[closure, count]);
        let minus_one = self.b.ins().iconst(I64, -1);
        let sp = self.base;
        let location = self.location(span);
        self.call_cold(
            runtime_calls::raise_builtin.name,
            &[sp, location, minus_one],
        );
        self.unwind();
        self.b.switch_to_block(good);
    }

    /// Whether a boxed word is a fun of this arity: all but the size of its header is known.
    pub fn is_closure_of(&mut self, closure: Value, arity: usize) -> Value {
        let header = self
            .b
            .ins()
            .load(I64, flags(), closure, -(word::TAG_BOXED as i32));
        let mask = (1i64 << word::HEADER_SIZE_SHIFT) - 1;
        let low = self.b.ins().band_imm_s(header, mask);
        let wanted = word::header(layout::KIND_CLOSURE, arity as u8, 0);
        self.b.ins().icmp_imm_s(IntCC::Equal, low, wanted as i64)
    }

    /// Puts operands into the context's slots from the first on, for the runtime to see.
    pub fn store_arguments(&mut self, arguments: &[Operand]) {
        for (slot, argument) in arguments.iter().enumerate() {
            let value = self.operand(argument);
            self.store_context(value, argument_offset(slot));
        }
    }

    fn spill_further(&mut self, arguments: &[Value]) {
        for (slot, value) in arguments.iter().skip(REGISTER_ARGUMENTS).enumerate() {
            self.store_context(*value, argument_offset(slot));
        }
    }

    pub fn tail_call(&mut self, code: Value, sp: Value, arguments: &[Value]) {
        self.spill_further(arguments);
        let signature = self.signature(arguments.len());
        let mut all = vec![sp];
        all.extend(arguments.iter().take(REGISTER_ARGUMENTS));
        self.b.ins().return_call_indirect(signature, code, &all);
    }

    pub fn tail_call_direct(&mut self, id: FuncId, sp: Value, arguments: &[Value]) {
        self.spill_further(arguments);
        let function = self.function(id);
        let mut all = vec![sp];
        all.extend(arguments.iter().take(REGISTER_ARGUMENTS));
        self.b.ins().return_call(function, &all);
    }

    /// Leaves for the innermost handler; the exception is in the context.
    pub fn unwind(&mut self) {
        let id = self.emitter.stub("alate_raise", 0);
        let sp = self.base;
        self.tail_call_direct(id, sp, &[]);
    }
}
