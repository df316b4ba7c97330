//! What comes from outside while the program runs: signals, standard input and the
//! readers of the output.
//!
//! A thread of its own waits for signals, others read and write; none of them touches a word. They leave what
//! they have and [`knock`](crate::process::Processes::knock): a worker between two processes comes
//! to [`Run::outside`] and does what is to be done with it.
//!
//! ```text
//!  SIGTERM, SIGINT ─▶ exit signal `shutdown` from <0.0.0> to the first process ─▶ it ends, and so does the program
//!                     ╰─ the deadline passes, or there is a second signal ──────▶ the program ends at once
//!  SIGUSR1 ─────────▶ a worker gathers ─▶ a thread writes what all processes are doing
//!  a line ──────────▶ a message to the process that asked for it
//!  a slow reader ───▶ the processes that have waited for it go on
//!  a socket ────────▶ a message to the process that waits for it, or to its owner
//! ```

use super::dump::Dump;
use super::run::{Run, Scheduler};
use crate::atom::well_known;
use crate::binary;
use crate::heap;
use crate::net::poller::{self, Happened};
use crate::os::input::{self, Line};
use crate::os::{errors, exit, signals, stdio, threads};
use crate::process::host::HOST;
use crate::process::{Cause, STANDARD_DEVICE, reference};
use crate::word::Word;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What has been asked of the program from outside.
pub(super) struct Outside {
    /// How long the program may take to end in order.
    deadline: Duration,
    /// The first signal that was to stop the program; 0: there was none.
    stop: AtomicI32,
    /// Whether the first process has been told.
    is_told: AtomicBool,
    /// What the processes do, if somebody waits for it.
    dump: Mutex<Wish>,
    dumped: Condvar,
    /// How many dumps have been asked for while one is being written, with that.
    dumps: AtomicU32,
}

/// A dump that is wanted.
enum Wish {
    None,
    Asked,
    Granted(Dump),
}

/// Workers are given so long to come to a safe point and say what processes do.
const DUMP_PATIENCE: Duration = Duration::from_secs(5);
/// What is buffered has so long to be written when the program ends out of order.
const LAST_WORDS: Duration = Duration::from_secs(1);

impl Outside {
    pub(super) fn new(deadline: Duration) -> Outside {
        Outside {
            deadline,
            stop: AtomicI32::new(0),
            is_told: AtomicBool::new(false),
            dump: Mutex::new(Wish::None),
            dumped: Condvar::new(),
            dumps: AtomicU32::new(0),
        }
    }

    /// The exit status of a program that a signal has stopped, if one has.
    pub(super) fn status(&self) -> Option<i32> {
        match self.stop.load(Ordering::SeqCst) {
            0 => None,
            signal => Some(status(signal)),
        }
    }

