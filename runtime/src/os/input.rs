//! Standard input, read by a thread of its own, so that who waits for a line keeps no worker.
//!
//! Who asks gets a line at once if one has been read, and nobody has asked before and still waits.
//! Else the question is queued and the thread reads; when there is an answer it has somebody called
//! who takes it ([`next`]) and makes words of it, for the thread itself knows bytes only. It reads no
//! further than to the next line that somebody waits for, and what comes with that.

use super::threads;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes asked for at a time.
const CHUNK: usize = 1 << 16;
/// A larger buffer is given back when it is empty.
const KEPT: usize = 1 << 20;

/// Who asks: a process, and the number of the reference that the answer carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asker {
    pub process: u64,
    pub number: u64,
}

/// What there was to read.
#[derive(PartialEq, Eq, Debug)]
pub enum Line {
    /// Bytes with their newline, if there is one.
    Bytes(Vec<u8>),
    End,
    /// The system's number of an error.
    Error(i32),
}

/// Bytes that have been read, and who waits for some.
#[derive(Default)]
struct Lines {
    bytes: Vec<u8>,
    /// Where the next line begins.
    start: usize,
    /// Just past the last newline.
    whole: usize,
    /// What comes after the bytes: no more can be read until it has been told.
    end: Option<Line>,
    askers: VecDeque<Asker>,
}

impl Lines {
    const fn new() -> Lines {
        Lines {
            bytes: Vec::new(),
            start: 0,
            whole: 0,
            end: None,
            askers: VecDeque::new(),
        }
    }

    fn has_answer(&self) -> bool {
        self.start < self.whole || self.end.is_some()
    }

    /// Takes what comes next; none: it is still to be read.
    fn take(&mut self) -> Option<Line> {
        if !self.has_answer() {
            return None;
        }
        let mut rest = &self.bytes[self.start..];
        if rest.is_empty() {
            return self.end.take();
        }
        let mut line = Vec::new();
        // Reading from memory does not fail.
        let count = rest.read_until(b'\n', &mut line).unwrap_or(0);
        self.start += count;
        if self.start == self.bytes.len() {
            self.bytes.clear();
            self.bytes.shrink_to(KEPT);
            (self.start, self.whole) = (0, 0);
        }
        Some(Line::Bytes(line))
    }

    /// Adds what was read.
    fn add(&mut self, chunk: &[u8]) {
        if self.start > 0 {
            self.bytes.drain(..self.start);
            self.whole = self.whole.saturating_sub(self.start);
            self.start = 0;
        }
        if let Some(newline) = chunk.iter().rposition(|byte| *byte == b'\n') {
            self.whole = self.bytes.len() + newline + 1;
        }
        self.bytes.extend_from_slice(chunk);
    }

    /// The first who asked and is still there, and what comes next.
    fn next(&mut self, is_there: impl Fn(u64) -> bool) -> Option<(Asker, Line)> {
        while let Some(asker) = self.askers.front()
            && !is_there(asker.process)
        {
            self.askers.pop_front();
        }
        self.askers.front()?;
        let line = self.take()?;
        self.askers.pop_front().map(|asker| (asker, line))
    }
}

/// Standard input.
struct Input {
    lines: Mutex<Lines>,
    /// Somebody waits for what is still to be read.
    wanted: Condvar,
    /// Whether the thread has begun. Changed by who wants to begin it.
    has_reader: Mutex<bool>,
}

static INPUT: Input = Input {
    lines: Mutex::new(Lines::new()),
    wanted: Condvar::new(),
    has_reader: Mutex::new(false),
};

