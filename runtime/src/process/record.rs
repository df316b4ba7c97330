//! The record of a process, and who may touch what in it.
//!
//! While the process runs, `sp` and `handler` in the worker's context are the true ones and those
//! here are out of date; `safepoint::enter` and `safepoint::leave` carry them over.

use alate_abi::context::Context;
use alate_abi::word::NIL;
use std::collections::{BTreeMap, BTreeSet};

use super::mailbox::Mailbox;
use super::rare::Rare;
use super::signals::Watcher;
use super::table::Stubs;
use crate::heap::roots::{Roots, Visit};
use crate::stack::{Stack, StackOverflow, Stacks};

/// What a process is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// In a queue of the scheduler, or on a worker.
    Ready,
    /// Until a message comes, or the timer of this number goes off (0: none).
    Waiting(u64),
}

/// OTP's priorities.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Priority {
    Low,
    Normal,
    High,
    Max,
}

/// A process. Boxed, for the worker's context holds its address and that of its stack's record.
pub struct Process {
    /// Its identifier, a word.
    pub pid: u64,
    /// Its stack.
    pub stack: Stack,
    /// Bytes of the stack in use.
    pub used: usize,
    /// Distance in bytes from the stack's base to just past the innermost handler frame; 0: none.
    pub handler: usize,
    /// The process dictionary, a term.
    pub dictionary: u64,
    /// Terms that the runtime keeps for this process from one safe point to another.
    pub kept: Vec<u64>,
    pub mailbox: Mailbox,
    pub state: State,
    pub priority: Priority,
    /// What the frame on the stack is resumed with: an atom.
    pub wake: u64,
    /// The reason of the exit signal that ends it when it is to run next.
    pub exit_reason: Option<u64>,
    pub traps_exits: bool,
    /// How often it was put onto a worker.
    pub turns: u64,
    /// Numbers of its aliases.
    pub aliases: BTreeSet<u64>,
    pub links: BTreeSet<u64>,
    /// Its own monitors: number of the reference, what is watched (a pid).
    pub monitors: BTreeMap<u64, u64>,
    /// Those who watch it, by the number of the reference.
    pub watchers: BTreeMap<u64, Watcher>,
    /// Its registered name, an atom.
    pub name: Option<u64>,
    /// Pids.
    pub group_leader: u64,
    pub parent: u64,
    /// Module, function and arity that it began with.
    pub began_with: [u64; 3],
    /// Whether it is in the table's list of what the next minor collection looks at.
    pub is_dirty: bool,
    /// How often it has been suspended, and whether its turn has come meanwhile.
    pub(super) suspended: u32,
    pub(super) is_held: bool,
    /// Whether it has forgotten its stack and waits to begin anew.
    pub(super) hibernates: bool,
    /// What few processes have.
    pub(super) rare: Option<Box<Rare>>,
}

impl Process {
    /// A process with an empty stack.
    pub fn new(stacks: &'static Stacks) -> Result<Box<Process>, StackOverflow> {
        Ok(Box::new(Process {
            pid: alate_abi::word::pid(0, 0),
            stack: Stack::new(stacks)?,
            used: 0,
            handler: 0,
            dictionary: NIL,
            kept: Vec::new(),
            mailbox: Mailbox::default(),
            state: State::Ready,
            priority: Priority::Normal,
            wake: NIL,
            exit_reason: None,
            traps_exits: false,
            turns: 0,
            aliases: BTreeSet::new(),
            links: BTreeSet::new(),
            monitors: BTreeMap::new(),
            watchers: BTreeMap::new(),
            name: None,
            group_leader: alate_abi::word::pid(0, 0),
            parent: alate_abi::word::pid(0, 0),
            began_with: [NIL; 3],
            is_dirty: false,
            suspended: 0,
            is_held: false,
            hibernates: false,
            rare: None,
        }))
    }

    /// The process that a context runs.
    ///
    /// # Safety
    /// `context.process` is 0 or was set by `safepoint::enter` for a process that is still there; the
    /// reference is dropped before control goes back to Lisp code.
    pub unsafe fn current(context: &Context) -> Option<&'static mut Process> {
        // SAFETY: the caller's contract.
        unsafe { (context.process as *mut Process).as_mut() }
    }

    pub(super) fn sp(&self) -> usize {
        self.stack.base() + self.used
    }

    /// Pushes words onto the stack of a process that does not run.
    pub fn push(&mut self, words: &[u64]) {
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

    /// After a collection, for a process that is on no worker.
    pub fn settle(&mut self) {
        let sp = self.sp();
        self.stack.mark_clean(sp);
        self.stack.shrink(self.used);
        self.mailbox.settle();
        self.is_dirty = false;
    }

    fn few_words(&mut self, visit: &mut Visit) {
        visit(&raw mut self.dictionary, 1);
        visit(self.kept.as_mut_ptr(), self.kept.len());
        if let Some(reason) = &mut self.exit_reason {
            visit(reason, 1);
        }
        if let Some(rare) = &mut self.rare {
            rare.words(visit);
        }
    }
}

// SAFETY: between two safe points a process's stack below `sp`, dictionary, kept words, messages and
// exit reason are tagged words of live objects.
unsafe impl Roots for Process {
    fn young(&mut self, visit: &mut Visit) {
        self.stack.young_words(self.sp(), visit);
        self.mailbox.young(visit);
        self.few_words(visit);
    }

    fn all(&mut self, visit: &mut Visit) {
        self.stack.all_words(self.sp(), visit);
        self.mailbox.all(visit);
        self.few_words(visit);
    }
}
