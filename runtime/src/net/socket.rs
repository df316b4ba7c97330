//! A socket: what has been read and not been asked for, what is still to be written, and who waits.

use super::address::Address;
use super::packet::{self, Cut, Packet};
use super::poller::{self, Happened};
use super::registry;
use crate::os::input::Asker;
use socket2::{Domain, SockAddr, Type};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::mem::MaybeUninit;
use std::net::Shutdown;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a socket is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// A connection, or what is to become one.
    Stream,
    /// It accepts connections.
    Listener,
    Datagram,
}

/// Who gets what is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Active {
    /// Who asks for it.
    Passive,
    /// The owner, as messages.
    Always,
    /// The same, so often.
    Times(i16),
    /// The next packet only.
    Once,
}

/// What users set: the options of `inet:setopts/2` that concern no system call.
#[derive(Clone, Debug)]
pub struct Settings {
    pub packet: Packet,
    /// Packets are binaries, not lists.
    pub is_binary: bool,
    pub active: Active,
    /// So many first bytes of a binary are a list before it.
    pub header: usize,
    /// The longest packet; 0: any.
    pub packet_size: usize,
    pub delimiter: u8,
    /// The longest that is read at a time, and the longest line.
    pub buffer: usize,
    /// Who writes waits when so much is not written yet, until it is no more than `low_watermark`.
    pub high_watermark: usize,
    pub low_watermark: usize,
    /// Milliseconds that who writes waits; none: for ever.
    pub send_timeout: Option<u64>,
    /// Whether the socket is closed after that.
    pub closes_after_timeout: bool,
    /// Whether the socket is closed when the other side has closed its own.
    pub exits_on_close: bool,
    /// An error for the other side's reset, in place of `closed`.
    pub shows_reset: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            packet: Packet::Raw,
            is_binary: false,
            active: Active::Passive,
            header: 0,
            packet_size: 0,
            delimiter: b'\n',
            buffer: CHUNK,
            high_watermark: 8192,
            low_watermark: 4096,
            send_timeout: None,
            closes_after_timeout: false,
            exits_on_close: true,
            shows_reset: false,
        }
    }
}

/// Bytes read at a time.
const CHUNK: usize = 1 << 16;
/// A larger buffer is given back when it is empty.
const KEPT: usize = 1 << 12;

thread_local! {
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What may change.
pub struct State {
    pub role: Role,
    pub settings: Settings,
    /// What has been read, from `start` on.
    buffer: Vec<u8>,
    start: usize,
    /// What is to be written, from `written` on.
    output: Vec<u8>,
    written: usize,
    /// The other side sends no more, or something is wrong (the system's number).
    end: Option<Option<i32>>,
    /// Writing has failed.
    output_error: Option<i32>,
    readers: VecDeque<Asker>,
    writers: VecDeque<Asker>,
    /// What the poller waits for.
    watched: (bool, bool),
    is_known_to_poller: bool,
    is_closing: bool,
    pub counts: Counts,
}

/// For `inet:getstat/2`.
#[derive(Clone, Copy, Default, Debug)]
pub struct Counts {
    pub received: u64,
    pub received_packets: u64,
    pub received_most: u64,
    pub sent: u64,
    pub sent_packets: u64,
    pub sent_most: u64,
}

/// An open socket.
pub struct Socket {
    pub number: u64,
    pub system: socket2::Socket,
    owner: AtomicU64,
    state: Mutex<State>,
}

/// What came of something that may have to wait.
#[derive(PartialEq, Eq, Debug)]
pub enum Outcome<T> {
    Done(T),
    /// Not yet: see [`Socket::await_ready`].
    Wait,
    /// There is nothing more to come.
    Closed,
    /// A packet is longer than allowed.
    TooLong,
    /// The system's number of an error.
    Failed(i32),
}

fn failed<T>(error: &io::Error) -> Outcome<T> {
    Outcome::Failed(error.raw_os_error().unwrap_or(libc::EIO))
}

/// What to wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Want {
    Read,
    Write,
}

