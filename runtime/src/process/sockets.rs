//! Sockets as terms, and what those in active mode send to their owners (OTP's manual, `gen_tcp` and
//! `gen_udp`).

use super::table::Processes;
use super::worker::Worker;
use crate::atom::{self, well_known};
use crate::binary;
use crate::heap;
use crate::net::address::Address;
use crate::net::poller::{self, Happened};
use crate::net::registry;
use crate::net::state::{Active, Outcome, Role, Settings, State};
use crate::os::errors;
use crate::word::{Answer, Word};
use alate_abi::context::Context;
use alate_abi::word::{SUBTAG_MASK, SUBTAG_PORT, SUBTAG_SHIFT};
use std::net::{IpAddr, SocketAddr};

/// So many packets at most are sent before others have their turn.
const PACKETS_A_TURN: usize = 32;

/// The port that stands for a socket.
pub fn port(number: u64) -> Word {
    Word(number << SUBTAG_SHIFT | SUBTAG_PORT)
}

/// The number of a port.
pub fn port_number(word: Word) -> Option<u64> {
    (word.0 & SUBTAG_MASK == SUBTAG_PORT).then_some(word.0 >> SUBTAG_SHIFT)
}

/// A packet as the user wants it: a list, or a binary, perhaps with some bytes as a list before it.
pub fn packet(ctx: &mut Context, settings: &Settings, bytes: &[u8]) -> Answer {
    if !settings.is_binary {
        return Ok(heap::byte_list(ctx, bytes, Word::NIL));
    }
    let (head, rest) = bytes.split_at(settings.header.min(bytes.len()));
    let rest = match rest.is_empty() && !head.is_empty() {
        true => Word::NIL,
        false => binary::from_bytes(ctx, rest)?,
    };
    Ok(heap::byte_list(ctx, head, rest))
}

/// The address of a host: a tuple of four or eight numbers.
fn host(ctx: &mut Context, address: IpAddr) -> Word {
    let numbers: Vec<Word> = match address {
        IpAddr::V4(address) => {
            let octets = address.octets();
            octets.map(|octet| Word::fixnum(octet.into())).to_vec()
        }
        IpAddr::V6(address) => {
            let segments = address.segments();
            segments
                .map(|segment| Word::fixnum(segment.into()))
                .to_vec()
        }
    };
    heap::tuple(ctx, &numbers)
}

/// Host and port of an address; `#(local Name)` and 0 for a local one.
pub fn address(ctx: &mut Context, address: &Address) -> Result<[Word; 2], crate::word::Failure> {
    Ok(match address {
        Address::Internet(internet) => {
            let number = Word::fixnum(internet.port().into());
            [host(ctx, internet.ip()), number]
        }
        Address::Local(path) => {
            let path = binary::from_bytes(ctx, path)?;
            let local = well_known::LOCAL.get();
            [heap::tuple(ctx, &[local, path]), Word::fixnum(0)]
        }
    })
}

/// The other way round. None: the terms are no address.
pub fn to_address(host: Word, port: Word) -> Option<Address> {
    let tuple = host.as_tuple()?;
    let parts = tuple.elements();
    if let [kind, name] = parts
        && *kind == well_known::LOCAL.get()
    {
        let bytes = binary::iolist::bytes(*name).ok()?;
        return Some(Address::Local(bytes));
    }
    let port = u16::try_from(port.as_fixnum()?).ok()?;
    let number = |word: &Word| u16::try_from(word.as_fixnum()?).ok();
    let numbers: Vec<u16> = parts.iter().map(number).collect::<Option<_>>()?;
    let address = match numbers.len() {
        4 => {
            let octets: Vec<u8> = numbers
                .into_iter()
                .map(|number| u8::try_from(number).ok())
                .collect::<Option<_>>()?;
            IpAddr::from(<[u8; 4]>::try_from(octets).ok()?)
        }
        8 => IpAddr::from(<[u16; 8]>::try_from(numbers).ok()?),
        _ => return None,
    };
    Some(Address::Internet(SocketAddr::new(address, port)))
}

