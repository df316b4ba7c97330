//! `process_flag`.

use super::entry::builtins;
use super::inspection::inspect;
use super::processes::{current, own, pid, priority, priority_name, world};
use crate::atom::{self, well_known};
use crate::map;
use crate::process::{Settings, Subject};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

fn boolean(value: Word) -> Result<bool, Failure> {
    match atom::name(value) {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(Failure::Badarg),
    }
}

fn natural(value: Word) -> Result<i64, Failure> {
    let number = value.as_fixnum().filter(|number| *number >= 0);
    number.ok_or(Failure::Badarg)
}

fn intern(name: &str) -> Answer {
    atom::intern(name).map_err(|_| Failure::SystemLimit)
}

/// A limit is 0 or at least this many words.
const LEAST_LIMIT: i64 = Settings::DEFAULT.min_heap_size;

/// Reads `max_heap_size`: words, or a map that has them under `size`.
fn set_max_heap_size(settings: &mut Settings, value: Word) -> Result<(), Failure> {
    let set_size = |settings: &mut Settings, value| {
        let size = natural(value)?;
        if size != 0 && size < LEAST_LIMIT {
            return Err(Failure::Badarg);
        }
        settings.max_heap_size = size;
        Ok(())
    };
    if !value.is_map() {
        return set_size(settings, value);
    }
    let mut has_size = false;
    for (key, value) in map::pairs(value)? {
        match atom::name(key) {
            Some("size") => {
                set_size(settings, value)?;
                has_size = true;
            }
            Some("kill") => settings.max_heap_kills = boolean(value)?,
            Some("error_logger") => settings.max_heap_logs = boolean(value)?,
            _ => {}
        }
    }
    has_size.then_some(()).ok_or(Failure::Badarg)
}

/// Sets one of the flags that are only kept, which options of `spawn_opt` set too.
pub(super) fn set_kept(settings: &mut Settings, flag: &str, value: Word) -> Result<(), Failure> {
    match flag {
        "fullsweep_after" => settings.fullsweep_after = natural(value)?,
        "min_heap_size" => settings.min_heap_size = natural(value)?,
        "min_bin_vheap_size" => settings.min_bin_vheap_size = natural(value)?,
        "max_heap_size" => set_max_heap_size(settings, value)?,
        "async_dist" => settings.is_asynchronous = boolean(value)?,
        "message_queue_data" => {
            settings.is_off_heap = match atom::name(value) {
                Some("on_heap") => false,
                Some("off_heap") => true,
                _ => return Err(Failure::Badarg),
            }
        }
        _ => return Err(Failure::Badarg),
    }
    Ok(())
}

/// The value of a flag that is only kept.
pub(super) fn kept(
    ctx: &mut Context,
    settings: Settings,
    flag: &str,
) -> Result<Option<Word>, Failure> {
    Ok(Some(match flag {
        "fullsweep_after" => Word::fixnum(settings.fullsweep_after),
        "min_heap_size" => Word::fixnum(settings.min_heap_size),
        "min_bin_vheap_size" => Word::fixnum(settings.min_bin_vheap_size),
        "save_calls" => Word::fixnum(settings.save_calls),
        "sensitive" => Word::boolean(settings.is_sensitive),
        "async_dist" => Word::boolean(settings.is_asynchronous),
        "message_queue_data" if settings.is_off_heap => intern("off_heap")?,
        "message_queue_data" => intern("on_heap")?,
        "max_heap_size" => {
            let pairs = [
                (
                    intern("error_logger")?,
                    Word::boolean(settings.max_heap_logs),
                ),
                (intern("kill")?, Word::boolean(settings.max_heap_kills)),
                (intern("size")?, Word::fixnum(settings.max_heap_size)),
            ];
            map::from_pairs(ctx, &pairs)
        }
        _ => return Ok(None),
    }))
}

fn process_flag(ctx: &mut Context, flag: Word, value: Word) -> Answer {
    let (process, own) = (current(ctx)?, own(ctx)?);
    let name = atom::name(flag).ok_or(Failure::Badarg)?;
    match name {
        "trap_exit" => {
            let traps_exits = boolean(value)?;
            let old = std::mem::replace(&mut process.lock().traps_exits, traps_exits);
            return Ok(Word::boolean(old));
        }
        "priority" => {
            let new = priority(value).ok_or(Failure::Badarg)?;
            let old = std::mem::replace(&mut process.lock().priority, new);
            return Ok(priority_name(old));
        }
        "error_handler" if value.is_atom() => {
            let old = own.error_handler();
            own.set_error_handler(value);
            return old.map_or_else(|| intern("error_handler"), Ok);
        }
        _ => {}
    }
    let old = own.settings();
    let mut new = old;
    match name {
        "save_calls" => new.save_calls = natural(value).and_then(few)?,
        "sensitive" => new.is_sensitive = boolean(value)?,
        _ => set_kept(&mut new, name, value)?,
    }
    own.set_settings(new);
    kept(ctx, old, name)?.ok_or(Failure::Badarg)
}

/// `save_calls` takes at most 10000.
fn few(number: i64) -> Result<i64, Failure> {
    Some(number)
        .filter(|number| *number <= 10_000)
        .ok_or(Failure::Badarg)
}

/// Of another process only `save_calls` can be set.
fn process_flag_of(ctx: &mut Context, who: Word, flag: Word, value: Word) -> Answer {
    let who_pid = pid(who)?;
    if atom::name(flag) != Some("save_calls") {
        return Err(Failure::Badarg);
    }
    natural(value).and_then(few)?;
    world(ctx)?.lock(who_pid).ok_or(Failure::Badarg)?;
    inspect(ctx, who, value, save_calls)
}

fn save_calls(_: &mut Context, subject: Option<Subject>, value: Word) -> Answer {
    let Some(mut subject) = subject else {
        return Ok(well_known::UNDEFINED.get());
    };
    let mut settings = subject.own().settings();
    let count = natural(value)?;
    let old = std::mem::replace(&mut settings.save_calls, count);
    subject.own_mut().set_settings(settings);
    Ok(Word::fixnum(old))
}

/// The error handler of a process.
pub(super) fn error_handler(handler: Option<Word>) -> Answer {
    handler.map_or_else(|| intern("error_handler"), Ok)
}

/// What `process_info` shows as `last_calls`: none are recorded.
pub(super) fn last_calls(settings: Settings) -> Word {
    match settings.save_calls {
        0 => well_known::FALSE.get(),
        _ => Word::NIL,
    }
}

builtins! {
    /// `process_flag(flag, value)`
    alate_process_flag(flag, value) = process_flag;
    /// `process_flag(pid, flag, value)`
    alate_process_flag_of(who, flag, value) = process_flag_of;
}
