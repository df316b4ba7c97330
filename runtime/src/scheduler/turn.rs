//! The turn of a process on a worker, and why it stops.
//!
//! Nobody else touches what is the process's own from where it begins to run until its state says
//! otherwise, which happens under its lock after everything has been saved.

use super::report;
use super::run::Run;
use crate::atom::well_known;
use crate::error;
use crate::heap::{self, Room};
use crate::os::time;
use crate::process::{Action, Intent, Locked, Own, Process, State, Subject, Wake};
use crate::safepoint::{self, PollOutcome, Refused};
use crate::word::Word;
use alate_abi::context::{CLASS_ERROR, CLASS_EXIT, EXIT_DONE, EXIT_POLL, EXIT_WAIT, EXIT_YIELD};

/// With a seed: out of so many polls one lets others run.
const POLLS_A_TURN: u64 = 16;

/// What came of running a process.
pub(super) enum Turn {
    /// It waits, or is in a queue.
    Off,
    /// It has ended, for this reason; what is to be said of it. It is still in its record.
    Ended(Word, Option<String>),
    /// The heap is exhausted.
    Exhausted,
}

impl Run {
    /// Runs a process until it waits, ends, or others are to run. None: it is no longer there, or must
    /// not run now.
    pub(super) fn turn(&self, pid: u64) -> Option<(&'static Process, Turn)> {
        let mut locked = self.processes().lock(pid)?;
        if locked.state != State::Ready || locked.holds_back() {
            return None;
        }
        locked.state = State::Running(self.worker.number);
        let process = locked.process();
        let (wake, exit_reason) = (locked.wake, locked.exit_reason.as_deref().copied());
        drop(locked);
        self.worker.count_turn();
        self.processes().touch(self.worker, process);
        let own = self.own(process);
        own.add_reductions(1);
        own.wake_up();
        // SAFETY: the process runs on this worker from now on.
        unsafe { safepoint::enter(self.scheduler.world.heap, process, self.context()) };
        self.worker.begin_measuring(self.context());
        let turn = match exit_reason {
            Some(reason) => Turn::Ended(Word(reason), None),
            None => self.steps(process, wake.word().0),
        };
        // What has ended is still entered: its stack and words are roots until its relations know.
        if !matches!(turn, Turn::Ended(..)) {
            safepoint::leave(self.context());
        }
        Some((process, turn))
    }

    /// What belongs to the process that runs here.
    #[expect(clippy::mut_from_ref, reason = "it is the running process's")]
    pub(super) fn own(&self, process: &'static Process) -> &mut Own {
        // SAFETY: the process runs on this worker, and no Lisp code runs now.
        unsafe { process.own() }
    }

    fn steps(&self, process: &'static Process, wake: u64) -> Turn {
        let mut step = match self.own(process).wants_stop() {
            // It let others run before the world was stopped for it.
            true => self.alone(process),
            false => Step::On(wake),
        };
        loop {
            match step {
                Step::On(with) => self.resume(with),
                Step::Off(turn) => return turn,
            }
            step = self.stopped(process);
        }
    }

    /// The process has stopped, the context says why.
    fn stopped(&self, process: &'static Process) -> Step {
        let own = self.own(process);
        own.add_reductions(self.worker.measure(self.context()));
        safepoint::save(own, self.context());
        match self.context().exit {
            EXIT_POLL => self.poll(process),
            EXIT_YIELD => self.yielded(process),
            EXIT_WAIT => self.wait(process),
            EXIT_DONE => Step::Off(Turn::Ended(well_known::NORMAL.get(), None)),
            _ => Step::Off(self.raised(process)),
        }
    }

    /// After a cold poll.
    fn poll(&self, process: &'static Process) -> Step {
        let own = self.own(process);
        let go_on = Step::On(Word::NIL.0);
        match safepoint::on_poll(&self.scheduler.world, own, self.context()) {
            PollOutcome::Resume => go_on,
            PollOutcome::Yield => {
                let is_turn = match self.scheduler.is_seeded {
                    true => self.draws_turn() || self.is_wanted_off(process),
                    false => true,
                };
                match is_turn {
                    true => self.requeue(process, Wake::Nil),
                    false => go_on,
                }
            }
            PollOutcome::StackOverflow => {
                self.raise_limit();
                self.stopped(process)
            }
            PollOutcome::HeapExhausted => Step::Off(Turn::Exhausted),
        }
    }

    /// Whether somebody has suspended the process or ended it while it ran.
    fn is_wanted_off(&self, process: &'static Process) -> bool {
        let locked = process.lock();
        locked.is_suspended() || locked.exit_reason.is_some()
    }

    fn draws_turn(&self) -> bool {
        let drawn = self
            .worker
            .with_ready(|ready| ready.random().map(|random| random.draw()));
        drawn.is_none_or(|drawn| drawn % POLLS_A_TURN == 0)
    }

    /// The process lets others run, hibernates, or has something done at a safe point.
    fn yielded(&self, process: &'static Process) -> Step {
        let own = self.own(process);
        if own.wants_stop() {
            return self.alone(process);
        }
        if own.wants_collection() {
            return self.collected(process);
        }
        match own.take_intent() {
            None => self.requeue(process, Wake::True),
            Some(Intent::Hibernate { call }) => {
                own.begin_anew(self.processes().stubs(), self.context(), call);
                self.wait(process)
            }
            // Not reached: see above.
            Some(Intent::Stopped { .. } | Intent::Collected { .. }) => {
                self.requeue(process, Wake::True)
            }
        }
    }