fn error(number: i32) -> Word {
    // There is room for the few names there are.
    atom::intern(errors::name_of(number)).unwrap_or(well_known::ERROR.get())
}

/// What came of an attempt to read for the owner.
enum Read {
    Message(Word),
    Nothing,
    Ended(Option<i32>),
}

impl Processes {
    /// Sends to its owner what a socket in active mode has to read, and has the poller wait for more.
    pub fn deliver_socket(&self, ctx: &mut Context, worker: &Worker, number: u64) {
        let Some(socket) = registry::find(number) else {
            return;
        };
        let mut state = socket.state();
        let own = port(number);
        let [data, closed, failed, passive] = match state.role {
            Role::Datagram => [
                &well_known::UDP,
                &well_known::UDP_CLOSED,
                &well_known::UDP_ERROR,
                &well_known::UDP_PASSIVE,
            ],
            _ => [
                &well_known::TCP,
                &well_known::TCP_CLOSED,
                &well_known::TCP_ERROR,
                &well_known::TCP_PASSIVE,
            ],
        }
        .map(|atom| atom.get());
        let mut turn = 0..PACKETS_A_TURN;
        // The lock is held while messages are sent: another worker's would come between them.
        while state.is_active() && turn.next().is_some() {
            let read = match state.role {
                Role::Datagram => datagram(ctx, &mut state, &socket.system, own, data),
                _ => stream(ctx, &mut state, &socket.system, own, data),
            };
            let message = match read {
                Read::Message(message) => message,
                Read::Nothing => {
                    drop(state);
                    return socket.watch_if_active();
                }
                Read::Ended(reason) => {
                    let closes = state.settings.exits_on_close;
                    state.settings.active = Active::Passive;
                    if let Some(reason) = reason {
                        let message = heap::tuple(ctx, &[failed, own, error(reason)]);
                        self.send(worker, socket.owner(), message);
                    }
                    let message = heap::tuple(ctx, &[closed, own]);
                    self.send(worker, socket.owner(), message);
                    drop(state);
                    if closes {
                        socket.close();
                    }
                    return;
                }
            };
            self.send(worker, socket.owner(), message);
            state.settings.active = match state.settings.active {
                Active::Once => Active::Passive,
                Active::Times(1) => {
                    let message = heap::tuple(ctx, &[passive, own]);
                    self.send(worker, socket.owner(), message);
                    Active::Passive
                }
                Active::Times(times) => Active::Times(times - 1),
                other => other,
            };
        }
        if state.is_active() {
            poller::tell(Happened::Active(number));
        }
    }
}

fn stream(
    ctx: &mut Context,
    state: &mut State,
    system: &socket2::Socket,
    own: Word,
    tag: Word,
) -> Read {
    let settings = state.settings.clone();
    let made = state.receive(system, 0, |bytes| packet(ctx, &settings, bytes));
    read(made.map(|data| Ok(heap::tuple(ctx, &[tag, own, data?]))))
}

/// What an attempt means for the owner.
fn read(made: Outcome<Answer>) -> Read {
    match made {
        Outcome::Done(Ok(message)) => Read::Message(message),
        Outcome::Done(Err(_)) => Read::Ended(Some(libc::ENOMEM)),
        Outcome::Wait => Read::Nothing,
        Outcome::Closed => Read::Ended(None),
        Outcome::TooLong => Read::Ended(Some(libc::EMSGSIZE)),
        Outcome::Failed(number) => Read::Ended(Some(number)),
    }
}

fn datagram(
    ctx: &mut Context,
    state: &mut State,
    system: &socket2::Socket,
    own: Word,
    tag: Word,
) -> Read {
    let settings = state.settings.clone();
    let made = state.receive_from(system, 0, |bytes, from| {
        let from = Address::from_system(from).unwrap_or(Address::Local(Vec::new()));
        let [host, port] = address(ctx, &from)?;
        let data = packet(ctx, &settings, bytes)?;
        Ok(heap::tuple(ctx, &[tag, own, host, port, data]))
    });
    read(made)
}
