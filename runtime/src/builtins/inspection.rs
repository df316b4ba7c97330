//! Looking into a process: at once where it does not run or is the caller, else with the world stopped.
//!
//! What only a process's worker touches can be seen when nobody runs it. If another worker does, the
//! builtin answers no value; emitted code then yields, the scheduler does the work while no other
//! worker runs, and the caller is resumed with the answer (`may_stop_the_world` in `abi/builtins.rs`).

use super::processes::{current, own, pid, world};
use crate::process::{Inspection, Subject};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// Does something with the process of a pid and a term. It must not fail where the process runs on
/// another worker.
pub(super) fn inspect(ctx: &mut Context, who: Word, term: Word, work: Inspection) -> Answer {
    let who = pid(who)?;
    if who == current(ctx)?.pid() {
        let subject = caller(ctx)?;
        return work(ctx, Some(subject), term);
    }
    let Some(locked) = world(ctx)?.lock(who) else {
        return work(ctx, None, term);
    };
    if locked.exit_reason.is_some() {
        drop(locked);
        return work(ctx, None, term);
    }
    match Subject::of(locked) {
        Some(subject) => work(ctx, Some(subject), term),
        None => {
            own(ctx)?.when_stopped(work, who, term);
            Ok(Word::ABSENT)
        }
    }
}

/// The process that asks.
pub(super) fn caller(ctx: &Context) -> Result<Subject<'static>, Failure> {
    let process = current(ctx)?;
    // SAFETY: it runs on this worker.
    Ok(unsafe { Subject::running(process, true) })
}
