//! Processes: beginning and ending them, links, monitors, names, flags.

use super::entry::builtins;
use super::time::unique;
use crate::atom::{self, well_known};
use crate::heap;
use crate::process::{
    AliasMode, Cause, Priority, Process, Processes, Watcher, reference, reference_number,
};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;
use alate_abi::word as abi;

/// The processes of the program.
pub(super) fn world(ctx: &Context) -> Result<&'static mut Processes, Failure> {
    // SAFETY: the scheduler, who has made the context, keeps the table for ever and borrows it while
    // no Lisp code runs; builtins drop the reference before they answer.
    unsafe { Processes::of(ctx) }.ok_or(Failure::Badarg)
}

/// The process that runs.
pub(super) fn current(ctx: &Context) -> Result<&'static mut Process, Failure> {
    // SAFETY: as above.
    unsafe { Process::current(ctx) }.ok_or(Failure::Badarg)
}

/// The name of `#(name node)` of this node.
pub(super) fn named_elsewhere(target: Word) -> Option<Word> {
    match target.as_tuple()?.elements() {
        [name, node] if name.is_atom() && *node == well_known::NONODE.get() => Some(*name),
        _ => None,
    }
}

fn done() -> Answer {
    Ok(well_known::TRUE.get())
}

/// The options of `spawn_opt`.
#[derive(Default)]
struct SpawnOptions {
    links: bool,
    monitors: bool,
    priority: Option<Priority>,
}

fn priority(word: Word) -> Option<Priority> {
    Some(match atom::name(word)? {
        "low" => Priority::Low,
        "normal" => Priority::Normal,
        "high" => Priority::High,
        "max" => Priority::Max,
        _ => return None,
    })
}

pub(super) fn priority_name(priority: Priority) -> Word {
    let name = match priority {
        Priority::Low => &well_known::LOW,
        Priority::Normal => &well_known::NORMAL,
        Priority::High => &well_known::HIGH,
        Priority::Max => &well_known::MAX,
    };
    name.get()
}

fn spawn_options(list: Word) -> Result<SpawnOptions, Failure> {
    let mut options = SpawnOptions::default();
    for option in list.list_elements().ok_or(Failure::Badarg)? {
        let pair = option.as_tuple();
        match (
            atom::name(option),
            pair.as_ref().map(|tuple| tuple.elements()),
        ) {
            (Some("link"), _) => options.links = true,
            (Some("monitor"), _) => options.monitors = true,
            (_, Some([name, value])) => match atom::name(*name) {
                Some("priority") => {
                    options.priority = Some(priority(*value).ok_or(Failure::Badarg)?);
                }
                Some("monitor") if value.list_elements().is_some() => options.monitors = true,
                // How the BEAM lays out a process's own heap: there is none here.
                Some("fullsweep_after" | "min_heap_size" | "min_bin_vheap_size")
                    if value.as_fixnum().is_some_and(|number| number >= 0) => {}
                Some("max_heap_size") if value.as_fixnum().is_some() || value.is_map() => {}
                Some("message_queue_data" | "async_dist") if value.is_atom() => {}
                _ => return Err(Failure::Badarg),
            },
            _ => return Err(Failure::Badarg),
        }
    }
    Ok(options)
}

fn spawn(ctx: &mut Context, options: Word, begin: impl FnOnce(&mut Processes, u64)) -> Answer {
    let options = spawn_options(options)?;
    let world = world(ctx)?;
    let (parent, group_leader) = {
        let parent = current(ctx)?;
        (parent.pid, parent.group_leader)
    };
    let process = world.create().ok_or(Failure::SystemLimit)?;
    let pid = process.pid;
    process.parent = parent;
    process.group_leader = group_leader;
    process.priority = options.priority.unwrap_or(Priority::Normal);
    begin(world, pid);
    if options.links {
        world.link(parent, pid);
    }
    if !options.monitors {
        return Ok(Word(pid));
    }
    let number = unique();
    let watcher = Watcher {
        pid: parent,
        name: None,
    };
    world.monitor(ctx, number, pid, watcher);
    let reference = reference(ctx, number);
    Ok(heap::tuple(ctx, &[Word(pid), reference]))
}

