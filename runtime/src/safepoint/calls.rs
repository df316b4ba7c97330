//! What stubs call on the way to a safe point.

use alate_abi::context::{CLASS_ERROR, Context};
use alate_abi::word::NIL;

use super::set_limit;
use crate::atom::well_known;
use crate::stack::calls::of;

/// (sp, bytes) See `abi/runtime_calls.rs`.
///
/// # Safety
/// `ctx` is the calling worker's context, `sp` the end of its process's stack.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_rt_stack_room(ctx: *mut Context, sp: u64, bytes: u64) -> u64 {
    // SAFETY: the caller's contract; the context's stack is that of the process that runs.
    let (context, stack) = unsafe { (&mut *ctx, of(&*ctx)) };
    let Some(stack) = stack else {
        return sp;
    };
    let old_base = stack.base() as u64;
    let used = (sp - old_base) as usize;
    if used + bytes as usize <= stack.usable() {
        return sp;
    }
    context.sp = sp;
    if stack.grow(used, bytes as usize).is_err() {
        context.error_class = CLASS_ERROR;
        context.error_reason = well_known::SYSTEM_LIMIT.get().0;
        context.error_trace = NIL;
        return 0;
    }
    stack.moved(context, old_base);
    set_limit(context, stack.limit());
    context.sp
}
