//! Dynamic variables: reading them in line while nobody has bound them, and binding frames.

use super::function::{PieceBuilder, flags};
use crate::base::span::Span;
use crate::middle::ir::{Failure, Operand};
use alate_abi::call::{
    BINDING_BYTES, BINDING_OLD, BINDING_VARIABLE, HANDLER_CODE, HANDLER_LINK, HANDLER_RETURN,
};
use alate_abi::context::Context;
use alate_abi::runtime_calls;
use alate_abi::sections::Variable;
use cranelift_codegen::ir::{InstBuilder, Value, types::I64};
use std::mem::offset_of;

impl PieceBuilder<'_, '_> {
    /// The value of a variable: one test where no process has ever bound it.
    pub fn read_dynamic(&mut self, variable: &Operand, failure: Failure, span: Span) -> Value {
        let record = self.operand(variable);
        let (hot, done) = (self.new_block(), self.new_block());
        let cold = self.cold_block();
        self.b.append_block_param(done, I64);
        // Other workers write both words. Whoever sees the index become 0 sees the value too.
        let index = self.load_shared(record, offset_of!(Variable, index));
        self.branch(index, cold, hot);
        self.b.switch_to_block(hot);
        let value = self.load_shared(record, offset_of!(Variable, global));
        self.jump(done, &[value]);
        self.b.switch_to_block(cold);
        let answer = self.call_cold(runtime_calls::variable_value.name, &[record]);
        if failure == Failure::Raise {
            self.raise_if_failed(answer, span, None, &[], true);
        }
        self.jump(done, &[answer]);
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }

    fn load_shared(&mut self, record: Value, offset: usize) -> Value {
        let address = self.b.ins().iadd_imm_s(record, offset as i64);
        self.b.ins().atomic_load(I64, flags(), address)
    }

    /// Binds variables, a binding frame each; answers the new `sp`.
    pub fn bind_dynamics(
        &mut self,
        bindings: &[(Operand, Operand)],
        mut sp: Value,
        span: Span,
    ) -> Value {
        let values: Vec<Value> = bindings
            .iter()
            .map(|(_, value)| self.operand(value))
            .collect();
        for ((variable, _), value) in bindings.iter().zip(values) {
            let record = self.operand(variable);
            let old = self.call_runtime(runtime_calls::variable_bind.name, &[record, value]);
            if !self.is_own(variable) {
                self.raise_if_failed(old, span, None, &[], false);
            }
            let stubs = ["alate_unbind", "alate_unbind_raise"].map(|name| {
                let id = self
                    .emitter
                    .stub(name, if name == "alate_unbind" { 1 } else { 3 });
                let function = self.function(id);
                self.b.ins().func_addr(I64, function)
            });
            sp = self.b.ins().iadd_imm_s(sp, i64::from(BINDING_BYTES));
            let outer = self.load_context(offset_of!(Context, handler) as i32);
            let link = self.b.ins().isub(sp, outer);
            for (word, offset) in [
                (old, BINDING_OLD),
                (record, BINDING_VARIABLE),
                (link, HANDLER_LINK),
                (stubs[1], HANDLER_CODE),
                (stubs[0], HANDLER_RETURN),
            ] {
                self.b.ins().store(flags(), word, sp, offset);
            }
            self.store_context(sp, offset_of!(Context, handler) as i32);
        }
        sp
    }

    /// Whether this module defines a variable: then it surely exists.
    fn is_own(&self, variable: &Operand) -> bool {
        matches!(variable, Operand::Dynamic(module, name)
            if *module == self.module.name && self.module.dynamics.contains(name))
    }
}
