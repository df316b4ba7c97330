//! Memory for terms: allocation and collection. The room's README draws the picture.
//!
//! Allocation never collects: it takes another nursery chunk when one is full, and when the budget
//! of the nursery is used up it asks for the worker's attention, so that the next poll leads to a
//! collection. `heap` has never heard of a process: who holds words outside the heap says so
//! through [`roots::Roots`].

mod atoms;
mod blocks;
mod buffer;
mod calls;
mod code;
mod construct;
mod copier;
mod gang;
mod large;
mod limit;
mod log;
mod mark;
mod minor;
mod nursery;
mod options;
mod policy;
mod range;
mod recorded;
mod recycle;
mod sweep;
mod verify;

/// Who holds words outside the heap.
pub mod roots;

// For `gang`: see there.
use crate::os::sync;

#[cfg(test)]
mod gang_model;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use alate_abi::context::Context;
use alate_abi::layout::Buffer;

pub use atoms::AtomMarks;
pub use calls::{allocate, allocate_large, new_buffer, reserve};
pub use construct::{
    bignum, boxed_with, byte_list, char_list, cons, copy_inserted, copy_replaced, float, has_room,
    integer_with, list, tuple, tuple_with,
};
pub use gang::{Helpers, NoHelp};
pub use limit::out_of_memory;
pub use options::{DEFAULT_NURSERY, Options};
pub use policy::Used;
pub use range::Area;

use crate::os::clock::Moment;
use log::Log;
use nursery::{Nursery, Reset};
use policy::Policy;
use range::Range;
use roots::Roots;

/// What a collection is asked to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A minor one, and a major one if it is due.
    Minor,
    /// A minor and a major one.
    Major,
}

/// The answer of a collection, and of [`reserve`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Room {
    /// There is room.
    Enough,
    /// Collect first, then ask again (a collection is already asked for).
    Retry,
    /// What is live exceeds the heap limit.
    Exhausted,
}

/// A heap, shared by all workers. Everything that only a collection or a slow path touches lies
/// behind one lock; the fast path of allocation is in the worker's context.
pub struct Heap {
    options: Options,
    range: Range,
    nursery: Nursery,
    spaces: Mutex<Spaces>,
    /// Bytes of young large objects and buffers.
    young_outside: AtomicU64,
    /// How many workers allocate.
    allocators: AtomicU64,
    /// A major collection is wanted at the next safe point.
    major_wanted: AtomicBool,
    /// How often the collection that is due was put off.
    put_off: AtomicU64,
    /// Asks for the attention of the worker of a context; set by the room that owns the poll.
    please_stop: OnceLock<fn(&Context)>,
    /// Records of atoms made at run time.
    atoms: atoms::Atoms,
    /// Code that is loaded at run time.
    code: code::Code,
    /// What is done before images of code are freed that a marking has not met.
    forget_code: OnceLock<Box<ForgetCode>>,
    /// What is done after a marking, before the records that it has not met are freed.
    forget_atoms: OnceLock<Box<Forget>>,
}

/// Who knows addresses in images of code, each a first address and bytes, forgets them.
type ForgetCode = dyn Fn(&[(usize, usize)]) + Send + Sync;

/// Who knows atoms by name forgets those whose records are [gone](AtomMarks::is_gone).
type Forget = dyn Fn(&Heap, Used) + Send + Sync;

/// What lies behind the heap's lock.
struct Spaces {
    blocks: blocks::Blocks,
    large: large::Large,
    buffers: buffer::Buffers,
    recorded: recorded::Recorded,
    mark_stack: Vec<u64>,
    policy: Policy,
    log: Log,
    /// While a major collection that fills freed memory is under way: the line bits before it.
    lines_before: Vec<u64>,
    /// Under stress: minor collections since the last major one.
    since_major: u64,
}

// SAFETY: raw pointers in it are addresses in the heap's own range; the lock guards them, and a
// collection runs only while no worker does.
unsafe impl Send for Spaces {}

/// How often a collection is put off: young objects take up to 64 times as much as otherwise, and a
/// sixteenth of the heap's limit. Workers that do nothing but allocate come to that in about 50 ms.
const MOST_PUT_OFF: u64 = 6;

/// Under stress: with each of these bytes live, a major collection follows one more minor one.
const STRESS_LIVE: u64 = 32 << 10;

static PROGRAM_HEAP: OnceLock<Heap> = OnceLock::new();

/// Bytes that the worker of a context has allocated so far.
#[inline]
pub fn spent(context: &Context) -> u64 {
    context.heap_spent.wrapping_add(context.heap_next)
}

