//! The record of a process, and who may touch what in it.
//!
//! Records lie in the slots of a table and never move or go away, so a reference to one stays good
//! after the process has ended; whoever follows an identifier locks the record and looks whether the
//! process in it is the one meant.
//!
//! - [`Shared`] is for everybody, under the record's lock.
//! - [`Own`] belongs to the worker that runs the process; while none does, to who holds the lock; and
//!   while the world is stopped, to the collector. A process begins and ceases to run under its lock.
//!
//! While the process runs, `sp` and `handler` in the worker's context are the true ones and those
//! here are out of date; `safepoint::enter` and `safepoint::save` carry them over.

use alate_abi::context::Context;
use alate_abi::word::{NIL, pid};
use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::mailbox::{Inbox, Mailbox};
use super::rare::Rare;
use super::relations::{Relations, Watched};
use super::subject::Inspection;
use super::table::Stubs;
use crate::atom::well_known::WellKnown;
use crate::heap::roots::Visit;
use crate::os::memory::prefetch;
use crate::stack::{Stack, StackOverflow, Stacks};
use crate::word::{Answer, Word};

/// What a process is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// There is no process in this record.
    Vacant,
    /// In a queue of the scheduler, or about to be put into one.
    Ready,
    /// On the worker of this number.
    Running(u16),
    /// Until a message comes or its timer goes off.
    Waiting,
}

/// What a process that was off its worker is resumed with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wake {
    /// After a poll, or at its beginning: nobody looks at it.
    Nil,
    /// There is a message, or it has yielded.
    True,
    /// Its time is over.
    False,
}

impl Wake {
    /// The term.
    pub fn word(self) -> Word {
        match self {
            Wake::Nil => Word::NIL,
            Wake::True => Word::boolean(true),
            Wake::False => Word::boolean(false),
        }
    }
}

/// OTP's priorities.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Priority {
    Low,
    Normal,
    High,
    Max,
}

/// A record of the table. On lines of its own, for neighbours run on different workers.
#[repr(align(64))]
pub struct Process {
    shared: Mutex<Shared>,
    own: UnsafeCell<Own>,
    /// The identifier of the process in it, or of the next one. Changed under the lock only.
    pid: AtomicU64,
    /// Whether the inbox holds messages.
    pub(super) has_incoming: AtomicBool,
    /// Whether its mailbox has a limit.
    pub(super) is_limited: AtomicBool,
    /// Whether it is in a worker's list of what the next minor collection looks at.
    pub(super) is_dirty: AtomicBool,
}

/// A million idle processes are to fit into a few hundred megabytes.
const _: () = assert!(size_of::<Process>() <= 256);

// SAFETY: `own` is reached by its methods only, whose contracts say who may; words that point into
// the heap are good on every worker.
unsafe impl Sync for Process {}
// SAFETY: as above.
unsafe impl Send for Process {}

/// What others do to a process.
pub struct Shared {
    pub state: State,
    pub priority: Priority,
    pub traps_exits: bool,
    /// Its turn came while it was suspended.
    pub(super) is_held: bool,
    /// How often it has been suspended.
    pub(super) suspended: u32,
    /// What the frame on the stack is resumed with.
    pub wake: Wake,
    /// The number of the timer that ends its waiting; 0: none.
    pub timer: u64,
    /// The reason of the exit signal that ends it when it is to run next. Boxed, for it is rare.
    pub exit_reason: Option<Box<u64>>,
    /// Pids.
    pub group_leader: u64,
    pub parent: u64,
    /// Links, monitors and names, once it has any.
    pub(super) relations: Option<Box<Relations>>,
    /// What came while it was running.
    pub(super) inbox: Option<Box<Inbox>>,
}

