//! What changes of a socket: what has been read and not been asked for, what is still to be written, who
//! waits, and what users have set.

use super::packet::{self, Cut, Packet};
use super::poller::{self, Happened};
use super::socket::Socket;
use crate::os::input::Asker;
use socket2::SockAddr;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::mem::MaybeUninit;

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
    pub(super) buffer: Vec<u8>,
    pub(super) start: usize,
    /// What is to be written, from `written` on.
    pub(super) output: Vec<u8>,
    pub(super) written: usize,
    /// The other side sends no more, or something is wrong (the system's number).
    pub(super) end: Option<Option<i32>>,
    /// Writing has failed.
    pub(super) output_error: Option<i32>,
    pub(super) readers: VecDeque<Asker>,
    pub(super) writers: VecDeque<Asker>,
    /// What the poller waits for.
    pub(super) watched: (bool, bool),
    pub(super) is_known_to_poller: bool,
    pub(super) is_closing: bool,
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

impl<T> Outcome<T> {
    /// With something else in the place of what was done.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Outcome::Done(done) => Outcome::Done(make(done)),
            Outcome::Wait => Outcome::Wait,
            Outcome::Closed => Outcome::Closed,
            Outcome::TooLong => Outcome::TooLong,
            Outcome::Failed(number) => Outcome::Failed(number),
        }
    }
}

pub(super) fn failed<T>(error: &io::Error) -> Outcome<T> {
    Outcome::Failed(error.raw_os_error().unwrap_or(libc::EIO))
}

/// A write to what the other side has closed is no error of its own.
pub(super) fn closed_or<T>(error: i32) -> Outcome<T> {
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
pub(super) fn write(mut system: &socket2::Socket, bytes: &[u8]) -> io::Result<usize> {
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
    pub(super) fn new(role: Role, settings: Settings) -> State {
        State {
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
        }
    }

    pub fn is_active(&self) -> bool {
        self.settings.active != Active::Passive && self.role != Role::Listener
    }

    pub(super) fn left(&self) -> usize {
        self.output.len() - self.written
    }

    pub(super) fn count_received(&mut self, count: usize) {
        self.counts.received += count as u64;
        self.counts.received_packets += 1;
        self.counts.received_most = self.counts.received_most.max(count as u64);
    }

    pub(super) fn count_sent(&mut self, count: usize) {
        self.counts.sent += count as u64;
        self.counts.sent_packets += 1;
        self.counts.sent_most = self.counts.sent_most.max(count as u64);
    }

    /// Writes what is left.
    pub(super) fn flush(&mut self, system: &socket2::Socket) -> io::Result<()> {
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

    pub(super) fn output_failed<T>(&mut self, error: &io::Error) -> Outcome<T> {
        let number = error.raw_os_error().unwrap_or(libc::EIO);
        self.output_error = Some(number);
        self.output = Vec::new();
        self.written = 0;
        closed_or(number)
    }

    /// Has the poller wait for what somebody waits for.
    pub(super) fn watch(&mut self, socket: &Socket) {
        let reads = !self.readers.is_empty() || self.is_active();
        self.watch_for(socket, reads && !self.is_closing);
    }

    pub(super) fn watch_for(&mut self, socket: &Socket, reads: bool) {
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