fn spawn_fun(ctx: &mut Context, fun: Word, options: Word) -> Answer {
    match fun.as_closure() {
        Some(closure) if closure.arity() == 0 => {
            spawn(ctx, options, |world, pid| world.begin_fun(pid, fun))
        }
        _ => Err(Failure::Badarg),
    }
}

fn spawn_call(
    ctx: &mut Context,
    module: Word,
    function: Word,
    arguments: Word,
    options: Word,
) -> Answer {
    let arity = arguments.list_length().ok_or(Failure::Badarg)?;
    if !module.is_atom() || !function.is_atom() {
        return Err(Failure::Badarg);
    }
    spawn(ctx, options, |world, pid| {
        world.begin(pid, module, function, arguments, arity as i64);
    })
}

fn pid(word: Word) -> Result<u64, Failure> {
    match word.kind() {
        Kind::Pid => Ok(word.0),
        _ => Err(Failure::Badarg),
    }
}

fn send_exit(ctx: &mut Context, to: Word, reason: Word) -> Answer {
    let to = pid(to)?;
    let from = current(ctx)?.pid;
    world(ctx)?.exit_signal(ctx, from, to, reason, Cause::Call);
    done()
}

/// Linking to a dead process is an error, unless exits are trapped: then its signal comes.
fn link(ctx: &mut Context, other: Word) -> Answer {
    let other = pid(other)?;
    let (own, traps) = {
        let process = current(ctx)?;
        (process.pid, process.traps_exits)
    };
    if world(ctx)?.link(own, other) {
        return done();
    }
    let noproc = well_known::NOPROC.get();
    if !traps {
        return Err(Failure::Reason(noproc));
    }
    let message = heap::tuple(ctx, &[well_known::EXIT_SIGNAL.get(), Word(other), noproc]);
    world(ctx)?.send(own, message);
    done()
}

fn unlink(ctx: &mut Context, other: Word) -> Answer {
    let other = pid(other)?;
    let own = current(ctx)?.pid;
    world(ctx)?.unlink(own, other);
    done()
}

/// Who is to be watched: a pid, and the name it was given by.
fn watched(world: &Processes, target: Word) -> Result<(u64, Option<u64>), Failure> {
    if target.kind() == Kind::Pid {
        return Ok((target.0, None));
    }
    let name = match target.is_atom() {
        true => target,
        false => named_elsewhere(target).ok_or(Failure::Badarg)?,
    };
    // Nobody has the identifier of slot 0: whoever watches it is told so at once.
    let watched = world.named(name).unwrap_or(abi::pid(0, 0));
    Ok((watched, Some(name.0)))
}

fn monitor(ctx: &mut Context, kind: Word, target: Word) -> Answer {
    monitor_with(ctx, kind, target, Word::NIL)
}

/// The options are those of aliases.
fn monitor_with(ctx: &mut Context, kind: Word, target: Word, options: Word) -> Answer {
    if kind != well_known::PROCESS.get() {
        return Err(Failure::Badarg);
    }
    let mut alias = None;
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        let Some(tuple) = option.as_tuple() else {
            return Err(Failure::Badarg);
        };
        let [name, value] = tuple.elements() else {
            return Err(Failure::Badarg);
        };
        alias = match (atom::name(*name), atom::name(*value)) {
            (Some("alias"), Some("explicit_unalias")) => Some(AliasMode::Explicit),
            (Some("alias"), Some("demonitor")) => Some(AliasMode::Demonitor),
            (Some("alias"), Some("reply_demonitor")) => Some(AliasMode::ReplyDemonitor),
            _ => return Err(Failure::Badarg),
        };
    }
    let own = current(ctx)?.pid;
    let world = world(ctx)?;
    let (watched, name) = watched(world, target)?;
    let number = unique();
    if let Some(mode) = alias {
        world.alias(number, own, mode);
    }
    // To watch oneself is allowed and tells nothing.
    if watched != own {
        world.monitor(ctx, number, watched, Watcher { pid: own, name });
    }
    Ok(reference(ctx, number))
}

