//! What emitted code calls for dynamic variables (rows of the shared `runtime_calls` module).

use super::fail;
use super::processes::own;
use crate::atom::{self, well_known};
use crate::dynamic;
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use alate_abi::sections::Variable;

macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident($ctx:ident, $variable:ident $(, $argument:ident)?) $body:block)*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// Called by emitted code: `ctx` is the calling worker's context, the variable's address that
        /// of a static record, the value a term.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(ctx: *mut Context, $variable: u64 $(, $argument: u64)?) -> u64 {
            // SAFETY: the caller's contract; a context belongs to one thread.
            let ($ctx, $variable) = unsafe { (&mut *ctx, &*($variable as *const Variable)) };
            $(let $argument = Word($argument);)?
            let mut body = || -> Answer { $body };
            let answer = body();
            fail::answer($ctx, answer)
        }
    )*};
}

/// `#(unbound_variable #(module name))`.
fn unbound(ctx: &mut Context, variable: &Variable) -> Failure {
    let Ok(reason) = atom::intern("unbound_variable") else {
        return Failure::SystemLimit;
    };
    let name = heap::tuple(ctx, &[Word(variable.module), Word(variable.name)]);
    Failure::Reason(heap::tuple(ctx, &[reason, name]))
}

fn check(ctx: &mut Context, variable: &Variable) -> Result<(), Failure> {
    match dynamic::is_defined(variable) {
        true => Ok(()),
        false => Err(unbound(ctx, variable)),
    }
}

entries! {
    /// The value for the process that runs.
    alate_rt_variable_value(ctx, variable) {
        let bound = own(ctx)?.binding(variable);
        bound
            .or_else(|| dynamic::global(variable))
            .ok_or_else(|| unbound(ctx, variable))
    }
    /// Binds it.
    alate_rt_variable_bind(ctx, variable, value) {
        check(ctx, variable)?;
        let old = own(ctx)?.bind(variable, value);
        Ok(old.unwrap_or(Word::ABSENT))
    }
    /// Changes the binding in force.
    alate_rt_variable_set(ctx, variable, value) {
        check(ctx, variable)?;
        let process = own(ctx)?;
        match process.binding(variable) {
            Some(_) => {
                process.bind(variable, value);
            }
            None => dynamic::set_global(variable, value),
        }
        Ok(value)
    }
    /// Changes the global value.
    alate_rt_variable_set_global(ctx, variable, value) {
        check(ctx, variable)?;
        dynamic::set_global(variable, value);
        Ok(value)
    }
}

/// (sp) Undoes the binding of a binding frame.
///
/// # Safety
/// Called by the stubs of binding frames: `ctx` is the calling worker's context, such a frame of its
/// process's stack ends at `sp`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_rt_variable_unbind(ctx: *mut Context, sp: u64) -> u64 {
    // SAFETY: the caller's contract; a context belongs to one thread.
    let ctx = unsafe { &mut *ctx };
    if let Ok(process) = own(ctx) {
        // SAFETY: the caller's contract.
        ctx.handler = unsafe { process.undo(sp) };
    }
    well_known::OK.get().0
}

/// Whether a variable has a global value.
///
/// # Safety
/// Called by emitted code: the address is that of a static record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_rt_variable_is_set(_ctx: *mut Context, variable: u64) -> u64 {
    // SAFETY: the caller's contract.
    let variable = unsafe { &*(variable as *const Variable) };
    Word::boolean(dynamic::global(variable).is_some()).0
}
