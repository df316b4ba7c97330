//! What all processes are doing, as `SIGUSR1` asks.
//!
//! A worker gathers it between two processes: of those that nobody runs under their locks, while all
//! others go on; for those that run the world is stopped once. Another thread makes one text of it and
//! writes it, so that a slow reader of standard error keeps no worker.

use super::run::Run;
use crate::error::Summary;
use crate::process::{Process, State, Subject};
use crate::safepoint::Refused;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Processes that are shown.
const MOST_PROCESSES: usize = 1000;
/// Bytes of text.
const MOST_BYTES: usize = 256 << 10;
/// After so many records the gathering worker looks whether another wants to be alone.
const STRETCH: usize = 256;
/// Whether the world can be stopped is tried for no longer.
const PATIENCE: Duration = Duration::from_millis(100);

/// What was gathered.
#[derive(Debug)]
pub struct Dump {
    summaries: Vec<Summary>,
    processes: usize,
    waiting: usize,
    workers: usize,
}

impl Run {
    /// Looks into the first processes of the table.
    pub(super) fn gather(&self) -> Dump {
        let processes = self.processes();
        let (mut summaries, mut running) = (Vec::new(), Vec::new());
        for (index, process) in processes.records().enumerate() {
            if summaries.len() + running.len() == MOST_PROCESSES {
                break;
            }
            if index % STRETCH == STRETCH - 1 && self.is_asked() {
                self.pause();
            }
            let locked = process.lock();
            match locked.state {
                State::Vacant => {}
                State::Running(_) => running.push(process),
                _ => summaries.extend(Subject::of(locked).map(|subject| Summary::of(&subject))),
            }
        }
        if !running.is_empty() {
            self.look_at(&running, &mut summaries);
        }
        Dump {
            summaries,
            processes: processes.count(),
            waiting: processes.waiting(),
            workers: processes.workers.len(),
        }
    }

    /// Looks into processes that run, as many as there are workers, while none does. If that cannot be
    /// for some time, no more is said of them than that they run.
    fn look_at(&self, running: &[&'static Process], summaries: &mut Vec<Summary>) {
        let is_alive = |process: &&&'static Process| process.lock().state != State::Vacant;
        let start = Instant::now();
        let mut has_looked = false;
        // Another worker may want to be alone first, or be at a long builtin.
        while !has_looked && start.elapsed() < PATIENCE {
            let world = &self.scheduler.world;
            let looked = world.alone_soon(self.context(), |_| {
                // SAFETY: the world is stopped, and this worker between two processes.
                let look = |process: &&'static Process| unsafe { Subject::running(process, false) };
                let subjects = running.iter().filter(is_alive).map(look);
                summaries.extend(subjects.map(|subject| Summary::of(&subject)));
            });
            has_looked = looked.is_ok();
            if looked == Err(Refused::Late) {
                world.await_stragglers(self.worker);
            }
        }
        if !has_looked {
            let rest = running.iter().filter(is_alive);
            summaries.extend(rest.map(|process| Summary::outside(&process.lock())));
        }
    }
}

impl Dump {
    /// It in words.
    pub fn text(&self) -> String {
        let Dump {
            processes, waiting, ..
        } = self;
        let mut text = format!(
            "alate: {processes} processes, {waiting} waiting for one of {} workers\n",
            self.workers
        );
        let shown = add_lines(&mut text, &self.summaries);
        let more = self.processes.saturating_sub(shown);
        if more > 0 {
            let _ = writeln!(text, "and {more} more");
        }
        text
    }
}

/// Adds as many lines as there is room for; answers how many.
fn add_lines<T: std::fmt::Display>(text: &mut String, items: &[T]) -> usize {
    for (index, item) in items.iter().enumerate() {
        let before = text.len();
        let _ = writeln!(text, "{item}");
        if text.len() > MOST_BYTES {
            text.truncate(before);
            return index;
        }
    }
    items.len()
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, add_lines};

    #[test]
    fn a_dump_has_an_end() {
        let line = "x".repeat(1000);
        let lines = vec![line.as_str(); 1000];
        let mut text = String::from("head\n");
        let shown = add_lines(&mut text, &lines);
        assert_eq!(text.lines().count(), shown + 1);
        assert!(text.len() <= MOST_BYTES && text.len() + 1001 > MOST_BYTES);
        assert!(text.ends_with("x\n"));
        let mut text = String::new();
        assert_eq!(add_lines(&mut text, &["one", "two"]), 2);
        assert_eq!(text, "one\ntwo\n");
    }
}