/// What only its worker touches.
pub struct Own {
    /// Its stack, whose record the worker's context points to; made for the first process in the
    /// record, and then handed on to the next ones.
    pub stack: Stack,
    /// Bytes of the stack in use.
    pub used: usize,
    /// Distance in bytes from the stack's base to just past the innermost handler frame; 0: none.
    pub handler: usize,
    /// The process dictionary, a term.
    pub dictionary: u64,
    /// What is to happen when it yields next, if not just that.
    pub(super) intent: Option<Box<Intent>>,
    /// Its messages.
    pub mailbox: Mailbox,
    /// Its work in reductions (see `worker.rs`), in two parts for which there is room.
    reductions: u32,
    more_reductions: u16,
    /// Module, function and arity that it began with.
    pub began_with: [u64; 3],
    /// At how many collections running its stack was far too large.
    rest: u8,
    /// Whether it has forgotten its stack and waits to begin anew.
    pub(super) hibernates: bool,
    /// What few processes have.
    pub(super) rare: Option<Box<Rare>>,
}

/// Why a process yields.
pub enum Intent {
    /// To forget its stack and begin anew with a call of `module:function` when there is a message.
    Hibernate { call: [u64; 3] },
    /// To have something done with another process and a term while the world is stopped. It cannot
    /// fail; its answer is what the process is resumed with.
    Stopped {
        work: Inspection,
        pid: u64,
        term: u64,
    },
    /// To have a builtin done again after a major collection: it has found no room for an atom.
    Collected { call: Retry, arguments: [u64; 2] },
}

/// A builtin that can be done again.
#[derive(Clone, Copy)]
pub struct Retry {
    /// What does it, with the same arguments. It can fail with `system_limit` only.
    pub again: fn([Word; 2]) -> Answer,
    /// Its name in the module `erlang`, and how many of the arguments the program has given.
    pub name: &'static WellKnown,
    pub arity: usize,
}

impl Intent {
    fn words(&mut self, visit: &mut Visit) {
        match self {
            Intent::Hibernate { call } => visit(call.as_mut_ptr(), call.len()),
            Intent::Stopped { term, .. } => visit(term, 1),
            Intent::Collected { arguments, .. } => visit(arguments.as_mut_ptr(), arguments.len()),
        }
    }
}

impl Process {
    /// A record without a process.
    pub(super) fn vacant(stacks: &'static Stacks, pid: u64) -> Result<Process, StackOverflow> {
        Ok(Process {
            shared: Mutex::new(Shared::vacant()),
            own: UnsafeCell::new(Own {
                stack: Stack::new(stacks)?,
                used: 0,
                handler: 0,
                dictionary: NIL,
                intent: None,
                mailbox: Mailbox::default(),
                reductions: 0,
                more_reductions: 0,
                began_with: [NIL; 3],
                rest: 0,
                hibernates: false,
                rare: None,
            }),
            pid: AtomicU64::new(pid),
            has_incoming: AtomicBool::new(false),
            is_limited: AtomicBool::new(false),
            is_dirty: AtomicBool::new(false),
        })
    }

    /// A process of no table, for tests of what lies below.
    #[cfg(test)]
    pub fn alone(stacks: &'static Stacks) -> Box<Process> {
        match Process::vacant(stacks, self::pid(1, 0)) {
            Ok(process) => Box::new(process),
            Err(StackOverflow) => unreachable!("there is memory for one stack"),
        }
    }

