//! The workers: each runs one process after the other, its own first, then those of others.

use super::options::Options;
use super::outside::{self, Outside};
use super::turn::Turn;
use super::{idle, report, watch};
use crate::heap::{Heap, Kind};
use crate::os::{exit, stdio, time};
use crate::process::{Action, Process, Processes, Staff, Worker};
use crate::safepoint::{self, Collector, PREEMPT, STOP, World};
use crate::word::Word;
use alate_abi::context::Context;
use alate_abi::program::Program;
use std::sync::atomic::{AtomicU64, Ordering};

/// What all workers share.
pub struct Scheduler {
    pub(super) program: &'static Program,
    pub(super) world: World,
    /// Processes take turns in an order drawn from a seed.
    pub(super) is_seeded: bool,
    /// The pid of the process with whose end the program ends.
    first: AtomicU64,
    pub(super) outside: Outside,
}

impl Scheduler {
    /// A scheduler for the processes of a program, with a first worker for the calling thread.
    pub fn new(
        program: &'static Program,
        heap: &'static Heap,
        processes: Processes,
        options: Options,
    ) -> &'static Scheduler {
        let processes: &'static Processes = Box::leak(Box::new(processes));
        let scheduler: &'static Scheduler = Box::leak(Box::new(Scheduler {
            program,
            world: World::new(heap, processes),
            is_seeded: options.seed.is_some(),
            first: AtomicU64::new(0),
            outside: Outside::new(options.stop_deadline),
        }));
        for worker in &processes.workers {
            // SAFETY: no worker has begun.
            let context = unsafe { &mut *worker.context };
            context.worker = std::ptr::from_ref(worker) as u64;
            context.worker_number = u64::from(worker.number);
            context.processes = std::ptr::from_ref(processes) as u64;
            context.heap = std::ptr::from_ref(heap) as u64;
        }
        match options.seed {
            Some(_) => {
                let worker = &processes.workers[0];
                // SAFETY: as above.
                let context = unsafe { &*worker.context };
                let attention = &context.attention;
                attention.fetch_or(safepoint::SEEDED, Ordering::SeqCst);
            }
            None => {
                let staff = Staff::new(
                    move |number| idle::begin_worker(scheduler, number),
                    move || watch::begin(scheduler),
                    |context| safepoint::request(context, PREEMPT),
                );
                // It is set here only.
                let _ = processes.staff.set(staff);
            }
        }
        scheduler
    }

    /// The processes.
    pub fn processes(&self) -> &'static Processes {
        self.world.processes
    }

    /// The first worker, which is the calling thread's.
    pub fn first_worker(&self) -> &'static Worker {
        &self.processes().workers[0]
    }

    /// Says with the end of which process the program ends, before that begins.
    pub fn end_with(&self, first: u64) {
        self.first.store(first, Ordering::SeqCst);
    }

    /// Runs on the first worker until that process ends; then the program ends with its status.
    pub fn run(&'static self) -> ! {
        if self.is_seeded {
            // Else the watch begins it.
            outside::begin(self);
        }
        self.world.enter(self.first_worker());
        Run::new(self, self.first_worker()).forever()
    }

    /// The pid of the process with whose end the program ends.
    pub(super) fn first(&self) -> u64 {
        self.first.load(Ordering::Relaxed)
    }

    /// Whether the program ends with a process.
    pub(super) fn is_first(&self, pid: u64) -> bool {
        self.first() == pid
    }
}

/// One worker at work.
pub(super) struct Run {
    pub(super) scheduler: &'static Scheduler,
    pub(super) worker: &'static Worker,
}

impl Run {
    /// The work of a worker, on its own thread.
    pub(super) fn new(scheduler: &'static Scheduler, worker: &'static Worker) -> Run {
        Run { scheduler, worker }
    }

    /// The worker's context, while no Lisp code runs on it.
    #[expect(clippy::mut_from_ref, reason = "it is this worker's, on this thread")]
    pub(super) fn context(&self) -> &mut Context {
        // SAFETY: the context is this worker's, and Lisp code, through which builtins reach it, runs
        // in `enter` only, where no such borrow is used. Others touch its atomic fields alone.
        unsafe { &mut *self.worker.context }
    }

    pub(super) fn processes(&self) -> &'static Processes {
        self.scheduler.processes()
    }

    /// Runs processes, until the program ends.
    pub(super) fn forever(&self) -> ! {
        loop {
            if self.is_asked() {
                self.pause();
            }
            self.fire_timers();
            match self.next() {
                Some(pid) => self.turn_of(pid),
                None => idle::sleep(self),
            }
        }
    }

    /// Whether another worker wants to be alone.
    pub(super) fn is_asked(&self) -> bool {
        self.context().attention.load(Ordering::Relaxed) & STOP != 0
    }

    /// Lets it.
    pub(super) fn pause(&self) {
        let context = self.context();
        context.attention.fetch_and(!STOP, Ordering::SeqCst);
        let world = &self.scheduler.world;
        if !world.pause(context) && world.is_put_off() {
            // It was put off because this worker was late.
            let _ = world.collect(Kind::Minor, context);
        }
    }

    /// The next process of the own queue, else of another's.
    fn next(&self) -> Option<u64> {
        self.worker.pop().or_else(|| idle::steal(self))
    }

    fn turn_of(&self, pid: u64) {
        let Some((process, turn)) = self.turn(pid) else {
            return;
        };
        match turn {
            Turn::Off => {}
            Turn::Exhausted => {
                let report = "alate: the heap is exhausted (ALATE_HEAP_LIMIT raises its limit)\n";
                self.end_program(Some(report.to_owned()), 1)
            }
            Turn::Ended(reason, report) if self.scheduler.is_first(pid) => {
                let stopped = self.scheduler.outside.status();
                let (report, status) = report::first_ended(reason, report, stopped);
                self.end_program(report, status)
            }
            Turn::Ended(reason, report) => {
                if let Some(report) = report {
                    stdio::report(&report);
                }
                self.end(process, reason);
            }
        }
    }

    fn end(&self, process: &'static Process, reason: Word) {
        let context = self.context();
        safepoint::leave(context);
        self.processes().end(context, process, reason);
    }

    /// Ends the program while no other worker runs. It takes no words: a collection may come first.
    fn end_program(&self, report: Option<String>, status: i32) -> ! {
        loop {
            self.scheduler.world.alone(self.context(), |_| {
                exit::flush();
                if let Some(report) = &report {
                    eprint!("{report}");
                }
                self.scheduler.world.heap.finish();
                exit::exit_with(status)
            });
        }
    }

    fn fire_timers(&self) {
        let timers = &self.processes().timers;
        let next = timers.next();
        if next == crate::process::NEVER {
            return;
        }
        let now = time::monotonic();
        if next > now {
            return;
        }
        while let Some((number, action)) = timers.due(now) {
            match action {
                Action::Wake { pid } => self.processes().time_is_over(self.worker, pid, number),
                Action::Send { to, message } => {
                    let to = match Word(to).is_atom() {
                        true => self.processes().named(Word(to)),
                        false => Some(to),
                    };
                    if let Some(to) = to {
                        self.processes().send(self.worker, to, Word(message));
                    }
                }
                Action::Outside => self.outside(),
            }
        }
    }
}
