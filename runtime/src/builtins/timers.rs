//! Timers that send messages.

use super::entry::builtins;
use super::processes::world;
use super::time::unique;
use crate::atom::well_known;
use crate::heap;
use crate::os::time;
use crate::process::{Action, reference, reference_number};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;

const MILLISECOND: i64 = 1_000_000;
/// The longest time in milliseconds: such timers never go off.
const LONGEST: i64 = i64::MAX / MILLISECOND / 2;

/// Arms a timer; `message` makes what is sent of the timer's reference.
fn arm(
    ctx: &mut Context,
    after: Word,
    to: Word,
    message: impl FnOnce(&mut Context, Word) -> Word,
) -> Answer {
    let after = match after.as_fixnum() {
        Some(after @ 0..=LONGEST) => after,
        _ => return Err(Failure::Badarg),
    };
    if to.kind() != Kind::Pid && !to.is_atom() {
        return Err(Failure::Badarg);
    }
    let number = unique();
    let reference = reference(ctx, number);
    let message = message(ctx, reference).0;
    let at = time::monotonic() + after * MILLISECOND;
    let action = Action::Send { to: to.0, message };
    world(ctx)?.timers.arm_as(number, at, action);
    Ok(reference)
}

fn start_timer(ctx: &mut Context, after: Word, to: Word, message: Word) -> Answer {
    arm(ctx, after, to, |ctx, reference| {
        heap::tuple(ctx, &[well_known::TIMEOUT.get(), reference, message])
    })
}

/// Milliseconds until a moment, or `false` where there is none.
fn left(at: Option<i64>) -> Answer {
    Ok(match at {
        Some(at) => Word::fixnum((at - time::monotonic()).max(0) / MILLISECOND),
        None => well_known::FALSE.get(),
    })
}

fn number(timer: Word) -> Result<u64, Failure> {
    reference_number(timer).ok_or(Failure::Badarg)
}

builtins! {
    /// `send_after(milliseconds, to, message)`
    alate_send_after(after, to, message) = |ctx, after, to, message: Word| arm(ctx, after, to, |_, _| message);
    /// `start_timer(milliseconds, to, message)`
    alate_start_timer(after, to, message) = start_timer;
    /// `cancel_timer(timer)`
    alate_cancel_timer(timer) = |ctx, timer| left(world(ctx)?.timers.cancel(number(timer)?));
    /// `read_timer(timer)`
    alate_read_timer(timer) = |ctx, timer| left(world(ctx)?.timers.when(number(timer)?));
}
