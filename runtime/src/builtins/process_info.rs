//! `process_info`.

use super::entry::builtins;
use super::flags;
use super::inspection::{caller, inspect};
use super::processes::{priority_name, worker};
use crate::atom::{self, well_known};
use crate::error;
use crate::heap;
use crate::map;
use crate::process::{self, Overflow, Process, State, Subject, Watched};
use crate::word::{Answer, Failure, Word};
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

fn name_of(text: &str) -> Answer {
    atom::intern(text).map_err(|_| Failure::SystemLimit)
}

fn call(ctx: &mut Context, parts: [u64; 3]) -> Word {
    heap::tuple(ctx, &parts.map(Word))
}

/// Where a process is, the innermost call first.
fn trace(ctx: &mut Context, subject: &Subject) -> Word {
    if subject.own().hibernates() {
        return hibernating(ctx);
    }
    match subject.is_caller {
        true => error::trace_here(ctx),
        false => error::trace_elsewhere(ctx, subject.own()),
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

/// The reductions of the process that runs since it was last measured; from now on time counts.
pub(super) fn measured(ctx: &Context) -> Result<u64, Failure> {
    process::count_time();
    Ok(worker(ctx)?.measure(ctx))
}

/// The value of an item; `None` where there is no such item.
fn value(ctx: &mut Context, subject: &mut Subject, item: &str) -> Result<Option<Word>, Failure> {
    let words = |words: Vec<u64>| words.into_iter().map(Word).collect::<Vec<_>>();
    Ok(Some(match item {
        "registered_name" => subject.locked.name().map_or(Word::NIL, Word),
        "initial_call" => call(ctx, subject.own().began_with),
        "current_function" => {
            let trace = trace(ctx, subject);
            let top = trace.list().next().and_then(|entry| entry.as_tuple());
            match top.as_ref().map(|entry| entry.elements()) {
                Some([module, function, arity, _]) => {
                    heap::tuple(ctx, &[*module, *function, *arity])
                }
                _ => call(ctx, subject.own().began_with),
            }
        }
        "current_location" => {
            let trace = trace(ctx, subject);
            match trace.list().next() {
                Some(entry) => entry,
                None => {
                    let [module, function, arity] = subject.own().began_with.map(Word);
                    heap::tuple(ctx, &[module, function, arity, Word::NIL])
                }
            }
        }
        "current_stacktrace" => trace(ctx, subject),
        "status" => {
            let locked = &subject.locked;
            let status = match locked.state {
                _ if subject.is_caller => "running",
                _ if locked.is_suspended() => "suspended",
                State::Waiting => "waiting",
                State::Running(_) => "running",
                State::Ready | State::Vacant => "runnable",
            };
            name_of(status)?
        }
        "message_queue_len" => Word::fixnum(subject.own().mailbox.len() as i64),
        "messages" => {
            let messages: Vec<Word> = subject.own().mailbox.iter().map(Word).collect();
            heap::list(ctx, messages, Word::NIL)
        }
        "mailbox" => match subject.locked.mailbox_limit() {
            None => well_known::INFINITY.get(),
            Some(limit) => {
                let overflow = match limit.overflow {
                    Overflow::Drop => "drop",
                    Overflow::Block => "block",
                    Overflow::Exit => "exit",
                };
                let pairs = [
                    ("limit", Word::fixnum(i64::from(limit.most))),
                    ("overflow", name_of(overflow)?),
                    ("dropped", Word::fixnum(limit.dropped as i64)),
                    ("waits", Word::fixnum(limit.waits as i64)),
                ];
                let mut named = Vec::new();
                for (name, value) in pairs {
                    named.push((name_of(name)?, value));
                }
                map::from_pairs(ctx, &named)
            }
        },
        "links" => {
            let links = subject.locked.links();
            heap::list(ctx, words(links), Word::NIL)
        }
        "monitors" => {
            let tag = well_known::PROCESS.get();
            let mut pairs = Vec::new();
            for Watched { pid, name } in subject.locked.monitors() {
                let object = match name {
                    Some(name) => heap::tuple(ctx, &[Word(name), well_known::NONODE.get()]),
                    None => Word(pid),
                };
                pairs.push(heap::tuple(ctx, &[tag, object]));
            }
            heap::list(ctx, pairs, Word::NIL)
        }
        "monitored_by" => {
            let mut watchers = subject.locked.watchers();
            watchers.sort_unstable();
            heap::list(ctx, words(watchers), Word::NIL)
        }
        "dictionary" => {
            let dictionary = Word(subject.own().dictionary);
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
        "trap_exit" => Word::boolean(subject.locked.traps_exits),
        "priority" => priority_name(subject.locked.priority),
        "group_leader" => Word(subject.locked.group_leader),
        "parent" => Word(subject.locked.parent),
        "error_handler" => flags::error_handler(subject.own().error_handler())?,
        "stack_size" => Word::fixnum((subject.own().used / 8) as i64),
        "total_heap_size" | "heap_size" => Word::fixnum((subject.own().stack.usable() / 8) as i64),
        "memory" => {
            let own = subject.own();
            let bytes = size_of::<Process>() + own.stack.usable() + own.mailbox.len() * 8;
            Word::fixnum(bytes as i64)
        }
        "reductions" => {
            // The work of one that runs elsewhere was measured when the world was stopped.
            let is_caller = subject.is_caller;
            let own = subject.own_mut();
            if is_caller {
                own.add_reductions(measured(ctx)?);
            }
            // The question is one, too.
            own.add_reductions(1);
            Word::fixnum(own.reductions() as i64)
        }
        "suspending" => {
            let mut entries = Vec::new();
            for (pid, count) in subject.locked.suspensions() {
                let count = Word::fixnum(i64::from(count));
                entries.push(heap::tuple(ctx, &[Word(pid), count, Word::fixnum(0)]));
            }
            heap::list(ctx, entries, Word::NIL)
        }
        "binary" => Word::NIL,
        "sequential_trace_token" => Word::NIL,
        "trace" => Word::fixnum(0),
        "last_calls" => flags::last_calls(subject.own().settings()),
        "garbage_collection" => {
            let settings = subject.own().settings();
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
        | "fullsweep_after" => return flags::kept(ctx, subject.own().settings(), item),
        _ => return Ok(None),
    }))
}

fn one(ctx: &mut Context, subject: &mut Subject, item: Word) -> Answer {
    let name = atom::name(item).ok_or(Failure::Badarg)?;
    let value = value(ctx, subject, name)?.ok_or(Failure::Badarg)?;
    // As OTP has it, a process without a name answers the empty list here.
    if name == "registered_name" && value.is_nil() {
        return Ok(value);
    }
    Ok(heap::tuple(ctx, &[item, value]))
}

fn of_subject(ctx: &mut Context, subject: Option<Subject>, items: Word) -> Answer {
    let Some(mut subject) = subject else {
        return Ok(well_known::UNDEFINED.get());
    };
    let Some(list) = items.list_elements() else {
        return one(ctx, &mut subject, items);
    };
    let mut pairs = Vec::new();
    for item in list {
        let name = atom::name(item).ok_or(Failure::Badarg)?;
        let value = value(ctx, &mut subject, name)?.ok_or(Failure::Badarg)?;
        pairs.push(heap::tuple(ctx, &[item, value]));
    }
    Ok(heap::list(ctx, pairs, Word::NIL))
}

fn info_of(ctx: &mut Context, pid: Word, items: Word) -> Answer {
    let answer = inspect(ctx, pid, items, of_subject)?;
    if answer == Word::ABSENT {
        // What cannot be asked fails now, not when the world is stopped.
        let caller = caller(ctx)?;
        of_subject(ctx, Some(caller), items)?;
    }
    Ok(answer)
}

fn all_of_subject(ctx: &mut Context, subject: Option<Subject>, _: Word) -> Answer {
    let Some(mut subject) = subject else {
        return Ok(well_known::UNDEFINED.get());
    };
    let mut pairs = Vec::new();
    for name in SHOWN {
        if name == "registered_name" && subject.locked.name().is_none() {
            continue;
        }
        if let Some(value) = value(ctx, &mut subject, name)? {
            let item = name_of(name)?;
            pairs.push(heap::tuple(ctx, &[item, value]));
        }
    }
    Ok(heap::list(ctx, pairs, Word::NIL))
}

fn info(ctx: &mut Context, pid: Word) -> Answer {
    inspect(ctx, pid, Word::NIL, all_of_subject)
}

builtins! {
    /// `process_info(pid)`
    alate_process_info(pid) = info;
    /// `process_info(pid, item)` and `process_info(pid, items)`
    alate_process_info_of(pid, items) = info_of;
}
