//! Suspending processes and hibernating.

use super::entry::builtins;
use super::processes::{current, own, own_pid, pid, worker, world};
use crate::atom::{self, well_known};
use crate::heap;
use crate::process::Suspension;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

fn suspend(ctx: &mut Context, who: Word, options: Word) -> Answer {
    let who = pid(who)?;
    let (mut once, mut reply, mut is_asynchronous) = (false, None, false);
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        match atom::name(option) {
            Some("unless_suspending") => once = true,
            // It runs no further than to its next poll in any case.
            Some("asynchronous") => is_asynchronous = true,
            Some(_) => return Err(Failure::Badarg),
            None => {
                let pair = option.as_tuple().ok_or(Failure::Badarg)?;
                match pair.elements() {
                    [name, tag] if atom::name(*name) == Some("asynchronous") => reply = Some(*tag),
                    _ => return Err(Failure::Badarg),
                }
            }
        }
    }
    let own_pid = own_pid(ctx)?;
    if who == own_pid {
        return Err(Failure::Badarg);
    }
    let done = world(ctx)?.suspend(own_pid, who, once);
    let (is_dead, is_new) = (done == Suspension::Dead, done != Suspension::Before);
    if let Some(tag) = reply {
        let name = if is_dead { "exited" } else { "suspended" };
        let name = atom::intern(name).map_err(|_| Failure::SystemLimit)?;
        let message = heap::tuple(ctx, &[tag, name]);
        current(ctx)?.tell_itself(message);
        return Ok(Word::boolean(is_new));
    }
    if is_dead {
        return Err(Failure::Badarg);
    }
    // When the world has been stopped once, the process has come to its poll.
    if done == Suspension::Soon && !is_asynchronous {
        own(ctx)?.when_stopped(|_, _, _| Ok(well_known::TRUE.get()), who, Word::NIL);
        return Ok(Word::ABSENT);
    }
    Ok(Word::boolean(is_new))
}

fn resume(ctx: &mut Context, who: Word) -> Answer {
    let who = pid(who)?;
    match world(ctx)?.resume(worker(ctx)?, own_pid(ctx)?, who) {
        true => Ok(well_known::TRUE.get()),
        false => Err(Failure::Badarg),
    }
}

/// The caller yields after it, and forgets its stack then.
fn hibernate(ctx: &mut Context, module: Word, function: Word, arguments: Word) -> Answer {
    if !module.is_atom() || !function.is_atom() || arguments.list_length().is_none() {
        return Err(Failure::Badarg);
    }
    own(ctx)?.hibernate([module, function, arguments]);
    Ok(well_known::TRUE.get())
}

builtins! {
    /// `suspend_process(pid)`
    alate_suspend_process(who) = |ctx, who| suspend(ctx, who, Word::NIL);
    /// `suspend_process(pid, options)`
    alate_suspend_process_with(who, options) = suspend;
    /// `resume_process(pid)`
    alate_resume_process(who) = resume;
    /// `hibernate(module, function, arguments)`
    alate_hibernate(module, function, arguments) = hibernate;
}
