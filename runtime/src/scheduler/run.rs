//! The worker's loop: timers, the next process, and why it stopped.

use super::options::Options;
use super::preempt::Preemption;
use super::report;
use crate::atom::well_known;
use crate::error;
use crate::heap::{self, Heap};
use crate::os::{exit, time};
use crate::process::{Action, Process, Processes, State};
use crate::safepoint::{self, PollOutcome};
use crate::word::Word;
use alate_abi::context::{
    CLASS_ERROR, CLASS_EXIT, Context, EXIT_DONE, EXIT_POLL, EXIT_WAIT, EXIT_YIELD,
};
use alate_abi::program::Program;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// With a seed: out of so many polls one lets others run.
const POLLS_A_TURN: u64 = 16;

/// What came of running a process.
enum Turn {
    /// It waits, or is in a queue.
    Off,
    /// It has ended, for this reason; what is to be said of it.
    Ended(Word, Option<String>),
    /// The heap is exhausted.
    Exhausted,
}

/// Runs all processes on one worker.
pub struct Scheduler {
    program: &'static Program,
    heap: &'static Heap,
    /// Builtins reach it through the context: it is borrowed here only while no Lisp code runs.
    processes: *mut Processes,
    context: *mut Context,
    preemption: Preemption,
    is_seeded: bool,
}

impl Scheduler {
    /// A scheduler for the processes of a program.
    pub fn new(
        program: &'static Program,
        heap: &'static Heap,
        mut processes: Processes,
        options: Options,
    ) -> Scheduler {
        if let Some(seed) = options.seed {
            processes.ready.seed(seed);
        }
        let processes = Box::into_raw(Box::new(processes));
        let mut context = Box::new(Context::new());
        context.processes = processes as u64;
        context.heap = std::ptr::from_ref(heap) as u64;
        if options.seed.is_some() {
            context
                .attention
                .fetch_or(safepoint::SEEDED, Ordering::SeqCst);
        }
        Scheduler {
            program,
            heap,
            processes,
            context: Box::into_raw(context),
            preemption: Preemption::default(),
            is_seeded: options.seed.is_some(),
        }
    }

    /// The processes, while no Lisp code runs.
    pub fn processes(&mut self) -> &mut Processes {
        // SAFETY: never freed; Lisp code, through which builtins reach it, runs in `enter` only, where
        // no such borrow is alive.
        unsafe { &mut *self.processes }
    }

    /// The worker's context, while no Lisp code runs.
    pub fn context(&mut self) -> &mut Context {
        // SAFETY: as above. The thread of preemption uses the context's atomic fields alone.
        unsafe { &mut *self.context }
    }

    /// Runs until the first process ends; answers the program's exit status.
    pub fn run(&mut self, first: u64) -> i32 {
        loop {
            self.fire_timers();
            let Some(pid) = self.processes().ready.pop() else {
                self.idle();
                continue;
            };
            let others_ready = !self.processes().ready.is_empty();
            if !self.is_seeded {
                // SAFETY: the context is never freed; only its atomic fields are used.
                let context = unsafe { &*self.context };
                self.preemption.others_ready(context, others_ready);
            }
            match self.turn(pid) {
                None | Some(Turn::Off) => {}
                Some(Turn::Exhausted) => {
                    exit::flush();
                    eprintln!("alate: the heap is exhausted (ALATE_HEAP_LIMIT raises its limit)");
                    return 1;
                }
                Some(Turn::Ended(reason, report)) => {
                    if pid == first {
                        return first_ended(reason, report);
                    }
                    if let Some(report) = report {
                        exit::flush();
                        eprint!("{report}");
                    }
                    let context: *mut Context = self.context;
                    // SAFETY: the context and the table are distinct; no Lisp code runs.
                    self.processes().end(unsafe { &mut *context }, pid, reason);
                }
            }
        }
    }

    /// Runs a process until it waits, ends, or others are to run. None: it is no longer there.
    fn turn(&mut self, pid: u64) -> Option<Turn> {
        self.processes().get(pid)?;
        if self.processes().holds_back(pid) {
            return None;
        }
        self.processes().set_running(pid);
        self.processes().running().turns += 1;
        let (heap, context) = (self.heap, self.context);
        let process: *mut Process = self.processes().running();
        // SAFETY: the record is boxed and stays in the table while it runs; no Lisp code runs now.
        unsafe { safepoint::enter(heap, &mut *process, &mut *context) };
        let turn = self.steps(pid);
        // SAFETY: as above; a process that has ended is still in the table.
        unsafe { safepoint::leave(&mut *process, &mut *context) };
        Some(turn)
    }

    fn steps(&mut self, pid: u64) -> Turn {
        loop {
            let process = self.processes().running();
            if let Some(reason) = process.exit_reason {
                return Turn::Ended(Word(reason), None);
            }
            let wake = process.wake;
            self.resume(wake);
            if let Some(turn) = self.stopped(pid) {
                return turn;
            }
        }
    }

    /// The process has stopped, the context says why. None: it goes on at once.
    fn stopped(&mut self, pid: u64) -> Option<Turn> {
        match self.context().exit {
            EXIT_POLL => self.poll(pid),
            EXIT_YIELD => self.yielded(pid),
            EXIT_WAIT => self.wait(pid),
            EXIT_DONE => Some(Turn::Ended(well_known::NORMAL.get(), None)),
            _ => Some(self.raised(pid)),
        }
    }

    /// The process lets others run, or hibernates. None: it goes on at once.
    fn yielded(&mut self, pid: u64) -> Option<Turn> {
        let context = self.context;
        // SAFETY: the context and the table are distinct, and no Lisp code runs.
        if self.processes().begin_anew(unsafe { &mut *context }) {
            return self.wait(pid);
        }
        let process = self.processes().running();
        process.wake = well_known::TRUE.get().0;
        if process.exit_reason.is_some() {
            return None;
        }
        self.requeue(pid);
        Some(Turn::Off)
    }

