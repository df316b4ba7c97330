//! Sending and receiving.

use super::entry::builtins;
use super::processes::{current, named_elsewhere, own, worker, world};
use crate::atom::{self, well_known};
use crate::code;
use crate::os::time;
use crate::process::{Mailbox, STANDARD_DEVICE, reference_number};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;

/// Whom a message to `to` goes to; `None` if nobody gets it. As in Erlang only an unknown name of
/// this node is an error.
pub(super) fn receiver(ctx: &mut Context, to: Word) -> Result<Option<u64>, Failure> {
    let world = world(ctx)?;
    if to.kind() == Kind::Pid {
        return Ok(Some(to.0));
    }
    if to.is_atom() {
        return world.named(to).map(Some).ok_or(Failure::Badarg);
    }
    if let Some(number) = reference_number(to) {
        return Ok(world.aliased(number));
    }
    match named_elsewhere(to) {
        Some(name) => Ok(world.named(name)),
        None => Err(Failure::Badarg),
    }
}

fn send(ctx: &mut Context, to: Word, message: Word) -> Answer {
    send_as(ctx, to, message, false)
}

fn send_as(ctx: &mut Context, to: Word, message: Word, is_urgent: bool) -> Answer {
    if let Some(pid) = receiver(ctx, to)? {
        let sender = current(ctx)?;
        let is_plain = !is_urgent && !sender.is_limited();
        match pid {
            pid if pid == sender.pid() && is_plain => sender.send_itself(message),
            STANDARD_DEVICE => send_to_device(ctx, message)?,
            _ => world(ctx)?.send_from(worker(ctx)?, sender, pid, message, is_urgent),
        }
    }
    Ok(message)
}

/// The process that answers requests to the standard streams begins with the first of them. Programs
/// that do not have its module write nothing.
fn send_to_device(ctx: &Context, message: Word) -> Result<(), Failure> {
    let (world, worker) = (world(ctx)?, worker(ctx)?);
    let name = |name| atom::intern(name).map_err(|_| Failure::SystemLimit);
    let (module, function) = (name("io_device")?, name("serve")?);
    if code::find(module, function, 0).is_some() {
        let server = world.device_server(worker, module, function);
        world.send(worker, server.ok_or(Failure::SystemLimit)?, message);
    }
    Ok(())
}

/// `send/3`: between processes of one node its options change nothing but for `priority`, which has an
/// effect if the receiver is an alias that takes such messages (EEP 76).
fn send_with(ctx: &mut Context, to: Word, message: Word, options: Word) -> Answer {
    let mut is_urgent = false;
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        match atom::name(option) {
            Some("nosuspend" | "noconnect") => {}
            Some("priority") => is_urgent = true,
            _ => return Err(Failure::Badarg),
        }
    }
    let number = reference_number(to).filter(|_| is_urgent);
    let world = world(ctx)?;
    let is_urgent = number.is_some_and(|number| world.takes_urgent(number));
    send_as(ctx, to, message, is_urgent)?;
    Ok(well_known::OK.get())
}

/// What `wait` is told: the moment until which `receive` waits, or `infinity`. A timeout that is none
/// answers the empty list: it is an error only if the process has to wait.
fn receive_until(_: &mut Context, timeout: Word) -> Answer {
    Ok(match timeout.as_fixnum() {
        // The BEAM's limit.
        Some(wait @ 0..=0xffff_ffff) => Word::fixnum(time::monotonic() + wait * 1_000_000),
        None if timeout == well_known::INFINITY.get() => timeout,
        _ => Word::NIL,
    })
}

/// The process has to wait: the error of a wrong timeout.
fn wait_limit(_: &mut Context, until: Word) -> Answer {
    match until.is_nil() {
        false => Ok(until),
        true => Err(Failure::Reason(well_known::TIMEOUT_VALUE.get())),
    }
}

fn mailbox(ctx: &mut Context) -> Result<&'static mut Mailbox, Failure> {
    Ok(&mut own(ctx)?.mailbox)
}

/// Whether there is a message that has not been skipped. What came meanwhile is taken in where all
/// others have been skipped.
fn message_waits(ctx: &mut Context) -> Answer {
    let is_there = mailbox(ctx)?.current().is_some()
        || current(ctx)?.take_in() && mailbox(ctx)?.current().is_some();
    Ok(Word::boolean(is_there))
}

fn message(ctx: &mut Context) -> Answer {
    // Emitted code asks whether there is one first.
    let message = mailbox(ctx)?.current();
    message.map(Word).ok_or(Failure::Badarg)
}

fn take_message(ctx: &mut Context) -> Answer {
    let place = mailbox(ctx)?.take();
    let process = current(ctx)?;
    if process.is_limited() {
        world(ctx)?.messages_taken(worker(ctx)?, process, &[place]);
    }
    Ok(well_known::TRUE.get())
}

builtins! {
    /// `to ! message`
    alate_send(to, message) = send;
    /// `send(to, message, options)`
    alate_send_with(to, message, options) = send_with;
    /// Until when `receive` waits.
    alate_receive_until(timeout) = receive_until;
    /// That, unless the timeout was none.
    alate_wait_limit(until) = wait_limit;
    /// The pid that stands for the standard streams.
    alate_standard_device() = |_: &mut Context| Ok(Word(STANDARD_DEVICE));
    /// Whether there is a message that has not been skipped.
    alate_message_waits() = message_waits;
    /// That message.
    alate_message() = message;
    /// Takes that message out.
    alate_take_message() = take_message;
    /// Goes on to the next message.
    alate_skip_message() = |ctx| { mailbox(ctx)?.skip(); Ok(well_known::TRUE.get()) };
}
