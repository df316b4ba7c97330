//! Beginning processes, at once or on request.

use super::entry::builtins;
use super::flags;
use super::processes::{
    MonitorOptions, current, monitor_options, own, priority, watch_as, worker, world,
};
use super::time::unique;
use crate::atom::{self, well_known};
use crate::heap;
use crate::process::{
    Call, MailboxLimit, Overflow, Priority, Settings, reference, reference_number,
};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// The options of `spawn_opt`.
struct SpawnOptions {
    links: bool,
    monitor: Option<MonitorOptions>,
    priority: Priority,
    settings: Settings,
    mailbox: Option<(u32, Overflow)>,
    /// Whether it begins with the dynamic bindings of the process that makes it.
    inherits: bool,
}

/// What a `spawn_request` is answered with.
#[derive(Clone, Copy)]
struct Reply {
    /// Whether a message comes when the process has begun, and when it could not.
    of_success: bool,
    of_error: bool,
    /// The first element of the message.
    tag: Word,
    /// Number of the reference that stands for the request, and for a monitor.
    number: u64,
}

/// `#(mailbox n overflow)`: see `process/limit.rs`.
fn mailbox_limit(option: &[Word]) -> Result<(u32, Overflow), Failure> {
    let [name, most, overflow] = option else {
        return Err(Failure::Badarg);
    };
    let most = most.as_fixnum().and_then(|most| u32::try_from(most).ok());
    let overflow = match atom::name(*overflow) {
        Some("drop") => Overflow::Drop,
        Some("block") => Overflow::Block,
        Some("exit") => Overflow::Exit,
        _ => return Err(Failure::Badarg),
    };
    match (atom::name(*name), most) {
        (Some("mailbox"), Some(most @ 1..)) => Ok((most, overflow)),
        _ => Err(Failure::Badarg),
    }
}

/// `is_request`: options of the reply may be among them.
fn spawn_options(list: Word, is_request: bool) -> Result<SpawnOptions, Failure> {
    let mut options = SpawnOptions {
        links: false,
        monitor: None,
        priority: Priority::Normal,
        settings: Settings::DEFAULT,
        mailbox: None,
        inherits: false,
    };
    for option in list.list_elements().ok_or(Failure::Badarg)? {
        match atom::name(option) {
            Some("link") => options.links = true,
            Some("inherit") => options.inherits = true,
            Some("monitor") => options.monitor = Some(MonitorOptions::default()),
            Some(_) => return Err(Failure::Badarg),
            None => {
                let pair = option.as_tuple().ok_or(Failure::Badarg)?;
                let [name, value] = pair.elements() else {
                    options.mailbox = Some(mailbox_limit(pair.elements())?);
                    continue;
                };
                match atom::name(*name) {
                    Some("priority") => {
                        options.priority = priority(*value).ok_or(Failure::Badarg)?;
                    }
                    Some("monitor") => options.monitor = Some(monitor_options(*value)?),
                    Some("reply_tag") if is_request => {}
                    Some("reply") if is_request => {
                        reply_kind(*value).ok_or(Failure::Badarg)?;
                    }
                    Some(name) => {
                        flags::set_kept(&mut options.settings, name, *value)?;
                    }
                    None => return Err(Failure::Badarg),
                }
            }
        }
    }
    Ok(options)
}

/// `yes`, `no`, `success_only`, `error_only`.
fn reply_kind(word: Word) -> Option<(bool, bool)> {
    Some(match atom::name(word)? {
        "yes" => (true, true),
        "no" => (false, false),
        "success_only" => (true, false),
        "error_only" => (false, true),
        _ => return None,
    })
}

/// What is said of the reply among options, others of which may be wrong; the last counts.
fn reply(list: Word) -> Result<Reply, Failure> {
    let mut reply = Reply {
        of_success: true,
        of_error: true,
        tag: intern("spawn_reply")?,
        number: unique(),
    };
    for option in list.list_elements().ok_or(Failure::Badarg)? {
        if let Some([name, value]) = option.as_tuple().as_ref().map(|pair| pair.elements()) {
            match (atom::name(*name), reply_kind(*value)) {
                (Some("reply"), Some(kind)) => (reply.of_success, reply.of_error) = kind,
                (Some("reply_tag"), _) => reply.tag = *value,
                _ => {}
            }
        }
    }
    Ok(reply)
}

fn intern(name: &str) -> Answer {
    atom::intern(name).map_err(|_| Failure::SystemLimit)
}

/// Sends the caller `#(tag request result value)`.
fn tell(ctx: &mut Context, reply: Reply, result: Word, value: Word) -> Result<(), Failure> {
    let parts = [reply.tag, reference(ctx, reply.number), result, value];
    let message = heap::tuple(ctx, &parts);
    current(ctx)?.tell_itself(message);
    Ok(())
}

fn refuse(ctx: &mut Context, reply: Reply, reason: Word) -> Answer {
    if reply.of_error {
        tell(ctx, reply, well_known::ERROR.get(), reason)?;
    }
    Ok(reference(ctx, reply.number))
}