impl Input {
    fn lines(&self) -> MutexGuard<'_, Lines> {
        // Nothing that is done under the lock panics half-way.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The work of the thread.
    fn read_for_ever(&self, call: impl Fn()) {
        let mut chunk = vec![0; CHUNK];
        loop {
            let mut lines = self.lines();
            while lines.askers.is_empty() || lines.has_answer() {
                lines = self
                    .wanted
                    .wait(lines)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            drop(lines);
            let read = read(&mut chunk);
            let mut lines = self.lines();
            match read {
                Ok(0) => lines.end = Some(Line::End),
                Ok(count) => lines.add(&chunk[..count]),
                Err(error) => {
                    let number = error.raw_os_error().unwrap_or(libc::EIO);
                    lines.end = Some(Line::Error(number));
                }
            }
            let has_answer = lines.has_answer();
            drop(lines);
            if has_answer {
                call();
            }
        }
    }
}

/// Reads some bytes, waiting for them; 0 at the end.
fn read(chunk: &mut [u8]) -> io::Result<usize> {
    loop {
        // A chunk as large as this goes past the library's own buffer.
        let error = match io::stdin().read(chunk) {
            Ok(count) => return Ok(count),
            Err(error) => error,
        };
        match error.kind() {
            io::ErrorKind::Interrupted => {}
            // Somebody else has made it so, for whom it is standard input too.
            io::ErrorKind::WouldBlock => wait_for_input(),
            _ => return Err(error),
        }
    }
}

fn wait_for_input() {
    let mut wanted = libc::pollfd {
        fd: 0,
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: the call writes to the one record that it is told of.
    unsafe { libc::poll(&raw mut wanted, 1, -1) };
}

/// What comes next of standard input; none: it will be there when `call`, which the reading thread
/// does, has been called. All callers pass the same.
pub fn ask(asker: Asker, call: impl Fn() + Send + 'static) -> Option<Line> {
    {
        let mut lines = INPUT.lines();
        if lines.askers.is_empty()
            && let Some(line) = lines.take()
        {
            return Some(line);
        }
        lines.askers.push_back(asker);
    }
    let mut has_reader = INPUT
        .has_reader
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if !*has_reader {
        let work = move || INPUT.read_for_ever(call);
        if let Err(error) = threads::begin("input", Box::new(work)) {
            INPUT.lines().askers.retain(|other| *other != asker);
            return Some(Line::Error(error.raw_os_error().unwrap_or(libc::EAGAIN)));
        }
        *has_reader = true;
    }
    drop(has_reader);
    INPUT.wanted.notify_one();
    None
}

/// The first who asked and is still there, and the answer, if there is one.
pub fn next(is_there: impl Fn(u64) -> bool) -> Option<(Asker, Line)> {
    let next = INPUT.lines().next(is_there);
    if next.is_none() {
        // There may be somebody left for whom more is to be read.
        INPUT.wanted.notify_one();
    }
    next
}

#[cfg(test)]
mod tests {
    use super::{Asker, Line, Lines};

    fn asker(process: u64) -> Asker {
        Asker { process, number: 7 }
    }

    fn bytes(text: &str) -> Option<Line> {
        Some(Line::Bytes(text.into()))
    }

    #[test]
    fn lines_are_whole() {
        let mut lines = Lines::new();
        assert_eq!(lines.take(), None);
        lines.add(b"on");
        assert_eq!(lines.take(), None);
        lines.add(b"e\ntwo\n\nth");
        assert_eq!(lines.take(), bytes("one\n"));
        lines.add(b"ree");
        assert_eq!(lines.take(), bytes("two\n"));
        assert_eq!(lines.take(), bytes("\n"));
        assert_eq!(lines.take(), None);
        lines.end = Some(Line::End);
        assert_eq!(lines.take(), bytes("three"));
        assert_eq!(lines.take(), Some(Line::End));
        assert_eq!(lines.take(), None);
        lines.add(b"more\n");
        assert_eq!(lines.take(), bytes("more\n"));
        assert!(lines.bytes.is_empty());
    }

    #[test]
    fn who_asks_first_is_first_and_the_dead_get_nothing() {
        let mut lines = Lines::new();
        lines.add(b"a\nb\n");
        assert_eq!(lines.next(|_| true), None);
        lines.askers.extend([1, 2, 3, 4].map(asker));
        let is_there = |process| process != 1 && process != 3;
        let answers: Vec<_> = std::iter::from_fn(|| lines.next(is_there)).collect();
        let line = |text: &str| Line::Bytes(text.into());
        assert_eq!(answers, [(asker(2), line("a\n")), (asker(4), line("b\n"))]);
        assert!(lines.askers.is_empty());
    }

    #[test]
    fn an_error_is_told_once_and_after_what_was_read() {
        let mut lines = Lines::new();
        lines.add(b"rest");
        lines.end = Some(Line::Error(5));
        lines.askers.extend([1, 2, 3].map(asker));
        let rest = Line::Bytes(b"rest".to_vec());
        assert_eq!(lines.next(|_| true), Some((asker(1), rest)));
        assert_eq!(lines.next(|_| true), Some((asker(2), Line::Error(5))));
        assert_eq!(lines.next(|_| true), None);
        assert_eq!(lines.askers, [asker(3)]);
    }
}
