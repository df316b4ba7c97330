//! What processes do to each other: messages, links, monitors, exit signals. The rules are those of
//! OTP's manual ("Processes", section "Signals").

use super::record::State;
use super::table::Processes;
use crate::atom::well_known;
use crate::heap;
use crate::word::Word;
use alate_abi::context::Context;
use alate_abi::layout::KIND_REFERENCE;

/// Who watches a process, and as what: its pid or the name it was monitored by.
#[derive(Clone, Copy, Debug)]
pub struct Watcher {
    pub pid: u64,
    pub name: Option<u64>,
}

/// Where an exit signal comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// `exit/2`: the reason `kill` cannot be trapped.
    Call,
    /// The end of a linked process.
    Link,
}

/// The reference of a number.
pub fn reference(ctx: &mut Context, number: u64) -> Word {
    let words = [number, 0, 0];
    heap::boxed_with(ctx, KIND_REFERENCE, 0, 3, |index| words[index])
}

/// The number of a reference.
pub fn reference_number(word: Word) -> Option<u64> {
    let is_reference = word.boxed_kind() == Some(KIND_REFERENCE);
    // SAFETY: a reference has three raw words.
    is_reference.then(|| unsafe { word.field(1) })
}

impl Processes {
    /// Puts a message into a mailbox. Nothing happens if the process is dead.
    pub fn send(&mut self, to: u64, message: Word) {
        let Some(process) = self.get(to) else {
            return;
        };
        process.mailbox.push(message.0);
        let is_waiting = matches!(process.state, State::Waiting(_));
        self.touch(to);
        if is_waiting {
            self.wake(to, well_known::TRUE.get());
        }
    }

    /// An exit signal. It takes effect when the receiver is to run next.
    pub fn exit_signal(
        &mut self,
        ctx: &mut Context,
        from: u64,
        to: u64,
        reason: Word,
        cause: Cause,
    ) {
        let Some(process) = self.get(to) else {
            return;
        };
        // A signal of a link that has been taken back meanwhile is nobody's business.
        if cause == Cause::Link && !process.links.remove(&from) {
            return;
        }
        let is_kill = cause == Cause::Call && reason == well_known::KILL.get();
        if is_kill {
            self.end_by_signal(to, well_known::KILLED.get());
        } else if process.traps_exits {
            let tag = well_known::EXIT_SIGNAL.get();
            let message = heap::tuple(ctx, &[tag, Word(from), reason]);
            self.send(to, message);
        } else if reason != well_known::NORMAL.get() || from == to {
            self.end_by_signal(to, reason);
        }
    }

    fn end_by_signal(&mut self, pid: u64, reason: Word) {
        if let Some(process) = self.get(pid) {
            process.exit_reason.get_or_insert(reason.0);
            self.touch(pid);
            self.release(pid);
            self.wake(pid, well_known::TRUE.get());
        }
    }

    /// Links two processes. False: the other is dead.
    pub fn link(&mut self, a: u64, b: u64) -> bool {
        if a == b {
            return true;
        }
        let Some(other) = self.get(b) else {
            return false;
        };
        other.links.insert(a);
        if let Some(process) = self.get(a) {
            process.links.insert(b);
        }
        true
    }

    /// Takes a link back.
    pub fn unlink(&mut self, a: u64, b: u64) {
        if let Some(process) = self.get(a) {
            process.links.remove(&b);
        }
        if let Some(other) = self.get(b) {
            other.links.remove(&a);
        }
    }

    /// Watches a process under the number of a reference; `DOWN` comes at once if it is dead.
    pub fn monitor(&mut self, ctx: &mut Context, number: u64, watched: u64, watcher: Watcher) {
        match self.get(watched) {
            Some(process) => {
                process.watchers.insert(number, watcher);
                if let Some(process) = self.get(watcher.pid) {
                    process.monitors.insert(number, watched);
                }
            }
            None => self.down(ctx, number, watched, watcher, well_known::NOPROC.get()),
        }
    }

    /// Stops watching. False: there is no such monitor of that process.
    pub fn demonitor(&mut self, watcher: u64, number: u64) -> bool {
        let process = self.get(watcher);
        let Some(watched) = process.and_then(|process| process.monitors.remove(&number)) else {
            return false;
        };
        if let Some(process) = self.get(watched) {
            process.watchers.remove(&number);
        }
        self.take_tag(watcher, number);
        self.monitor_ended(number);
        true
    }

    /// Whom a process watches, in the order of its monitors: pids, and the names they were given by.
    pub fn monitors_of(&mut self, watcher: u64) -> Vec<(u64, Option<u64>)> {
        let Some(process) = self.get(watcher) else {
            return Vec::new();
        };
        let mut monitors: Vec<(u64, u64)> = process
            .monitors
            .iter()
            .map(|(number, watched)| (*number, *watched))
            .collect();
        monitors.sort_unstable();
        monitors
            .into_iter()
            .map(|(number, watched)| {
                let watcher = self.get(watched).and_then(|it| it.watchers.get(&number));
                (watched, watcher.and_then(|watcher| watcher.name))
            })
            .collect()
    }

    /// The process that began a process, the one that began that, and so on as long as they live.
    pub fn ancestors(&mut self, pid: u64, most: usize) -> Vec<Word> {
        let mut ancestors = Vec::new();
        let mut pid = pid;
        while let Some(process) = self.get(pid)
            && process.parent != pid
            && ancestors.len() < most
        {
            pid = process.parent;
            ancestors.push(Word(pid));
        }
        ancestors
    }

    /// Tells a watcher that a process is no more.
    pub fn down(
        &mut self,
        ctx: &mut Context,
        number: u64,
        watched: u64,
        watcher: Watcher,
        reason: Word,
    ) {
        let object = match watcher.name {
            Some(name) => heap::tuple(ctx, &[Word(name), well_known::NONODE.get()]),
            None => Word(watched),
        };
        let reference = reference(ctx, number);
        let tag = self.take_tag(watcher.pid, number);
        let tag = tag.unwrap_or_else(|| well_known::DOWN.get());
        let process = well_known::PROCESS.get();
        let message = heap::tuple(ctx, &[tag, reference, process, object, reason]);
        self.send(watcher.pid, message);
    }

    /// The end of a process: its name is free, links and watchers learn the reason.
    pub fn end(&mut self, ctx: &mut Context, pid: u64, reason: Word) {
        let Some(process) = self.remove(pid) else {
            return;
        };
        for (number, watched) in &process.monitors {
            if let Some(watched) = self.get(*watched) {
                watched.watchers.remove(number);
            }
        }
        self.leave_tables(ctx, pid);
        let mut links: Vec<u64> = process.links.iter().copied().collect();
        // The same program in the same order gives the same run.
        links.sort_unstable();
        for link in links {
            self.exit_signal(ctx, pid, link, reason, Cause::Link);
        }
        let mut watchers: Vec<(u64, Watcher)> = process
            .watchers
            .iter()
            .map(|(number, watcher)| (*number, *watcher))
            .collect();
        watchers.sort_unstable_by_key(|(number, _)| *number);
        for (number, watcher) in watchers {
            if let Some(watching) = self.get(watcher.pid) {
                watching.monitors.remove(&number);
                self.monitor_ended(number);
                self.down(ctx, number, pid, watcher, reason);
            }
        }
    }
}