    /// Does a builtin again after a major collection. Its arguments stay in the record until then, for
    /// a collection may move them.
    fn collected(&self, process: &'static Process) -> Step {
        if self.scheduler.world.collect_all(self.context()) == Room::Exhausted {
            return Step::Off(Turn::Exhausted);
        }
        let Some(Intent::Collected { call, arguments }) = self.own(process).take_intent() else {
            return Step::On(Word::NIL.0);
        };
        let arguments = arguments.map(Word);
        match (call.again)(arguments) {
            Ok(word) => Step::On(word.0),
            Err(_) => {
                let arguments = &arguments[..call.arity];
                error::set_limit(self.context(), call.name.get(), arguments);
                self.enter(self.scheduler.program.raise, 0);
                self.stopped(process)
            }
        }
    }

    /// Does what the process intends while no other worker runs. It stays in the record until then,
    /// for a collection may move its term while this worker waits to be alone.
    fn alone(&self, process: &'static Process) -> Step {
        loop {
            let done = self.scheduler.world.alone_soon(self.context(), |context| {
                let Some(Intent::Stopped { work, pid, term }) = self.own(process).take_intent()
                else {
                    return Word::NIL;
                };
                let other = self.processes().lock(pid).map(|locked| locked.process());
                // SAFETY: the world is stopped.
                let subject = other.map(|other| unsafe { Subject::running(other, false) });
                work(context, subject, Word(term)).unwrap_or(Word::NIL)
            });
            match done {
                Ok(answer) => return Step::On(answer.0),
                Err(Refused::Other) => {}
                // Another worker is at a long builtin: others of this one may run first.
                Err(Refused::Late) if self.worker.waiting() > 0 => {
                    return self.put_back(process, process.lock(), Wake::True);
                }
                Err(Refused::Late) => self.scheduler.world.await_stragglers(self.worker),
            }
        }
    }

    /// Others may run first, if there are any.
    fn requeue(&self, process: &'static Process, wake: Wake) -> Step {
        let locked = process.lock();
        if let Some(reason) = locked.exit_reason.as_deref() {
            return ended(*reason);
        }
        let nobody_waits = self.worker.waiting() == 0 && !self.timer_is_due();
        if nobody_waits && !locked.is_suspended() {
            return Step::On(wake.word().0);
        }
        self.put_back(process, locked, wake)
    }

    /// Puts the process back into the queue of its worker.
    fn put_back(&self, process: &'static Process, mut locked: Locked, wake: Wake) -> Step {
        safepoint::save(self.own(process), self.context());
        locked.state = State::Ready;
        locked.wake = wake;
        let is_held = locked.holds_back();
        let (pid, priority) = (process.pid(), locked.priority);
        drop(locked);
        if !is_held {
            self.processes().enqueue(self.worker, pid, priority);
        }
        Step::Off(Turn::Off)
    }

    fn timer_is_due(&self) -> bool {
        let next = self.processes().timers.next();
        next != crate::process::NEVER && next <= time::monotonic()
    }

    /// The process waits for a message.
    fn wait(&self, process: &'static Process) -> Step {
        let until = Word(self.context().wait_until).as_fixnum();
        let mut locked = process.lock();
        if let Some(reason) = locked.exit_reason.as_deref() {
            return ended(*reason);
        }
        process.take_inbox(&mut locked);
        let own = self.own(process);
        if own.mailbox.current().is_some() {
            return Step::On(well_known::TRUE.get().0);
        }
        if let Some(at) = until {
            if at <= time::monotonic() {
                own.mailbox.restart();
                return Step::On(well_known::FALSE.get().0);
            }
            locked.timer = self.processes().timers.own_number();
            let action = Action::Wake { pid: process.pid() };
            self.processes().arm(locked.timer, at, action);
        }
        safepoint::save(own, self.context());
        locked.state = State::Waiting;
        Step::Off(Turn::Off)
    }

    /// The process raised what nobody caught.
    fn raised(&self, process: &'static Process) -> Turn {
        let is_first = self.scheduler.is_first(process.pid());
        let context = self.context();
        let text = error::uncaught_text(context);
        let reason = Word(context.error_reason);
        let trace = Word(context.error_trace);
        let reason = match context.error_class {
            CLASS_EXIT => return Turn::Ended(reason, Some(text).filter(|_| is_first)),
            CLASS_ERROR => reason,
            _ => heap::tuple(context, &[well_known::NOCATCH.get(), reason]),
        };
        let trace = error::build_trace(context, trace);
        let reason = heap::tuple(context, &[reason, trace]);
        let report = match is_first {
            true => text,
            false => report::death(self.processes(), process, self.own(process), &text),
        };
        Turn::Ended(reason, Some(report))
    }

    fn enter(&self, code: u64, argument: u64) {
        let sp = self.context().sp;
        // SAFETY: `code` is the address of Lisp code, `sp` the end of the running process's stack.
        unsafe { (self.scheduler.program.enter)(self.worker.context, code, sp, argument, 0, 0) };
    }

    /// Returns into the frame on the stack.
    fn resume(&self, value: u64) {
        // SAFETY: every run ends with a frame on the stack, and a process begins with one.
        let code = unsafe { *((self.context().sp - 8) as *const u64) };
        self.enter(code, value);
    }

    /// The stack may not grow: an error of the process.
    fn raise_limit(&self) {
        let context = self.context();
        context.error_class = CLASS_ERROR;
        context.error_reason = well_known::SYSTEM_LIMIT.get().0;
        context.error_trace = Word::NIL.0;
        self.enter(self.scheduler.program.raise, 0);
    }
}

/// How a process that has stopped goes on.
enum Step {
    /// At once, with this word.
    On(u64),
    Off(Turn),
}

fn ended(reason: u64) -> Step {
    Step::Off(Turn::Ended(Word(reason), None))
}
