//! A socket of the system, and what is done with it.

use super::address::Address;
use super::packet;
use super::poller::{self, Happened};
use super::registry;
use super::state::{Outcome, Role, Settings, State, closed_or, failed, write};
use crate::os::input::Asker;
use socket2::{Domain, SockAddr, Type};
use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::Shutdown;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An open socket.
pub struct Socket {
    pub number: u64,
    pub system: socket2::Socket,
    owner: AtomicU64,
    state: Mutex<State>,
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
        Ok(registry::add(Socket {
            number: registry::new_number(),
            system,
            owner: AtomicU64::new(owner),
            state: Mutex::new(State::new(role, settings)),
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
