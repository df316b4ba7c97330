//! All processes, by identifier; names; who is ready to run.
//!
//! One worker runs all processes, so nothing here is locked.

use std::collections::{BTreeMap, HashMap, VecDeque};

use alate_abi::context::Context;
use alate_abi::word::{PID_BITS, pid, pid_parts};

use super::aliases::Alias;
use super::ready::Ready;
use super::record::{Process, State};
use super::timers::Timers;
use crate::atom::{self, well_known};
use crate::ets::Tables;
use crate::heap::roots::{Roots, Visit};
use crate::stack::Stacks;
use crate::word::Word;

/// Identifiers of processes that have ended are used again only when so many others have ended since.
const RESTED: usize = 1 << 16;

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

#[derive(Default)]
struct Slot {
    generation: u32,
    process: Option<Box<Process>>,
}

/// The processes of the program.
pub struct Processes {
    stacks: &'static Stacks,
    pub stubs: Stubs,
    slots: Vec<Slot>,
    /// Slots without a process, the longest unused first.
    free: VecDeque<u32>,
    count: usize,
    limit: usize,
    /// Registered names (atoms) and who has them. Ordered, so that every run lists them alike.
    names: BTreeMap<u64, u64>,
    pub ready: Ready,
    pub timers: Timers,
    pub tables: Tables,
    /// What the next minor collection looks at: slots.
    dirty: Vec<u32>,
    /// Who is on the worker.
    running: u64,
    /// Whom a reference of an alias or monitor stands for.
    pub(super) aliases: HashMap<u64, Alias>,
    /// Who answers messages to the standard device, once there was one.
    device_server: Option<u64>,
    /// The map of `persistent_term`, or the empty list.
    persistent: u64,
    /// How often a process was put onto a worker.
    turns: u64,
}

impl Processes {
    /// No processes yet; at most `limit` at a time.
    pub fn new(stacks: &'static Stacks, stubs: Stubs, limit: usize) -> Processes {
        Processes {
            stacks,
            stubs,
            // Slot 0 is nobody's: its pid stands for what has no process, such as standard output.
            slots: vec![Slot::default()],
            free: VecDeque::new(),
            count: 0,
            limit: limit.min(1 << PID_BITS),
            names: user_name().into_iter().collect(),
            ready: Ready::default(),
            timers: Timers::default(),
            tables: Tables::default(),
            dirty: Vec::new(),
            running: 0,
            aliases: HashMap::new(),
            device_server: None,
            persistent: Word::NIL.0,
            turns: 0,
        }
    }

