//! The thread that waits for all sockets.

use super::registry;
use super::socket::Socket;
use crate::os::input::Asker;
use crate::os::threads;
use polling::{Event, Events, Poller};
use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// What a worker is to do something about.
#[derive(PartialEq, Eq, Debug)]
pub enum Happened {
    /// Who has waited for a socket may try again.
    Ready(Asker),
    /// A socket in active mode has something to read.
    Active(u64),
    /// An answer to somebody that took long.
    Answer(Asker, Vec<u8>),
}

/// What waits.
struct Waiting {
    poller: Poller,
    knock: Box<dyn Fn() + Send + Sync>,
}

static WAITING: OnceLock<Waiting> = OnceLock::new();
static HAPPENED: Mutex<VecDeque<Happened>> = Mutex::new(VecDeque::new());
/// Whether there is something to take: workers look often.
static HAS_HAPPENED: AtomicBool = AtomicBool::new(false);

fn happened() -> MutexGuard<'static, VecDeque<Happened>> {
    // Nothing that is done under the lock panics half-way.
    HAPPENED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins the thread, unless it has begun. `knock` has a worker come and [`take`]; all callers pass the
/// same.
pub fn begin(knock: impl Fn() + Send + Sync + 'static) -> io::Result<()> {
    static BEGINNING: Mutex<()> = Mutex::new(());
    if WAITING.get().is_some() {
        return Ok(());
    }
    let _one = BEGINNING.lock().unwrap_or_else(PoisonError::into_inner);
    if WAITING.get().is_some() {
        return Ok(());
    }
    let poller = Poller::new()?;
    let waiting = Waiting {
        poller,
        knock: Box::new(knock),
    };
    let _ = WAITING.set(waiting);
    threads::begin("poller", Box::new(wait_for_ever)).map(drop)
}

fn wait_for_ever() {
    let Some(waiting) = WAITING.get() else {
        return;
    };
    let mut events = Events::new();
    let mut found = VecDeque::new();
    loop {
        events.clear();
        if waiting.poller.wait(&mut events, None).is_err() {
            continue;
        }
        for event in events.iter() {
            // One that has been closed meanwhile still has something to write, perhaps.
            let socket = registry::find(event.key as u64).or_else(|| closing(event.key as u64));
            if let Some(socket) = socket {
                socket.on_event(event.readable, event.writable, &mut found);
            }
        }
        announce(&mut found);
    }
}

fn announce(found: &mut VecDeque<Happened>) {
    if found.is_empty() {
        return;
    }
    happened().append(found);
    HAS_HAPPENED.store(true, Ordering::Release);
    if let Some(waiting) = WAITING.get() {
        (waiting.knock)();
    }
}

/// Notes what has happened elsewhere.
pub fn tell(what: Happened) {
    announce(&mut VecDeque::from([what]));
}

/// What has happened since, all of it.
pub fn take() -> VecDeque<Happened> {
    if !HAS_HAPPENED.swap(false, Ordering::Acquire) {
        return VecDeque::new();
    }
    std::mem::take(&mut happened())
}

/// Sockets that have been closed and have not written all yet.
static CLOSING: Mutex<Vec<std::sync::Arc<Socket>>> = Mutex::new(Vec::new());

fn closing_list() -> MutexGuard<'static, Vec<std::sync::Arc<Socket>>> {
    CLOSING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn closing(number: u64) -> Option<std::sync::Arc<Socket>> {
    let list = closing_list();
    list.iter().find(|socket| socket.number == number).cloned()
}

/// Keeps a socket until what it has to write is written.
pub fn keep_until_written(socket: std::sync::Arc<Socket>) {
    closing_list().push(socket);
}

/// It has written all, or never will.
pub fn written(number: u64) {
    closing_list().retain(|socket| socket.number != number);
}

/// Has the thread wait for a socket, once. `is_known`: it has waited for it before.
pub fn watch(socket: &Socket, is_known: bool, reads: bool, writes: bool) -> io::Result<()> {
    let Some(waiting) = WAITING.get() else {
        return Err(io::ErrorKind::NotConnected.into());
    };
    let event = Event::new(socket.number as usize, reads, writes);
    match is_known {
        true => waiting.poller.modify(&socket.system, event),
        // SAFETY: the socket is taken out ([`forget`]) before it is closed by its `Drop`.
        false => unsafe { waiting.poller.add(&socket.system, event) },
    }
}

/// The thread waits for the socket no more.
pub fn forget(socket: &Socket) {
    if let Some(waiting) = WAITING.get() {
        let _ = waiting.poller.delete(&socket.system);
    }
}
