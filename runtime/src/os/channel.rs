//! Bytes on their way to standard output or error, in the order in which they were written.
//!
//! ```text
//!  write ─▶ queue ─┬─▶ what the reader has room for, at once, by whoever is there
//!                  ╰─▶ the rest: a thread of its own takes the whole queue, and waits for the reader
//! ```
//!
//! Nobody overtakes the thread: while it writes, all others only queue. Who has queued more than
//! [`MOST`] waits (`Processes` suspends it) until half of that is written; [`Channel::let_go`] says who.
//!
//! The lock is held while bytes are copied and for writes that do not wait, never for others.

use super::descriptor::Descriptor;
use super::{exit, threads, time};
use std::collections::VecDeque;
use std::io;
use std::os::fd::RawFd;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// So many bytes are written together where much is written at once.
const BUFFER: usize = 1 << 16;
/// Who adds to so many waits.
const MOST: usize = 4 * BUFFER;
/// The runtime's own reports wait only for this.
const FLOOD: usize = 16 << 20;
/// A larger buffer is not kept for the next bytes.
const KEPT: usize = 2 * MOST;

/// Nanoseconds after which a reader is not kept waiting for more: what a person takes for at once.
const PATIENCE: i64 = 100_000_000;

/// Has a worker look who may go on.
pub type Call = Box<dyn Fn() + Send>;

/// One of the two.
pub struct Channel {
    state: Mutex<State>,
    /// There is something for the thread to do.
    wanted: Condvar,
    /// It has done it.
    done: Condvar,
}

/// Bytes for one descriptor. Both standard streams are one channel where they lead to the same place.
struct Piece {
    to: RawFd,
    bytes: Vec<u8>,
}

struct State {
    /// Known from the first write on.
    descriptors: Vec<(RawFd, Descriptor)>,
    queue: VecDeque<Piece>,
    /// Bytes in the queue, and those that the thread is writing.
    queued: usize,
    in_hand: usize,
    /// When bytes were last handed over. Before the first time it is long ago, so the first words of a
    /// program are seen at once.
    written: i64,
    has_thread: bool,
    /// It is to write the queue.
    is_asked: bool,
    /// So it does, or somebody else who waits for the reader, or it will soon.
    is_busy: bool,
    /// The program ends, and says itself with what status.
    is_ending: bool,
    /// Processes that wait, and how to say that they may go on.
    waiting: Vec<u64>,
    call: Option<Call>,
    /// Those that may.
    released: Vec<u64>,
}

/// How one who has written goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Pace {
    GoOn,
    /// Much is queued: when there is room again.
    Wait,
}

impl State {
    fn descriptor(&mut self, number: RawFd) -> Descriptor {
        let found = self.descriptors.iter().position(|(it, _)| *it == number);
        let index = found.unwrap_or_else(|| {
            self.descriptors.push((number, Descriptor::new(number)));
            self.descriptors.len() - 1
        });
        self.descriptors[index].1
    }

    fn add(&mut self, to: RawFd, bytes: &[u8]) {
        self.queued += bytes.len();
        match self.queue.back_mut() {
            Some(last) if last.to == to => last.bytes.extend_from_slice(bytes),
            _ => self.queue.push_back(Piece {
                to,
                bytes: bytes.to_vec(),
            }),
        }
    }

    /// Whether nothing has been handed over for a while.
    fn is_late(&self) -> bool {
        time::monotonic_coarse() - self.written >= PATIENCE
    }

    fn is_full(&self) -> bool {
        self.queued + self.in_hand > MOST
    }

