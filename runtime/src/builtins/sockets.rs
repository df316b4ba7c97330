//! Sockets: module `alate_net`, on which `gen_tcp`, `gen_udp` and `inet` stand. Nothing waits here: the
//! answer `wait` means that the caller is to `await` a message `#(Reference ready)` and try again.

use super::entry::builtins;
use super::io::{error_tuple, intern, refuse_with_seed};
use super::processes::{own_pid, world};
use super::time::unique;
use crate::atom::{self, well_known};
use crate::binary::{self, iolist};
use crate::heap;
use crate::net::address::{Address, resolve as addresses_of};
use crate::net::packet::Packet;
use crate::net::poller::{self, Happened};
use crate::net::registry;
use crate::net::socket::{Socket, Want};
use crate::net::state::{Active, Outcome, Role};
use crate::os::input::Asker;
use crate::os::{errors, stdio, threads, time};
use crate::process::{self, port, port_number, reference, reference_number};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;
use socket2::Domain;
use std::io;
use std::net::Shutdown;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The open socket of a port; none: it has been closed. Not a port: `badarg`.
pub(super) fn find(word: Word) -> Result<Option<Arc<Socket>>, Failure> {
    let number = port_number(word).ok_or(Failure::Badarg)?;
    Ok(registry::find(number))
}

pub(super) fn name(word: Word) -> Result<&'static str, Failure> {
    atom::name(word).ok_or(Failure::Badarg)
}

fn ok(ctx: &mut Context, value: Word) -> Word {
    heap::tuple(ctx, &[well_known::OK.get(), value])
}

fn closed(ctx: &mut Context) -> Answer {
    error_tuple(ctx, "closed")
}

fn wait() -> Answer {
    intern("wait")
}

/// `#(ok Value)`, or `ok` where there is no value; `wait`; `#(error Reason)`.
fn answer(ctx: &mut Context, outcome: Outcome<Option<Word>>) -> Answer {
    match outcome {
        Outcome::Done(Some(value)) => Ok(ok(ctx, value)),
        Outcome::Done(None) => Ok(well_known::OK.get()),
        Outcome::Wait => wait(),
        Outcome::Closed => closed(ctx),
        Outcome::TooLong => error_tuple(ctx, "emsgsize"),
        Outcome::Failed(number) => error_tuple(ctx, errors::name_of(number)),
    }
}

/// The same where there is no value.
fn done(ctx: &mut Context, outcome: Outcome<()>) -> Answer {
    answer(ctx, outcome.map(|()| None))
}

/// The same where the value may have found no room.
fn made(ctx: &mut Context, outcome: Outcome<Answer>) -> Answer {
    match outcome {
        Outcome::Done(Err(failure)) => Err(failure),
        outcome => answer(ctx, outcome.map(Answer::ok)),
    }
}

