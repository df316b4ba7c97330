//! All processes, by identifier; names; who is ready to run where.
//!
//! Locks are taken in this order: the names, a record (of two records that in the lower slot first),
//! then any other, which is held for a few instructions.

use crate::word::ByNumber;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering, fence};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

use alate_abi::context::Context;
use alate_abi::word::{PID_BITS, pid, pid_parts};

use super::aliases::Alias;
use super::parking::Parking;
use super::record::{Locked, Process, State, Wake};
use super::roots::Stopped;
use super::slots::Slots;
use super::staff::Staff;
use super::timers::{Action, Timers};
use super::worker::Worker;
use crate::atom::{self, well_known};
use crate::ets::Tables;
use crate::heap::Heap;
use crate::heap::roots::Visit;
use crate::stack::Stacks;
use crate::word::Word;

/// A collection is asked for when it has so many processes of one worker to look at, so that the pause
/// for them stays short (about 20 ns each, measured) whatever the number of processes.
const MOST_DIRTY: usize = 20_000;

/// The pid of slot 0, which no process has: the group leader of all that have no other.
pub const STANDARD_DEVICE: u64 = pid(0, 0);

/// Addresses of stubs that processes begin with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stubs {
    pub done: u64,
    pub uncaught: u64,
    pub apply_fun: u64,
    pub apply: u64,
    pub resume_2: u64,
    pub resume_3: u64,
}

/// `user` is the standard device.
fn user_name() -> Option<(u64, u64)> {
    let name = atom::intern("user").ok()?;
    Some((name.0, STANDARD_DEVICE))
}

/// What a process begins with.
#[derive(Clone, Copy, Debug)]
pub enum Call {
    /// Module, function, list of arguments, and how many these are.
    Function([Word; 3], i64),
    /// A fun without arguments.
    Fun(Word),
}

/// The processes of the program.
pub struct Processes {
    stubs: Stubs,
    pub(super) slots: Slots,
    limit: usize,
    /// Registered names (atoms) and who has them. Ordered, so that every run lists them alike.
    names: RwLock<BTreeMap<u64, u64>>,
    pub timers: Timers,
    pub tables: Tables,
    pub workers: Box<[Worker]>,
    pub parking: Parking,
    /// What `system_flag(schedulers_online, …)` has set: all workers work in any case.
    pub workers_online: AtomicU16,
    /// How threads that it needs are begun.
    pub staff: OnceLock<Staff>,
    /// Whom a reference of an alias or monitor stands for.
    pub(super) aliases: Mutex<ByNumber<Alias>>,
    /// Who answers messages to the standard device, once there was one.
    device_server: Mutex<Option<u64>>,
    /// The map of `persistent_term`, or the empty list.
    pub(super) persistent: AtomicU64,
    /// Held by who replaces that map.
    persistent_writer: Mutex<()>,
}

impl Processes {
    /// No processes yet; at most `limit` at a time, on so many workers.
    pub fn new(
        stacks: &'static Stacks,
        stubs: Stubs,
        limit: usize,
        workers: u16,
        seed: Option<u64>,
    ) -> Result<Processes, String> {
        Ok(Processes {
            stubs,
            slots: Slots::new(stacks, limit)?,
            limit,
            names: RwLock::new(user_name().into_iter().collect()),
            timers: Timers::default(),
            tables: Tables::default(),
            workers: (0..workers)
                .map(|number| Worker::new(number, seed))
                .collect(),
            parking: Parking::default(),
            workers_online: AtomicU16::new(workers),
            staff: OnceLock::new(),
            aliases: Mutex::default(),
            device_server: Mutex::default(),
            persistent: AtomicU64::new(Word::NIL.0),
            persistent_writer: Mutex::default(),
        })
    }

    /// Addresses of stubs.
    pub fn stubs(&self) -> Stubs {
        self.stubs
    }