    /// The process that a context runs.
    pub fn current(context: &Context) -> Option<&'static Process> {
        // SAFETY: 0 or set by `safepoint::enter` to the address of a record, which never goes away.
        unsafe { (context.process as *const Process).as_ref() }
    }

    /// Its identifier.
    pub fn pid(&self) -> u64 {
        self.pid.load(Ordering::Relaxed)
    }

    pub(super) fn set_pid(&self, pid: u64) {
        self.pid.store(pid, Ordering::Relaxed);
    }

    /// Whether its mailbox has a limit.
    #[inline]
    pub fn is_limited(&self) -> bool {
        self.is_limited.load(Ordering::Relaxed)
    }

    /// Locks the record, whoever is in it.
    #[inline]
    pub fn lock(&self) -> Locked<'_> {
        // Nothing that is done under the lock panics half-way.
        let shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        Locked {
            process: self,
            shared,
        }
    }

    /// What belongs to the worker that runs it.
    ///
    /// # Safety
    /// The caller is that worker, or holds the lock while it does not run, or has stopped the world;
    /// there is no other reference meanwhile.
    #[expect(clippy::mut_from_ref, reason = "the contract says who may")]
    pub unsafe fn own(&self) -> &mut Own {
        // SAFETY: the caller's contract.
        unsafe { &mut *self.own.get() }
    }

    /// The words that may have changed since the last collection. Afterwards none is young: this is
    /// done in one go, for the record is in the cache now.
    ///
    /// # Safety
    /// The world is stopped, and a collection goes on that makes old what is visited.
    pub unsafe fn young(&self, visit: &mut Visit) {
        // SAFETY: the caller's contract.
        let own = unsafe { self.own() };
        let sp = own.sp();
        own.stack.young_words(sp, visit);
        own.stack.mark_clean(sp);
        own.stack.shrink(own.used, &mut own.rest);
        own.mailbox.young(visit);
        own.mailbox.settle();
        own.few_words(visit);
        let mut locked = self.lock();
        locked.words(false, visit);
        if let Some(inbox) = &mut locked.inbox {
            inbox.settle();
        }
        self.is_dirty.store(false, Ordering::Relaxed);
    }

    /// Has the processor fetch what [`young`](Self::young) touches.
    pub fn prefetch(&self) {
        let address = std::ptr::from_ref(self) as u64;
        for line in (0..size_of::<Process>() as u64).step_by(64) {
            prefetch(address + line);
        }
    }

    /// The same of its stack.
    ///
    /// # Safety
    /// The world is stopped.
    pub unsafe fn prefetch_stack(&self) {
        // SAFETY: the caller's contract.
        let own = unsafe { self.own() };
        let base = own.stack.base() as u64;
        prefetch(base);
        prefetch(base + own.used as u64);
    }

    /// All words.
    ///
    /// # Safety
    /// The world is stopped.
    pub unsafe fn all(&self, visit: &mut Visit) {
        // SAFETY: the caller's contract.
        let own = unsafe { self.own() };
        own.stack.all_words(own.sp(), visit);
        own.mailbox.all(visit);
        own.few_words(visit);
        visit(own.began_with.as_mut_ptr(), own.began_with.len());
        self.lock().words(true, visit);
    }
}

impl Shared {
    fn vacant() -> Shared {
        Shared {
            state: State::Vacant,
            priority: Priority::Normal,
            traps_exits: false,
            is_held: false,
            suspended: 0,
            wake: Wake::Nil,
            timer: 0,
            exit_reason: None,
            group_leader: pid(0, 0),
            parent: pid(0, 0),
            relations: None,
            inbox: None,
        }
    }

    fn words(&mut self, all: bool, visit: &mut Visit) {
        if let Some(reason) = &mut self.exit_reason {
            visit(&raw mut **reason, 1);
        }
        if let Some(inbox) = &mut self.inbox {
            inbox.words(all, visit);
        }
        if let Some(relations) = &mut self.relations {
            relations.words(all, visit);
        }
    }

    /// Its relations, made if there are none.
    pub(super) fn relate(&mut self) -> &mut Relations {
        self.relations.get_or_insert_default()
    }
}

impl Own {
    pub(super) fn sp(&self) -> usize {
        self.stack.base() + self.used
    }

    /// Pushes words onto the stack of a process that does not run.
    pub(super) fn push(&mut self, words: &[u64]) {
        debug_assert!(self.used + words.len() * 8 <= self.stack.usable());
        let sp = self.sp() as *mut u64;
        for (index, word) in words.iter().enumerate() {
            // SAFETY: a new stack has room for the few words that a process begins with.
            unsafe { sp.add(index).write(*word) };
        }
        self.used += words.len() * 8;
    }

    /// Pushes the outermost handler onto its empty stack.
    pub(super) fn push_first_frame(&mut self, stubs: Stubs) {
        self.push(&[0, stubs.uncaught, stubs.done]);
        self.handler = self.used;
    }