    fn wish(&self) -> MutexGuard<'_, Wish> {
        // Nothing that is done under the lock panics half-way.
        self.dump.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As shells have it.
fn status(signal: i32) -> i32 {
    128 + signal
}

/// Begins the thread that waits for signals.
pub(super) fn begin(scheduler: &'static Scheduler) {
    if !HOST.has_signals() {
        // Signals are the host's business.
        return;
    }
    if threads::begin("signals", Box::new(move || attend(scheduler))).is_err() {
        signals::release();
    }
}

/// Waits for signals as long as the program runs.
fn attend(scheduler: &'static Scheduler) {
    let outside = &scheduler.outside;
    let mut end = None;
    loop {
        match (signals::wait(end), end) {
            (Some(signals::SHOW), _) => dump(scheduler),
            (Some(signal), None) => {
                end = Some(Instant::now() + outside.deadline);
                outside.stop.store(signal, Ordering::SeqCst);
                scheduler.processes().knock();
            }
            (Some(signal), Some(_)) => end_at_once(status(signal), String::new()),
            (None, Some(_)) => {
                let seconds = outside.deadline.as_secs();
                let late = format!(
                    "alate: the program had not ended {seconds} s after it was told to stop\n"
                );
                end_at_once(outside.status().unwrap_or(1), late);
            }
            // There is nothing to wait for: all are ignored.
            (None, None) => return,
        }
    }
}

/// Ends the program whatever it does. Somebody may have stopped reading what it writes.
fn end_at_once(status: i32, message: String) -> ! {
    let written = Arc::new((Mutex::new(false), Condvar::new()));
    let done = Arc::clone(&written);
    let last_words = move || {
        exit::flush();
        stdio::report_and_wait(&message);
        *done.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        done.1.notify_one();
    };
    if threads::begin("end", Box::new(last_words)).is_ok() {
        let (is_written, changed) = &*written;
        let is_written = is_written.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = changed.wait_timeout_while(is_written, LAST_WORDS, |is_written| !*is_written);
    }
    exit::exit_at_once(status)
}

/// Has a dump written by a thread of its own; one after the other, where several are asked for, but no
/// more than one is to come after that which is being written.
fn dump(scheduler: &'static Scheduler) {
    let dumps = &scheduler.outside.dumps;
    if dumps.fetch_add(1, Ordering::SeqCst) > 0 {
        return;
    }
    let write = move || {
        loop {
            let asked = dumps.load(Ordering::SeqCst);
            stdio::report_and_wait(&gathered(scheduler));
            let end = dumps.compare_exchange(asked, 0, Ordering::SeqCst, Ordering::SeqCst);
            if end.is_ok() {
                return;
            }
        }
    };
    if threads::begin("dump", Box::new(write)).is_err() {
        dumps.store(0, Ordering::SeqCst);
    }
}

/// The text of a dump, which a worker gathers.
fn gathered(scheduler: &Scheduler) -> String {
    let outside = &scheduler.outside;
    *outside.wish() = Wish::Asked;
    scheduler.processes().knock();
    let waited = outside
        .dumped
        .wait_timeout_while(outside.wish(), DUMP_PATIENCE, |wish| {
            matches!(wish, Wish::Asked)
        });
    let (mut wish, _) = waited.unwrap_or_else(PoisonError::into_inner);
    match std::mem::replace(&mut *wish, Wish::None) {
        Wish::Granted(dump) => dump.text(),
        _ => "alate: no worker has come to a safe point to look at processes\n".into(),
    }
}

impl Run {
    /// Looks at what has come from outside. Called between two processes.
    pub(super) fn outside(&self) {
        let outside = &self.scheduler.outside;
        if outside.status().is_some() && !outside.is_told.swap(true, Ordering::SeqCst) {
            let first = self.scheduler.first();
            let reason = well_known::SHUTDOWN.get();
            let context = self.context();
            let processes = self.processes();
            processes.exit_signal(context, STANDARD_DEVICE, first, reason, Cause::Call);
        }
        self.hand_out_lines();
        self.hand_out_mail();
        self.attend_to_sockets();
        self.processes().let_writers_go(self.worker);
        let is_asked = matches!(*outside.wish(), Wish::Asked);
        if is_asked {
            let dump = self.gather();
            let mut wish = outside.wish();
            // Who asked may have lost patience.
            if matches!(*wish, Wish::Asked) {
                *wish = Wish::Granted(dump);
                outside.dumped.notify_one();
            }
        }
    }

    /// Sends `#(Reference Line)` to those who asked for a line.
    fn hand_out_lines(&self) {
        let is_there = |pid| {
            let process = self.processes().lock(pid);
            process.is_some_and(|process| process.exit_reason.is_none())
        };
        while let Some((asker, line)) = input::next(is_there) {
            let context = self.context();
            let line = match line {
                Line::Bytes(bytes) => binary::from_bytes(context, &bytes)
                    .unwrap_or_else(|_| self.input_error("enomem")),
                Line::End => well_known::EOF.get(),
                Line::Error(number) => self.input_error(errors::name_of(number)),
            };
            let parts = [reference(context, asker.number), line];
            let message = heap::tuple(context, &parts);
            self.processes().send(self.worker, asker.process, message);
        }
    }

    /// Sends `#(Reference Binary)` to those who wait for the host of the program.
    fn hand_out_mail(&self) {
        while let Some((asker, bytes)) = HOST.next_mail() {
            let context = self.context();
            let bytes =
                binary::from_bytes(context, &bytes).unwrap_or_else(|_| self.input_error("enomem"));
            let parts = [reference(context, asker.number), bytes];
            let message = heap::tuple(context, &parts);
            self.processes().send(self.worker, asker.process, message);
        }
    }

    /// Sends `#(Reference ready)` to those who wait for a socket, `#(Reference Binary)` to those who wait
    /// for an answer, and what sockets in active mode have read.
    fn attend_to_sockets(&self) {
        for happened in poller::take() {
            let context = self.context();
            let (asker, answer) = match happened {
                Happened::Active(number) => {
                    self.processes()
                        .deliver_socket(context, self.worker, number);
                    continue;
                }
                Happened::Ready(asker) => (asker, well_known::READY.get()),
                Happened::Answer(asker, bytes) => {
                    let bytes = binary::from_bytes(context, &bytes);
                    let answer = bytes.unwrap_or_else(|_| self.input_error("enomem"));
                    (asker, answer)
                }
            };
            let parts = [reference(context, asker.number), answer];
            let message = heap::tuple(context, &parts);
            self.processes().send(self.worker, asker.process, message);
        }
    }

    fn input_error(&self, name: &str) -> Word {
        // There is room for the few names there are; if not, the error has another one.
        let reason = crate::atom::intern(name).unwrap_or(well_known::ERROR.get());
        heap::tuple(self.context(), &[well_known::ERROR.get(), reason])
    }
}