/// Begins a process for a request; what goes wrong is told by a message. The answer stands for the request.
fn request(ctx: &mut Context, list: Word, call: Call) -> Answer {
    let reply = reply(list)?;
    let Ok(options) = spawn_options(list, true) else {
        let badopt = intern("badopt")?;
        return refuse(ctx, reply, badopt);
    };
    match begin(ctx, options, call, Some(reply)) {
        Err(Failure::SystemLimit) => refuse(ctx, reply, well_known::SYSTEM_LIMIT.get()),
        Err(failure) => Err(failure),
        Ok(_) => Ok(reference(ctx, reply.number)),
    }
}

/// A request to another node, which there is not.
fn request_elsewhere(ctx: &mut Context, list: Word) -> Answer {
    let reply = reply(list)?;
    let reason = match spawn_options_elsewhere(list) {
        true => "noconnection",
        false => "badopt",
    };
    let reason = intern(reason)?;
    refuse(ctx, reply, reason)
}

/// Only how to reply is looked at before the other node is asked.
fn spawn_options_elsewhere(list: Word) -> bool {
    let options = list.list_elements().unwrap_or_default();
    options.into_iter().all(|option| {
        let pair = option.as_tuple();
        match pair.as_ref().map(|pair| pair.elements()) {
            Some([name, value]) if atom::name(*name) == Some("reply") => {
                reply_kind(*value).is_some()
            }
            _ => true,
        }
    })
}

fn spawn(ctx: &mut Context, options: Word, call: Call) -> Answer {
    let options = spawn_options(options, false)?;
    begin(ctx, options, call, None)
}

/// The process's pid, with the monitor's reference where it is watched.
fn begin(ctx: &mut Context, options: SpawnOptions, call: Call, reply: Option<Reply>) -> Answer {
    let (world, worker, parent) = (world(ctx)?, worker(ctx)?, current(ctx)?);
    let group_leader = parent.lock().group_leader;
    let bindings = match options.inherits {
        true => own(ctx)?.bindings(),
        false => None,
    };
    let mut new = world.create(worker).ok_or(Failure::SystemLimit)?;
    let process = new.process();
    let pid = process.pid();
    new.parent = parent.pid();
    new.group_leader = group_leader;
    new.priority = options.priority;
    if let Some((most, overflow)) = options.mailbox {
        new.limit_mailbox(MailboxLimit::new(most, overflow));
    }
    if let Some(own) = new.own() {
        own.set_settings(options.settings);
        if let Some(bindings) = bindings {
            own.inherit(bindings);
        }
    }
    let mut answer = Word(pid);
    if options.links || options.monitor.is_some() {
        // Two records are locked in the order of their slots. Nobody knows of the new process yet.
        drop(new);
        if options.links {
            world.link(parent.pid(), pid);
        }
        if let Some(monitor) = options.monitor {
            let number = reply.map_or_else(unique, |reply| reply.number);
            let reference = watch_as(ctx, number, pid, None, monitor)?;
            answer = heap::tuple(ctx, &[answer, reference]);
        }
        new = process.lock();
    }
    if let Some(reply) = reply.filter(|reply| reply.of_success) {
        // Before it may have ended. The caller's record may be locked for it.
        drop(new);
        tell(ctx, reply, well_known::OK.get(), Word(pid))?;
        new = process.lock();
    }
    world.begin(worker, new, call);
    Ok(answer)
}

fn fun_call(fun: Word) -> Result<Call, Failure> {
    match fun.as_closure() {
        Some(closure) if closure.arity() == 0 => Ok(Call::Fun(fun)),
        _ => Err(Failure::Badarg),
    }
}

fn function_call(module: Word, function: Word, arguments: Word) -> Result<Call, Failure> {
    let arity = arguments.list_length().ok_or(Failure::Badarg)?;
    if !module.is_atom() || !function.is_atom() {
        return Err(Failure::Badarg);
    }
    Ok(Call::Function([module, function, arguments], arity as i64))
}

/// All replies to requests are there at once: none can be abandoned.
fn abandon(_: &mut Context, request: Word) -> Answer {
    reference_number(request).ok_or(Failure::Badarg)?;
    Ok(Word::boolean(false))
}

builtins! {
    /// A process that calls a fun; options as of `spawn_opt`.
    alate_spawn_fun(fun, options) = |ctx, fun, options| spawn(ctx, options, fun_call(fun)?);
    /// A process that calls an exported function; options as of `spawn_opt`.
    alate_spawn(module, function, arguments, options) = |ctx, module, function, arguments, options| {
        spawn(ctx, options, function_call(module, function, arguments)?)
    };
    /// The same on request: what comes of it is told by a message.
    alate_spawn_request_fun(fun, options) = |ctx, fun, options| request(ctx, options, fun_call(fun)?);
    /// The same with an exported function.
    alate_spawn_request(module, function, arguments, options) = |ctx, module, function, arguments, options| {
        request(ctx, options, function_call(module, function, arguments)?)
    };
    /// A request to a node that cannot be reached.
    alate_spawn_request_elsewhere(options) = request_elsewhere;
    /// `spawn_request_abandon(request)`
    alate_spawn_request_abandon(request) = abandon;
}
