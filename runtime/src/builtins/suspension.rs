//! Suspending processes and hibernating.

use super::entry::builtins;
use super::processes::{current, pid, world};
use crate::atom::{self, well_known};
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

fn suspend(ctx: &mut Context, who: Word, options: Word) -> Answer {
    let who = pid(who)?;
    let (mut once, mut reply) = (false, None);
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        match atom::name(option) {
            Some("unless_suspending") => once = true,
            // It does not run now, so it is suspended before this returns in any case.
            Some("asynchronous") => {}
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
    let own = current(ctx)?.pid;
    if who == own {
        return Err(Failure::Badarg);
    }
    let done = world(ctx)?.suspend(own, who, once);
    if let Some(tag) = reply {
        let name = if done.is_some() {
            "suspended"
        } else {
            "exited"
        };
        let name = atom::intern(name).map_err(|_| Failure::SystemLimit)?;
        let message = heap::tuple(ctx, &[tag, name]);
        world(ctx)?.send(own, message);
        return Ok(Word::boolean(done.unwrap_or(true)));
    }
    done.map(Word::boolean).ok_or(Failure::Badarg)
}

fn resume(ctx: &mut Context, who: Word) -> Answer {
    let who = pid(who)?;
    let own = current(ctx)?.pid;
    match world(ctx)?.resume(own, who) {
        true => Ok(well_known::TRUE.get()),
        false => Err(Failure::Badarg),
    }
}

/// The caller yields after it, and forgets its stack then.
fn hibernate(ctx: &mut Context, module: Word, function: Word, arguments: Word) -> Answer {
    if !module.is_atom() || !function.is_atom() || arguments.list_length().is_none() {
        return Err(Failure::Badarg);
    }
    current(ctx)?.hibernate(module, function, arguments);
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
