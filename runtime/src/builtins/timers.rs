//! Timers that send messages.

use super::entry::builtins;
use super::processes::{current, world};
use super::time::unique;
use crate::atom::{self, well_known};
use crate::heap;
use crate::os::time;
use crate::process::{Action, reference, reference_number};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;

const MILLISECOND: i64 = 1_000_000;
/// The longest time in milliseconds: such timers never go off.
const LONGEST: i64 = i64::MAX / MILLISECOND / 2;

/// Options of the functions here: pairs of a name and `true` or `false`.
fn options<const N: usize>(list: Word, names: [&str; N]) -> Result<[Option<bool>; N], Failure> {
    let mut values = [None; N];
    for option in list.list_elements().ok_or(Failure::Badarg)? {
        let pair = option.as_tuple().ok_or(Failure::Badarg)?;
        let [name, value] = pair.elements() else {
            return Err(Failure::Badarg);
        };
        let name = atom::name(*name).ok_or(Failure::Badarg)?;
        let index = names.iter().position(|known| *known == name);
        let value = match atom::name(*value) {
            Some("true") => true,
            Some("false") => false,
            _ => return Err(Failure::Badarg),
        };
        values[index.ok_or(Failure::Badarg)?] = Some(value);
    }
    Ok(values)
}

/// Arms a timer; `message` makes what is sent of the timer's reference.
fn arm(
    ctx: &mut Context,
    when: Word,
    to: Word,
    list: Word,
    message: impl FnOnce(&mut Context, Word) -> Word,
) -> Answer {
    let [is_absolute] = options(list, ["abs"])?;
    let at = match when.as_fixnum() {
        Some(at) if (-LONGEST..=LONGEST).contains(&at) && is_absolute == Some(true) => {
            at * MILLISECOND
        }
        Some(after @ 0..=LONGEST) if is_absolute != Some(true) => {
            time::monotonic() + after * MILLISECOND
        }
        _ => return Err(Failure::Badarg),
    };
    if to.kind() != Kind::Pid && !to.is_atom() {
        return Err(Failure::Badarg);
    }
    let number = unique();
    let reference = reference(ctx, number);
    let message = message(ctx, reference).0;
    let action = Action::Send { to: to.0, message };
    world(ctx)?.arm(number, at, action);
    Ok(reference)
}

fn send_after(ctx: &mut Context, when: Word, to: Word, message: Word, list: Word) -> Answer {
    arm(ctx, when, to, list, |_, _| message)
}

fn start_timer(ctx: &mut Context, when: Word, to: Word, message: Word, list: Word) -> Answer {
    arm(ctx, when, to, list, |ctx, reference| {
        heap::tuple(ctx, &[well_known::TIMEOUT.get(), reference, message])
    })
}

/// Milliseconds until a moment, or `false` where there is none.
fn left(at: Option<i64>) -> Word {
    match at {
        Some(at) => Word::fixnum((at - time::monotonic()).max(0) / MILLISECOND),
        None => well_known::FALSE.get(),
    }
}

fn number(timer: Word) -> Result<u64, Failure> {
    reference_number(timer).ok_or(Failure::Badarg)
}

/// What is left of a timer: as the answer, or as a message `#(tag timer left)`.
fn tell(ctx: &mut Context, tag: &str, timer: Word, left: Word, is_message: bool) -> Answer {
    if !is_message {
        return Ok(left);
    }
    let tag = atom::intern(tag).map_err(|_| Failure::SystemLimit)?;
    let message = heap::tuple(ctx, &[tag, timer, left]);
    current(ctx)?.tell_itself(message);
    Ok(well_known::OK.get())
}

fn cancel(ctx: &mut Context, timer: Word, list: Word) -> Answer {
    let [is_asynchronous, wants_answer] = options(list, ["async", "info"])?;
    let left = left(world(ctx)?.timers.cancel(number(timer)?));
    if wants_answer == Some(false) {
        return Ok(well_known::OK.get());
    }
    let is_message = is_asynchronous == Some(true);
    tell(ctx, "cancel_timer", timer, left, is_message)
}

fn read(ctx: &mut Context, timer: Word, list: Word) -> Answer {
    let [is_asynchronous] = options(list, ["async"])?;
    let left = left(world(ctx)?.timers.when(number(timer)?));
    let is_message = is_asynchronous == Some(true);
    tell(ctx, "read_timer", timer, left, is_message)
}

builtins! {
    /// `send_after(milliseconds, to, message)`
    alate_send_after(after, to, message) = |ctx, after, to, message| send_after(ctx, after, to, message, Word::NIL);
    /// `send_after(milliseconds, to, message, options)`
    alate_send_after_with(after, to, message, options) = send_after;
    /// `start_timer(milliseconds, to, message)`
    alate_start_timer(after, to, message) = |ctx, after, to, message| start_timer(ctx, after, to, message, Word::NIL);
    /// `start_timer(milliseconds, to, message, options)`
    alate_start_timer_with(after, to, message, options) = start_timer;
    /// `cancel_timer(timer)`
    alate_cancel_timer(timer) = |ctx, timer| cancel(ctx, timer, Word::NIL);
    /// `cancel_timer(timer, options)`
    alate_cancel_timer_with(timer, options) = cancel;
    /// `read_timer(timer)`
    alate_read_timer(timer) = |ctx, timer| read(ctx, timer, Word::NIL);
    /// `read_timer(timer, options)`
    alate_read_timer_with(timer, options) = read;
}
