//! `process_info`.

use super::entry::builtins;
use super::processes::{current, priority_name, world};
use crate::atom::{self, well_known};
use crate::heap;
use crate::map;
use crate::process::{Process, State};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;

/// What `process_info/1` shows, in OTP's order, as far as it makes sense here.
const SHOWN: [&str; 15] = [
    "registered_name",
    "current_function",
    "initial_call",
    "status",
    "message_queue_len",
    "links",
    "dictionary",
    "trap_exit",
    "priority",
    "group_leader",
    "total_heap_size",
    "heap_size",
    "stack_size",
    "reductions",
    "suspending",
];

fn process(ctx: &mut Context, pid: Word) -> Result<Option<&'static mut Process>, Failure> {
    if pid.kind() != Kind::Pid {
        return Err(Failure::Badarg);
    }
    let process = world(ctx)?.get(pid.0);
    Ok(process.filter(|process| process.exit_reason.is_none()))
}

fn name_of(text: &str) -> Answer {
    atom::intern(text).map_err(|_| Failure::SystemLimit)
}

fn call(ctx: &mut Context, parts: [u64; 3]) -> Word {
    heap::tuple(ctx, &parts.map(Word))
}

/// The value of an item; `None` where there is no such item.
fn value(ctx: &mut Context, process: &mut Process, item: &str) -> Result<Option<Word>, Failure> {
    let is_current = process.pid == current(ctx)?.pid;
    let words = |words: Vec<u64>| words.into_iter().map(Word).collect::<Vec<_>>();
    Ok(Some(match item {
        "registered_name" => process.name.map_or(Word::NIL, Word),
        "initial_call" => call(ctx, process.began_with),
        // Where a waiting process stands could be read off its frames; what it began with is near.
        "current_function" => call(ctx, process.began_with),
        "current_stacktrace" => Word::NIL,
        "status" => {
            let status = match process.state {
                _ if is_current => "running",
                State::Ready => "runnable",
                State::Waiting(_) => "waiting",
            };
            name_of(status)?
        }
        "message_queue_len" => Word::fixnum(process.mailbox.len() as i64),
        "messages" => {
            let messages: Vec<Word> = process.mailbox.iter().map(Word).collect();
            heap::list(ctx, messages, Word::NIL)
        }
        "links" => {
            let mut links: Vec<u64> = process.links.iter().copied().collect();
            links.sort_unstable();
            heap::list(ctx, words(links), Word::NIL)
        }
        "monitors" => {
            let mut watched: Vec<u64> = process.monitors.values().copied().collect();
            watched.sort_unstable();
            let tag = well_known::PROCESS.get();
            let pairs: Vec<Word> = watched
                .into_iter()
                .map(|pid| heap::tuple(ctx, &[tag, Word(pid)]))
                .collect();
            heap::list(ctx, pairs, Word::NIL)
        }
        "monitored_by" => {
            let mut watchers: Vec<u64> = process
                .watchers
                .values()
                .map(|watcher| watcher.pid)
                .collect();
            watchers.sort_unstable();
            heap::list(ctx, words(watchers), Word::NIL)
        }
        "dictionary" => {
            let dictionary = Word(process.dictionary);
            let pairs = match dictionary.is_map() {
                true => map::pairs(dictionary)?,
                false => Vec::new(),
            };
            let pairs: Vec<Word> = pairs
                .into_iter()
                .map(|(key, value)| heap::tuple(ctx, &[key, value]))
                .collect();
            heap::list(ctx, pairs, Word::NIL)
        }
        "trap_exit" => Word::boolean(process.traps_exits),
        "priority" => priority_name(process.priority),
        "group_leader" => Word(process.group_leader),
        "parent" => Word(process.parent),
        "error_handler" => name_of("error_handler")?,
        "stack_size" => Word::fixnum((process.used / 8) as i64),
        "total_heap_size" | "heap_size" => Word::fixnum((process.stack.usable() / 8) as i64),
        "memory" => {
            let bytes = size_of::<Process>() + process.stack.usable() + process.mailbox.len() * 8;
            Word::fixnum(bytes as i64)
        }
        "reductions" => Word::fixnum(process.turns as i64),
        "suspending" => Word::NIL,
        "message_queue_data" => name_of("on_heap")?,
        _ => return Ok(None),
    }))
}

fn one(ctx: &mut Context, pid: Word, item: Word) -> Answer {
    let name = atom::name(item).ok_or(Failure::Badarg)?;
    let Some(process) = process(ctx, pid)? else {
        return Ok(well_known::UNDEFINED.get());
    };
    let value = value(ctx, process, name)?.ok_or(Failure::Badarg)?;
    // As OTP has it, a process without a name answers the empty list here.
    if name == "registered_name" && value.is_nil() {
        return Ok(value);
    }
    Ok(heap::tuple(ctx, &[item, value]))
}

fn info_of(ctx: &mut Context, pid: Word, items: Word) -> Answer {
    let Some(list) = items.list_elements() else {
        return one(ctx, pid, items);
    };
    let Some(process) = process(ctx, pid)? else {
        return Ok(well_known::UNDEFINED.get());
    };
    let mut pairs = Vec::new();
    for item in list {
        let name = atom::name(item).ok_or(Failure::Badarg)?;
        let value = value(ctx, process, name)?.ok_or(Failure::Badarg)?;
        pairs.push(heap::tuple(ctx, &[item, value]));
    }
    Ok(heap::list(ctx, pairs, Word::NIL))
}

fn info(ctx: &mut Context, pid: Word) -> Answer {
    let Some(process) = process(ctx, pid)? else {
        return Ok(well_known::UNDEFINED.get());
    };
    let mut pairs = Vec::new();
    for name in SHOWN {
        if name == "registered_name" && process.name.is_none() {
            continue;
        }
        if let Some(value) = value(ctx, process, name)? {
            let item = name_of(name)?;
            pairs.push(heap::tuple(ctx, &[item, value]));
        }
    }
    Ok(heap::list(ctx, pairs, Word::NIL))
}

builtins! {
    /// `process_info(pid)`
    alate_process_info(pid) = info;
    /// `process_info(pid, item)` and `process_info(pid, items)`
    alate_process_info_of(pid, items) = info_of;
}