pub(super) fn of_result(ctx: &mut Context, result: io::Result<()>) -> Answer {
    match result {
        Ok(()) => Ok(well_known::OK.get()),
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

fn begin_poller(ctx: &Context) -> Result<io::Result<()>, Failure> {
    let world = world(ctx)?;
    Ok(poller::begin(|| world.knock()))
}

/// A new socket of the caller's: `stream` or `datagram`, of `inet`, `inet6` or `local`.
fn open(ctx: &mut Context, role: Word, family: Word) -> Answer {
    refuse_with_seed(ctx, "socket")?;
    let role = match name(role)? {
        "stream" => Role::Stream,
        "datagram" => Role::Datagram,
        _ => return Err(Failure::Badarg),
    };
    let domain = match name(family)? {
        "inet" => Domain::IPV4,
        "inet6" => Domain::IPV6,
        "local" => Domain::UNIX,
        _ => return Err(Failure::Badarg),
    };
    if let Err(error) = begin_poller(ctx)? {
        return error_tuple(ctx, errors::name(&error));
    }
    match Socket::open(own_pid(ctx)?, domain, role) {
        Ok(socket) => Ok(ok(ctx, port(socket.number))),
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

fn bind(ctx: &mut Context, socket: Word, host: Word, number: Word) -> Answer {
    let address = process::to_address(host, number).ok_or(Failure::Badarg)?;
    match find(socket)? {
        Some(socket) => of_result(ctx, socket.bind(&address)),
        None => closed(ctx),
    }
}

fn listen(ctx: &mut Context, socket: Word, backlog: Word) -> Answer {
    let backlog = backlog
        .as_fixnum()
        .and_then(|number| i32::try_from(number).ok());
    let backlog = backlog.ok_or(Failure::Badarg)?;
    match find(socket)? {
        Some(socket) => of_result(ctx, socket.listen(backlog)),
        None => closed(ctx),
    }
}

/// Tells the user, once a second at most, that nobody is accepted now.
fn say_that_descriptors_lack() {
    static LAST: AtomicI64 = AtomicI64::new(0);
    let now = time::monotonic();
    let last = LAST.load(Ordering::Relaxed);
    let is_due = last == 0 || now - last >= 1_000_000_000;
    if is_due
        && LAST
            .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    {
        stdio::report("alate: no connections are accepted, for there are no descriptors left\n");
    }
}

/// `#(ok Socket)`, of the caller's; `pause`: there are no descriptors left.
fn accept(ctx: &mut Context, socket: Word) -> Answer {
    let Some(socket) = find(socket)? else {
        return closed(ctx);
    };
    let accepted = socket.accept(own_pid(ctx)?);
    let answered = match accepted {
        Outcome::Done(accepted) => {
            accepted.watch_if_active();
            Outcome::Done(Some(port(accepted.number)))
        }
        Outcome::Wait => Outcome::Wait,
        Outcome::Failed(number) if errors::is_lack_of_descriptors(number) => {
            say_that_descriptors_lack();
            return intern("pause");
        }
        Outcome::Failed(number) if errors::name_of(number) == "einval" => Outcome::Closed,
        Outcome::Closed | Outcome::TooLong => Outcome::Closed,
        Outcome::Failed(number) => Outcome::Failed(number),
    };
    answer(ctx, answered)
}

fn connect(ctx: &mut Context, socket: Word, host: Word, number: Word) -> Answer {
    let address = process::to_address(host, number).ok_or(Failure::Badarg)?;
    match find(socket)? {
        Some(socket) => done(ctx, socket.connect(&address)),
        None => closed(ctx),
    }
}

fn connected(ctx: &mut Context, socket: Word) -> Answer {
    match find(socket)? {
        Some(socket) => done(ctx, socket.connected()),
        None => closed(ctx),
    }
}

fn length_of(word: Word) -> Result<usize, Failure> {
    let length = word
        .as_fixnum()
        .and_then(|number| usize::try_from(number).ok());
    length.ok_or(Failure::Badarg)
}

/// The longest that one call reads where no packets say how long they are (64 MB, as in OTP).
const MOST: usize = 1 << 26;

/// `#(ok Packet)`; `Length` bytes where there are no packets, 0: what there is.
fn receive(ctx: &mut Context, socket: Word, length: Word) -> Answer {
    let length = length_of(length)?;
    let Some(socket) = find(socket)? else {
        return closed(ctx);
    };
    if length > MOST {
        return error_tuple(ctx, "enomem");
    }
    let (settings, role) = {
        let state = socket.state();
        (state.settings.clone(), state.role)
    };
    if role == Role::Listener {
        return error_tuple(ctx, "enotconn");
    }
    if settings.active != Active::Passive {
        return error_tuple(ctx, "einval");
    }
    let length = match settings.packet {
        Packet::Raw => length,
        _ => 0,
    };
    let outcome = socket.receive(length, |bytes| process::packet(ctx, &settings, bytes));
    if matches!(outcome, Outcome::Closed) && settings.exits_on_close {
        socket.close();
    }
    made(ctx, outcome)
}

/// `#(ok #(Host Port Data))`.
fn receive_from(ctx: &mut Context, socket: Word, length: Word) -> Answer {
    let length = length_of(length)?.min(MOST);
    let Some(socket) = find(socket)? else {
        return closed(ctx);
    };
    let settings = socket.state().settings.clone();
    if settings.active != Active::Passive {
        return error_tuple(ctx, "einval");
    }
    let outcome = socket.receive_from(length, |bytes, from| {
        let from = Address::from_system(from).unwrap_or(Address::Local(Vec::new()));
        let [host, port] = process::address(ctx, &from)?;
        let data = process::packet(ctx, &settings, bytes)?;
        Ok(heap::tuple(ctx, &[host, port, data]))
    });
    made(ctx, outcome)
}

/// `wait`: all is written in time, but the caller had better wait until it is `drained`.
fn send(ctx: &mut Context, socket: Word, data: Word) -> Answer {
    let Some(socket) = find(socket)? else {
        return closed(ctx);
    };
    let Ok(bytes) = iolist::bytes(data) else {
        return error_tuple(ctx, "einval");
    };
    if socket.state().role == Role::Listener {
        return error_tuple(ctx, "enotconn");
    }
    done(ctx, socket.send(&bytes))
}

fn drained(ctx: &mut Context, socket: Word) -> Answer {
    match find(socket)? {
        Some(socket) => done(ctx, socket.drained()),
        None => closed(ctx),
    }
}

/// Sends a datagram; a host `()` is the one that the socket is connected to.
fn send_to(ctx: &mut Context, socket: Word, host: Word, number: Word, data: Word) -> Answer {
    let address = match host == Word::NIL {
        true => None,
        false => Some(process::to_address(host, number).ok_or(Failure::Badarg)?),
    };
    let Some(socket) = find(socket)? else {
        return closed(ctx);
    };
    let Ok(bytes) = iolist::bytes(data) else {
        return error_tuple(ctx, "einval");
    };
    done(ctx, socket.send_to(&bytes, address.as_ref()))
}

/// Has the caller told, `#(Reference ready)`, when it is worth trying to `read` or `write` again:
/// answers the reference, or `#(error closed)`.
fn await_ready(ctx: &mut Context, socket: Word, want: Word) -> Answer {
    let want = match name(want)? {
        "read" => Want::Read,
        "write" => Want::Write,
        _ => return Err(Failure::Badarg),
    };
    let Some(socket) = find(socket)? else {
        return closed(ctx);
    };
    let asker = Asker {
        process: own_pid(ctx)?,
        number: unique(),
    };
    match socket.await_ready(asker, want) {
        true => Ok(reference(ctx, asker.number)),
        false => closed(ctx),
    }
}

/// The caller waits no more for that reference.
fn forget(_: &mut Context, socket: Word, waiting: Word) -> Answer {
    let number = reference_number(waiting).ok_or(Failure::Badarg)?;
    if let Some(socket) = find(socket)? {
        socket.forget_asker(number);
    }
    Ok(well_known::OK.get())
}

fn close(_: &mut Context, socket: Word) -> Answer {
    if let Some(socket) = find(socket)? {
        socket.close();
    }
    Ok(well_known::OK.get())
}

fn shutdown(ctx: &mut Context, socket: Word, how: Word) -> Answer {
    let how = match name(how)? {
        "read" => Shutdown::Read,
        "write" => Shutdown::Write,
        "read_write" => Shutdown::Both,
        _ => return Err(Failure::Badarg),
    };
    match find(socket)? {
        Some(socket) => of_result(ctx, socket.system.shutdown(how)),
        None => closed(ctx),
    }
}

/// `#(ok #(Host Port))`.
fn own_name(ctx: &mut Context, socket: Word) -> Answer {
    named(ctx, socket, |socket| socket.system.local_addr())
}

fn peer_name(ctx: &mut Context, socket: Word) -> Answer {
    named(ctx, socket, |socket| socket.system.peer_addr())
}

fn named(
    ctx: &mut Context,
    socket: Word,
    ask: impl Fn(&Socket) -> io::Result<socket2::SockAddr>,
) -> Answer {
    let Some(socket) = find(socket)? else {
        return error_tuple(ctx, "einval");
    };
    match ask(&socket) {
        Ok(address) => {
            let address = Address::from_system(&address).unwrap_or(Address::Local(Vec::new()));
            let parts = process::address(ctx, &address)?;
            let parts = heap::tuple(ctx, &parts);
            Ok(ok(ctx, parts))
        }
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

/// The pid of the owner, or `undefined`.
fn owner(_: &mut Context, socket: Word) -> Answer {
    let owner = find(socket)?.map(|socket| Word(socket.owner()));
    Ok(owner.unwrap_or(well_known::UNDEFINED.get()))
}

/// Gives the socket to another process.
fn give(ctx: &mut Context, socket: Word, to: Word) -> Answer {
    if to.kind() != Kind::Pid {
        return Err(Failure::Badarg);
    }
    match find(socket)? {
        Some(socket) => {
            registry::give(&socket, to.0);
            Ok(well_known::OK.get())
        }
        None => closed(ctx),
    }
}

/// All open sockets.
fn all(ctx: &mut Context) -> Answer {
    let ports: Vec<Word> = registry::all().into_iter().map(port).collect();
    Ok(heap::list(ctx, ports, Word::NIL))
}

/// `#(Received Packets Longest Sent Packets Longest)`, in bytes and packets.
fn counts(ctx: &mut Context, socket: Word) -> Answer {
    let Some(socket) = find(socket)? else {
        return error_tuple(ctx, "einval");
    };
    let counts = socket.state().counts;
    let numbers = [
        counts.received,
        counts.received_packets,
        counts.received_most,
        counts.sent,
        counts.sent_packets,
        counts.sent_most,
    ];
    Ok(heap::tuple(
        ctx,
        &numbers.map(|number| Word::fixnum(number as i64)),
    ))
}

/// Asks the system's resolver for the addresses of a host, of `inet` or `inet6`. The answer comes as a
/// message `#(Reference Binary)`: one address a line.
fn resolve(ctx: &mut Context, host: Word, family: Word) -> Answer {
    refuse_with_seed(ctx, "resolve")?;
    let host = binary::iolist::bytes(host)?;
    let host = String::from_utf8(host).map_err(|_| Failure::Badarg)?;
    let is_version_6 = name(family)? == "inet6";
    let asker = Asker {
        process: own_pid(ctx)?,
        number: unique(),
    };
    if let Err(error) = begin_poller(ctx)? {
        return error_tuple(ctx, errors::name(&error));
    }
    let work = move || {
        let found = addresses_of(&host, is_version_6).unwrap_or_default();
        poller::tell(Happened::Answer(asker, found.into_bytes()));
    };
    match threads::begin("resolver", Box::new(work)) {
        Ok(_) => Ok(reference(ctx, asker.number)),
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

builtins! {
    /// `alate_net:open/2`.
    alate_net_open(role, family) = open;
    /// `alate_net:bind/3`.
    alate_net_bind(socket, host, port) = bind;
    /// `alate_net:listen/2`.
    alate_net_listen(socket, backlog) = listen;
    /// `alate_net:accept/1`.
    alate_net_accept(socket) = accept;
    /// `alate_net:connect/3`.
    alate_net_connect(socket, host, port) = connect;
    /// `alate_net:connected/1`.
    alate_net_connected(socket) = connected;
    /// `alate_net:receive/2`.
    alate_net_receive(socket, length) = receive;
    /// `alate_net:receive_from/2`.
    alate_net_receive_from(socket, length) = receive_from;
    /// `alate_net:send/2`.
    alate_net_send(socket, data) = send;
    /// `alate_net:drained/1`.
    alate_net_drained(socket) = drained;
    /// `alate_net:send_to/4`.
    alate_net_send_to(socket, host, port, data) = send_to;
    /// `alate_net:await/2`.
    alate_net_await(socket, want) = await_ready;
    /// `alate_net:forget/2`.
    alate_net_forget(socket, reference) = forget;
    /// `alate_net:close/1`.
    alate_net_close(socket) = close;
    /// `alate_net:shutdown/2`.
    alate_net_shutdown(socket, how) = shutdown;
    /// `alate_net:own_name/1`.
    alate_net_own_name(socket) = own_name;
    /// `alate_net:peer_name/1`.
    alate_net_peer_name(socket) = peer_name;
    /// `alate_net:owner/1`.
    alate_net_owner(socket) = owner;
    /// `alate_net:give/2`.
    alate_net_give(socket, to) = give;
    /// `alate_net:all/0`.
    alate_net_all() = all;
    /// `alate_net:counts/1`.
    alate_net_counts(socket) = counts;
    /// `alate_net:resolve/2`.
    alate_net_resolve(host, family) = resolve;
}