impl Socket {
    /// A new socket of a process, which is not connected.
    pub fn open(owner: u64, domain: Domain, role: Role) -> io::Result<Arc<Socket>> {
        let kind = match role {
            Role::Datagram => Type::DGRAM,
            _ => Type::STREAM,
        };
        let system = socket2::Socket::new(domain, kind, None)?;
        Socket::of_system(owner, system, role, Settings::default())
    }

    fn of_system(
        owner: u64,
        system: socket2::Socket,
        role: Role,
        settings: Settings,
    ) -> io::Result<Arc<Socket>> {
        system.set_nonblocking(true)?;
        let state = State {
            role,
            settings,
            buffer: Vec::new(),
            start: 0,
            output: Vec::new(),
            written: 0,
            end: None,
            output_error: None,
            readers: VecDeque::new(),
            writers: VecDeque::new(),
            watched: (false, false),
            is_known_to_poller: false,
            is_closing: false,
            counts: Counts::default(),
        };
        Ok(registry::add(Socket {
            number: registry::new_number(),
            system,
            owner: AtomicU64::new(owner),
            state: Mutex::new(state),
        }))
    }

    /// Its state, which nobody else changes meanwhile.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock panics half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The pid of the process that it belongs to.
    pub fn owner(&self) -> u64 {
        self.owner.load(Ordering::Relaxed)
    }

    /// The registry knows the owners too: see [`registry::give`].
    pub(super) fn set_owner(&self, owner: u64) {
        self.owner.store(owner, Ordering::Relaxed);
    }

    pub fn bind(&self, address: &Address) -> io::Result<()> {
        self.system.bind(&address.to_system()?)
    }

    pub fn listen(&self, backlog: i32) -> io::Result<()> {
        self.system.listen(backlog)?;
        self.state().role = Role::Listener;
        Ok(())
    }

    /// Takes a connection for a process; it has the settings of this socket.
    pub fn accept(&self, owner: u64) -> Outcome<Arc<Socket>> {
        loop {
            match self.system.accept() {
                Ok((system, _)) => {
                    let settings = self.state().settings.clone();
                    let _ = system.set_tcp_nodelay(self.system.tcp_nodelay().unwrap_or(false));
                    return match Socket::of_system(owner, system, Role::Stream, settings) {
                        Ok(socket) => Outcome::Done(socket),
                        Err(error) => failed(&error),
                    };
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Outcome::Wait,
                // It has gone away while it waited.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::Interrupted | ErrorKind::ConnectionAborted
                    ) => {}
                Err(error) => return failed(&error),
            }
        }
    }

    /// Begins to connect. After waiting, [`Socket::connected`] says what came of it.
    pub fn connect(&self, address: &Address) -> Outcome<()> {
        let system = match address.to_system() {
            Ok(system) => system,
            Err(error) => return failed(&error),
        };
        match self.system.connect(&system) {
            Ok(()) => Outcome::Done(()),
            Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => Outcome::Wait,
            // A local socket whose queue is full.
            Err(error) if error.kind() == ErrorKind::WouldBlock => Outcome::Failed(libc::EAGAIN),
            Err(error) => failed(&error),
        }
    }

    pub fn connected(&self) -> Outcome<()> {
        match self.system.take_error() {
            Ok(None) if self.system.peer_addr().is_ok() => Outcome::Done(()),
            Ok(None) => Outcome::Wait,
            Ok(Some(error)) | Err(error) => failed(&error),
        }
    }

    /// Reads a packet, or `length` bytes (0: what there is) where there are no packets, and has `take`
    /// make something of it.
    pub fn receive<T>(&self, length: usize, take: impl FnMut(&[u8]) -> T) -> Outcome<T> {
        self.state().receive(&self.system, length, take)
    }

    /// Reads one datagram.
    pub fn receive_from<T>(
        &self,
        length: usize,
        take: impl FnMut(&[u8], &SockAddr) -> T,
    ) -> Outcome<T> {
        self.state().receive_from(&self.system, length, take)
    }