    /// Writes what the reader has room for. After an error the rest is forgotten.
    fn write_what_fits(&mut self) -> io::Result<()> {
        self.written = time::monotonic_coarse();
        while let Some(piece) = self.queue.pop_front() {
            let Piece { to, mut bytes } = piece;
            let count = match self.descriptor(to).write_what_fits(&bytes) {
                Ok(count) => count,
                Err(error) => {
                    self.forget();
                    return Err(error);
                }
            };
            self.queued -= count;
            let is_whole = count == bytes.len();
            bytes.drain(..count);
            // An emptied buffer is kept for what comes next.
            if !is_whole || self.queue.is_empty() && bytes.capacity() <= KEPT {
                self.queue.push_front(Piece { to, bytes });
                break;
            }
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.queue.clear();
        self.queued = 0;
    }

    /// Who waits may go on when there is room again.
    fn release(&mut self) {
        if self.queued + self.in_hand <= MOST / 2 && !self.waiting.is_empty() {
            self.released.append(&mut self.waiting);
            if let Some(call) = &self.call {
                call();
            }
        }
    }
}

impl Channel {
    /// A channel without anything in it.
    pub const fn new() -> Channel {
        Channel {
            state: Mutex::new(State {
                descriptors: Vec::new(),
                queue: VecDeque::new(),
                queued: 0,
                in_hand: 0,
                written: -PATIENCE,
                has_thread: false,
                is_asked: false,
                is_busy: false,
                is_ending: false,
                waiting: Vec::new(),
                call: None,
                released: Vec::new(),
            }),
            wanted: Condvar::new(),
            done: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock panics half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds bytes, and hands over what is due: all where `at_once`; else when there is much, when a
    /// line ends on a terminal, and when nothing has been for a while.
    pub fn write(&'static self, to: RawFd, bytes: &[u8], at_once: bool) -> io::Result<Pace> {
        if bytes.is_empty() {
            return Ok(Pace::GoOn);
        }
        let mut state = self.state();
        state.add(to, bytes);
        let is_due = at_once || state.queued >= BUFFER || state.is_late();
        if is_due || state.descriptor(to).is_terminal() && bytes.contains(&b'\n') {
            state = self.hand_over(state)?;
        }
        Ok(match state.is_full() {
            true => Pace::Wait,
            false => Pace::GoOn,
        })
    }

    /// Hands over what is buffered.
    pub fn flush(&'static self) -> io::Result<()> {
        self.hand_over(self.state()).map(drop)
    }

    /// The same, or only of what has been buffered for a while, unless another thread is just at it.
    pub fn flush_unless_busy(&'static self, only_late: bool) {
        if let Ok(state) = self.state.try_lock()
            && state.queued > 0
            && (!only_late || state.is_late())
        {
            // That nobody reads any more is told by the next write.
            drop(self.hand_over(state));
        }
    }

    /// Writes what there is room for, and has the thread write the rest.
    fn hand_over<'a>(
        &'static self,
        mut state: MutexGuard<'a, State>,
    ) -> io::Result<MutexGuard<'a, State>>
    where
        'static: 'a,
    {
        if state.is_busy || state.queued == 0 {
            return Ok(state);
        }
        state.write_what_fits()?;
        if state.queued == 0 {
            return Ok(state);
        }
        if !state.has_thread {
            let work = move || self.write_for_ever();
            if threads::begin("output", Box::new(work)).is_err() {
                let (state, result) = self.write_queue(state);
                return result.map(|()| state);
            }
            state.has_thread = true;
        }
        (state.is_asked, state.is_busy) = (true, true);
        self.wanted.notify_one();
        Ok(state)
    }

    /// Writes the queue until there is none, waiting for the reader.
    fn write_queue<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
    ) -> (MutexGuard<'a, State>, io::Result<()>) {
        state.is_busy = true;
        let mut result = Ok(());
        while result.is_ok() && state.queued > 0 {
            let pieces = std::mem::take(&mut state.queue);
            state.in_hand = std::mem::take(&mut state.queued);
            for Piece { to, bytes } in pieces {
                let descriptor = state.descriptor(to);
                drop(state);
                result = descriptor.write_all(&bytes);
                state = self.state();
                state.in_hand -= bytes.len();
                if result.is_err() {
                    state.forget();
                    break;
                }
                state.release();
            }
            state.in_hand = 0;
            state.written = time::monotonic_coarse();
        }
        state.release();
        state.is_busy = false;
        self.done.notify_all();
        (state, result)
    }