fn demonitor(ctx: &mut Context, watch: Word) -> Answer {
    demonitor_with(ctx, watch, Word::NIL)
}

fn demonitor_with(ctx: &mut Context, watch: Word, options: Word) -> Answer {
    let number = reference_number(watch).ok_or(Failure::Badarg)?;
    let (mut flush, mut info) = (false, false);
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        match atom::name(option) {
            Some("flush") => flush = true,
            Some("info") => info = true,
            _ => return Err(Failure::Badarg),
        }
    }
    let own = current(ctx)?.pid;
    let found = world(ctx)?.demonitor(own, number);
    if flush && !found {
        let is_down = |message: u64| match Word(message).as_tuple() {
            Some(tuple) => match tuple.elements() {
                [tag, watched, _, _, _] => {
                    *tag == well_known::DOWN.get() && reference_number(*watched) == Some(number)
                }
                _ => false,
            },
            None => false,
        };
        let mailbox = &mut current(ctx)?.mailbox;
        if mailbox.iter().any(is_down) {
            mailbox.retain(|message| !is_down(message));
        }
    }
    Ok(Word::boolean(found || !info))
}

fn alias(ctx: &mut Context, options: Word) -> Answer {
    let mut mode = AliasMode::Explicit;
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        mode = match atom::name(option) {
            Some("explicit_unalias") => AliasMode::Explicit,
            Some("reply") => AliasMode::Reply,
            _ => return Err(Failure::Badarg),
        };
    }
    let own = current(ctx)?.pid;
    let number = unique();
    world(ctx)?.alias(number, own, mode);
    Ok(reference(ctx, number))
}

fn unalias(ctx: &mut Context, alias: Word) -> Answer {
    let number = reference_number(alias).ok_or(Failure::Badarg)?;
    let own = current(ctx)?.pid;
    Ok(Word::boolean(world(ctx)?.unalias(number, own)))
}

fn process_flag(ctx: &mut Context, flag: Word, value: Word) -> Answer {
    let process = current(ctx)?;
    let boolean = || match atom::name(value) {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(Failure::Badarg),
    };
    let number = || {
        value
            .as_fixnum()
            .filter(|number| *number >= 0)
            .ok_or(Failure::Badarg)
    };
    Ok(match atom::name(flag) {
        Some("trap_exit") => {
            let old = std::mem::replace(&mut process.traps_exits, boolean()?);
            Word::boolean(old)
        }
        Some("priority") => {
            let new = priority(value).ok_or(Failure::Badarg)?;
            priority_name(std::mem::replace(&mut process.priority, new))
        }
        // What the BEAM does with these has no counterpart; they have OTP's defaults.
        Some("sensitive") => boolean().map(|_| Word::boolean(false))?,
        Some("min_heap_size") => number().map(|_| Word::fixnum(233))?,
        Some("min_bin_vheap_size") => number().map(|_| Word::fixnum(46422))?,
        Some("fullsweep_after") => number().map(|_| Word::fixnum(65535))?,
        Some("save_calls") => number().map(|_| Word::fixnum(0))?,
        _ => return Err(Failure::Badarg),
    })
}

fn register(ctx: &mut Context, name: Word, who: Word) -> Answer {
    let who = pid(who)?;
    let is_name = name.is_atom() && name != well_known::UNDEFINED.get();
    if is_name && world(ctx)?.register(name, who) {
        return done();
    }
    Err(Failure::Badarg)
}

fn unregister(ctx: &mut Context, name: Word) -> Answer {
    match world(ctx)?.unregister(name) {
        true => done(),
        false => Err(Failure::Badarg),
    }
}