    /// Sends one datagram; to the address that the socket is connected to, if there is none.
    pub fn send_to(&self, bytes: &[u8], to: Option<&Address>) -> Outcome<()> {
        loop {
            let sent = match to {
                Some(address) => match address.to_system() {
                    Ok(system) => self.system.send_to(bytes, &system),
                    Err(error) => return failed(&error),
                },
                None => self.system.send(bytes),
            };
            match sent {
                Ok(_) => {
                    self.state().count_sent(bytes.len());
                    return Outcome::Done(());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Outcome::Wait,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return failed(&error),
            }
        }
    }

    /// Writes a packet. What the system does not take at once is written later, in order; `Wait`: that
    /// is much, and the caller had better wait until [`Socket::drained`].
    pub fn send(&self, bytes: &[u8]) -> Outcome<()> {
        let mut state = self.state();
        if let Some(error) = state.output_error {
            return closed_or(error);
        }
        let Some(head) = packet::head(state.settings.packet, bytes.len()) else {
            return Outcome::TooLong;
        };
        state.count_sent(head.len() + bytes.len());
        let is_first = state.output.is_empty();
        match head.is_empty() {
            // Most often there is nothing to be kept.
            true if is_first => {
                let sent = match write(&self.system, bytes) {
                    Ok(sent) => sent,
                    Err(error) => return state.output_failed(&error),
                };
                state.output.extend_from_slice(&bytes[sent..]);
            }
            _ => {
                state.output.extend_from_slice(&head);
                state.output.extend_from_slice(bytes);
                if is_first && let Err(error) = state.flush(&self.system) {
                    return state.output_failed(&error);
                }
            }
        }
        if state.left() == 0 {
            return Outcome::Done(());
        }
        state.watch(self);
        match state.left() > state.settings.high_watermark {
            true => Outcome::Wait,
            false => Outcome::Done(()),
        }
    }

    /// Whether so little is left to be written that more may come.
    pub fn drained(&self) -> Outcome<()> {
        let state = self.state();
        match state.output_error {
            Some(error) => closed_or(error),
            None if state.left() > state.settings.low_watermark => Outcome::Wait,
            None => Outcome::Done(()),
        }
    }

    /// Has somebody told when it is worth trying again. False: the socket is closed.
    pub fn await_ready(&self, asker: Asker, want: Want) -> bool {
        let mut state = self.state();
        if state.is_closing {
            return false;
        }
        match want {
            Want::Read => state.readers.push_back(asker),
            Want::Write => state.writers.push_back(asker),
        }
        state.watch(self);
        true
    }

    /// Somebody waits no more.
    pub fn forget_asker(&self, number: u64) {
        let mut state = self.state();
        state.readers.retain(|asker| asker.number != number);
        state.writers.retain(|asker| asker.number != number);
    }

    /// Sets who gets what is read. The worker that does so looks at once whether there is something.
    pub fn watch_if_active(&self) {
        self.state().watch(self);
    }

    /// What the poller has seen.
    pub(super) fn on_event(
        &self,
        is_readable: bool,
        is_writable: bool,
        found: &mut VecDeque<Happened>,
    ) {
        let mut state = self.state();
        state.watched = (false, false);
        if is_writable {
            if let Err(error) = state.flush(&self.system) {
                let _: Outcome<()> = state.output_failed(&error);
            }
            if state.left() <= state.settings.low_watermark || state.output_error.is_some() {
                found.extend(state.writers.drain(..).map(Happened::Ready));
            }
            if state.is_closing && (state.left() == 0 || state.output_error.is_some()) {
                drop(state);
                self.let_go();
                return poller::written(self.number);
            }
        }
        if is_readable && !state.is_closing {
            match state.readers.is_empty() {
                false => found.extend(state.readers.drain(..).map(Happened::Ready)),
                true if state.is_active() => found.push_back(Happened::Active(self.number)),
                true => {}
            }
        }
        // An active socket is watched again when its owner has got what there is.
        let reads = !state.readers.is_empty() || state.is_active() && !is_readable;
        state.watch_for(self, reads);
    }

    /// Closes it: who waits is told, and what is to be written still is.
    pub fn close(self: &Arc<Socket>) {
        if !registry::remove(self) {
            return;
        }
        let mut state = self.state();
        state.is_closing = true;
        let waiting: Vec<Asker> = state.readers.drain(..).collect();
        let waiting = waiting.into_iter().chain(state.writers.drain(..));
        waiting.for_each(|asker| poller::tell(Happened::Ready(asker)));
        match state.left() > 0 && state.output_error.is_none() {
            true => {
                poller::keep_until_written(Arc::clone(self));
                state.watch(self);
            }
            false => self.let_go(),
        }
    }

    /// The other side learns of the end now, whoever still holds the socket.
    fn let_go(&self) {
        let _ = self.system.shutdown(Shutdown::Both);
        poller::forget(self);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // The poller's contract.
        poller::forget(self);
    }
}

/// A write to what the other side has closed is no error of its own.
fn closed_or<T>(error: i32) -> Outcome<T> {
    match error {
        libc::EPIPE | libc::ECONNRESET => Outcome::Closed,
        error => Outcome::Failed(error),
    }
}

fn with_scratch<T>(room: usize, work: impl FnOnce(&mut [u8]) -> T) -> T {
    SCRATCH.with_borrow_mut(|scratch| {
        if scratch.len() < room {
            scratch.resize(room, 0);
        }
        work(&mut scratch[..room])
    })
}

/// Writes as much as the system takes.
fn write(mut system: &socket2::Socket, bytes: &[u8]) -> io::Result<usize> {
    let mut sent = 0;
    while sent < bytes.len() {
        match system.write(&bytes[sent..]) {
            Ok(count) => sent += count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(sent)
}

impl State {
    pub fn is_active(&self) -> bool {
        self.settings.active != Active::Passive && self.role != Role::Listener
    }

    /// Whether the other side has ended, or something is wrong, and all that came before has been read.
    pub fn has_ended(&self) -> bool {
        self.end.is_some() && self.start == self.buffer.len()
    }

    fn left(&self) -> usize {
        self.output.len() - self.written
    }

    fn count_received(&mut self, count: usize) {
        self.counts.received += count as u64;
        self.counts.received_packets += 1;
        self.counts.received_most = self.counts.received_most.max(count as u64);
    }

    fn count_sent(&mut self, count: usize) {
        self.counts.sent += count as u64;
        self.counts.sent_packets += 1;
        self.counts.sent_most = self.counts.sent_most.max(count as u64);
    }

    /// Writes what is left.
    fn flush(&mut self, system: &socket2::Socket) -> io::Result<()> {
        self.written += write(system, &self.output[self.written..])?;
        if self.written == self.output.len() {
            self.output.clear();
            self.output.shrink_to(KEPT);
            self.written = 0;
        } else if self.written > CHUNK {
            self.output.drain(..self.written);
            self.written = 0;
        }
        Ok(())
    }

    fn output_failed<T>(&mut self, error: &io::Error) -> Outcome<T> {
        let number = error.raw_os_error().unwrap_or(libc::EIO);
        self.output_error = Some(number);
        self.output = Vec::new();
        self.written = 0;
        closed_or(number)
    }

    /// Has the poller wait for what somebody waits for.
    fn watch(&mut self, socket: &Socket) {
        let reads = !self.readers.is_empty() || self.is_active();
        self.watch_for(socket, reads && !self.is_closing);
    }

    fn watch_for(&mut self, socket: &Socket, reads: bool) {
        let wanted = (reads, self.left() > 0 || !self.writers.is_empty());
        let missing = (wanted.0 && !self.watched.0) || (wanted.1 && !self.watched.1);
        if !missing {
            return;
        }
        let wanted = (wanted.0 || self.watched.0, wanted.1 || self.watched.1);
        match poller::watch(socket, self.is_known_to_poller, wanted.0, wanted.1) {
            Ok(()) => {
                self.is_known_to_poller = true;
                self.watched = wanted;
            }
            // Nobody waits in vain: they try again and learn what is wrong.
            Err(_) => {
                let waiting: Vec<Asker> = self.readers.drain(..).collect();
                let waiting = waiting.into_iter().chain(self.writers.drain(..));
                waiting.for_each(|asker| poller::tell(Happened::Ready(asker)));
            }
        }
    }

    /// See [`Socket::receive`].
    pub fn receive<T>(
        &mut self,
        system: &socket2::Socket,
        length: usize,
        mut take: impl FnMut(&[u8]) -> T,
    ) -> Outcome<T> {
        loop {
            let wanted = match self.next(length) {
                Cut::Packet(begin, end) => {
                    let packet = self.start + begin..self.start + end;
                    let taken = take(&self.buffer[packet]);
                    self.count_received(end);
                    self.start += end;
                    self.give_back();
                    return Outcome::Done(taken);
                }
                Cut::TooLong => return Outcome::TooLong,
                Cut::Incomplete(wanted) => wanted,
            };
            match self.end {
                Some(None) => return Outcome::Closed,
                Some(Some(error)) => return self.read_failed(error),
                None => {}
            }
            // What comes whole and is wanted whole is not kept meanwhile.
            let is_direct =
                self.settings.packet == Packet::Raw && length == 0 && self.buffer.is_empty();
            let room = wanted.saturating_sub(self.buffer.len() - self.start);
            let room = room.max(self.settings.buffer).min(1 << 20);
            let read = with_scratch(room, |scratch| {
                loop {
                    match (&mut &*system).read(scratch) {
                        Ok(0) => {
                            self.end = Some(None);
                            return None;
                        }
                        Ok(count) if is_direct => {
                            self.count_received(count);
                            return Some(Outcome::Done(take(&scratch[..count])));
                        }
                        Ok(count) => {
                            self.add(&scratch[..count]);
                            return None;
                        }
                        Err(error) if error.kind() == ErrorKind::WouldBlock => {
                            return Some(Outcome::Wait);
                        }
                        Err(error) if error.kind() == ErrorKind::Interrupted => {}
                        Err(error) => {
                            self.end = Some(Some(error.raw_os_error().unwrap_or(libc::EIO)));
                            return None;
                        }
                    }
                }
            });
            if let Some(outcome) = read {
                return outcome;
            }
        }
    }

    /// See [`Socket::receive_from`].
    pub fn receive_from<T>(
        &mut self,
        system: &socket2::Socket,
        length: usize,
        mut take: impl FnMut(&[u8], &SockAddr) -> T,
    ) -> Outcome<T> {
        let room = if length == 0 { CHUNK } else { length };
        with_scratch(room, |scratch| {
            loop {
                // SAFETY: bytes that are initialised may be seen as bytes that need not be; the system
                // writes whole bytes only.
                let uninitialised = unsafe {
                    std::slice::from_raw_parts_mut(
                        scratch.as_mut_ptr().cast::<MaybeUninit<u8>>(),
                        scratch.len(),
                    )
                };
                match system.recv_from(uninitialised) {
                    Ok((count, from)) => {
                        self.count_received(count);
                        return Outcome::Done(take(&scratch[..count], &from));
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return Outcome::Wait,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return failed(&error),
                }
            }
        })
    }

    fn read_failed<T>(&self, error: i32) -> Outcome<T> {
        match self.settings.shows_reset {
            true => Outcome::Failed(error),
            false => closed_or(error),
        }
    }

    /// The first packet of what has been read.
    fn next(&self, length: usize) -> Cut {
        let bytes = &self.buffer[self.start..];
        let settings = &self.settings;
        match settings.packet {
            Packet::Raw if length > 0 => match bytes.len() < length {
                true => Cut::Incomplete(length),
                false => Cut::Packet(0, length),
            },
            Packet::Line => {
                let most = match settings.packet_size {
                    0 => settings.buffer,
                    most => most.min(settings.buffer),
                };
                // What is left at the end is a line too.
                match packet::cut(bytes, Packet::Line, settings.delimiter, most) {
                    Cut::Incomplete(_) if self.end.is_some() && !bytes.is_empty() => {
                        Cut::Packet(0, bytes.len())
                    }
                    cut => cut,
                }
            }
            packet => packet::cut(bytes, packet, settings.delimiter, settings.packet_size),
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    fn give_back(&mut self) {
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.buffer.shrink_to(KEPT);
            self.start = 0;
        }
    }
}