impl Heap {
    /// A heap of its own. Where the address space is limited it gets less than it asks for.
    pub fn new(options: Options) -> Result<Heap, String> {
        let range = Range::new(options.reserve)
            .map_err(|error| format!("cannot reserve addresses for the heap: {error}"))?;
        let blocks = blocks::Blocks::new(&range)
            .ok_or_else(|| "cannot reserve addresses for the heap's tables".to_owned())?;
        let atoms = atoms::Atoms::new(&range)
            .ok_or_else(|| "cannot reserve addresses for atoms".to_owned())?;
        let code = code::Code::new(&range)
            .ok_or_else(|| "cannot reserve addresses for code".to_owned())?;
        Ok(Heap {
            atoms,
            code,
            forget_code: OnceLock::new(),
            forget_atoms: OnceLock::new(),
            nursery: Nursery::new(
                &range,
                if options.stress {
                    nursery::STRESS_CHUNK
                } else {
                    nursery::CHUNK
                },
            ),
            spaces: Mutex::new(Spaces {
                blocks,
                large: large::Large::new(&range),
                buffers: buffer::Buffers::default(),
                recorded: recorded::Recorded::default(),
                mark_stack: Vec::new(),
                policy: Policy::new(&options),
                log: Log::new(options.log),
                lines_before: Vec::new(),
                since_major: 0,
            }),
            young_outside: AtomicU64::new(0),
            allocators: AtomicU64::new(1),
            major_wanted: AtomicBool::new(false),
            put_off: AtomicU64::new(0),
            please_stop: OnceLock::new(),
            options,
            range,
        })
    }