fn whereis(ctx: &mut Context, name: Word) -> Answer {
    if !name.is_atom() {
        return Err(Failure::Badarg);
    }
    let who = world(ctx)?.named(name);
    Ok(who.map_or_else(|| well_known::UNDEFINED.get(), Word))
}

fn set_group_leader(ctx: &mut Context, leader: Word, of: Word) -> Answer {
    let leader = pid(leader)?;
    let of = pid(of)?;
    let process = world(ctx)?.get(of).ok_or(Failure::Badarg)?;
    process.group_leader = leader;
    done()
}

/// `<0.index.generation>`
fn list_to_pid(_: &mut Context, text: Word) -> Answer {
    let characters = text.list_elements().ok_or(Failure::Badarg)?;
    let bytes: Option<Vec<u8>> = characters
        .into_iter()
        .map(|word| word.as_fixnum().and_then(|code| u8::try_from(code).ok()))
        .collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let parts = text.as_deref().and_then(|text| {
        let inner = text.strip_prefix("<0.")?.strip_suffix('>')?;
        let (index, generation) = inner.split_once('.')?;
        Some((index.parse::<u32>().ok()?, generation.parse::<u32>().ok()?))
    });
    let fits = |number: u32| number < 1 << abi::PID_BITS;
    match parts {
        Some((index, generation)) if fits(index) && fits(generation) => {
            Ok(Word(abi::pid(index, generation)))
        }
        _ => Err(Failure::Badarg),
    }
}

fn is_alive(ctx: &mut Context, who: Word) -> Answer {
    let who = pid(who)?;
    let process = world(ctx)?.get(who);
    Ok(Word::boolean(
        process.is_some_and(|process| process.exit_reason.is_none()),
    ))
}

builtins! {
    /// `self()`
    alate_self() = |ctx| Ok(Word(current(ctx)?.pid));
    /// A process that calls a fun; options as of `spawn_opt`.
    alate_spawn_fun(fun, options) = spawn_fun;
    /// A process that calls an exported function; options as of `spawn_opt`.
    alate_spawn(module, function, arguments, options) = spawn_call;
    /// `exit(pid, reason)`; the caller yields after it, for it may have been meant.
    alate_send_exit(to, reason) = send_exit;
    /// `link(pid)`
    alate_link(other) = link;
    /// `unlink(pid)`
    alate_unlink(other) = unlink;
    /// `monitor(process, target)`
    alate_monitor(kind, target) = monitor;
    /// `monitor(process, target, options)`
    alate_monitor_with(kind, target, options) = monitor_with;
    /// `demonitor(reference)`
    alate_demonitor(watch) = demonitor;
    /// `demonitor(reference, options)`
    alate_demonitor_with(watch, options) = demonitor_with;
    /// `alias()`
    alate_make_alias() = |ctx| alias(ctx, Word::NIL);
    /// `alias(options)`
    alate_make_alias_with(options) = alias;
    /// `unalias(reference)`
    alate_unalias(alias) = unalias;
    /// `process_flag(flag, value)`
    alate_process_flag(flag, value) = process_flag;
    /// `register(name, pid)`
    alate_register(name, who) = register;
    /// `unregister(name)`
    alate_unregister(name) = unregister;
    /// `whereis(name)`
    alate_whereis(name) = whereis;
    /// `registered()`
    alate_registered() = |ctx: &mut Context| { let names = world(ctx)?.names(); Ok(heap::list(ctx, names, Word::NIL)) };
    /// `processes()`
    alate_processes() = |ctx: &mut Context| { let pids = world(ctx)?.pids(); Ok(heap::list(ctx, pids, Word::NIL)) };
    /// `is_process_alive(pid)`
    alate_is_process_alive(who) = is_alive;
    /// `group_leader()`
    alate_group_leader() = |ctx| Ok(Word(current(ctx)?.group_leader));
    /// `group_leader(leader, pid)`
    alate_set_group_leader(leader, of) = set_group_leader;
    /// `list_to_pid(text)`
    alate_list_to_pid(text) = list_to_pid;
}
