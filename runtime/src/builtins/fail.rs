//! How a builtin raises: class and reason go into the context, the answer is `EXCEPTION`.

use crate::atom::well_known;
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::{CLASS_ERROR, Context};

/// What a builtin answers to emitted code.
#[inline]
pub fn answer(ctx: &mut Context, answer: Answer) -> u64 {
    match answer {
        Ok(word) => word.0,
        Err(failure) => raise(ctx, failure),
    }
}

/// Puts an error into the context.
#[cold]
fn raise(ctx: &mut Context, failure: Failure) -> u64 {
    let reason = match failure {
        Failure::Badarg => well_known::BADARG.get(),
        Failure::Badarith => well_known::BADARITH.get(),
        Failure::SystemLimit => well_known::SYSTEM_LIMIT.get(),
        Failure::Badmap(map) => heap::tuple(ctx, &[well_known::BADMAP.get(), map]),
        Failure::Badkey(key) => heap::tuple(ctx, &[well_known::BADKEY.get(), key]),
        Failure::Reason(reason) => reason,
    };
    ctx.error_class = CLASS_ERROR;
    ctx.error_reason = reason.0;
    Word::EXCEPTION.0
}

/// `system_limit` unless the heap has room for so many words.
pub fn check_room(ctx: &mut Context, words: usize) -> Result<(), Failure> {
    match words.checked_mul(8) {
        Some(bytes) if heap::has_room(ctx, bytes) => Ok(()),
        _ => Err(Failure::SystemLimit),
    }
}