    /// The work of the thread.
    fn write_for_ever(&self) {
        let mut state = self.state();
        loop {
            while !std::mem::take(&mut state.is_asked) {
                state = self
                    .wanted
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            let (after, result) = self.write_queue(state);
            state = after;
            if result.is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
                && !state.is_ending
            {
                // As for one who writes at once; see `builtins/io.rs`.
                exit::exit_at_once(0);
            }
        }
    }

    /// Writes all that is buffered, waiting for the reader. `is_last`: the program ends.
    pub fn drain(&self, is_last: bool) -> io::Result<()> {
        let mut state = self.state();
        state.is_ending |= is_last;
        while state.is_busy {
            state = self
                .done
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        self.write_queue(state).1
    }

    /// Whether more than memory is good for is queued.
    pub fn is_flooded(&self) -> bool {
        let state = self.state();
        state.queued + state.in_hand > FLOOD
    }

    /// Has a process wait; it is among those that are let go when `call` has been called. False: there
    /// is room by now. All callers pass the same.
    pub fn wait(&self, process: u64, call: impl FnOnce() -> Call) -> bool {
        let mut state = self.state();
        if !state.is_full() {
            return false;
        }
        state.waiting.push(process);
        state.call.get_or_insert_with(call);
        true
    }

    /// Those who have waited and may go on.
    pub fn let_go(&self) -> Vec<u64> {
        std::mem::take(&mut self.state().released)
    }
}

#[cfg(test)]
mod tests {
    use super::{Channel, MOST, Pace};
    use std::io::{PipeReader, PipeWriter, Read, pipe};
    use std::os::fd::AsRawFd;
    use std::sync::mpsc;

    fn with_pipe() -> (&'static Channel, PipeReader, PipeWriter) {
        let (reader, writer) = pipe().unwrap();
        (Box::leak(Box::new(Channel::new())), reader, writer)
    }

    #[test]
    fn who_writes_much_waits_until_it_is_read() {
        let (channel, mut reader, writer) = with_pipe();
        let to = writer.as_raw_fd();
        let (called, calls) = mpsc::channel();
        let mut sent = Vec::new();
        let mut pace = Pace::GoOn;
        while pace == Pace::GoOn {
            let line = format!("{}\n", sent.len());
            sent.extend_from_slice(line.as_bytes());
            pace = channel.write(to, line.as_bytes(), false).unwrap();
        }
        assert!(sent.len() > MOST);
        let call = || Box::new(move || called.send(()).unwrap()) as _;
        assert!(channel.wait(7, call));
        assert_eq!(channel.let_go(), []);
        let mut read = vec![0; sent.len()];
        reader.read_exact(&mut read).unwrap();
        assert!(read == sent);
        calls.recv().unwrap();
        assert_eq!(channel.let_go(), [7]);
        assert!(!channel.wait(8, || unreachable!("there is room")));
    }

    #[test]
    fn two_descriptors_keep_their_order() {
        let (channel, mut reader, writer) = with_pipe();
        let other = writer.try_clone().unwrap();
        let mut sent = String::new();
        for number in 0..100_000 {
            let to = if number % 3 == 0 { &writer } else { &other };
            let line = format!("{number}\n");
            let _ = channel.write(to.as_raw_fd(), line.as_bytes(), number % 100 == 0);
            sent += &line;
        }
        let written = std::thread::spawn(|| channel.drain(true).unwrap());
        let mut read = vec![0; sent.len()];
        reader.read_exact(&mut read).unwrap();
        written.join().unwrap();
        assert!(read == sent.as_bytes());
    }
}
