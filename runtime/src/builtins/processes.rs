//! Processes: ending them, links, monitors, names, flags.

use super::entry::builtins;
use super::time::unique;
use crate::atom::{self, well_known};
use crate::heap;
use crate::process::{
    AliasMode, Cause, Own, Priority, Process, Processes, Tag, Watcher, Worker, reference,
    reference_number,
};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;
use alate_abi::word as abi;

/// The processes of the program.
pub(super) fn world(ctx: &Context) -> Result<&'static Processes, Failure> {
    Processes::of(ctx).ok_or(Failure::Badarg)
}

/// The worker that runs this.
pub(super) fn worker(ctx: &Context) -> Result<&'static Worker, Failure> {
    Worker::of(ctx).ok_or(Failure::Badarg)
}

/// The process that runs.
pub(super) fn current(ctx: &Context) -> Result<&'static Process, Failure> {
    Process::current(ctx).ok_or(Failure::Badarg)
}

/// What belongs to it alone. Builtins drop it before they look at any process by its identifier.
pub(super) fn own(ctx: &Context) -> Result<&'static mut Own, Failure> {
    // SAFETY: the process runs on this worker.
    Ok(unsafe { current(ctx)?.own() })
}

/// Its identifier.
pub(super) fn own_pid(ctx: &Context) -> Result<u64, Failure> {
    Ok(current(ctx)?.pid())
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

/// The options of `monitor`.
#[derive(Clone, Copy, Default)]
pub(super) struct MonitorOptions {
    alias: Option<AliasMode>,
    /// Whether the alias takes messages with priority.
    takes_urgent: bool,
    tag: Option<Tag>,
}

pub(super) fn monitor_options(list: Word) -> Result<MonitorOptions, Failure> {
    let mut options = MonitorOptions::default();
    for option in list.list_elements().ok_or(Failure::Badarg)? {
        if atom::name(option) == Some("priority") {
            options.takes_urgent = true;
            continue;
        }
        let tuple = option.as_tuple().ok_or(Failure::Badarg)?;
        let [name, value] = tuple.elements() else {
            return Err(Failure::Badarg);
        };
        match (atom::name(*name), atom::name(*value)) {
            (Some("alias"), Some("explicit_unalias")) => options.alias = Some(AliasMode::Explicit),
            (Some("alias"), Some("demonitor")) => options.alias = Some(AliasMode::Demonitor),
            (Some("alias"), Some("reply_demonitor")) => {
                options.alias = Some(AliasMode::ReplyDemonitor);
            }
            (Some("tag"), _) => options.tag = Some(*value),
            _ => return Err(Failure::Badarg),
        }
    }
    Ok(options)
}

pub(super) fn priority(word: Word) -> Option<Priority> {
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

/// Makes the running process watch another; answers the monitor's reference.
fn watch(ctx: &mut Context, watched: u64, name: Option<u64>, options: MonitorOptions) -> Answer {
    watch_as(ctx, unique(), watched, name, options)
}

/// The same under a number that is chosen already.
pub(super) fn watch_as(
    ctx: &mut Context,
    number: u64,
    watched: u64,
    name: Option<u64>,
    options: MonitorOptions,
) -> Answer {
    let own = own_pid(ctx)?;
    let world = world(ctx)?;
    if let Some(mode) = options.alias {
        world.alias(number, own, mode, options.takes_urgent);
    }
    // To watch oneself is allowed and tells nothing.
    if watched != own {
        if let Some(tag) = options.tag {
            world.tag_monitor(worker(ctx)?, own, number, tag);
        }
        world.monitor(ctx, number, watched, Watcher { pid: own, name });
    }
    Ok(reference(ctx, number))
}

pub(super) fn pid(word: Word) -> Result<u64, Failure> {
    match word.kind() {
        Kind::Pid => Ok(word.0),
        _ => Err(Failure::Badarg),
    }
}

fn send_exit(ctx: &mut Context, to: Word, reason: Word) -> Answer {
    let to = pid(to)?;
    let from = own_pid(ctx)?;
    world(ctx)?.exit_signal(ctx, from, to, reason, Cause::Call);
    done()
}

fn link(ctx: &mut Context, other: Word) -> Answer {
    link_by(ctx, other, Processes::link)
}

/// Linking to a dead process is an error, unless exits are trapped: then its signal comes.
fn link_by(ctx: &mut Context, other: Word, link: fn(&Processes, u64, u64) -> bool) -> Answer {
    let other = pid(other)?;
    let process = current(ctx)?;
    let (own, traps) = (process.pid(), process.lock().traps_exits);
    if link(world(ctx)?, own, other) {
        return done();
    }
    let noproc = well_known::NOPROC.get();
    if !traps {
        return Err(Failure::Reason(noproc));
    }
    let message = heap::tuple(ctx, &[well_known::EXIT_SIGNAL.get(), Word(other), noproc]);
    process.tell_itself(message);
    done()
}

fn unlink(ctx: &mut Context, other: Word) -> Answer {
    let other = pid(other)?;
    let own = own_pid(ctx)?;
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

fn monitor_with(ctx: &mut Context, kind: Word, target: Word, options: Word) -> Answer {
    if kind != well_known::PROCESS.get() {
        return monitor_other(ctx, kind, target);
    }
    let options = monitor_options(options)?;
    let (watched, name) = watched(world(ctx)?, target)?;
    watch(ctx, watched, name, options)
}

/// There are no ports, and the offset of the clock does not change.
fn monitor_other(ctx: &mut Context, kind: Word, target: Word) -> Answer {
    match (atom::name(kind), atom::name(target)) {
        (Some("time_offset"), Some("clock_service")) => Ok(reference(ctx, unique())),
        _ => Err(Failure::Badarg),
    }
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
    let found = world(ctx)?.demonitor(own_pid(ctx)?, number);
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
        let process = current(ctx)?;
        process.take_in();
        let mailbox = &mut own(ctx)?.mailbox;
        if mailbox.iter().any(is_down) {
            let places = match process.is_limited() {
                true => mailbox.places(|message| !is_down(message)),
                false => Vec::new(),
            };
            mailbox.retain(|message| !is_down(message));
            world(ctx)?.messages_taken(worker(ctx)?, process, &places);
        }
    }
    Ok(Word::boolean(found || !info))
}

fn alias(ctx: &mut Context, options: Word) -> Answer {
    let mut mode = AliasMode::Explicit;
    let mut takes_urgent = false;
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        match atom::name(option) {
            Some("explicit_unalias") => mode = AliasMode::Explicit,
            Some("reply") => mode = AliasMode::Reply,
            Some("priority") => takes_urgent = true,
            _ => return Err(Failure::Badarg),
        }
    }
    let own = own_pid(ctx)?;
    let number = unique();
    world(ctx)?.alias(number, own, mode, takes_urgent);
    Ok(reference(ctx, number))
}

fn unalias(ctx: &mut Context, alias: Word) -> Answer {
    let number = reference_number(alias).ok_or(Failure::Badarg)?;
    let own = own_pid(ctx)?;
    Ok(Word::boolean(world(ctx)?.unalias(number, own)))
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
    let mut process = world(ctx)?.lock(of).ok_or(Failure::Badarg)?;
    process.group_leader = leader;
    done()
}

/// The characters of a list of them.
fn characters(text: Word) -> Result<String, Failure> {
    let characters = text.list_elements().ok_or(Failure::Badarg)?;
    let bytes: Option<Vec<u8>> = characters
        .into_iter()
        .map(|word| word.as_fixnum().and_then(|code| u8::try_from(code).ok()))
        .collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.ok_or(Failure::Badarg)
}

/// Decimal numbers between points.
fn numbers<const N: usize>(text: &str) -> Option<[u64; N]> {
    let is_decimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers: Option<Vec<u64>> = text
        .split('.')
        .map(|part| part.parse().ok().filter(|_| is_decimal(part)))
        .collect();
    numbers?.try_into().ok()
}

/// `<0.index.generation>`
fn list_to_pid(_: &mut Context, text: Word) -> Answer {
    let text = characters(text)?;
    let inner = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    match inner.and_then(numbers) {
        Some([0, index, generation])
            if index < 1 << abi::PID_BITS && generation < 1 << abi::PID_BITS =>
        {
            Ok(Word(abi::pid(index as u32, generation as u32)))
        }
        _ => Err(Failure::Badarg),
    }
}

/// `#Ref<0.c.b.a>`, of which only the last says anything.
fn list_to_ref(ctx: &mut Context, text: Word) -> Answer {
    let text = characters(text)?;
    let inner = text
        .strip_prefix("#Ref<")
        .and_then(|rest| rest.strip_suffix('>'));
    match inner.and_then(numbers) {
        Some([0, 0, 0, number]) => Ok(reference(ctx, number)),
        _ => Err(Failure::Badarg),
    }
}

fn is_alive(ctx: &mut Context, who: Word) -> Answer {
    let who = pid(who)?;
    let process = world(ctx)?.lock(who);
    Ok(Word::boolean(
        process.is_some_and(|process| process.exit_reason.is_none()),
    ))
}

builtins! {
    /// `self()`
    alate_self() = |ctx| Ok(Word(own_pid(ctx)?));
    /// `exit(pid, reason)`; the caller yields after it, for it may have been meant.
    alate_send_exit(to, reason) = send_exit;
    /// `link(pid)`
    alate_link(other) = link;
    /// A link in one direction: the caller gets an exit signal when the other ends.
    alate_follow(other) = |ctx, other| link_by(ctx, other, Processes::follow);
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
    alate_group_leader() = |ctx| Ok(Word(current(ctx)?.lock().group_leader));
    /// `group_leader(leader, pid)`
    alate_set_group_leader(leader, of) = set_group_leader;
    /// `list_to_pid(text)`
    alate_list_to_pid(text) = list_to_pid;
    /// `list_to_ref(text)`
    alate_list_to_ref(text) = list_to_ref;
}