    /// The processes of the program that a context belongs to.
    ///
    /// # Safety
    /// `context.processes` is 0 or the address of a table that outlives the context's use; the
    /// reference is dropped before control goes back to Lisp code, and there is no other meanwhile.
    pub unsafe fn of(context: &Context) -> Option<&'static mut Processes> {
        // SAFETY: the caller's contract.
        unsafe { (context.processes as *mut Processes).as_mut() }
    }

    /// A new process that has not begun: its first frame is the outermost handler. None: there are too
    /// many, or no memory.
    pub fn create(&mut self) -> Option<&mut Process> {
        if self.count >= self.limit {
            return None;
        }
        let mut process = Process::new(self.stacks).ok()?;
        let has_rested = self.free.len() > RESTED;
        let slot = match self.free.front() {
            Some(slot) if has_rested || self.slots.len() >= 1 << PID_BITS => *slot,
            _ => {
                self.slots.push(Slot::default());
                (self.slots.len() - 1) as u32
            }
        };
        if self.free.front() == Some(&slot) {
            self.free.pop_front();
        }
        process.push_first_frame(self.stubs);
        let entry = &mut self.slots[slot as usize];
        process.pid = pid(slot, entry.generation);
        process.is_dirty = true;
        self.dirty.push(slot);
        self.count += 1;
        Some(entry.process.insert(process))
    }

    /// Lets a new process begin with a call of `module:function`, and makes it ready.
    pub fn begin(&mut self, pid: u64, module: Word, function: Word, arguments: Word, arity: i64) {
        let stubs = self.stubs;
        let call = [
            stubs.apply,
            module.0,
            function.0,
            arguments.0,
            stubs.resume_3,
        ];
        let began_with = [module, function, Word::fixnum(arity)];
        self.begin_with(pid, &call, began_with);
    }

    /// The same with a call of a fun without arguments.
    pub fn begin_fun(&mut self, pid: u64, fun: Word) {
        let stubs = self.stubs;
        let call = [stubs.apply_fun, fun.0, Word::NIL.0, stubs.resume_2];
        let began_with = [
            well_known::ERLANG.get(),
            well_known::APPLY.get(),
            Word::fixnum(2),
        ];
        self.begin_with(pid, &call, began_with);
    }

    fn begin_with(&mut self, pid: u64, call: &[u64], began_with: [Word; 3]) {
        if let Some(process) = self.get(pid) {
            process.push(call);
            process.began_with = began_with.map(|word| word.0);
            let priority = process.priority;
            self.ready.push(pid, priority);
        }
    }

    /// The process of an identifier, if it is alive.
    pub fn get(&mut self, pid: u64) -> Option<&mut Process> {
        let (index, _) = pid_parts(pid);
        let process = self.slots.get_mut(index as usize)?.process.as_mut()?;
        (process.pid == pid).then_some(&mut **process)
    }

    /// Takes a process out of the table.
    pub fn remove(&mut self, pid: u64) -> Option<Box<Process>> {
        self.get(pid)?;
        self.forget_aliases(pid);
        self.forget_suspensions(pid);
        let (index, generation) = pid_parts(pid);
        let slot = &mut self.slots[index as usize];
        slot.generation = (generation + 1) & ((1 << PID_BITS) - 1);
        self.free.push_back(index);
        self.count -= 1;
        let process = slot.process.take();
        if let Some(name) = process.as_ref().and_then(|process| process.name) {
            self.names.remove(&name);
        }
        process
    }

    /// Number of processes.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The most there can be.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Identifiers of all processes.
    pub fn pids(&self) -> Vec<Word> {
        let processes = self.slots.iter().filter_map(|slot| slot.process.as_ref());
        processes.map(|process| Word(process.pid)).collect()
    }

    /// Who has a name.
    pub fn named(&self, name: Word) -> Option<u64> {
        self.names.get(&name.0).copied()
    }

    /// All names.
    pub fn names(&self) -> Vec<Word> {
        self.names.keys().map(|name| Word(*name)).collect()
    }

    /// Gives a name to a process. False if either has one of the other, or the process is dead.
    pub fn register(&mut self, name: Word, pid: u64) -> bool {
        if self.names.contains_key(&name.0) {
            return false;
        }
        match self.get(pid) {
            Some(process) if process.name.is_none() => {
                process.name = Some(name.0);
                self.names.insert(name.0, pid);
                true
            }
            _ => false,
        }
    }

    /// Takes a name back.
    pub fn unregister(&mut self, name: Word) -> bool {
        let Some(pid) = self.names.remove(&name.0) else {
            return false;
        };
        if let Some(process) = self.get(pid) {
            process.name = None;
        }
        true
    }

    /// The next minor collection is to look at a process: it runs, or has got a word.
    pub fn touch(&mut self, pid: u64) {
        if let Some(process) = self.get(pid)
            && !process.is_dirty
        {
            process.is_dirty = true;
            self.dirty.push(pid_parts(pid).0);
        }
    }

    /// Makes a waiting process ready; it is resumed with an atom.
    pub fn wake(&mut self, pid: u64, with: Word) {
        let Some(process) = self.get(pid) else {
            return;
        };
        let State::Waiting(timer) = process.state else {
            return;
        };
        process.state = State::Ready;
        process.wake = with.0;
        let priority = process.priority;
        self.ready.push(pid, priority);
        if timer != 0 {
            self.timers.cancel(timer);
        }
    }

    /// The process that answers messages to the standard device; it begins with this function.
    pub fn device_server(&mut self, module: Word, function: Word) -> Option<u64> {
        if let Some(server) = self.device_server
            && self.get(server).is_some()
        {
            return Some(server);
        }
        let process = self.create()?;
        let server = process.pid;
        process.parent = STANDARD_DEVICE;
        self.begin(server, module, function, Word::NIL, 0);
        self.device_server = Some(server);
        Some(server)
    }

    /// The map of `persistent_term`, or the empty list.
    pub fn persistent(&self) -> Word {
        Word(self.persistent)
    }

    /// Sets it.
    pub fn set_persistent(&mut self, terms: Word) {
        self.persistent = terms.0;
    }

    /// Says who is on the worker.
    pub fn set_running(&mut self, pid: u64) {
        self.running = pid;
        self.turns += 1;
        self.touch(pid);
    }

    /// How often processes were put onto a worker.
    pub fn turns(&self) -> u64 {
        self.turns
    }

    /// The process on the worker.
    pub fn running(&mut self) -> &mut Process {
        match self.get(self.running) {
            Some(process) => process,
            None => unreachable!("only a process that is in the table is put onto a worker"),
        }
    }

    /// After a collection: nothing is young any more.
    pub fn settle(&mut self) {
        for index in std::mem::take(&mut self.dirty) {
            if let Some(process) = &mut self.slots[index as usize].process {
                process.settle();
            }
        }
        self.timers.settle();
        self.tables.settle();
        // It goes on.
        self.touch(self.running);
    }
}

// SAFETY: it visits its processes, timers and tables, which hold tagged words of live objects.
unsafe impl Roots for Processes {
    fn young(&mut self, visit: &mut Visit) {
        for index in &self.dirty {
            if let Some(process) = &mut self.slots[*index as usize].process {
                process.young(visit);
            }
        }
        self.timers.young(visit);
        self.tables.young(visit);
        visit(&raw mut self.persistent, 1);
    }

    fn all(&mut self, visit: &mut Visit) {
        for process in self
            .slots
            .iter_mut()
            .filter_map(|slot| slot.process.as_mut())
        {
            process.all(visit);
        }
        self.timers.all(visit);
        Roots::all(&mut self.tables, visit);
        visit(&raw mut self.persistent, 1);
    }
}