    /// The processes of the program that a context belongs to.
    pub fn of(context: &Context) -> Option<&'static Processes> {
        // SAFETY: 0 or the address of a table, which lives as long as the program.
        unsafe { (context.processes as *const Processes).as_ref() }
    }

    /// A new process that has not begun: its first frame is the outermost handler. It is nobody's but
    /// the caller's until it begins, and locked. None: there are too many, or no memory.
    pub fn create(&self, worker: &Worker) -> Option<Locked<'static>> {
        // SAFETY: the worker is the caller's.
        let private = unsafe { worker.private() };
        let process = self.slots.take(&mut private.free)?;
        let mut locked = process.lock();
        locked.state = State::Ready;
        if let Some(own) = locked.own() {
            own.push_first_frame(self.stubs);
        }
        worker.count_begun();
        self.touch(worker, process);
        Some(locked)
    }

    /// Lets a new process begin with a call, and makes it ready.
    pub fn begin(&self, worker: &Worker, mut process: Locked<'_>, call: Call) {
        let stubs = self.stubs;
        if let Some(own) = process.own() {
            match call {
                Call::Function([module, function, arguments], arity) => {
                    own.push(&[
                        stubs.apply,
                        module.0,
                        function.0,
                        arguments.0,
                        stubs.resume_3,
                    ]);
                    own.began_with = [module.0, function.0, Word::fixnum(arity).0];
                }
                Call::Fun(fun) => {
                    own.push(&[stubs.apply_fun, fun.0, Word::NIL.0, stubs.resume_2]);
                    let (module, function) = (well_known::ERLANG.get(), well_known::APPLY.get());
                    own.began_with = [module.0, function.0, Word::fixnum(2).0];
                }
            }
        }
        let (pid, priority) = (process.process().pid(), process.priority);
        drop(process);
        self.enqueue(worker, pid, priority);
    }

    /// The record that an identifier leads to; the process may have ended.
    #[inline]
    fn record(&self, pid: u64) -> Option<&'static Process> {
        self.slots.get(pid_parts(pid).0)
    }

    /// Locks the process of an identifier, if it is alive.
    #[inline]
    pub fn lock(&self, pid: u64) -> Option<Locked<'static>> {
        let locked = self.record(pid)?.lock();
        let is_meant = locked.process().pid() == pid && !locked.is_vacant();
        is_meant.then_some(locked)
    }

    /// Locks two different processes, each if it is alive.
    pub(super) fn lock_both(
        &self,
        a: u64,
        b: u64,
    ) -> (Option<Locked<'static>>, Option<Locked<'static>>) {
        if pid_parts(a).0 == pid_parts(b).0 {
            // At most one of them can be alive: they have one record.
            return match self.lock(a) {
                Some(locked) => (Some(locked), None),
                None => (None, self.lock(b)),
            };
        }
        if pid_parts(a).0 < pid_parts(b).0 {
            let first = self.lock(a);
            (first, self.lock(b))
        } else {
            let first = self.lock(b);
            (self.lock(a), first)
        }
    }

    /// Frees the record of a process that has ended and is locked.
    pub(super) fn remove(&self, worker: &Worker, mut locked: Locked<'_>) {
        let process = locked.process();
        if let Some(inbox) = &mut locked.inbox {
            inbox.clear();
        }
        process.has_incoming.store(false, Ordering::Relaxed);
        process.is_limited.store(false, Ordering::Relaxed);
        // SAFETY: it ends on the caller's worker.
        unsafe { process.own() }.clear();
        let (index, generation) = pid_parts(process.pid());
        process.set_pid(pid(index, (generation + 1) & ((1 << PID_BITS) - 1)));
        locked.vacate();
        drop(locked);
        worker.count_ended();
        // SAFETY: the worker is the caller's.
        let private = unsafe { worker.private() };
        self.slots.give(&mut private.free, index);
    }

    /// Number of processes.
    pub fn count(&self) -> usize {
        let balance: i64 = self.workers.iter().map(Worker::balance).sum();
        balance.max(0) as usize
    }

    /// The most there can be.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Identifiers of all processes.
    pub fn pids(&self) -> Vec<Word> {
        let alive = self.slots.iter().filter_map(|process| {
            let locked = process.lock();
            (!locked.is_vacant()).then(|| Word(process.pid()))
        });
        alive.collect()
    }

    /// Who has a name.
    pub fn named(&self, name: Word) -> Option<u64> {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        names.get(&name.0).copied()
    }

    /// All names.
    pub fn names(&self) -> Vec<Word> {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        names.keys().map(|name| Word(*name)).collect()
    }

    /// Visits the names, which are atoms: what one stands for is found again by the same word.
    pub(super) fn visit_names(&self, visit: &mut Visit) {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        for name in names.keys() {
            let mut name = *name;
            visit(&raw mut name, 1);
        }
    }

    /// Gives a name to a process. False if either has one of the other, or the process is dead.
    pub fn register(&self, name: Word, pid: u64) -> bool {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        if names.contains_key(&name.0) {
            return false;
        }
        let Some(mut process) = self.lock(pid) else {
            return false;
        };
        if process.relate().name.is_some() {
            return false;
        }
        process.relate().name = Some(name.0);
        names.insert(name.0, pid);
        true
    }

    /// Takes a name back.
    pub fn unregister(&self, name: Word) -> bool {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        let Some(pid) = names.remove(&name.0) else {
            return false;
        };
        if let Some(mut process) = self.lock(pid) {
            process.relate().name = None;
        }
        true
    }

    /// A process has ended, which had a name.
    pub(super) fn forget_name(&self, name: u64, pid: u64) {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        if names.get(&name) == Some(&pid) {
            names.remove(&name);
        }
    }

    /// The next minor collection is to look at a process: it runs, or has got a word.
    #[inline]
    pub fn touch(&self, worker: &Worker, process: &Process) {
        if !process.is_dirty.load(Ordering::Relaxed)
            && !process.is_dirty.swap(true, Ordering::Relaxed)
        {
            // SAFETY: the worker is the caller's.
            let private = unsafe { worker.private() };
            private.dirty.push(pid_parts(process.pid()).0);
            if private.dirty.len() % MOST_DIRTY == 0 {
                // SAFETY: the context is the worker's own, and its heap lasts.
                unsafe { Heap::want_minor(&mut *worker.context) };
            }
        }
    }

    /// Makes a waiting process ready, which is locked; what it is resumed with.
    pub(super) fn wake(&self, worker: &Worker, mut process: Locked<'_>, with: Wake) {
        if process.state != State::Waiting {
            return;
        }
        process.state = State::Ready;
        process.wake = with;
        let (priority, pid) = (process.priority, process.process().pid());
        let timer = std::mem::take(&mut process.timer);
        drop(process);
        self.enqueue(worker, pid, priority);
        if timer != 0 {
            self.timers.cancel(timer);
        }
    }

    /// A timer has gone off for which a process waits.
    pub fn time_is_over(&self, worker: &Worker, pid: u64, timer: u64) {
        if let Some(mut process) = self.lock(pid)
            && process.timer == timer
        {
            process.timer = 0;
            if let Some(own) = process.own() {
                own.mailbox.restart();
            }
            self.wake(worker, process, Wake::False);
        }
    }

    /// Arms a timer that sends a message, or wakes.
    pub fn arm(&self, number: u64, at: i64, action: Action) {
        if self.timers.arm(number, at, action) {
            self.parking.wake_timekeeper();
            self.keep_watch();
        }
    }

    /// Puts a process that is ready into the queue of a worker.
    #[inline]
    pub fn enqueue(&self, worker: &Worker, pid: u64, priority: super::Priority) {
        // One that waits here is the next to run, as a rule, and had better do it where its messages
        // are in the cache. Should that take long the watch sees to it.
        if worker.push(pid, priority) > 1 {
            self.call_worker();
        }
        self.keep_watch();
    }

    /// Ends a process, whatever it does and traps.
    pub fn kill(&self, worker: &Worker, pid: u64) {
        if let Some(process) = self.lock(pid) {
            self.end_by_signal(worker, process, well_known::KILLED.get());
        }
    }

    /// Has a worker come to its next poll and look at its process.
    pub(super) fn interrupt(&self, worker: u16) {
        if let Some(staff) = self.staff.get()
            && let Some(worker) = self.workers.get(usize::from(worker))
        {
            // SAFETY: the context lives as long as the program; its atomic fields are touched only.
            staff.interrupt(unsafe { &*worker.context });
        }
    }

    /// How many are ready.
    pub fn waiting(&self) -> usize {
        self.workers.iter().map(Worker::waiting).sum()
    }

    /// Has one more worker look for work, if there is one without.
    #[inline]
    pub fn call_worker(&self) {
        if self.workers.len() > 1 {
            // Who goes to sleep says so first and looks at the queues then.
            fence(Ordering::SeqCst);
            match self.parking.count() {
                0 => self.begin_worker(),
                _ => self.parking.wake_one(),
            }
        }
    }

    #[inline]
    fn begin_worker(&self) {
        if let Some(staff) = self.staff.get() {
            staff.begin_worker(self.workers.len());
        }
    }

    /// There is something that the watch is to look after.
    #[inline]
    pub fn keep_watch(&self) {
        if let Some(staff) = self.staff.get() {
            staff.keep_watch();
        }
    }

    /// The process that answers messages to the standard device; it begins with this function.
    pub fn device_server(&self, worker: &Worker, module: Word, function: Word) -> Option<u64> {
        let mut server = self
            .device_server
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(pid) = *server
            && self.lock(pid).is_some()
        {
            return Some(pid);
        }
        let mut process = self.create(worker)?;
        process.parent = STANDARD_DEVICE;
        *server = Some(process.process().pid());
        let call = [module, function, Word::NIL];
        self.begin(worker, process, Call::Function(call, 0));
        *server
    }

    /// The map of `persistent_term`, or the empty list.
    pub fn persistent(&self) -> Word {
        Word(self.persistent.load(Ordering::Acquire))
    }

    /// Replaces it, unless the change has nothing to say.
    pub fn change_persistent<E>(
        &self,
        change: impl FnOnce(Word) -> Result<Option<Word>, E>,
    ) -> Result<bool, E> {
        let _writer = self
            .persistent_writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let new = change(self.persistent())?;
        if let Some(terms) = new {
            self.persistent.store(terms.0, Ordering::Release);
        }
        Ok(new.is_some())
    }

    /// How often processes were put onto a worker.
    pub fn turns(&self) -> u64 {
        self.workers.iter().map(Worker::turns).sum()
    }

    /// Reductions of all workers.
    pub fn reductions(&self) -> u64 {
        self.workers.iter().map(Worker::reductions).sum()
    }

    /// What only workers and the collector touch, seen by the latter.
    ///
    /// # Safety
    /// The world is stopped, as long as the answer is used.
    pub unsafe fn stopped(&self) -> Stopped<'_> {
        Stopped::new(self)
    }
}
