//! All workers and all that holds words.

use super::stop::{Refused, Stop};
use super::{STOP, collect_at_polls, request};
use crate::heap::{Heap, Helpers, Kind, Room};
use crate::process::{Process, Processes, Worker};
use crate::term::{self, Syntax};
use crate::word::Word;
use alate_abi::context::Context;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Who can collect: all live values of the process of the caller are on its stack.
pub trait Collector {
    /// Collects, with all other workers stopped.
    fn collect(&self, kind: Kind, context: &mut Context) -> Room;

    /// Waits while another worker wants to be alone. True: one did.
    fn pause(&self, context: &mut Context) -> bool;

    /// Whether a collection was put off because some came late to their safe points.
    fn is_put_off(&self) -> bool;
}

/// How long others are waited for where what is to be done can wait: with the longest minor collections
/// they are held up for about a millisecond.
const PATIENCE: Duration = Duration::from_micros(500);
/// Who waits looks again and again for so long, and naps after that.
const LOOKING: Duration = Duration::from_micros(100);
const NAP: Duration = Duration::from_micros(20);

/// How often a worker looks whether what it waits for has come before it sleeps: about a tenth of a
/// millisecond, which most collections are shorter than. With more workers than cores that would only
/// keep others from getting there.
fn looks(workers: usize) -> usize {
    match thread::available_parallelism() {
        Ok(cores) if cores.get() >= workers => 5000,
        _ => 50,
    }
}

fn text(word: u64) -> String {
    term::text_limited(Word(word), Syntax::LispText, 300)
}

/// The world.
pub struct World {
    pub heap: &'static Heap,
    pub processes: &'static Processes,
    stop: Stop,
    /// The process that was ended last because the heap was exhausted, a pid.
    victim: AtomicU64,
}

impl World {
    /// A world in which no worker runs yet.
    pub fn new(heap: &'static Heap, processes: &'static Processes) -> World {
        collect_at_polls(heap);
        World {
            heap,
            processes,
            stop: Stop::new(looks(processes.workers.len())),
            victim: AtomicU64::new(0),
        }
    }

    /// The heap is exhausted: ends the process that holds most.
    ///
    /// # Safety
    /// The world is stopped, after a collection.
    unsafe fn relieve(&self, context: &Context) -> Room {
        let last = self.victim.load(Ordering::Relaxed);
        if last != 0 && self.processes.lock(last).is_some() {
            // It has not come to its end yet.
            return Room::Enough;
        }
        // SAFETY: the caller's contract.
        let greatest = unsafe { self.processes.stopped().greatest(self.heap) };
        let (Some((process, bytes)), Some(worker)) = (greatest, Worker::of(context)) else {
            return Room::Exhausted;
        };
        let pid = process.pid();
        self.victim.store(pid, Ordering::Relaxed);
        let name = process.lock().name();
        let name = name.map_or_else(String::new, |name| format!(" ({})", text(name)));
        eprintln!(
            "alate: the heap is exhausted (ALATE_HEAP_LIMIT raises its limit): process {}{name}, which \
             holds {} MB, is ended",
            text(pid),
            bytes >> 20
        );
        self.processes.kill(worker, pid);
        Room::Enough
    }

    /// Collects, with the world stopped.
    fn collect_alone(&self, kind: Kind, context: &mut Context) -> Room {
        let own = Worker::of(context).map(|worker| worker.number);
        let others = self
            .processes
            .workers
            .iter()
            .filter(|worker| Some(worker.number) != own)
            .map(|worker| worker.context);
        let mut contexts: Vec<*mut Context> = others.collect();
        contexts.push(context);
        // SAFETY: the world is stopped.
        unsafe {
            let mut roots = self.processes.stopped();
            let crew = Crew(&self.stop, context.worker_number as usize);
            let room = self.heap.collect(kind, &contexts, &mut roots, &crew);
            roots.settle();
            match room {
                Room::Exhausted => self.relieve(context),
                room => room,
            }
        }
    }

    /// At a safe point: a major collection that begins after this was called.
    pub fn collect_all(&self, context: &mut Context) -> Room {
        let before = self.heap.collections().1;
        loop {
            let room = self.collect(Kind::Major, context);
            // Else another worker was alone, for something else perhaps.
            if room == Room::Exhausted || self.heap.collections().1 != before {
                return room;
            }
        }
    }