    fn requeue(&mut self, pid: u64) {
        let priority = self.processes().running().priority;
        self.processes().ready.push(pid, priority);
    }

    /// After a cold poll: what to do other than going on.
    fn poll(&mut self, pid: u64) -> Option<Turn> {
        let (heap, context) = (self.heap, self.context);
        // SAFETY: the context and the table are distinct, and no Lisp code runs.
        let outcome = safepoint::on_poll(heap, self.processes(), unsafe { &mut *context });
        self.processes().running().wake = Word::NIL.0;
        match outcome {
            PollOutcome::Resume => None,
            PollOutcome::Yield => {
                let is_turn = match self.processes().ready.random() {
                    Some(random) => random.draw() % POLLS_A_TURN == 0,
                    None => true,
                };
                if !is_turn || self.processes().ready.is_empty() && !self.timer_is_due() {
                    return None;
                }
                self.requeue(pid);
                Some(Turn::Off)
            }
            PollOutcome::StackOverflow => {
                self.raise_limit();
                self.stopped(pid)
            }
            PollOutcome::HeapExhausted => Some(Turn::Exhausted),
        }
    }

    fn timer_is_due(&mut self) -> bool {
        let next = self.processes().timers.next();
        next.is_some_and(|at| at <= time::monotonic())
    }

    /// The process waits for a message. None: it goes on at once.
    fn wait(&mut self, pid: u64) -> Option<Turn> {
        let until = Word(self.context().wait_until).as_fixnum();
        let process = self.processes().running();
        if process.exit_reason.is_some() {
            return None;
        }
        if process.mailbox.current().is_some() {
            process.wake = well_known::TRUE.get().0;
            return None;
        }
        let timer = match until {
            Some(at) if at <= time::monotonic() => {
                process.mailbox.restart();
                process.wake = well_known::FALSE.get().0;
                return None;
            }
            Some(at) => self.processes().timers.arm(at, Action::Wake { pid }),
            None => 0,
        };
        self.processes().running().state = State::Waiting(timer);
        Some(Turn::Off)
    }

    /// The process raised what nobody caught.
    fn raised(&mut self, pid: u64) -> Turn {
        let context = self.context;
        // SAFETY: no Lisp code runs.
        let context = unsafe { &mut *context };
        let text = error::uncaught_text(context);
        let reason = Word(context.error_reason);
        let trace = Word(context.error_trace);
        let reason = match context.error_class {
            CLASS_EXIT => return Turn::Ended(reason, Some(text).filter(|_| self.is_first(pid))),
            CLASS_ERROR => reason,
            _ => heap::tuple(context, &[well_known::NOCATCH.get(), reason]),
        };
        let trace = error::build_trace(context, trace);
        let reason = heap::tuple(context, &[reason, trace]);
        let report = match self.is_first(pid) {
            true => text,
            false => report::death(self.processes(), pid, &text),
        };
        Turn::Ended(reason, Some(report))
    }

    /// The program's first process has the first slot of the table that a process can have.
    fn is_first(&self, pid: u64) -> bool {
        alate_abi::word::pid_parts(pid) == (1, 0)
    }

    /// Nobody is ready: sleeps until a timer goes off.
    fn idle(&mut self) {
        exit::flush();
        match self.processes().timers.next() {
            Some(at) => {
                let left = (at - time::monotonic()).max(0);
                std::thread::sleep(Duration::from_nanos(left as u64));
            }
            // Nothing can happen any more but a signal from outside.
            None => std::thread::park(),
        }
    }

    fn fire_timers(&mut self) {
        if self.processes().timers.next().is_none() {
            return;
        }
        let now = time::monotonic();
        while let Some(action) = self.processes().timers.due(now) {
            let processes = self.processes();
            match action {
                Action::Wake { pid } => {
                    if let Some(process) = processes.get(pid) {
                        process.mailbox.restart();
                    }
                    processes.wake(pid, well_known::FALSE.get());
                }
                Action::Send { to, message } => {
                    let to = match Word(to).is_atom() {
                        true => processes.named(Word(to)),
                        false => Some(to),
                    };
                    if let Some(to) = to {
                        processes.send(to, Word(message));
                    }
                }
            }
        }
    }

    fn enter(&mut self, code: u64, argument: u64) {
        let sp = self.context().sp;
        let context = self.context;
        // SAFETY: `code` is the address of Lisp code, `sp` the end of the running process's stack.
        unsafe { (self.program.enter)(context, code, sp, argument, 0, 0) };
    }

    /// Returns into the frame on the stack.
    fn resume(&mut self, value: u64) {
        // SAFETY: every run ends with a frame on the stack, and a process begins with one.
        let code = unsafe { *((self.context().sp - 8) as *const u64) };
        self.enter(code, value);
    }

    /// The stack may not grow: an error of the process.
    fn raise_limit(&mut self) {
        let context = self.context();
        context.error_class = CLASS_ERROR;
        context.error_reason = well_known::SYSTEM_LIMIT.get().0;
        context.error_trace = Word::NIL.0;
        self.enter(self.program.raise, 0);
    }
}

/// The exit status when the program's first process ends.
fn first_ended(reason: Word, report: Option<String>) -> i32 {
    exit::flush();
    match report {
        Some(report) => {
            eprint!("{report}");
            1
        }
        None if reason == well_known::NORMAL.get() => 0,
        None => {
            let text = crate::term::text_limited(reason, crate::term::Syntax::LispText, 1000);
            eprintln!("main was ended by an exit signal: {text}");
            1
        }
    }
}
