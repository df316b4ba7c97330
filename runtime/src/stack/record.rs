//! One stack: its memory and its watermark.

use alate_abi::context::Context;

use crate::heap::roots::Visit;
use crate::stack::memory::{BEYOND_LIMIT, INITIAL, Memory, Stacks, page_bytes};
use crate::stack::watermark::Watermark;

/// A stack may not grow any further: the limit is reached or there is no memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StackOverflow;

/// Great stacks shrink to no less than this.
const SMALLEST_SHRUNK: usize = 64 << 10;

/// Collections after which a stack that is far too large shrinks.
const PATIENCE: u8 = 16;

/// An emptied stack of at most so many bytes serves the next process as it is.
const LARGEST_KEPT: usize = 1 << 10;

/// The stack of a process. While the process runs, the worker's context holds its address, so it
/// must not move: it lives in a boxed process record.
pub struct Stack {
    pub(super) stacks: &'static Stacks,
    memory: Option<Memory>,
    pub(super) watermark: Watermark,
}

impl Stack {
    /// A new, empty stack.
    pub fn new(stacks: &'static Stacks) -> Result<Stack, StackOverflow> {
        Ok(Stack {
            stacks,
            memory: Some(stacks.allocate(INITIAL).ok_or(StackOverflow)?),
            watermark: Watermark::NONE,
        })
    }

    fn memory(&self) -> &Memory {
        match &self.memory {
            Some(memory) => memory,
            None => unreachable!("a stack has memory until it is dropped"),
        }
    }

    /// First address.
    pub fn base(&self) -> usize {
        self.memory().base()
    }

    /// Bytes up to the limit.
    pub fn usable(&self) -> usize {
        self.memory().usable()
    }

    /// What polls compare `sp` with.
    pub fn limit(&self) -> u64 {
        (self.base() + self.usable()) as u64
    }

    /// Makes room for at least `needed` bytes above `used`. The stack may move: the caller mends
    /// addresses in the context by [`moved`](Self::moved).
    pub fn grow(&mut self, used: usize, needed: usize) -> Result<(), StackOverflow> {
        let least = used.checked_add(needed).ok_or(StackOverflow)?;
        let limit = self.stacks.limit();
        if least > limit {
            return Err(StackOverflow);
        }
        let wanted = least.max(self.usable().saturating_mul(2)).min(limit);
        if wanted <= self.usable() {
            return Ok(());
        }
        self.replace(used, wanted)
    }

    fn replace(&mut self, used: usize, wanted: usize) -> Result<(), StackOverflow> {
        if let Some(Memory::Pages(block)) = &mut self.memory {
            return if block.resize(page_bytes(wanted)) {
                Ok(())
            } else {
                Err(StackOverflow)
            };
        }
        let new = self.stacks.allocate(wanted).ok_or(StackOverflow)?;
        let copied = used.min(self.memory().usable() + BEYOND_LIMIT);
        // SAFETY: both pieces are ours, distinct, and at least `copied` bytes long.
        unsafe {
            std::ptr::copy_nonoverlapping(self.base() as *const u8, new.base() as *mut u8, copied);
        }
        if let Some(old) = self.memory.replace(new) {
            self.stacks.release(old);
        }
        Ok(())
    }

    /// Forgets all that is on it. Memory that a new stack would not have is given back.
    pub fn reset(&mut self) {
        self.watermark = Watermark::NONE;
        if self.usable() > LARGEST_KEPT
            && let Some(small) = self.stacks.allocate(INITIAL)
            && let Some(old) = self.memory.replace(small)
        {
            self.stacks.release(old);
        }
    }

    /// After a collection: gives back memory of a stack that has been much deeper before, and was not
    /// at the last collections; `rest` counts these. A stack that goes up and down between two
    /// collections would be moved for nothing, which costs all workers (the system tells each core).
    pub fn shrink(&mut self, used: usize, rest: &mut u8) {
        let usable = self.usable();
        let wanted = (used * 2).max(SMALLEST_SHRUNK);
        if usable <= 2 * SMALLEST_SHRUNK || wanted >= usable / 4 {
            *rest = 0;
            return;
        }
        *rest += 1;
        if *rest >= PATIENCE {
            *rest = 0;
            // If the system refuses, the stack stays as large as it is.
            let _ = self.replace(used, wanted);
        }
    }

    /// Mends the addresses in a context after this stack may have moved from `old_base`.
    pub fn moved(&self, context: &mut Context, old_base: u64) {
        let base = self.base() as u64;
        if base != old_base {
            context.sp = context.sp - old_base + base;
            if context.handler != 0 {
                context.handler = context.handler - old_base + base;
            }
            context.stack_base = base;
        }
    }

    /// Visits the words below `sp` that may have changed since the last collection.
    pub fn young_words(&self, sp: usize, visit: &mut Visit) {
        self.words_from(self.watermark.clean_bytes(), sp, visit);
    }

    /// Visits all words below `sp`. The watermark's word is among them; it reads as a fixnum.
    pub fn all_words(&self, sp: usize, visit: &mut Visit) {
        self.words_from(0, sp, visit);
        // It is a return word as the others are.
        let mut displaced = self.watermark.displaced();
        visit(&raw mut displaced, 1);
    }

    fn words_from(&self, from: usize, sp: usize, visit: &mut Visit) {
        let start = self.base() + from;
        if sp > start {
            visit(start as *mut u64, (sp - start) / 8);
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        if let Some(memory) = self.memory.take() {
            self.stacks.release(memory);
        }
    }
}