    /// Makes the program's heap. An error if there is one already.
    pub fn install(options: Options) -> Result<&'static Heap, String> {
        let heap = Heap::new(options)?;
        if PROGRAM_HEAP.set(heap).is_err() {
            return Err("the program has a heap already".to_owned());
        }
        Ok(Heap::program())
    }

    /// The program's heap; made with default options if nobody did.
    pub fn program() -> &'static Heap {
        PROGRAM_HEAP.get_or_init(|| match Heap::new(Options::default()) {
            Ok(heap) => heap,
            Err(message) => {
                eprintln!("alate: {message}");
                std::process::exit(1)
            }
        })
    }

    /// The heap that a context allocates from.
    ///
    /// # Safety
    /// `context.heap` is 0 or the address of a heap that outlives the context's use.
    pub unsafe fn of(context: &mut Context) -> &'static Heap {
        if context.heap == 0 {
            context.heap = std::ptr::from_ref(Heap::program()) as u64;
        }
        // SAFETY: the caller's contract.
        unsafe { &*(context.heap as *const Heap) }
    }

    /// Sets how the heap asks a worker to come to a safe point. The first caller wins.
    pub fn on_full(&self, please_stop: fn(&Context)) {
        // A second caller would set the same function; a lost race changes nothing.
        let _ = self.please_stop.set(please_stop);
    }

    /// The switches it was made with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    fn spaces(&self) -> MutexGuard<'_, Spaces> {
        self.spaces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, context: &Context) {
        if let Some(please_stop) = self.please_stop.get() {
            please_stop(context);
        }
    }

    /// Makes `heap_next .. heap_limit` hold at least so many bytes.
    pub(crate) fn refill(&self, context: &mut Context, bytes: usize) {
        let Some((chunk, taken)) =
            self.nursery
                .take(&self.range, context.worker_number as usize, bytes)
        else {
            limit::out_of_memory("new objects");
        };
        if chunk.start != context.heap_limit {
            let gap = context.heap_next.wrapping_sub(chunk.start);
            context.heap_spent = context.heap_spent.wrapping_add(gap);
            context.heap_next = chunk.start;
        }
        context.heap_limit = chunk.end;
        self.count_young(context, taken as u64);
    }

    /// Young bytes beyond which a collection is due: twice as many each time it was put off.
    ///
    /// Several workers have half as much again each: to stop costs all of them, and sorting lists by two
    /// workers on two cores went from 0.85 to 0.98 of the speed of two programs.
    fn budget(&self) -> u64 {
        let once = self.options.nursery as u64;
        let all = match self.allocators.load(Ordering::Relaxed) {
            0 | 1 => once,
            workers => once * workers + once * workers / 2,
        };
        all << self.put_off.load(Ordering::Relaxed)
    }

    /// Not all workers came to a safe point soon, so others go on: with more young bytes, if those were
    /// what the collection was wanted for.
    pub fn put_off(&self) {
        let young = self.nursery.taken() as u64 + self.young_outside.load(Ordering::Relaxed);
        if young > self.budget() && !self.is_pressing() {
            self.put_off.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether a collection that is due was put off.
    pub fn is_put_off(&self) -> bool {
        self.put_off.load(Ordering::Relaxed) > 0
    }

    /// Whether the next collection cannot be put off: the heap is near its limit, or young objects have
    /// taken so much that the pause would be long.
    pub fn is_pressing(&self) -> bool {
        let next = 2 * self.budget();
        self.put_off.load(Ordering::Relaxed) >= MOST_PUT_OFF
            || next > self.options.limit / 16
            || self.options.stress
            || self.major_wanted.load(Ordering::Relaxed)
    }

    /// Says how many workers allocate: each is to have as much room as one alone would.
    pub fn set_allocators(&self, count: u64) {
        self.allocators.store(count, Ordering::Relaxed);
        self.spaces().policy.set_allocators(count);
    }

    /// Asks for a minor collection of the heap of a context, at its worker's next poll.
    ///
    /// # Safety
    /// As for [`of`](Self::of).
    pub unsafe fn want_minor(context: &mut Context) {
        // SAFETY: the caller's contract.
        unsafe { Heap::of(context) }.ask(context);
    }

    /// Asks for a major collection of the heap of a context, at its worker's next poll.
    ///
    /// # Safety
    /// As for [`of`](Self::of).
    pub unsafe fn want_major(context: &mut Context) {
        // SAFETY: the caller's contract.
        let heap = unsafe { Heap::of(context) };
        heap.major_wanted.store(true, Ordering::Relaxed);
        heap.ask(context);
    }

    /// Memory for code and its constants, writable. It stays until [`settle_code`](Self::settle_code).
    /// None: there is none.
    pub fn allocate_code(&self, bytes: usize) -> Option<usize> {
        self.code.allocate(&self.range, bytes)
    }

    /// Makes the first bytes of such memory, whole pages, executable and no longer writable. False if
    /// the system refuses.
    #[must_use]
    pub fn allow_execution(&self, address: usize, bytes: usize) -> bool {
        self.code.allow_execution(&self.range, address, bytes)
    }

    /// From now on such memory is freed when a marking has met no word that leads into it.
    pub fn settle_code(&self, address: usize) {
        self.code.settle(address);
    }

    /// Frees such memory, which nobody knows.
    pub fn release_code(&self, address: usize) {
        self.code.release(&self.range, address);
    }

    /// Sets what is done before code is freed, while no worker runs. The first caller wins; without one
    /// no code is freed.
    pub fn on_code_unmet(&self, forget: impl Fn(&[(usize, usize)]) + Send + Sync + 'static) {
        // See `on_full`.
        let _ = self.forget_code.set(Box::new(forget));
    }

    /// Bytes of code that was loaded and not freed.
    pub fn code_bytes(&self) -> usize {
        self.code.bytes()
    }

    /// Asks for a major collection, by the worker of a context, if much code has been loaded.
    pub fn collect_code(&self, context: &Context) {
        if self.code.wants_collection() {
            self.major_wanted.store(true, Ordering::Relaxed);
            self.ask(context);
        }
    }

    /// Room for the record of an atom, which lives as long as markings meet its word, or for ever if it
    /// is to be `pinned`. None: there is no memory.
    pub fn allocate_atom(&self, bytes: usize, pinned: bool) -> Option<*mut u8> {
        self.atoms.allocate(&self.range, bytes, pinned)
    }

    /// Has the record of an atom at an address stay for ever.
    pub fn pin_atom(&self, address: u64) {
        self.atoms.pin(address);
    }

    /// Which atoms the marking just done has met.
    pub fn atom_marks(&self) -> AtomMarks<'_> {
        self.atoms.marks()
    }

    /// Bytes of the records of atoms made with [`allocate_atom`](Self::allocate_atom).
    pub fn atom_bytes(&self) -> usize {
        self.atoms.bytes()
    }

    /// Sets what is done after each marking, while no worker runs. Afterwards the records of atoms that
    /// it has not met are freed. The first caller wins; without one no record is freed.
    pub fn on_marked(&self, forget: impl Fn(&Heap, Used) + Send + Sync + 'static) {
        // See `on_full`.
        let _ = self.forget_atoms.set(Box::new(forget));
    }

    /// Asks for a collection if the young bytes exceed the budget. What lies outside the nursery
    /// counts a quarter: nothing has to be copied to free it.
    fn count_young(&self, context: &Context, nursery: u64) {
        let outside = self.young_outside.load(Ordering::Relaxed);
        if nursery + outside / 4 > self.budget() {
            self.ask(context);
        }
    }

    pub(crate) fn large(&self, context: &Context, words: usize) -> Option<*mut u64> {
        let object = self.spaces().large.allocate(&self.range, words)?;
        self.young_outside
            .fetch_add(words as u64 * 8, Ordering::Relaxed);
        self.count_young(context, self.nursery.taken() as u64);
        Some(object)
    }

    pub(crate) fn buffer(&self, context: &Context, capacity: u64) -> Option<*mut Buffer> {
        let buffer = self.spaces().buffers.allocate(capacity)?;
        self.young_outside
            .fetch_add(capacity + 64, Ordering::Relaxed);
        self.count_young(context, self.nursery.taken() as u64);
        Some(buffer)
    }

    /// Whether so many bytes can be allocated without exceeding the limit; if not, a major
    /// collection is asked for, and only when `collected` says that it has just been does the answer
    /// become [`Room::Exhausted`].
    pub fn room_for(&self, context: &Context, bytes: u64, collected: bool) -> Room {
        let young = self.nursery.taken() as u64 + self.young_outside.load(Ordering::Relaxed);
        let used = self.spaces().policy.used().saturating_add(young);
        if used.saturating_add(bytes) <= self.options.limit {
            return Room::Enough;
        }
        if collected {
            return Room::Exhausted;
        }
        self.major_wanted.store(true, Ordering::Relaxed);
        self.ask(context);
        Room::Retry
    }

    /// Remembers a word outside the nursery into which a pointer to a young object was written.
    pub fn record(&self, slot: *mut u64) {
        self.spaces().recorded.push(slot);
    }

    /// Which area of the heap an address lies in.
    pub fn area(&self, address: u64) -> Area {
        self.range.area(address)
    }

    /// Bytes in use, as far as known without looking: an upper bound of what is live.
    pub fn used(&self) -> Used {
        let spaces = self.spaces();
        Used {
            old: spaces.policy.used(),
            young: self.nursery.taken() as u64 + self.young_outside.load(Ordering::Relaxed),
        }
    }

    /// Bytes of addresses that the old generation and the large objects have ever used.
    pub fn extent(&self) -> (u64, u64) {
        let spaces = self.spaces();
        (
            spaces.blocks.extent() as u64,
            spaces.large.extent(&self.range) as u64,
        )
    }

    /// How many collections there were: minor, major.
    pub fn collections(&self) -> (u64, u64) {
        self.spaces().log.counts()
    }

    /// How many buffers there are, and how many were freed since the start.
    pub fn buffer_counts(&self) -> (usize, u64) {
        self.spaces().buffers.counts()
    }

    /// Bytes of the buffers, which are part of what is used.
    pub fn buffer_bytes(&self) -> u64 {
        let (young, old) = self.spaces().buffers.bytes();
        young + old
    }

    /// Collects: a minor collection always, a major one if `kind` says so or it is due.
    ///
    /// # Safety
    /// No worker runs Lisp or runtime code; `contexts` are those of all workers of this heap; `roots`
    /// visits all words outside the heap that may point into it; `helpers` run no Lisp either.
    pub unsafe fn collect(
        &self,
        kind: Kind,
        contexts: &[*mut Context],
        roots: &mut dyn Roots,
        helpers: &dyn Helpers,
    ) -> Room {
        for &context in contexts {
            // SAFETY: the caller's contract.
            unsafe {
                (*context).heap_spent = spent(&*context);
                (*context).heap_next = 0;
                (*context).heap_limit = 0;
            }
        }
        let wanted = self.major_wanted.swap(false, Ordering::Relaxed);
        let poison = self.options.stress || self.options.verify;
        let mut guard = self.spaces();
        let spaces = &mut *guard;

        let start = Moment::now();
        let young = self.nursery.taken() as u64 + self.young_outside.load(Ordering::Relaxed);
        let before = spaces.policy.used() + young;
        // SAFETY: the caller's contract.
        let outcome = unsafe { minor::collect(&self.range, spaces, roots, helpers, poison) };
        self.young_outside.store(0, Ordering::Relaxed);
        self.put_off.store(0, Ordering::Relaxed);
        let reset = match (self.options.stress, self.options.unmap) {
            (true, true) => Reset::Unmap,
            _ if poison => Reset::Fill,
            _ => Reset::Plain,
        };
        // One worker may have taken twice its share when the budget was used up, and begun a chunk.
        let kept = 2 * self.options.nursery + nursery::CHUNK;
        self.nursery.reset(&self.range, kept, reset);
        spaces
            .policy
            .promoted(outcome.copied + outcome.promoted_outside);
        spaces
            .log
            .minor(start.elapsed_nanoseconds(), before, spaces.policy.used());
        spaces.blocks.prepare(&self.range);
        self.check(spaces, roots, "minor");

        // Every other collection is a major one, or one in more where much is live: to mark all of a
        // large heap at every other poll would never end.
        spaces.since_major += 1;
        let stressed =
            self.options.stress && spaces.since_major > 1 + spaces.policy.live() / STRESS_LIVE;
        if kind == Kind::Major || wanted || stressed || spaces.policy.major_due() {
            // SAFETY: the caller's contract; the nursery is empty now.
            unsafe { self.major(spaces, roots, helpers, poison) };
            self.check(spaces, roots, "major");
            if spaces.policy.used() > self.options.limit {
                return Room::Exhausted;
            }
        }
        Room::Enough
    }

    /// # Safety
    /// As for [`collect`](Self::collect), with an empty nursery.
    unsafe fn major(
        &self,
        spaces: &mut Spaces,
        roots: &mut dyn Roots,
        helpers: &dyn Helpers,
        poison: bool,
    ) {
        let start = Moment::now();
        let before = spaces.policy.used();
        spaces.since_major = 0;
        if poison {
            spaces.lines_before = spaces.blocks.lines();
        }
        // SAFETY: the caller's contract.
        unsafe {
            let marks = (self.atoms.marks(), self.code.begin_marking());
            let live = mark::mark(&self.range, marks, spaces, roots, helpers);
            self.sweep(spaces, live, poison);
        }
        spaces
            .log
            .major(start.elapsed_nanoseconds(), before, spaces.policy.used());
    }

    /// # Safety
    /// Follows a complete marking, which has found so many bytes live in blocks.
    unsafe fn sweep(&self, spaces: &mut Spaces, live: u64, poison: bool) {
        let keep = spaces.policy.expected_growth(live);
        // SAFETY: the caller's contract.
        unsafe { sweep::sweep(&self.range, spaces, keep, poison) };
        let outside = spaces.large.bytes().1 + spaces.buffers.bytes().1;
        spaces.policy.marked(live + outside);
        if let Some(forget) = self.forget_code.get() {
            let unmet = self.code.unmet();
            forget(&unmet);
            self.code.sweep(&self.range, &unmet);
        }
        if let Some(forget) = self.forget_atoms.get() {
            let used = Used {
                old: spaces.policy.used(),
                young: 0,
            };
            forget(self, used);
            // SAFETY: the only one who knows atoms by name has forgotten them, and no word of theirs is
            // held anywhere: the caller's contract.
            unsafe { self.atoms.sweep(&self.range, poison) };
        }
    }

    /// How many bytes are first reached from each of so many parts of the roots. It takes as long as a
    /// major collection by one thread.
    ///
    /// # Safety
    /// As for [`collect`](Self::collect), which was called before, with all roots in the parts.
    pub unsafe fn charge(
        &self,
        parts: usize,
        part: &mut dyn FnMut(usize, &mut roots::Visit),
    ) -> Vec<u64> {
        let mut guard = self.spaces();
        let spaces = &mut *guard;
        let poison = self.options.stress || self.options.verify;
        if poison {
            spaces.lines_before = spaces.blocks.lines();
        }
        // SAFETY: the caller's contract.
        unsafe {
            let marks = (self.atoms.marks(), self.code.begin_marking());
            let (live, charges) = mark::charge(&self.range, marks, spaces, parts, part);
            self.sweep(spaces, live, poison);
            charges
        }
    }

    /// Under `verify`: walks everything, and ends the program with a message if something is wrong.
    fn check(&self, spaces: &Spaces, roots: &mut dyn Roots, after: &str) {
        if !self.options.verify {
            return;
        }
        // SAFETY: called within a collection, after the nursery was emptied.
        if let Err(finding) = unsafe { verify::verify(&self.range, &self.atoms, spaces, roots) } {
            eprintln!("alate: heap verifier, after a {after} collection: {finding}");
            std::process::abort();
        }
    }

    /// Walks everything as `ALATE_GC=verify` does, and answers what is wrong first.
    ///
    /// # Safety
    /// As for [`collect`](Self::collect); the nursery is empty.
    pub unsafe fn verify(&self, roots: &mut dyn Roots) -> Result<(), String> {
        // SAFETY: the caller's contract.
        unsafe { verify::verify(&self.range, &self.atoms, &self.spaces(), roots) }
    }

    /// Prints the summary that `ALATE_GC=log` promises. Called once, at exit.
    pub fn finish(&self) {
        self.spaces().log.summary();
    }
}
