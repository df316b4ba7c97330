//! `process_info`.

use super::entry::builtins;
use super::flags;
use super::processes::{current, priority_name, world};
use crate::atom::{self, well_known};
use crate::error;
use crate::heap;
use crate::map;
use crate::process::{Process, State};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;

/// What `process_info/1` shows, in OTP's order, as far as it makes sense here.
const SHOWN: [&str; 17] = [
    "registered_name",
    "current_function",
    "initial_call",
    "status",
    "message_queue_len",
    "links",
    "dictionary",
    "trap_exit",
    "error_handler",
    "priority",
    "group_leader",
    "total_heap_size",
    "heap_size",
    "stack_size",
    "reductions",
    "garbage_collection",
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

/// Where a process is, the innermost call first.
fn trace(ctx: &mut Context, process: &Process) -> Word {
    if process.is_hibernating() {
        return hibernating(ctx);
    }
    match ctx.process == std::ptr::from_ref(process) as u64 {
        true => error::trace_here(ctx),
        false => error::trace_elsewhere(ctx, process),
    }
}

fn hibernating(ctx: &mut Context) -> Word {
    let Ok(hibernate) = name_of("hibernate") else {
        return Word::NIL;
    };
    let call = [
        well_known::ERLANG.get(),
        hibernate,
        Word::fixnum(3),
        Word::NIL,
    ];
    let entry = heap::tuple(ctx, &call);
    heap::list(ctx, [entry], Word::NIL)
}

/// The value of an item; `None` where there is no such item.
fn value(ctx: &mut Context, process: &mut Process, item: &str) -> Result<Option<Word>, Failure> {
    let is_current = process.pid == current(ctx)?.pid;
    let words = |words: Vec<u64>| words.into_iter().map(Word).collect::<Vec<_>>();
    Ok(Some(match item {
        "registered_name" => process.name.map_or(Word::NIL, Word),
        "initial_call" => call(ctx, process.began_with),
        "current_function" => {
            let trace = trace(ctx, process);
            let top = trace.list().next().and_then(|entry| entry.as_tuple());
            match top.as_ref().map(|entry| entry.elements()) {
                Some([module, function, arity, _]) => {
                    heap::tuple(ctx, &[*module, *function, *arity])
                }
                _ => call(ctx, process.began_with),
            }
        }
        "current_location" => {
            let trace = trace(ctx, process);
            match trace.list().next() {
                Some(entry) => entry,
                None => {
                    let [module, function, arity] = process.began_with.map(Word);
                    heap::tuple(ctx, &[module, function, arity, Word::NIL])
                }
            }
        }
        "current_stacktrace" => trace(ctx, process),
        "status" => {
            let status = match process.state {
                _ if is_current => "running",
                _ if process.is_suspended() => "suspended",
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
            let tag = well_known::PROCESS.get();
            let mut pairs = Vec::new();
            for (pid, name) in world(ctx)?.monitors_of(process.pid) {
                let object = match name {
                    Some(name) => heap::tuple(ctx, &[Word(name), well_known::NONODE.get()]),
                    None => Word(pid),
                };
                pairs.push(heap::tuple(ctx, &[tag, object]));
            }
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
        "error_handler" => flags::error_handler(process.error_handler())?,
        "stack_size" => Word::fixnum((process.used / 8) as i64),
        "total_heap_size" | "heap_size" => Word::fixnum((process.stack.usable() / 8) as i64),
        "memory" => {
            let bytes = size_of::<Process>() + process.stack.usable() + process.mailbox.len() * 8;
            Word::fixnum(bytes as i64)
        }
        "reductions" => {
            // Turns on a worker, and questions like this one.
            process.turns += 1;
            Word::fixnum(process.turns as i64)
        }
        "suspending" => {
            let mut entries = Vec::new();
            for (pid, count) in world(ctx)?.suspensions(process.pid) {
                let count = Word::fixnum(i64::from(count));
                entries.push(heap::tuple(ctx, &[Word(pid), count, Word::fixnum(0)]));
            }
            heap::list(ctx, entries, Word::NIL)
        }
        "binary" => Word::NIL,
        "sequential_trace_token" => Word::NIL,
        "trace" => Word::fixnum(0),
        "last_calls" => flags::last_calls(process.settings()),
        "garbage_collection" => {
            let settings = process.settings();
            let mut pairs = Vec::new();
            for name in [
                "max_heap_size",
                "min_bin_vheap_size",
                "min_heap_size",
                "fullsweep_after",
            ] {
                if let Some(value) = flags::kept(ctx, settings, name)? {
                    let name = name_of(name)?;
                    pairs.push(heap::tuple(ctx, &[name, value]));
                }
            }
            heap::list(ctx, pairs, Word::NIL)
        }
        "message_queue_data" | "min_heap_size" | "min_bin_vheap_size" | "max_heap_size"
        | "fullsweep_after" => return flags::kept(ctx, process.settings(), item),
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