    /// A worker begins, or goes on after it had no work.
    pub fn enter(&self, worker: &Worker) {
        self.stop.enter(usize::from(worker.number));
    }

    /// A worker has no work: it touches nothing until it enters again.
    pub fn leave(&self) {
        self.stop.leave();
    }

    /// At a safe point: does something while no other worker runs. None: another worker was alone
    /// meanwhile. The stack of the caller's process may have moved either way.
    pub fn alone<R>(
        &self,
        context: &mut Context,
        work: impl FnOnce(&mut Context) -> R,
    ) -> Option<R> {
        let base = stack_base(context);
        let ask = self.others_of(context);
        let number = context.worker_number as usize;
        let answer = self.stop.alone(number, ask, || work(context));
        moved(context, base);
        answer
    }

    /// The same, unless the others do not come to their safe points soon. The stack of the caller's
    /// process may have moved in any case.
    pub fn alone_soon<R>(
        &self,
        context: &mut Context,
        work: impl FnOnce(&mut Context) -> R,
    ) -> Result<R, Refused> {
        let base = stack_base(context);
        let ask = self.others_of(context);
        let number = context.worker_number as usize;
        let answer = self
            .stop
            .alone_soon(number, ask, patience(PATIENCE), || work(context));
        moved(context, base);
        answer
    }

    /// After [`Refused::Late`], between two processes: lets time pass until those who were late may have
    /// come to their safe points.
    pub fn await_stragglers(&self, worker: &Worker) {
        self.leave();
        let mut is_patient = patience(PATIENCE);
        while self.stop.stragglers() > 0 && is_patient() {}
        self.enter(worker);
    }

    /// Asks all workers but that of a context to come to their safe points.
    fn others_of(&self, context: &Context) -> impl FnOnce() + use<'_> {
        let own = Worker::of(context).map(|worker| worker.number);
        move || {
            for worker in &self.processes.workers {
                if Some(worker.number) != own {
                    // SAFETY: the context lives as long as the program; its atomic fields are touched
                    // only.
                    request(unsafe { &*worker.context }, STOP);
                }
            }
        }
    }
}

/// Asked again and again, it lets a little time pass and answers whether there is some left.
fn patience(time: Duration) -> impl FnMut() -> bool {
    let start = Instant::now();
    move || {
        let elapsed = start.elapsed();
        match elapsed < LOOKING {
            true => std::hint::spin_loop(),
            false => thread::sleep(NAP),
        }
        elapsed < time
    }
}

/// Where the stack of the process on the worker of a context begins, as the record says.
fn stack_base(context: &Context) -> u64 {
    match Process::current(context) {
        // SAFETY: the worker is the caller's.
        Some(process) => unsafe { process.own() }.stack.base() as u64,
        None => 0,
    }
}

/// A collection may have moved the stack of the process.
fn moved(context: &mut Context, old_base: u64) {
    if let Some(process) = Process::current(context) {
        // SAFETY: the worker is the caller's.
        unsafe { process.own() }.stack.moved(context, old_base);
    }
}

/// The worker of a number, which is alone, and those who wait.
struct Crew<'a>(&'a Stop, usize);

impl Helpers for Crew<'_> {
    fn most(&self) -> usize {
        1 + self.0.waiting()
    }

    fn own_number(&self) -> usize {
        self.1
    }

    fn run(&self, task: &(dyn Fn(usize) + Sync)) {
        self.0.share(self.1, task);
    }
}

impl Collector for World {
    fn collect(&self, kind: Kind, context: &mut Context) -> Room {
        let work = |context: &mut Context| self.collect_alone(kind, context);
        if kind == Kind::Major || self.heap.is_pressing() {
            // None: another worker has collected.
            return self.alone(context, work).unwrap_or(Room::Enough);
        }
        match self.alone_soon(context, work) {
            Ok(room) => room,
            Err(Refused::Other) => Room::Enough,
            Err(Refused::Late) => {
                self.heap.put_off();
                Room::Enough
            }
        }
    }

    fn is_put_off(&self) -> bool {
        self.heap.is_put_off()
    }

    fn pause(&self, context: &mut Context) -> bool {
        let base = stack_base(context);
        let has_paused = self.stop.pause(context.worker_number as usize);
        moved(context, base);
        has_paused
    }
}