    /// Has something done with another process and a term while the world is stopped, when the process
    /// yields next.
    pub fn when_stopped(&mut self, work: Inspection, pid: u64, term: Word) {
        let term = term.0;
        self.intent = Some(Box::new(Intent::Stopped { work, pid, term }));
    }

    /// Has something done again after a major collection, when the process yields next.
    pub fn when_collected(&mut self, call: Retry, arguments: [Word; 2]) {
        let arguments = arguments.map(|word| word.0);
        self.intent = Some(Box::new(Intent::Collected { call, arguments }));
    }

    /// What it has done so far, as far as it was measured.
    pub fn reductions(&self) -> u64 {
        u64::from(self.more_reductions) << 32 | u64::from(self.reductions)
    }

    /// Adds some.
    pub fn add_reductions(&mut self, count: u64) {
        let sum = self.reductions() + count;
        self.reductions = sum as u32;
        self.more_reductions = (sum >> 32) as u16;
    }

    /// Whether it yields for that.
    pub fn wants_collection(&self) -> bool {
        matches!(self.intent.as_deref(), Some(Intent::Collected { .. }))
    }

    /// Whether it yields to have something done while the world is stopped.
    pub fn wants_stop(&self) -> bool {
        matches!(self.intent.as_deref(), Some(Intent::Stopped { .. }))
    }

    /// What it yields for, if for more than to let others run.
    pub fn take_intent(&mut self) -> Option<Intent> {
        self.intent.take().map(|intent| *intent)
    }

    /// The process has ended: everything goes but what the next one in the record can use.
    pub(super) fn clear(&mut self) {
        self.stack.reset();
        self.used = 0;
        self.handler = 0;
        self.dictionary = NIL;
        (self.reductions, self.more_reductions) = (0, 0);
        self.intent = None;
        self.mailbox.clear();
        self.began_with = [NIL; 3];
        self.hibernates = false;
        self.rare = None;
    }

    fn few_words(&mut self, visit: &mut Visit) {
        visit(&raw mut self.dictionary, 1);
        if let Some(intent) = &mut self.intent {
            intent.words(visit);
        }
        if let Some(rare) = &mut self.rare {
            rare.words(visit);
        }
    }
}

/// A record whose lock is held.
pub struct Locked<'a> {
    process: &'a Process,
    shared: MutexGuard<'a, Shared>,
}

impl<'a> Locked<'a> {
    /// The record.
    pub fn process(&self) -> &'a Process {
        self.process
    }

    /// Whether there is no process in it.
    pub(super) fn is_vacant(&self) -> bool {
        self.shared.state == State::Vacant
    }

    /// Pids of the processes it is linked with.
    pub fn links(&self) -> Vec<u64> {
        let relations = self.shared.relations.as_ref();
        relations.map_or_else(Vec::new, |it| it.links.iter().copied().collect())
    }

    /// Pids of those who watch it, in the order of their monitors.
    pub fn watchers(&self) -> Vec<u64> {
        let relations = self.shared.relations.as_ref();
        relations.map_or_else(Vec::new, |it| {
            it.watchers.values().map(|watcher| watcher.pid).collect()
        })
    }

    /// Whom it watches, in the order of its monitors: pids, and the names they were given by.
    pub fn monitors(&self) -> Vec<Watched> {
        let relations = self.shared.relations.as_ref();
        relations.map_or_else(Vec::new, |it| it.monitors.values().copied().collect())
    }

    /// Its registered name.
    pub fn name(&self) -> Option<u64> {
        self.shared.relations.as_ref()?.name
    }

    pub(super) fn vacate(&mut self) {
        *self.shared = Shared {
            inbox: self.shared.inbox.take(),
            ..Shared::vacant()
        };
    }

    /// What belongs to the worker that runs it, if none does.
    pub fn own(&mut self) -> Option<&mut Own> {
        match self.shared.state {
            State::Running(_) => None,
            // SAFETY: the lock is held, as long as the answer is used, and nobody runs it.
            _ => Some(unsafe { self.process.own() }),
        }
    }
}

impl Deref for Locked<'_> {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut Shared {
        &mut self.shared
    }
}
